//! Undoes what was done, newest first, when a later step fails.

use std::path::PathBuf;

use openjpki_manifests::RegistryKey;

use crate::disk::{self, Content, Permissions};
use crate::registry::{Registry, Value};
use crate::{Error, Location};

/// Every change so far, with what takes it back.
#[derive(Debug)]
pub(crate) struct Journal<'a> {
    registry: &'a Registry,
    changes: Vec<Change>,
}

#[derive(Debug)]
enum Change {
    MadeFolder(PathBuf),
    Created(PathBuf),
    Replaced(PathBuf, Content),
    MadeKey(RegistryKey),
    Registered(RegistryKey, Option<Value>),
}

impl<'a> Journal<'a> {
    pub(crate) fn new(registry: &'a Registry) -> Self {
        Self {
            registry,
            changes: Vec::new(),
        }
    }

    /// Makes a folder that is not there.
    pub(crate) fn make_folder(&mut self, path: PathBuf, permissions: Permissions) -> Result<(), Error> {
        disk::make_folder(&path, permissions)?;
        self.changes.push(Change::MadeFolder(path));
        Ok(())
    }

    /// Writes a file; `before` is what was there.
    pub(crate) fn write(
        &mut self,
        path: PathBuf,
        bytes: &[u8],
        permissions: Permissions,
        before: Option<Content>,
    ) -> Result<(), Error> {
        disk::write(&path, bytes, permissions)?;
        self.changes.push(match before {
            Some(content) => Change::Replaced(path, content),
            None => Change::Created(path),
        });
        Ok(())
    }

    /// Makes a key that is not there.
    pub(crate) fn make_key(&mut self, key: RegistryKey) -> Result<(), Error> {
        self.registry.make_key(&key)?;
        self.changes.push(Change::MadeKey(key));
        Ok(())
    }

    /// Sets the default value of a key; `before` is what it was.
    pub(crate) fn register(&mut self, key: RegistryKey, value: &Value, before: Option<Value>) -> Result<(), Error> {
        self.registry.set(&key, value)?;
        self.changes.push(Change::Registered(key, before));
        Ok(())
    }

    /// Takes everything back and returns the error to report: `cause` itself, or what could not be taken back as well.
    pub(crate) fn undo(self, cause: Error) -> Error {
        let changes = self.changes.into_iter().rev();
        let remains: Vec<Location> = changes.filter_map(|change| change.undo(self.registry)).collect();
        if remains.is_empty() {
            cause
        } else {
            Error::Remains {
                cause: Box::new(cause),
                remains,
            }
        }
    }
}

impl Change {
    /// Takes it back; what remains if that fails.
    fn undo(self, registry: &Registry) -> Option<Location> {
        let (location, undone) = match self {
            Self::MadeFolder(path) => {
                let removed = disk::remove_empty_folder(&path).unwrap_or(false);
                (path.into(), removed)
            }
            Self::Created(path) => {
                let removed = disk::remove_file(&path).is_ok();
                (path.into(), removed)
            }
            Self::Replaced(path, before) => {
                let restored = disk::write(&path, &before.bytes, before.permissions).is_ok();
                (path.into(), restored)
            }
            Self::MadeKey(key) => {
                let removed = registry.remove_empty_key(&key).unwrap_or(false);
                (key.into(), removed)
            }
            Self::Registered(key, before) => {
                let restored = match before {
                    Some(value) => registry.set(&key, &value),
                    None => registry.unset(&key),
                };
                (key.into(), restored.is_ok())
            }
        };
        (!undone).then_some(location)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::disk::Found;

    fn three_changes<'a>(folder: &Path, registry: &'a Registry) -> Journal<'a> {
        let mut journal = Journal::new(registry);
        let replaced = folder.join("replaced");
        fs::write(&replaced, "before").unwrap();
        let Found::File(before) = disk::look(&replaced).unwrap() else {
            panic!("no file")
        };
        journal
            .make_folder(folder.join("made"), Permissions::of_folder(&crate::Scope::User))
            .unwrap();
        journal
            .write(folder.join("made/created"), b"created", Permissions::TEXT, None)
            .unwrap();
        journal
            .write(replaced, b"after", Permissions::PROGRAM, Some(before))
            .unwrap();
        journal
    }

    #[test]
    fn everything_is_taken_back_newest_first() {
        let (folder, registry) = (tempfile::tempdir().unwrap(), Registry::default());
        let error = three_changes(folder.path(), &registry).undo(Error::NoHome);
        assert!(matches!(error, Error::NoHome));
        assert!(!folder.path().join("made").exists());
        assert_eq!(fs::read(folder.path().join("replaced")).unwrap(), b"before");
    }

    #[test]
    fn what_cannot_be_taken_back_is_named() {
        let (folder, registry) = (tempfile::tempdir().unwrap(), Registry::default());
        let journal = three_changes(folder.path(), &registry);
        fs::write(folder.path().join("made/by somebody else"), "").unwrap();
        let Error::Remains { cause, remains } = journal.undo(Error::NoHome) else {
            panic!("nothing remains")
        };
        assert!(matches!(*cause, Error::NoHome));
        assert_eq!(remains, [Location::from(folder.path().join("made"))]);
        assert!(!folder.path().join("made/created").exists());
    }
}
