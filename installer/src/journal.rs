//! Undoes what was done, newest first, when a later step fails.

use std::path::PathBuf;

use crate::Error;
use crate::disk::{self, Content};

/// Every change so far, with what takes it back.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    changes: Vec<Change>,
}

#[derive(Debug)]
enum Change {
    MadeFolder(PathBuf),
    Created(PathBuf),
    Replaced(PathBuf, Content),
}

impl Journal {
    /// Makes a folder that is not there.
    pub(crate) fn make_folder(&mut self, path: PathBuf, mode: u32) -> Result<(), Error> {
        disk::make_folder(&path, mode)?;
        self.changes.push(Change::MadeFolder(path));
        Ok(())
    }

    /// Writes a file; `before` is what was there.
    pub(crate) fn write(
        &mut self,
        path: PathBuf,
        bytes: &[u8],
        mode: u32,
        before: Option<Content>,
    ) -> Result<(), Error> {
        disk::write(&path, bytes, mode)?;
        self.changes.push(match before {
            Some(content) => Change::Replaced(path, content),
            None => Change::Created(path),
        });
        Ok(())
    }

    /// Takes everything back and returns the error to report: `cause` itself, or what could not be taken back as well.
    pub(crate) fn undo(self, cause: Error) -> Error {
        let mut remains = Vec::new();
        for change in self.changes.into_iter().rev() {
            let (path, undone) = match change {
                Change::MadeFolder(path) => {
                    let removed = disk::remove_empty_folder(&path).unwrap_or(false);
                    (path, removed)
                }
                Change::Created(path) => {
                    let removed = disk::remove_file(&path).is_ok();
                    (path, removed)
                }
                Change::Replaced(path, before) => {
                    let restored = disk::write(&path, &before.bytes, before.mode).is_ok();
                    (path, restored)
                }
            };
            if !undone {
                remains.push(path);
            }
        }
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

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::disk::Found;

    fn three_changes(folder: &Path) -> Journal {
        let mut journal = Journal::default();
        let replaced = folder.join("replaced");
        fs::write(&replaced, "before").unwrap();
        let Found::File(before) = disk::look(&replaced).unwrap() else {
            panic!("no file")
        };
        journal.make_folder(folder.join("made"), 0o700).unwrap();
        journal
            .write(folder.join("made/created"), b"created", 0o644, None)
            .unwrap();
        journal.write(replaced, b"after", 0o600, Some(before)).unwrap();
        journal
    }

    #[test]
    fn everything_is_taken_back_newest_first() {
        let folder = tempfile::tempdir().unwrap();
        let error = three_changes(folder.path()).undo(Error::NoHome);
        assert!(matches!(error, Error::NoHome));
        assert!(!folder.path().join("made").exists());
        assert_eq!(fs::read(folder.path().join("replaced")).unwrap(), b"before");
    }

    #[test]
    fn what_cannot_be_taken_back_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let journal = three_changes(folder.path());
        fs::write(folder.path().join("made/by somebody else"), "").unwrap();
        let Error::Remains { cause, remains } = journal.undo(Error::NoHome) else {
            panic!("nothing remains")
        };
        assert!(matches!(*cause, Error::NoHome));
        assert_eq!(remains, [folder.path().join("made")]);
        assert!(!folder.path().join("made/created").exists());
    }
}
