//! The folders of a Linux account and computer, from the environment.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use openjpki_manifests::{Browser, HostPath, HostPathError, MANIFEST_FILE, RegistryKey, UserBase};

use super::{HOST_FILE, RECORD_FILE, Scope};
use crate::package::Package;
use crate::registry::Registry;
use crate::{Error, Location, Place, access};

/// File name of the record in a browser's profile folder.
const PROFILE_RECORD_FILE: &str = "openjpki-installed.json";

/// The files of the Debian package, one path a line. Source: dpkg-query(1), "--listfiles".
const PACKAGE_LIST: &str = "/var/lib/dpkg/info/openjpki.list";

/// Where the Debian package puts the host.
const PACKAGE_HOST: &str = "/usr/lib/openjpki/openjpki-host";

/// The folders that the installer works in.
#[derive(Clone, Debug)]
pub struct Places {
    home: PathBuf,
    config: PathBuf,
    root: Option<PathBuf>,
    registry: Registry,
}

impl Places {
    /// Takes `HOME` and `XDG_CONFIG_HOME` from the environment.
    ///
    /// - `root`: stands before every path of the whole computer, for building packages (like `DESTDIR`).
    ///
    /// # Errors
    /// [`Error::NoHome`] when `HOME` is not an absolute path.
    pub fn from_environment(root: Option<&Path>) -> Result<Self, Error> {
        let home = absolute(env::var_os("HOME")).ok_or(Error::NoHome)?;
        Ok(Self::new(
            &home,
            absolute(env::var_os("XDG_CONFIG_HOME")).as_deref(),
            root,
        ))
    }

    /// As [`Places::from_environment`], for the whole computer: nothing of the account is touched, and a package build may
    /// have no `HOME`.
    ///
    /// # Errors
    /// None on this system.
    pub fn of_computer(root: Option<&Path>) -> Result<Self, Error> {
        Ok(Self::from_environment(root).unwrap_or_else(|_| Self::new(Path::new("/"), None, root)))
    }

    /// Takes the folders as given; `config` is `~/.config` when it is not given.
    ///
    /// Source: XDG Base Directory Specification 0.8, section 3 (a relative `XDG_CONFIG_HOME` is ignored).
    #[must_use]
    pub fn new(home: &Path, config: Option<&Path>, root: Option<&Path>) -> Self {
        let config = config.map_or_else(|| home.join(".config"), Path::to_owned);
        Self {
            home: home.to_owned(),
            config,
            root: root.map(Path::to_owned),
            registry: Registry::default(),
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
        let folders = browser.linux();
        self.user_base(folders.base()).join(folders.profile()).is_dir()
    }

    /// The manifests that `browser` would read in `scope`, in its order.
    #[must_use]
    pub fn manifests(&self, scope: &Scope, browser: Browser) -> Vec<Place> {
        let folders = browser.linux();
        match scope {
            Scope::User => {
                vec![Place::new(self.user_base(folders.base()), folders.user()).join(MANIFEST_FILE)]
            }
            Scope::System => folders
                .system()
                .map(|folder| self.system(folder).join(MANIFEST_FILE))
                .collect(),
            Scope::Profile(profile) => vec![profile_manifest(profile)],
        }
    }

    /// Where `browser` looks in `scope`, in its order.
    pub(crate) fn lookup(&self, scope: &Scope, browser: Browser) -> Vec<Location> {
        let places = self.manifests(scope, browser).into_iter();
        places.map(|place| place.path().into()).collect()
    }

    /// The keys that register a manifest: none on this system.
    pub(crate) fn registrations(&self, _: &Scope, _: Browser) -> Vec<RegistryKey> {
        Vec::new()
    }

    /// Where [`Places::registrations`] are.
    pub(crate) fn registry(&self) -> &Registry {
        &self.registry
    }

    /// Refuses what must not be installed for `scope` by this account.
    ///
    /// With sudo, `HOME` may be somebody else's: files of root would then lie in that account.
    pub(crate) fn refuse_scope(&self, scope: &Scope) -> Result<(), Error> {
        let is_other = || access::guard(&self.home).is_ok_and(|guard| guard.other_account);
        if *scope == Scope::User && is_other() {
            return Err(Error::ForeignHome(self.home.clone()));
        }
        Ok(())
    }

    /// What a package of the operating system put there for `scope`.
    pub(crate) fn package(&self, scope: &Scope) -> Option<Package> {
        if *scope != Scope::System {
            return None;
        }
        let list = std::fs::read_to_string(self.on_disk(Path::new(PACKAGE_LIST))).ok()?;
        let is_manifest = |path: &&Path| path.file_name().is_some_and(|name| name == MANIFEST_FILE);
        let manifests = list.lines().map(Path::new).filter(is_manifest);
        Some(Package {
            folder: Path::new(PACKAGE_HOST).with_file_name(""),
            manifests: manifests.map(Path::to_owned).collect(),
            host: HostPath::parse(Path::new(PACKAGE_HOST)).ok()?,
        })
    }

    /// How manifests name a host that was copied to `path`.
    pub(crate) fn named(&self, path: &Path) -> Result<HostPath, HostPathError> {
        HostPath::parse(&self.as_installed(path))
    }

    /// The program that the manifest at `manifest` means by `host`; `None` where the browser refuses the manifest.
    pub(crate) fn meant(&self, _manifest: &Path, host: &Path) -> Option<PathBuf> {
        host.is_absolute().then(|| host.to_owned())
    }

    /// Whether a record may name `key`.
    pub(crate) fn is_recorded_key(&self, _: &Scope, _: &RegistryKey) -> bool {
        false
    }

    /// Where the host program goes.
    ///
    /// - One account: `~/.local/lib/openjpki/`, the account's counterpart of `/usr/lib`, which is for programs that
    ///   nobody calls by name (file-hierarchy(7)). `$XDG_DATA_HOME` is for data that any machine can read.
    /// - Whole computer: `/opt/openjpki/`, the place of add-on software that the distribution does not manage
    ///   (FHS 3.0 section 3.13). `/usr/lib` belongs to the package manager.
    /// - One profile: nowhere; the host is used where it lies.
    #[must_use]
    pub fn host(&self, scope: &Scope) -> Option<Place> {
        match scope {
            Scope::User | Scope::System => Some(self.folder(scope).join(HOST_FILE)),
            Scope::Profile(_) => None,
        }
    }

    /// Where the record of what was installed goes.
    #[must_use]
    pub fn record(&self, scope: &Scope) -> Place {
        match scope {
            Scope::User | Scope::System => self.folder(scope).join(RECORD_FILE),
            Scope::Profile(profile) => Place::new(profile, PROFILE_RECORD_FILE),
        }
    }

    /// `path` as it is once installed: without the folder of the package that is being built.
    #[must_use]
    pub fn as_installed(&self, path: &Path) -> PathBuf {
        let below = self.root.as_ref().and_then(|root| path.strip_prefix(root).ok());
        below.map_or_else(|| path.to_owned(), |below| Path::new("/").join(below))
    }

    /// Where a path of the running computer lies now: below the folder of the package that is being built, if any.
    #[must_use]
    pub fn on_disk(&self, path: &Path) -> PathBuf {
        match &self.root {
            Some(root) => root.join(path.strip_prefix("/").unwrap_or(path)),
            None => path.to_owned(),
        }
    }

    /// The place that a record means by `path`; `None` when the installer could not have put anything there.
    #[must_use]
    pub fn recorded(&self, scope: &Scope, path: &Path) -> Option<Place> {
        if path.components().any(|part| part.as_os_str() == "..") {
            return None;
        }
        let bases = match scope {
            Scope::User => vec![self.config.clone(), self.home.clone()],
            Scope::System => vec![PathBuf::from("/etc"), PathBuf::from("/opt")],
            Scope::Profile(profile) => vec![profile.clone()],
        };
        let base = bases.into_iter().find(|base| path.starts_with(base))?;
        Some(match scope {
            Scope::System => self.system(path),
            Scope::User | Scope::Profile(_) => Place::whole(base, path),
        })
    }

    /// The place of a folder that a record names. It is only ever removed empty, so any folder will do.
    #[must_use]
    pub fn recorded_folder(&self, scope: &Scope, path: &Path) -> Place {
        self.recorded(scope, path).unwrap_or_else(|| {
            let base = path.parent().unwrap_or(path).to_owned();
            Place::whole(base, path)
        })
    }

    /// Whether `path` belongs to what is installed: with a package folder, only what lies below it does.
    #[must_use]
    pub fn is_installed(&self, path: &Path) -> bool {
        self.root.as_ref().is_none_or(|root| path.starts_with(root))
    }

    fn folder(&self, scope: &Scope) -> Place {
        match scope {
            Scope::System => self.system(Path::new("/opt/openjpki")),
            Scope::User | Scope::Profile(_) => Place::new(&self.home, ".local/lib/openjpki"),
        }
    }

    /// On the running computer the top folder (`/etc`, `/opt`) is taken as given; in a package nothing below `root` is.
    fn system(&self, path: &Path) -> Place {
        let below = path.strip_prefix("/").unwrap_or(path);
        match &self.root {
            Some(root) => Place::new(root, below),
            None => {
                let top = below
                    .components()
                    .next()
                    .map_or_else(|| Path::new(""), |part| Path::new(part.as_os_str()));
                Place::whole(Path::new("/").join(top), &Path::new("/").join(below))
            }
        }
    }

    fn user_base(&self, base: UserBase) -> &Path {
        match base {
            UserBase::Config => &self.config,
            UserBase::Home => &self.home,
        }
    }
}

fn profile_manifest(profile: &Path) -> Place {
    Place::new(profile, Browser::PROFILE_FOLDER).join(MANIFEST_FILE)
}

fn absolute(value: Option<OsString>) -> Option<PathBuf> {
    value.map(PathBuf::from).filter(|path| path.is_absolute())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(root: Option<&str>) -> Places {
        Places::new(Path::new("/home/hanako"), None, root.map(Path::new))
    }

    #[test]
    fn the_folders_of_an_account_follow_its_environment() {
        let own = Places::new(Path::new("/home/hanako"), Some(Path::new("/cfg")), None);
        let chrome = own.manifests(&Scope::User, Browser::Chrome);
        assert_eq!(
            chrome[0].path(),
            Path::new("/cfg/google-chrome/NativeMessagingHosts/org.openjpki.host.json")
        );
        let brave = places(None).manifests(&Scope::User, Browser::Brave);
        assert!(
            brave[0]
                .path()
                .starts_with("/home/hanako/.config/BraveSoftware/Brave-Browser/NativeMessagingHosts")
        );
        let host = places(None).host(&Scope::User).unwrap();
        assert_eq!(host.path(), Path::new("/home/hanako/.local/lib/openjpki/openjpki-host"));
    }

    #[test]
    fn a_package_root_stands_before_system_paths_and_vanishes_when_installed() {
        let package = places(Some("/build/pkg"));
        let host = package.host(&Scope::System).unwrap();
        assert_eq!(host.path(), Path::new("/build/pkg/opt/openjpki/openjpki-host"));
        assert_eq!(host.base(), Path::new("/build/pkg"));
        assert_eq!(
            package.as_installed(host.path()),
            Path::new("/opt/openjpki/openjpki-host")
        );
        assert_eq!(
            package.recorded(&Scope::System, Path::new("/opt/openjpki/openjpki-host")),
            Some(host)
        );
    }

    #[test]
    fn a_record_cannot_point_outside_the_installers_folders() {
        let here = places(None);
        assert_eq!(here.recorded(&Scope::System, Path::new("/usr/bin/sudo")), None);
        assert_eq!(here.recorded(&Scope::System, Path::new("/etc/../usr/bin/sudo")), None);
        assert_eq!(here.recorded(&Scope::User, Path::new("/home/taro/.config/x")), None);
        assert!(
            here.recorded(&Scope::User, Path::new("/home/hanako/.config/x"))
                .is_some()
        );
    }

    #[test]
    fn the_top_folder_of_the_computer_is_taken_as_given() {
        let manifest = places(None).manifests(&Scope::System, Browser::Edge).remove(0);
        assert_eq!(manifest.base(), Path::new("/etc"));
        assert_eq!(
            manifest.path(),
            Path::new("/etc/opt/edge/native-messaging-hosts/org.openjpki.host.json")
        );
    }
}
