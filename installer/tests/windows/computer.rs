//! A computer of its own for each test: folders, and a part of the registry.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

use openjpki_installer::{
    BrowserStatus, Error, Event, Level, Places, Question, Removal, Request, Scope, install, status, uninstall,
};
use openjpki_manifests::{Browser, EXTENSION_ORIGIN, Hive, RegistryKey};
use windows_registry::{CURRENT_USER, Key};

/// Files by path, and values by key: what is not there before must not be there after.
pub(crate) type State = (BTreeMap<PathBuf, Vec<u8>>, BTreeMap<String, Vec<String>>);

/// Key of the host below a vendor's own.
pub(crate) const HOST_KEY: &str = "NativeMessagingHosts\\org.openjpki.host";

pub(crate) struct Computer {
    folder: tempfile::TempDir,
    key: String,
}

impl Computer {
    /// A computer on which an account used these browsers.
    pub(crate) fn new(used: &[Browser]) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let computer = Self {
            folder: tempfile::tempdir().unwrap(),
            key: format!("Software\\OpenJPKI-test-{}-{number}", process::id()),
        };
        for hive in [Hive::CurrentUser, Hive::LocalMachine] {
            computer.key(&RegistryKey::new(hive, "Software"));
        }
        computer.key(&RegistryKey::new(Hive::LocalMachine, "Software\\WOW6432Node"));
        for folder in ["home\\AppData\\Local", "Program Files"] {
            fs::create_dir_all(computer.path(folder)).unwrap();
        }
        for browser in used {
            let profile = computer.path("home\\AppData\\Local").join(browser.windows().profile());
            fs::create_dir_all(profile).unwrap();
        }
        computer.write_host(b"MZ one");
        computer
    }

    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    pub(crate) fn host(&self) -> PathBuf {
        self.path("openjpki-host.exe")
    }

    pub(crate) fn write_host(&self, content: &[u8]) {
        fs::write(self.host(), content).unwrap();
    }

    /// A file of the program folder of `scope`.
    pub(crate) fn installed(&self, scope: &Scope, file: &str) -> PathBuf {
        let folder = match scope {
            Scope::System => "Program Files\\OpenJPKI",
            _ => "home\\AppData\\Local\\Programs\\OpenJPKI",
        };
        self.path(folder).join(file)
    }

    pub(crate) fn places(&self) -> Places {
        Places::within(self.folder.path(), &self.key)
    }

    pub(crate) fn request(&self, scope: &Scope, browsers: &[Browser]) -> Request {
        Request {
            scope: scope.clone(),
            browsers: browsers.to_vec(),
            host: self.host(),
            in_place: false,
            replace: false,
        }
    }

    pub(crate) fn install(&self, scope: &Scope, browsers: &[Browser]) -> Result<Vec<Event>, Error> {
        install(&self.places(), &self.request(scope, browsers))
    }

    pub(crate) fn uninstall(&self, scope: &Scope, browsers: &[Browser]) -> Result<Vec<Event>, Error> {
        let removal = Removal {
            scope: scope.clone(),
            browsers: browsers.to_vec(),
        };
        uninstall(&self.places(), &removal)
    }

    pub(crate) fn status(&self, browser: Browser) -> BrowserStatus {
        let question = Question {
            browsers: vec![browser],
            ..Question::default()
        };
        status(&self.places(), &question).unwrap().browsers.remove(0)
    }

    /// Opens (and makes) a key of this computer.
    pub(crate) fn key(&self, key: &RegistryKey) -> Key {
        CURRENT_USER.create(self.below(key)).unwrap()
    }

    pub(crate) fn below(&self, key: &RegistryKey) -> String {
        format!("{}\\{}\\{}", self.key, key.hive().name(), key.path())
    }

    /// The manifest that a vendor's key names, if the key is there.
    pub(crate) fn registered(&self, hive: Hive, vendor: &str) -> Option<PathBuf> {
        let key = RegistryKey::new(hive, format!("Software\\{vendor}\\{HOST_KEY}"));
        let text = CURRENT_USER.open(self.below(&key)).ok()?.get_string("").ok()?;
        Some(text.into())
    }

    /// Makes a vendor's key name `manifest`, as another program would.
    pub(crate) fn register(&self, hive: Hive, vendor: &str, manifest: &str) {
        let key = RegistryKey::new(hive, format!("Software\\{vendor}\\{HOST_KEY}"));
        self.key(&key).set_string("", manifest).unwrap();
    }

    /// Writes a manifest that starts `host`, as another program would.
    pub(crate) fn write_manifest(&self, file: &str, host: &str) -> PathBuf {
        let manifest = serde_json::json!({
            "name": "org.openjpki.host", "description": "", "path": host, "type": "stdio",
            "allowed_origins": [EXTENSION_ORIGIN]
        });
        fs::write(self.path(file), manifest.to_string()).unwrap();
        self.path(file)
    }

    /// Everything on this computer.
    pub(crate) fn state(&self) -> State {
        let (mut files, mut keys) = State::default();
        read_folder(self.folder.path(), &mut files);
        read_key(&CURRENT_USER.open(&self.key).unwrap(), "", &mut keys);
        (files, keys)
    }
}

impl Drop for Computer {
    fn drop(&mut self) {
        let _ = CURRENT_USER.remove_tree(&self.key);
    }
}

/// The levels and texts of what a browser finds, in its order.
pub(crate) fn found(status: &BrowserStatus) -> Vec<(Level, PathBuf)> {
    let present = status.findings.iter().filter(|finding| finding.present);
    present.map(|finding| (finding.level, finding.path.clone())).collect()
}

fn read_folder(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_folder(&path, files);
            files.insert(path, Vec::new());
        } else {
            files.insert(path.clone(), fs::read(path).unwrap());
        }
    }
}

fn read_key(key: &Key, path: &str, keys: &mut BTreeMap<String, Vec<String>>) {
    let values = key.values().unwrap();
    keys.insert(
        path.to_owned(),
        values.map(|(name, value)| format!("{name}={value:?}")).collect(),
    );
    for name in key.keys().unwrap() {
        read_key(&key.open(&name).unwrap(), &format!("{path}\\{name}"), keys);
    }
}
