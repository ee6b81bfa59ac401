//! The record of what the installer put where, kept beside the host, so that uninstalling removes that and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use openjpki_manifests::{Browser, RegistryKey};
use serde::{Deserialize, Serialize};

use crate::disk::{self, Found};
use crate::{Error, Place};

/// Version of the record's own format.
const FORMAT: u32 = 1;

/// What was installed in one scope. Paths are those of the running computer, never of a package being built.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Record {
    format: u32,
    /// Files by path.
    pub(crate) files: BTreeMap<PathBuf, Entry>,
    /// Folders that were made for them, outermost first.
    pub(crate) folders: Vec<PathBuf>,
    /// Manifests by the key of the registry that names them (Windows).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) registrations: BTreeMap<RegistryKey, Registration>,
    /// Keys that were made for them, outermost first (Windows).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) keys: Vec<RegistryKey>,
}

/// One file that was installed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    /// SHA-256 of its content, in hexadecimal.
    pub(crate) sha256: String,
    /// Words of the browsers that read it; empty for the host program and in a profile folder.
    pub(crate) browsers: BTreeSet<String>,
}

/// One manifest that was registered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Registration {
    /// The manifest.
    pub(crate) manifest: PathBuf,
    /// Words of the browsers that find it there.
    pub(crate) browsers: BTreeSet<String>,
}

impl Default for Record {
    fn default() -> Self {
        Self {
            format: FORMAT,
            files: BTreeMap::new(),
            folders: Vec::new(),
            registrations: BTreeMap::new(),
            keys: Vec::new(),
        }
    }
}

impl Record {
    /// Reads the record at `place`; an empty one if there is none.
    pub(crate) fn load(place: &Place) -> Result<Self, Error> {
        let unreadable = |reason: String| Error::Record {
            path: place.path().to_owned(),
            reason,
        };
        match disk::look(place.path())? {
            Found::Nothing => Ok(Self::default()),
            Found::File(content) => {
                let record: Self =
                    serde_json::from_slice(&content.bytes).map_err(|error| unreadable(error.to_string()))?;
                if record.format == FORMAT {
                    Ok(record)
                } else {
                    Err(unreadable(format!("format {}", record.format)))
                }
            }
            Found::Link(target) => Err(Error::Linked {
                path: place.path().to_owned(),
                target,
            }),
            Found::Other => Err(Error::NotAFile(place.path().to_owned())),
        }
    }

    /// The record as it is written to disk.
    pub(crate) fn to_bytes(&self, place: &Place) -> Result<Vec<u8>, Error> {
        let mut bytes = serde_json::to_vec_pretty(self).map_err(|error| Error::Record {
            path: place.path().to_owned(),
            reason: error.to_string(),
        })?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// Whether `bytes` at `path` are what the installer put there.
    pub(crate) fn holds(&self, path: &Path, bytes: &[u8]) -> bool {
        self.files
            .get(path)
            .is_some_and(|entry| entry.sha256 == disk::sha256(bytes))
    }

    /// Notes a file; the browsers of an earlier note stay.
    pub(crate) fn note_file(&mut self, path: PathBuf, bytes: &[u8], browsers: &[Browser]) {
        let entry = self.files.entry(path).or_insert_with(|| Entry {
            sha256: String::new(),
            browsers: BTreeSet::new(),
        });
        entry.sha256 = disk::sha256(bytes);
        entry
            .browsers
            .extend(browsers.iter().map(|browser| browser.word().to_owned()));
    }

    /// Whether the installer made `key` name the manifest at `path`.
    pub(crate) fn registers(&self, key: &RegistryKey, path: &Path) -> bool {
        self.registrations.get(key).is_some_and(|entry| entry.manifest == path)
    }

    /// Whether nothing is installed.
    pub(crate) fn is_empty(&self) -> bool {
        self.files.is_empty() && self.registrations.is_empty()
    }

    /// Notes a registration; the browsers of an earlier note stay.
    pub(crate) fn note_registration(&mut self, key: RegistryKey, manifest: PathBuf, browsers: &[Browser]) {
        let entry = self.registrations.entry(key).or_insert_with(|| Registration {
            manifest: PathBuf::new(),
            browsers: BTreeSet::new(),
        });
        entry.manifest = manifest;
        entry
            .browsers
            .extend(browsers.iter().map(|browser| browser.word().to_owned()));
    }

    /// Notes a key that is about to be made.
    pub(crate) fn note_key(&mut self, key: RegistryKey) {
        if !self.keys.contains(&key) {
            self.keys.push(key);
        }
    }

    /// Notes a folder that is about to be made. Folders at the top (`/opt` of a package) stay whatever happens.
    pub(crate) fn note_folder(&mut self, path: PathBuf) {
        let at_top = path.components().count() <= 2;
        if !at_top && !self.folders.contains(&path) {
            self.folders.push(path);
        }
    }
}
