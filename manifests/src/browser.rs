//! Which browsers there are, and the folders where each looks for host manifests.

use std::path::{Path, PathBuf};

use crate::Family;

/// A browser that can start the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Browser {
    /// Google Chrome, stable channel.
    Chrome,
    /// Chromium as the distributions build it.
    Chromium,
    /// Microsoft Edge, stable channel.
    Edge,
    /// Brave, release channel.
    Brave,
    /// Vivaldi, stable channel.
    Vivaldi,
    /// Mozilla Firefox. The manifest is known; the extension is not tested there yet, so it is not in [`Browser::ALL`].
    Firefox,
}

/// What a path of a browser's own starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserBase {
    /// `$XDG_CONFIG_HOME`, else `~/.config`.
    Config,
    /// The home folder.
    Home,
}

/// Where a browser looks for host manifests on Linux. User level comes first and hides the system level: the first
/// file that exists is taken, even when it is broken.
///
/// Source: Chromium, `chrome/browser/extensions/api/messaging/native_process_launcher_posix.cc`, `FindManifest`.
#[derive(Debug, PartialEq, Eq)]
pub struct Folders {
    base: UserBase,
    /// The browser's own folder below the base. Where it exists, the browser was used on this account.
    home: &'static str,
    /// The folder of manifests below `home`.
    user: &'static str,
    /// Folders of the whole computer, in the browser's order.
    system: &'static [&'static str],
}

impl Folders {
    /// What [`Folders::profile`] starts from.
    #[must_use]
    pub fn base(&self) -> UserBase {
        self.base
    }

    /// The browser's own folder, relative to [`Folders::base`]; its existence says that the browser was used.
    #[must_use]
    pub fn profile(&self) -> &'static Path {
        Path::new(self.home)
    }

    /// The folder of the person's own manifests, relative to [`Folders::base`].
    #[must_use]
    pub fn user(&self) -> PathBuf {
        self.profile().join(self.user)
    }

    /// The folders of manifests for the whole computer, absolute, in the browser's order.
    pub fn system(&self) -> impl Iterator<Item = &'static Path> {
        self.system.iter().map(Path::new)
    }
}

const CHROME: Folders = Folders {
    base: UserBase::Config,
    home: "google-chrome",
    user: IN_PROFILE,
    system: &["/etc/opt/chrome/native-messaging-hosts"],
};
const CHROMIUM: Folders = Folders {
    base: UserBase::Config,
    home: "chromium",
    user: IN_PROFILE,
    system: &["/etc/chromium/native-messaging-hosts"],
};
const EDGE: Folders = Folders {
    base: UserBase::Config,
    home: "microsoft-edge",
    user: IN_PROFILE,
    system: &["/etc/opt/edge/native-messaging-hosts"],
};
const BRAVE: Folders = Folders {
    base: UserBase::Config,
    home: "BraveSoftware/Brave-Browser",
    user: IN_PROFILE,
    system: &["/etc/opt/chrome/native-messaging-hosts"],
};
const VIVALDI: Folders = Folders {
    base: UserBase::Config,
    home: "vivaldi",
    user: IN_PROFILE,
    system: &[
        "/etc/chromium/native-messaging-hosts",
        "/etc/opt/vivaldi/native-messaging-hosts",
    ],
};
const FIREFOX: Folders = Folders {
    base: UserBase::Home,
    home: ".mozilla",
    user: "native-messaging-hosts",
    system: &[
        "/usr/lib/mozilla/native-messaging-hosts",
        "/usr/lib64/mozilla/native-messaging-hosts",
    ],
};

impl Browser {
    /// The browsers that OpenJPKI installs for, in the order in which it names them.
    pub const ALL: [Self; 5] = [Self::Chrome, Self::Chromium, Self::Edge, Self::Brave, Self::Vivaldi];

    /// Folder of manifests inside any Chromium profile, also one that was named with `--user-data-dir`.
    ///
    /// Source: Chromium, `chrome/common/chrome_paths.cc`, `DIR_USER_NATIVE_MESSAGING`. Brave is the exception: it keeps
    /// to its usual profile whatever `--user-data-dir` says (`brave-core`, `app/brave_main_delegate.cc`).
    pub const PROFILE_FOLDER: &'static str = IN_PROFILE;

    /// The product's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Chrome => "Google Chrome",
            Self::Chromium => "Chromium",
            Self::Edge => "Microsoft Edge",
            Self::Brave => "Brave",
            Self::Vivaldi => "Vivaldi",
            Self::Firefox => "Firefox",
        }
    }

    /// One lower-case word for command lines and records.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Chrome => "chrome",
            Self::Chromium => "chromium",
            Self::Edge => "edge",
            Self::Brave => "brave",
            Self::Vivaldi => "vivaldi",
            Self::Firefox => "firefox",
        }
    }

    /// Which dialect of the host manifest it reads.
    #[must_use]
    pub fn family(self) -> Family {
        match self {
            Self::Chrome | Self::Chromium | Self::Edge | Self::Brave | Self::Vivaldi => Family::Chromium,
            Self::Firefox => Family::Firefox,
        }
    }

    /// Where it looks on Linux.
    ///
    /// Sources:
    /// - Chrome, Chromium: Chrome developer documentation, "Native messaging host location"; Chromium,
    ///   `chrome/common/chrome_paths.cc` and `chrome_paths_linux.cc`.
    /// - Edge: Microsoft Edge developer documentation, "Native messaging", step 4.
    /// - Brave: `brave-core`, `app/brave_main_delegate.cc`: its own profile, but Chrome's system folder.
    /// - Vivaldi, user: the report in `browserpass-legacy` issue 36. System: not confirmed by Vivaldi. A Chromium that
    ///   is not Google's reads `/etc/chromium`; the packages of browserpass and gopass use `/etc/opt/vivaldi`. Both are
    ///   served.
    /// - Firefox: MDN, "Native manifests", section "Manifest location".
    #[must_use]
    pub fn linux(self) -> &'static Folders {
        match self {
            Self::Chrome => &CHROME,
            Self::Chromium => &CHROMIUM,
            Self::Edge => &EDGE,
            Self::Brave => &BRAVE,
            Self::Vivaldi => &VIVALDI,
            Self::Firefox => &FIREFOX,
        }
    }
}

const IN_PROFILE: &str = "NativeMessagingHosts";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_folder_is_where_it_belongs() {
        for browser in Browser::ALL.into_iter().chain([Browser::Firefox]) {
            let folders = browser.linux();
            assert!(
                folders.user().is_relative() && folders.user().starts_with(folders.profile()),
                "{browser:?}"
            );
            assert!(
                folders.system().count() >= 1 && folders.system().all(Path::has_root),
                "{browser:?}"
            );
        }
    }

    #[test]
    fn brave_shares_chromes_system_folder() {
        assert!(Browser::Brave.linux().system().eq(Browser::Chrome.linux().system()));
    }

    #[test]
    fn words_are_unique() {
        let words: std::collections::BTreeSet<_> = Browser::ALL.iter().map(|browser| browser.word()).collect();
        assert_eq!(words.len(), Browser::ALL.len());
    }
}
