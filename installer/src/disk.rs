//! The only file that touches the disk: reads without following links, writes whole files or nothing.

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::process;

use sha2::{Digest as _, Sha256};

use crate::{Error, Place};

#[cfg(unix)]
use unix as system;
#[cfg(windows)]
use windows as system;

pub(crate) use system::{Permissions, is_program, may_be_started};

/// Largest file that is read, 256 MiB: far above any host program, far below what would hurt.
const LARGEST_FILE: u64 = 256 * 1024 * 1024;

/// What lies at a path, links not followed.
#[derive(Debug)]
pub(crate) enum Found {
    Nothing,
    File(Content),
    Link(PathBuf),
    Other,
}

/// A file's bytes and permissions.
#[derive(Clone, Debug)]
pub(crate) struct Content {
    pub(crate) bytes: Vec<u8>,
    pub(crate) permissions: Permissions,
}

/// Looks at `path` itself: a link is reported, not followed.
pub(crate) fn look(path: &Path) -> Result<Found, Error> {
    let metadata = match fs::symlink_metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if is_absence(&error) => return Ok(Found::Nothing),
        Err(error) => return Err(Error::io(path)(error)),
    };
    if metadata.is_symlink() {
        return fs::read_link(path).map(Found::Link).map_err(Error::io(path));
    }
    if !metadata.is_file() {
        return Ok(Found::Other);
    }
    system::open_unfollowed(path)
        .and_then(read)
        .map(Found::File)
        .map_err(Error::io(path))
}

/// Reads the file at `path`, links followed: for what a person named, and for what a browser would follow.
pub(crate) fn read_followed(path: &Path) -> io::Result<Content> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    read(File::open(path)?)
}

fn read(file: File) -> io::Result<Content> {
    let metadata = file.metadata()?;
    if metadata.len() > LARGEST_FILE {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let mut bytes = Vec::new();
    file.take(LARGEST_FILE).read_to_end(&mut bytes)?;
    Ok(Content {
        bytes,
        permissions: Permissions::of(&metadata),
    })
}

/// The folders that have to be made for `folder` to exist, outermost first. Touches nothing.
///
/// # Errors
/// [`Error::Linked`] and [`Error::NotAFolder`] for what is not a real folder below the base; [`Error::NoRight`] when the
/// account may not write in the innermost folder that exists.
pub(crate) fn missing_folders(folder: &Place) -> Result<Vec<PathBuf>, Error> {
    let mut missing = Vec::new();
    let mut innermost_known = false;
    for path in folder.path().ancestors() {
        let below_base = path != folder.base() && path.starts_with(folder.base());
        let metadata = if below_base {
            fs::symlink_metadata(path)
        } else {
            fs::metadata(path)
        };
        match metadata {
            Ok(metadata) if metadata.is_symlink() => {
                let target = fs::read_link(path).map_err(Error::io(path))?;
                return Err(Error::Linked {
                    path: path.to_owned(),
                    target,
                });
            }
            Ok(metadata) if !metadata.is_dir() => return Err(Error::NotAFolder(path.to_owned())),
            Ok(_) => {
                if !innermost_known {
                    system::may_write(path).map_err(Error::io(path))?;
                    innermost_known = true;
                }
                if !below_base {
                    break;
                }
            }
            Err(error) if is_absence(&error) => missing.push(path.to_owned()),
            Err(error) => return Err(Error::io(path)(error)),
        }
    }
    missing.reverse();
    Ok(missing)
}

/// Makes one folder; its parent exists.
pub(crate) fn make_folder(path: &Path, permissions: Permissions) -> Result<(), Error> {
    system::make_folder(path, permissions).map_err(Error::io(path))
}

/// Writes a file whole or not at all: a temporary file beside it, flushed to the disk, then renamed over it.
///
/// A link at `path` is replaced, never followed.
pub(crate) fn write(path: &Path, bytes: &[u8], permissions: Permissions) -> Result<(), Error> {
    let (folder, name) = match (path.parent(), path.file_name()) {
        (Some(folder), Some(name)) => (folder, name.to_string_lossy()),
        _ => return Err(Error::NotAFile(path.to_owned())),
    };
    let temporary = folder.join(format!(".{name}.{}.tmp", process::id()));
    let written = system::write_new(&temporary, bytes, permissions).and_then(|()| system::put(&temporary, path));
    if let Err(error) = written {
        // The first error is the one to tell; a temporary file that was never made cannot be removed either.
        let _ = fs::remove_file(&temporary);
        return Err(Error::io(path)(error));
    }
    system::settle(folder).map_err(Error::io(folder))
}

/// Removes a file or a link, not what it points to.
pub(crate) fn remove_file(path: &Path) -> Result<(), Error> {
    system::remove(path).map_err(Error::io(path))
}

/// Removes old programs that once lay at `path` and run no more, and names those that still run.
pub(crate) fn left_running(path: &Path) -> Vec<PathBuf> {
    system::left_running(path)
}

/// Removes a folder if it is empty; says whether it did.
pub(crate) fn remove_empty_folder(path: &Path) -> Result<bool, Error> {
    match fs::remove_dir(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty || is_absence(&error) => Ok(false),
        Err(error) => Err(Error::io(path)(error)),
    }
}

/// SHA-256 as 64 lower-case hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn is_absence(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}
