//! What may leave of the host's log: how often each of our own codes is in it, and no line.

use std::collections::BTreeMap;
use std::env;
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};

use serde::Serialize;

/// How many files are read; the host keeps seven.
const MOST_FILES: usize = 7;

/// How much of each file is read, in bytes.
const MOST_BYTES: u64 = 4 * 1024 * 1024;

/// Codes of docs/PROTOCOL.md section 6 that the host says.
const CODES: [&str; 18] = [
    "invalid-request",
    "busy",
    "user-cancelled",
    "timed-out",
    "card-unusable",
    "pin-blocked",
    "certificate-missing",
    "certificate-expired",
    "internal",
    "service-stopped",
    "no-reader",
    "no-card",
    "card-unsupported",
    "card-removed",
    "card-busy",
    "pin-wrong",
    "pin-last-try",
    "pin-window-missing",
];

/// What is counted in a log.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Tally {
    files: usize,
    errors: u64,
    warnings: u64,
    codes: BTreeMap<&'static str, u64>,
}

/// Where the host writes its log.
///
/// The same as `openjpki_host::config::Folders`, which this program does not link: with it came the PC/SC library.
#[must_use]
pub fn folder() -> Option<PathBuf> {
    let set = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = || env::home_dir().filter(|home| home.is_absolute());
    if cfg!(windows) {
        set("LOCALAPPDATA").map(|folder| folder.join("openjpki/log"))
    } else if cfg!(target_os = "macos") {
        home().map(|home| home.join("Library/Logs/openjpki"))
    } else {
        let state = set("XDG_STATE_HOME").or_else(|| home().map(|home| home.join(".local/state")));
        state.map(|folder| folder.join("openjpki/log"))
    }
}

/// Counts what is in the log files of `folder`; nothing if there is no such folder.
pub(super) fn tally(folder: &Path) -> Option<Tally> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "log"))
        .collect();
    // Their names end in their dates.
    files.sort();
    let mut tally = Tally::default();
    for file in files.iter().rev().take(MOST_FILES) {
        // A file that cannot be read is not counted.
        if tally.add(file).is_ok() {
            tally.files += 1;
        }
    }
    Some(tally)
}

impl Tally {
    fn add(&mut self, file: &Path) -> io::Result<()> {
        for line in BufReader::new(File::open(file)?.take(MOST_BYTES)).split(b'\n') {
            self.look(&String::from_utf8_lossy(&line?));
        }
        Ok(())
    }

    fn look(&mut self, line: &str) {
        match line.split_whitespace().nth(1) {
            Some("ERROR") => self.errors += 1,
            Some("WARN") => self.warnings += 1,
            _ => {}
        }
        let code = line.split_whitespace().find_map(|word| word.strip_prefix("code="));
        if let Some(code) = code {
            *self.codes.entry(known_code(&kebab(code))).or_default() += 1;
        }
    }
}

/// The code if it is one of ours, else `other`: a log and a foreign program can say anything.
pub(super) fn known_code(code: &str) -> &'static str {
    CODES.iter().find(|known| **known == code).copied().unwrap_or("other")
}

/// `NoCard` as the log has it becomes `no-card` as the protocol has it.
fn kebab(code: &str) -> String {
    let mut word = String::new();
    for character in code.chars() {
        if character.is_ascii_uppercase() && !word.is_empty() {
            word.push('-');
        }
        word.push(character.to_ascii_lowercase());
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_counts_of_our_own_codes_are_taken() {
        let mut tally = Tally::default();
        for line in [
            "2026-11-21T01:02:03.000000Z  INFO openjpki_host::session: no card code=NoCard",
            "2026-11-21T01:02:04.000000Z  INFO openjpki_host::session: no card code=NoCard",
            "2026-11-21T01:02:05.000000Z  WARN openjpki_host: origin https://secret.example code=HanakoYamada",
            "2026-11-21T01:02:06.000000Z ERROR openjpki_host: nonce mC1Vq0n6Zb8T4y2Jx5uHk9sLr3WgEo7DfPaQiYtUwXs",
            "",
        ] {
            tally.look(line);
        }
        let expected = Tally {
            files: 0,
            errors: 1,
            warnings: 1,
            codes: [("no-card", 2), ("other", 1)].into(),
        };
        assert_eq!(tally, expected);
        let written = serde_json::to_string(&tally).unwrap();
        assert!(
            !written.contains("secret") && !written.contains("anako") && !written.contains("mC1V"),
            "{written}"
        );
    }

    #[test]
    fn every_code_is_one_of_the_protocol() {
        let protocol = include_str!("../../../../docs/PROTOCOL.md");
        let (_, section) = protocol.split_once("## 6. Error codes").unwrap();
        let known: Vec<&str> = section.split(|c: char| !c.is_ascii_lowercase() && c != '-').collect();
        for code in CODES {
            assert!(known.contains(&code), "{code}");
        }
    }

    #[test]
    fn no_folder_is_no_log() {
        assert_eq!(tally(Path::new("/nowhere/at/all")), None);
    }
}
