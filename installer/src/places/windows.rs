//! The folders and keys of a Windows account and computer, from the system.

mod windows_folders;

use std::path::{Path, PathBuf};

use openjpki_manifests::{
    Browser, FIREFOX_MANIFEST_FILE, Family, Hive, HostPath, HostPathError, MANIFEST_FILE, RegistryKey, WindowsBase,
};

use super::{HOST_FILE, RECORD_FILE, Scope};
use crate::package::Package;
use crate::registry::Registry;
use crate::{Error, Location, Place};

/// The folder of host, manifests and record.
const PROGRAM_FOLDER: &str = "OpenJPKI";

/// Where Windows lists what it can uninstall. Source: Microsoft, "Uninstall Registry Key".
const UNINSTALL: &str = "Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall";

/// How the product codes of our packages begin; the version follows. Source: `tests/xtask/src/package/windows.rs`.
const ACCOUNT_PRODUCT: &str = "{9B5D9D1B-7F0E-4C6B-8D0C-";
/// As [`ACCOUNT_PRODUCT`], of the package for the whole computer.
const MACHINE_PRODUCT: &str = "{7AEC38C4-4B1C-4C04-9FD0-";

/// The folders and keys that the installer works in.
#[derive(Clone, Debug)]
pub struct Places {
    home: PathBuf,
    local: PathBuf,
    roaming: PathBuf,
    programs: PathBuf,
    registry: Registry,
}

impl Places {
    /// Asks the system for its known folders.
    ///
    /// - `root`: for building packages; not on this system.
    ///
    /// # Errors
    /// [`Error::NoRoot`] when there is a `root`; [`Error::NoFolders`] when the system does not answer.
    ///
    /// Source: Microsoft, "KNOWNFOLDERID".
    pub fn from_environment(root: Option<&Path>) -> Result<Self, Error> {
        if root.is_some() {
            return Err(Error::NoRoot);
        }
        let folder = |id| windows_folders::known(id).map_err(Error::NoFolders);
        Ok(Self {
            home: folder(windows_folders::PROFILE)?,
            local: folder(windows_folders::LOCAL_APP_DATA)?,
            roaming: folder(windows_folders::ROAMING_APP_DATA)?,
            programs: folder(windows_folders::PROGRAM_FILES)?,
            registry: Registry::default(),
        })
    }

    /// As [`Places::from_environment`]: the system knows the folders of every account.
    ///
    /// # Errors
    /// As [`Places::from_environment`].
    pub fn of_computer(root: Option<&Path>) -> Result<Self, Error> {
        Self::from_environment(root)
    }

    /// An account and a computer of their own, below `folder` and below the key `HKEY_CURRENT_USER\KEY`: for trying things
    /// out without touching those of the system.
    #[must_use]
    pub fn within(folder: &Path, key: &str) -> Self {
        let home = folder.join("home");
        Self {
            local: home.join("AppData\\Local"),
            roaming: home.join("AppData\\Roaming"),
            programs: folder.join("Program Files"),
            registry: Registry::below(key),
            home,
        }
    }

    /// The home folder of the account.
    #[must_use]
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// Whether `browser` has a profile folder on this account.
    #[must_use]
    pub fn was_used(&self, browser: Browser) -> bool {
        let keys = browser.windows();
        let base = match keys.base() {
            WindowsBase::LocalAppData => &self.local,
            WindowsBase::RoamingAppData => &self.roaming,
        };
        base.join(keys.profile()).is_dir()
    }

    /// The manifest that `browser` would read in `scope`: beside the host, one for each family of browsers.
    #[must_use]
    pub fn manifests(&self, scope: &Scope, browser: Browser) -> Vec<Place> {
        let file = match browser.family() {
            Family::Chromium => MANIFEST_FILE,
            Family::Firefox => FIREFOX_MANIFEST_FILE,
        };
        vec![self.folder(scope).join(file)]
    }

    /// Where `browser` looks in `scope`, in its order.
    pub(crate) fn lookup(&self, scope: &Scope, browser: Browser) -> Vec<Location> {
        let keys = hive(scope)
            .map(|hive| browser.windows().lookup(hive))
            .unwrap_or_default();
        keys.into_iter().map(Location::Key).collect()
    }

    /// The keys that register the manifest of `browser` in `scope`.
    pub(crate) fn registrations(&self, scope: &Scope, browser: Browser) -> Vec<RegistryKey> {
        hive(scope)
            .map(|hive| browser.windows().registered(hive))
            .unwrap_or_default()
    }

    /// Where [`Places::registrations`] are.
    pub(crate) fn registry(&self) -> &Registry {
        &self.registry
    }

    /// Refuses what must not be installed for `scope` by this account.
    pub(crate) fn refuse_scope(&self, scope: &Scope) -> Result<(), Error> {
        match scope {
            Scope::User | Scope::System => Ok(()),
            Scope::Profile(_) => Err(Error::NoProfiles),
        }
    }

    /// What Windows Installer put there for `scope`, by its list of what it can uninstall.
    pub(crate) fn package(&self, scope: &Scope) -> Option<Package> {
        let (code, hives) = match scope {
            // Windows lists a package of an account with the account, Wine with the computer.
            Scope::User => (ACCOUNT_PRODUCT, &[Hive::CurrentUser, Hive::LocalMachine][..]),
            Scope::System => (MACHINE_PRODUCT, &[Hive::LocalMachine][..]),
            Scope::Profile(_) => return None,
        };
        let lists = hives.iter().map(|hive| RegistryKey::new(*hive, UNINSTALL));
        let product = lists
            .flat_map(|list| {
                let products = self.registry.keys_below(&list).into_iter();
                products.map(move |product| RegistryKey::new(list.hive(), format!("{UNINSTALL}\\{product}")))
            })
            .find(|product| {
                let is_ours = product.path().to_ascii_uppercase().contains(code);
                is_ours && self.registry.named_number(product, "WindowsInstaller") == Some(1)
            })?;
        let location = self.registry.named_text(&product, "InstallLocation");
        let folder = match location.filter(|folder| !folder.is_empty()) {
            Some(folder) => PathBuf::from(folder),
            None => self.folder(scope).path().to_owned(),
        };
        Some(Package {
            manifests: vec![folder.join(MANIFEST_FILE), folder.join(FIREFOX_MANIFEST_FILE)],
            folder,
            host: HostPath::beside_manifest(HOST_FILE).ok()?,
        })
    }

    /// How manifests name a host that was copied: beside them, so that they are the same in every folder.
    pub(crate) fn named(&self, _: &Path) -> Result<HostPath, HostPathError> {
        HostPath::beside_manifest(HOST_FILE)
    }

    /// The program that the manifest at `manifest` means by `host`, which may start from the manifest's folder.
    pub(crate) fn meant(&self, manifest: &Path, host: &Path) -> Option<PathBuf> {
        Some(manifest.with_file_name("").join(host))
    }

    /// Whether a record may name `key`: one of the keys that are written, or one above it.
    pub(crate) fn is_recorded_key(&self, scope: &Scope, key: &RegistryKey) -> bool {
        let written = Browser::ALL.into_iter().chain([Browser::Firefox]);
        let mut written = written.flat_map(|browser| self.registrations(scope, browser));
        written.any(|written| {
            let mut above = Some(written);
            while let Some(known) = above {
                if known == *key {
                    return true;
                }
                above = known.parent();
            }
            false
        })
    }

    /// Where the host program goes.
    ///
    /// - One account: `%LOCALAPPDATA%\Programs\OpenJPKI`, the place of programs that an account installs for itself.
    /// - Whole computer: `%ProgramFiles%\OpenJPKI`, where only administrators write.
    ///
    /// Source: Microsoft, "KNOWNFOLDERID": `FOLDERID_UserProgramFiles` lies there below `FOLDERID_LocalAppData`;
    /// `FOLDERID_ProgramFiles`.
    #[must_use]
    pub fn host(&self, scope: &Scope) -> Option<Place> {
        hive(scope).map(|_| self.folder(scope).join(HOST_FILE))
    }

    /// Where the record of what was installed goes.
    #[must_use]
    pub fn record(&self, scope: &Scope) -> Place {
        self.folder(scope).join(RECORD_FILE)
    }

    /// `path` as it is once installed: itself, since no packages are built here.
    #[must_use]
    pub fn as_installed(&self, path: &Path) -> PathBuf {
        path.to_owned()
    }

    /// Where a path of the running computer lies now: there.
    #[must_use]
    pub fn on_disk(&self, path: &Path) -> PathBuf {
        path.to_owned()
    }

    /// The place that a record means by `path`; `None` when the installer could not have put anything there.
    #[must_use]
    pub fn recorded(&self, scope: &Scope, path: &Path) -> Option<Place> {
        let folder = self.folder(scope);
        let is_below = path.starts_with(folder.path()) && !path.components().any(|part| part.as_os_str() == "..");
        is_below.then(|| Place::whole(folder.base().to_owned(), path))
    }

    /// The place of a folder that a record names. It is only ever removed empty, so any folder will do.
    #[must_use]
    pub fn recorded_folder(&self, scope: &Scope, path: &Path) -> Place {
        self.recorded(scope, path)
            .unwrap_or_else(|| Place::whole(path.parent().unwrap_or(path).to_owned(), path))
    }

    /// Whether `path` belongs to what is installed.
    #[must_use]
    pub fn is_installed(&self, _: &Path) -> bool {
        true
    }

    fn folder(&self, scope: &Scope) -> Place {
        match scope {
            Scope::System => Place::new(&self.programs, PROGRAM_FOLDER),
            Scope::User | Scope::Profile(_) => Place::new(&self.local, Path::new("Programs").join(PROGRAM_FOLDER)),
        }
    }
}

fn hive(scope: &Scope) -> Option<Hive> {
    match scope {
        Scope::User => Some(Hive::CurrentUser),
        Scope::System => Some(Hive::LocalMachine),
        Scope::Profile(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_systems_folders_are_absolute_and_each_scope_has_its_own() {
        let places = Places::from_environment(None).unwrap();
        let [user, system] = [Scope::User, Scope::System].map(|scope| places.host(&scope).unwrap());
        assert!(user.path().is_absolute() && system.path().is_absolute());
        assert!(
            user.path()
                .ends_with(r"AppData\Local\Programs\OpenJPKI\openjpki-host.exe"),
            "{user:?}"
        );
        assert!(
            system.path().ends_with(r"Program Files\OpenJPKI\openjpki-host.exe"),
            "{system:?}"
        );
        assert!(user.path().starts_with(places.home()), "{user:?}");
    }

    #[test]
    fn each_family_of_browsers_has_a_manifest_of_its_own() {
        let places = Places::within(Path::new(r"C:\t"), "Software\\none");
        let manifest = |browser| places.manifests(&Scope::System, browser).remove(0).path().to_owned();
        assert_eq!(manifest(Browser::Chrome), manifest(Browser::Edge));
        assert_eq!(
            manifest(Browser::Firefox),
            Path::new(r"C:\t\Program Files\OpenJPKI\org.openjpki.host.firefox.json")
        );
    }

    #[test]
    fn a_record_names_only_what_the_installer_writes() {
        let places = Places::within(Path::new(r"C:\t"), "Software\\none");
        let key = |path: &str| RegistryKey::new(Hive::CurrentUser, path);
        assert!(places.is_recorded_key(&Scope::User, &key("Software\\Google\\Chrome")));
        assert!(!places.is_recorded_key(&Scope::User, &key("Software\\Microsoft\\Windows")));
        assert!(!places.is_recorded_key(&Scope::System, &key("Software\\Google\\Chrome")));
        for path in [r"C:\Windows\notepad.exe", r"C:\t\Program Files\OpenJPKI\..\x"] {
            assert_eq!(places.recorded(&Scope::System, Path::new(path)), None);
        }
    }

    #[test]
    fn a_relative_host_starts_from_its_manifests_folder() {
        let places = Places::within(Path::new(r"C:\t"), "Software\\none");
        let manifest = Path::new(r"C:\p\org.openjpki.host.json");
        let meant = |host: &str| places.meant(manifest, Path::new(host)).unwrap();
        assert_eq!(meant("openjpki-host.exe"), Path::new(r"C:\p\openjpki-host.exe"));
        assert_eq!(meant(r"D:\h.exe"), Path::new(r"D:\h.exe"));
    }
}
