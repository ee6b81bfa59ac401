//! What may leave of a path, of an owner, of a reader's name.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Component, Path, PathBuf, Prefix};

use openjpki_manifests::{Browser, FIREFOX_MANIFEST_FILE, HOST_NAME, MANIFEST_FILE};

use crate::access;

/// What stands in place of what does not leave.
const HIDDEN: &str = "<...>";

/// From so many digits on, a word of a reader's name is a serial number: types have four at most (`ACR1252U`).
const SERIAL_DIGITS: usize = 5;

/// Parts of paths that say nothing about a person.
const KNOWN: [&str; 47] = [
    // folders of systems
    "bin",
    "sbin",
    "lib",
    "lib64",
    "etc",
    "opt",
    "usr",
    "var",
    "local",
    "share",
    "snap",
    ".config",
    ".local",
    "library",
    "application support",
    "applications",
    "windows",
    "program files",
    "program files (x86)",
    "programdata",
    "appdata",
    "roaming",
    "programs",
    "current",
    // the registry of Windows
    "hkcu",
    "hklm",
    "hkey_current_user",
    "hkey_local_machine",
    "software",
    "wow6432node",
    "policies",
    // browsers
    "google",
    "chrome",
    "chromium",
    "microsoft",
    "edge",
    "brave",
    "bravesoftware",
    "brave-browser",
    "vivaldi",
    "nativemessaginghosts",
    // ours
    "openjpki",
    "openjpki-host",
    "openjpki-host.exe",
    "target",
    "release",
    "debug",
];

/// Owners that are no person.
const ADMINISTRATORS: [&str; 6] = [
    "root",
    "system",
    "administrators",
    "administrator",
    "trustedinstaller",
    "0",
];

/// Environment variables that name the person or the computer.
const NAMING: [&str; 8] = [
    "USER",
    "LOGNAME",
    "USERNAME",
    "SUDO_USER",
    "USERDOMAIN",
    "COMPUTERNAME",
    "HOSTNAME",
    "HOST",
];

/// Files with the computer's name on Linux.
const NAMING_FILES: [&str; 2] = ["/proc/sys/kernel/hostname", "/etc/hostname"];

/// Shortest name that is looked for in texts, in characters: shorter ones are in every other word.
const SHORTEST_NAME: usize = 3;

/// Hides what identifies the person.
#[derive(Clone, Debug)]
pub struct Mask {
    home: Option<PathBuf>,
    account: Option<String>,
    known: BTreeSet<String>,
    names: Vec<String>,
}

impl Mask {
    /// For the account that runs this program, on this computer.
    #[must_use]
    pub fn from_environment() -> Self {
        let home = env::home_dir().filter(|home| home.is_absolute());
        // The environment may be another account's (sudo) or say nothing.
        let account = home.as_deref().and_then(|home| access::owner(home).ok());
        let in_home = home
            .as_deref()
            .and_then(Path::file_name)
            .map(|name| name.to_string_lossy().into_owned());
        let named = NAMING.iter().filter_map(|name| env::var(name).ok());
        let filed = NAMING_FILES.iter().filter_map(|file| fs::read_to_string(file).ok());
        Self::new(home, account, in_home.into_iter().chain(named).chain(filed))
    }

    /// For this home folder and account, and names that may be in no text.
    #[must_use]
    pub fn new(home: Option<PathBuf>, account: Option<String>, names: impl IntoIterator<Item = String>) -> Self {
        let mut known: BTreeSet<String> = KNOWN.map(str::to_owned).into();
        known.extend([HOST_NAME, MANIFEST_FILE, FIREFOX_MANIFEST_FILE].map(str::to_owned));
        for browser in Browser::ALL {
            let folders = browser.linux();
            for folder in folders.system().map(Path::to_owned).chain([folders.user()]) {
                known.extend(folder.iter().map(|part| part.to_string_lossy().to_lowercase()));
            }
        }
        // `hanako.yamada` is also known as `yamada`.
        let names = names.into_iter().flat_map(|name| {
            let name = name.to_lowercase();
            let parts = name.split(|c: char| !c.is_alphanumeric());
            parts.map(str::to_owned).collect::<Vec<_>>()
        });
        let is_name = |name: &String| name.chars().count() >= SHORTEST_NAME && !ADMINISTRATORS.contains(&name.as_str());
        Self {
            home,
            account,
            known,
            names: names.filter(is_name).collect(),
        }
    }

    /// A path of which only known parts leave; the home folder becomes `~` or `%USERPROFILE%`.
    #[must_use]
    pub fn path(&self, path: &Path) -> String {
        let in_home = self.home.as_deref().and_then(|home| path.strip_prefix(home).ok());
        let home = if cfg!(windows) { "%USERPROFILE%" } else { "~" };
        let mut parts: Vec<String> = in_home.map(|_| home.to_owned()).into_iter().collect();
        for part in in_home.unwrap_or(path).components() {
            match part {
                Component::Prefix(prefix) => parts.push(match prefix.kind() {
                    Prefix::Disk(letter) | Prefix::VerbatimDisk(letter) => format!("{}:", char::from(letter)),
                    _ => HIDDEN.to_owned(),
                }),
                Component::RootDir if parts.is_empty() => parts.push(String::new()),
                Component::RootDir => {}
                Component::CurDir | Component::ParentDir => parts.push(HIDDEN.to_owned()),
                Component::Normal(part) => parts.push(self.part(&part.to_string_lossy())),
            }
        }
        parts.join(std::path::MAIN_SEPARATOR_STR)
    }

    fn part(&self, part: &str) -> String {
        if self.known.contains(&part.to_lowercase()) {
            part.to_owned()
        } else {
            HIDDEN.to_owned()
        }
    }

    /// Whether an owner is the person, the computer's administrator, or somebody else.
    #[must_use]
    pub fn owner(&self, owner: &str) -> &'static str {
        let name = owner.rsplit('\\').next().unwrap_or(owner);
        if ADMINISTRATORS.contains(&name.to_lowercase().as_str()) {
            "administrator"
        } else if self.account.as_deref().is_some_and(|account| is_same(account, owner)) {
            "this-account"
        } else {
            "another-account"
        }
    }

    /// A reader's name without serial numbers: nothing in parentheses, no word with five digits or more.
    #[must_use]
    pub fn reader(&self, name: &str) -> String {
        let mut shown = String::new();
        let mut depth = 0_u32;
        for character in name.chars() {
            match character {
                '(' => {
                    if depth == 0 {
                        shown.push_str(" (#) ");
                    }
                    depth += 1;
                }
                ')' => depth = depth.saturating_sub(1),
                _ if depth > 0 => {}
                _ => shown.push(character),
            }
        }
        let words = shown.split_whitespace().map(|word| {
            let digits = word.chars().filter(char::is_ascii_digit).count();
            if digits < SERIAL_DIGITS { word } else { "#" }
        });
        self.text(&words.collect::<Vec<_>>().join(" "))
    }

    /// A text without the words that hold a name of person or computer.
    #[must_use]
    pub fn text(&self, text: &str) -> String {
        let names_nobody = |word: &str| {
            let word = word.to_lowercase();
            !self.names.iter().any(|name| word.contains(name.as_str()))
        };
        let words = text.split_whitespace();
        let shown = words.map(|word| if names_nobody(word) { word } else { HIDDEN });
        shown.collect::<Vec<_>>().join(" ")
    }
}

/// Whether two names are of one account; Windows puts the computer's name before it.
fn is_same(one: &str, other: &str) -> bool {
    let bare = |name: &str| name.rsplit('\\').next().unwrap_or_default().to_lowercase();
    bare(one) == bare(other)
}

/// The operating system's number of an error, from its sentence.
pub(super) fn os_error(sentence: &str) -> Option<i32> {
    let (_, number) = sentence.rsplit_once("(os error ")?;
    number.strip_suffix(')')?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mask() -> Mask {
        let names = [
            "hanako".to_owned(),
            "YAMADA-PC.example.jp\n".to_owned(),
            "pc".to_owned(),
        ];
        Mask::new(Some("/home/hanako".into()), Some("hanako".to_owned()), names)
    }

    #[cfg(unix)]
    #[test]
    fn only_known_parts_of_a_path_leave() {
        for (path, shown) in [
            (
                "/home/hanako/.config/google-chrome/NativeMessagingHosts/org.openjpki.host.json",
                "~/.config/google-chrome/NativeMessagingHosts/org.openjpki.host.json",
            ),
            (
                "/home/hanako/.local/lib/openjpki/openjpki-host",
                "~/.local/lib/openjpki/openjpki-host",
            ),
            ("/home/hanako/日本花子/host", "~/<...>/<...>"),
            ("/home/taro/openjpki-host", "/<...>/<...>/openjpki-host"),
            ("/opt/openjpki/openjpki-host", "/opt/openjpki/openjpki-host"),
            ("/opt/../home", "/opt/<...>/<...>"),
            (
                "/etc/opt/edge/native-messaging-hosts/org.openjpki.host.json",
                "/etc/opt/edge/native-messaging-hosts/org.openjpki.host.json",
            ),
            ("relative/hanako", "<...>/<...>"),
        ] {
            assert_eq!(mask().path(Path::new(path)), shown, "{path}");
        }
    }

    #[test]
    fn owners_are_three() {
        assert_eq!(mask().owner("root"), "administrator");
        assert_eq!(mask().owner("NT AUTHORITY\\SYSTEM"), "administrator");
        assert_eq!(mask().owner("hanako"), "this-account");
        assert_eq!(mask().owner("YAMADA-PC\\Hanako"), "this-account");
        assert_eq!(mask().owner("taro"), "another-account");
        assert_eq!(mask().owner("1000"), "another-account");
    }

    #[test]
    fn types_of_readers_leave_and_their_serial_numbers_do_not() {
        for (name, shown) in [
            ("ACS ACR39U ICC Reader 00 00", "ACS ACR39U ICC Reader 00 00"),
            (
                "Sony FeliCa RC-S300/S (0123456) 00 00",
                "Sony FeliCa RC-S300/S (#) 00 00",
            ),
            (
                "Identiv uTrust 2700 R Smart Card Reader [CCID Interface] (53692041306341) 01 00",
                "Identiv uTrust 2700 R Smart Card Reader [CCID Interface] (#) 01 00",
            ),
            ("Reader(ABCDEF)00 00", "Reader (#) 00 00"),
            ("Reader (open 12", "Reader (#)"),
            ("Reader ((AB)CD) 00", "Reader (#) 00"),
            ("SCR3310 21120512345678", "SCR3310 #"),
            ("SN-12-34-56 R", "# R"),
            ("Hanako's reader", "<...> reader"),
            ("YAMADA's 00 00", "<...> 00 00"),
            ("pcsc reader", "pcsc reader"),
        ] {
            assert_eq!(mask().reader(name), shown, "{name}");
        }
    }

    #[test]
    fn the_number_of_an_error_leaves_without_its_sentence() {
        assert_eq!(os_error("Permission denied (os error 13)"), Some(13));
        assert_eq!(os_error("no such host in /home/hanako"), None);
    }
}
