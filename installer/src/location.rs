//! Where something is that the installer puts: a file or folder, or a key of the Windows registry.

use std::fmt;
use std::path::{Path, PathBuf};

use openjpki_manifests::RegistryKey;
use serde::{Serialize, Serializer};

/// A file or folder by its path, or a key of the registry (and its default value).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Location {
    /// On the disk.
    File(PathBuf),
    /// In the registry.
    Key(RegistryKey),
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(f),
            Self::Key(key) => key.fmt(f),
        }
    }
}

impl Serialize for Location {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl From<PathBuf> for Location {
    fn from(path: PathBuf) -> Self {
        Self::File(path)
    }
}

impl From<&PathBuf> for Location {
    fn from(path: &PathBuf) -> Self {
        Self::File(path.clone())
    }
}

impl From<&Path> for Location {
    fn from(path: &Path) -> Self {
        Self::File(path.to_owned())
    }
}

impl From<&str> for Location {
    fn from(path: &str) -> Self {
        Self::File(path.into())
    }
}

impl From<RegistryKey> for Location {
    fn from(key: RegistryKey) -> Self {
        Self::Key(key)
    }
}

impl From<&RegistryKey> for Location {
    fn from(key: &RegistryKey) -> Self {
        Self::Key(key.clone())
    }
}
