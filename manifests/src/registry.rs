//! The keys of the Windows registry where browsers look for host manifests.
//!
//! The default value of a key named after the host holds the absolute path of the manifest, which may lie anywhere.

use std::fmt;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::{Browser, HOST_NAME};

/// The part of the registry that a key lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hive {
    /// `HKEY_CURRENT_USER`: of one account, which may write there.
    CurrentUser,
    /// `HKEY_LOCAL_MACHINE`: of the computer, writable by administrators.
    LocalMachine,
}

impl Hive {
    /// The name that `regedit` shows.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::CurrentUser => "HKEY_CURRENT_USER",
            Self::LocalMachine => "HKEY_LOCAL_MACHINE",
        }
    }
}

/// A key of the registry by the path that `regedit` shows and 64-bit programs use: the 32-bit view of the computer's
/// software is `Software\WOW6432Node`.
///
/// Source: Microsoft, "32-bit and 64-bit Application Data in the Registry".
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RegistryKey {
    hive: Hive,
    path: String,
}

impl RegistryKey {
    /// The key at `path` below `hive`, with `\` between the names.
    #[must_use]
    pub fn new(hive: Hive, path: impl Into<String>) -> Self {
        Self {
            hive,
            path: path.into(),
        }
    }

    /// Reads what [`fmt::Display`] writes; `None` if it names no hive of [`Hive`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (name, path) = text.split_once('\\')?;
        let hive = [Hive::CurrentUser, Hive::LocalMachine]
            .into_iter()
            .find(|hive| hive.name() == name)?;
        Some(Self::new(hive, path))
    }

    /// The part of the registry.
    #[must_use]
    pub fn hive(&self) -> Hive {
        self.hive
    }

    /// The path below the hive.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The key that holds this one; `None` at the top of the hive.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let (path, _) = self.path.rsplit_once('\\')?;
        Some(Self::new(self.hive, path))
    }
}

impl fmt::Display for RegistryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\\{}", self.hive.name(), self.path)
    }
}

impl From<RegistryKey> for String {
    fn from(key: RegistryKey) -> Self {
        key.to_string()
    }
}

impl TryFrom<String> for RegistryKey {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or_else(|| format!("{text} is no key of the registry"))
    }
}

/// What a folder of a browser's own starts from on Windows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WindowsBase {
    /// `%LOCALAPPDATA%`.
    LocalAppData,
    /// `%APPDATA%`.
    RoamingAppData,
}

/// Where a browser looks for host manifests on Windows.
///
/// The account comes before the computer, the 32-bit view before the 64-bit view, and in each view the browser asks its
/// vendors in order. The first value counts, even when the manifest that it names is missing or broken. The software keys of
/// an account have one view only.
///
/// Sources: Chromium, `chrome/browser/extensions/api/messaging/launch_context_win.cc`, `FindManifest`; Microsoft,
/// "Registry Keys Affected by WOW64" (`HKEY_CURRENT_USER\SOFTWARE` is shared).
#[derive(Debug, PartialEq, Eq)]
pub struct Keys {
    base: WindowsBase,
    home: &'static str,
    /// What stands before `NativeMessagingHosts`, in the browser's order.
    vendors: &'static [&'static str],
    /// The one of `vendors` under which the host is registered.
    own: &'static str,
}

impl Keys {
    /// What [`Keys::profile`] starts from.
    #[must_use]
    pub fn base(&self) -> WindowsBase {
        self.base
    }

    /// The browser's own folder, relative to [`Keys::base`]; its existence says that the browser was used.
    #[must_use]
    pub fn profile(&self) -> &'static Path {
        Path::new(self.home)
    }

    /// Every key that the browser asks in `hive`, in its order.
    #[must_use]
    pub fn lookup(&self, hive: Hive) -> Vec<RegistryKey> {
        Self::views(hive)
            .iter()
            .flat_map(|software| self.vendors.iter().map(move |vendor| key(hive, software, vendor)))
            .collect()
    }

    /// The keys that make the browser find the host in `hive`, one for each view.
    #[must_use]
    pub fn registered(&self, hive: Hive) -> Vec<RegistryKey> {
        Self::views(hive)
            .iter()
            .map(|software| key(hive, software, self.own))
            .collect()
    }

    fn views(hive: Hive) -> &'static [&'static str] {
        match hive {
            Hive::CurrentUser => &[WIDE],
            Hive::LocalMachine => &[NARROW, WIDE],
        }
    }
}

const WIDE: &str = "Software";
const NARROW: &str = "Software\\WOW6432Node";
const GOOGLE_CHROME: &str = "Google\\Chrome";
const CHROMIUM_KEY: &str = "Chromium";
const MICROSOFT_EDGE: &str = "Microsoft\\Edge";
const MOZILLA: &str = "Mozilla";

fn key(hive: Hive, software: &str, vendor: &str) -> RegistryKey {
    RegistryKey::new(hive, format!("{software}\\{vendor}\\NativeMessagingHosts\\{HOST_NAME}"))
}

const CHROME: Keys = Keys {
    base: WindowsBase::LocalAppData,
    home: "Google\\Chrome\\User Data",
    vendors: &[GOOGLE_CHROME],
    own: GOOGLE_CHROME,
};
const CHROMIUM: Keys = Keys {
    base: WindowsBase::LocalAppData,
    home: "Chromium\\User Data",
    vendors: &[CHROMIUM_KEY, GOOGLE_CHROME],
    own: CHROMIUM_KEY,
};
const EDGE: Keys = Keys {
    base: WindowsBase::LocalAppData,
    home: "Microsoft\\Edge\\User Data",
    vendors: &[MICROSOFT_EDGE, CHROMIUM_KEY, GOOGLE_CHROME],
    own: MICROSOFT_EDGE,
};
const BRAVE: Keys = Keys {
    base: WindowsBase::LocalAppData,
    home: "BraveSoftware\\Brave-Browser\\User Data",
    vendors: &[CHROMIUM_KEY, GOOGLE_CHROME],
    own: GOOGLE_CHROME,
};
const VIVALDI: Keys = Keys {
    base: WindowsBase::LocalAppData,
    home: "Vivaldi\\User Data",
    vendors: &[CHROMIUM_KEY, GOOGLE_CHROME],
    own: GOOGLE_CHROME,
};
const FIREFOX: Keys = Keys {
    base: WindowsBase::RoamingAppData,
    home: "Mozilla\\Firefox",
    vendors: &[MOZILLA],
    own: MOZILLA,
};

impl Browser {
    /// Where it looks on Windows.
    ///
    /// Sources:
    /// - Chrome: Chrome developer documentation, "Native messaging host location"; the file that [`Keys`] names.
    /// - Chromium: that file. A Chromium that is not Google's asks its own key, then Chrome's.
    /// - Edge: Microsoft Edge developer documentation, "Native messaging", step 4: its own key, Chromium's, Chrome's.
    /// - Brave, Vivaldi: neither vendor documents it. `brave-core` overrides nothing in that file, so both ask as Chromium
    ///   does, and KeePassXC (`src/browser/NativeMessageInstaller.cpp`) registers for both under Chrome's key. A key of
    ///   Vivaldi's own is never asked (`keepassxc-browser` issue 48), and no source has been found for one of Brave's.
    ///   Chrome's key is the one that all of these agree on.
    /// - Firefox: MDN, "Native manifests", section "Manifest location" (the 32-bit view first since Firefox 64).
    #[must_use]
    pub fn windows(self) -> &'static Keys {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn text(keys: &[RegistryKey]) -> Vec<String> {
        keys.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_32_bit_view_comes_first_and_the_account_has_one_view() {
        assert_eq!(
            text(&Browser::Chrome.windows().lookup(Hive::LocalMachine)),
            [
                r"HKEY_LOCAL_MACHINE\Software\WOW6432Node\Google\Chrome\NativeMessagingHosts\org.openjpki.host",
                r"HKEY_LOCAL_MACHINE\Software\Google\Chrome\NativeMessagingHosts\org.openjpki.host",
            ]
        );
        assert_eq!(
            text(&Browser::Chrome.windows().lookup(Hive::CurrentUser)),
            [r"HKEY_CURRENT_USER\Software\Google\Chrome\NativeMessagingHosts\org.openjpki.host"]
        );
    }

    #[test]
    fn edge_asks_its_own_key_then_chromiums_then_chromes_in_each_view() {
        let keys = text(&Browser::Edge.windows().lookup(Hive::LocalMachine));
        let vendors = ["Microsoft\\Edge", "Chromium", "Google\\Chrome"];
        assert_eq!(keys.len(), 6);
        for (key, vendor) in keys.iter().zip(vendors.iter().chain(&vendors)) {
            assert!(key.contains(vendor), "{key} lacks {vendor}");
        }
        assert!(keys[2].contains("WOW6432Node") && !keys[3].contains("WOW6432Node"));
    }

    #[test]
    fn every_browser_asks_the_keys_that_are_written_for_it() {
        for browser in Browser::ALL.into_iter().chain([Browser::Firefox]) {
            for hive in [Hive::CurrentUser, Hive::LocalMachine] {
                let keys = browser.windows();
                let (asked, written) = (keys.lookup(hive), keys.registered(hive));
                assert!(
                    !written.is_empty() && written.iter().all(|key| asked.contains(key)),
                    "{browser:?}"
                );
            }
        }
    }

    #[test]
    fn a_key_is_read_as_it_is_written() {
        for key in Browser::Edge.windows().lookup(Hive::LocalMachine) {
            assert_eq!(RegistryKey::parse(&key.to_string()), Some(key));
        }
        assert_eq!(RegistryKey::parse(r"HKEY_USERS\S-1-5-18"), None);
        let top = RegistryKey::new(Hive::CurrentUser, "Software");
        assert_eq!(top.parent(), None);
        assert_eq!(RegistryKey::new(Hive::CurrentUser, r"Software\A").parent(), Some(top));
    }
}
