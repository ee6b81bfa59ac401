//! The disk of Windows: folders give their files the permissions, and a program that runs can be renamed but not removed.

use std::ffi::OsString;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Write as _};
use std::os::windows::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use super::Content;
use crate::Scope;

/// `FILE_FLAG_OPEN_REPARSE_POINT`. Source: Microsoft, "CreateFileW function".
const NOT_FOLLOWED: u32 = 0x0020_0000;
/// `ERROR_SHARING_VIOLATION`. Source: Microsoft, "System Error Codes (0-499)".
const SHARING_VIOLATION: i32 = 32;
/// How many old programs may lie beside a new one: as many as versions were installed since a browser was closed.
const MOST_OLD: u32 = 99;

/// Nothing of a file's own: what is made in a folder inherits the folder's permissions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Permissions;

impl Permissions {
    /// Of the host program.
    pub(crate) const PROGRAM: Self = Self;
    /// Of a manifest and of the record.
    pub(crate) const TEXT: Self = Self;

    /// Of a folder that is made for `scope`: those of the folder around it.
    pub(crate) fn of_folder(_: &Scope) -> Self {
        Self
    }

    /// There are no bits to show.
    pub(crate) fn shown(self) -> Option<String> {
        None
    }

    pub(super) fn of(_: &Metadata) -> Self {
        Self
    }
}

/// Whether a browser would start it: any file, some by way of `cmd.exe`.
pub(crate) fn may_be_started(_: &Content) -> bool {
    true
}

/// Whether it can be the host program: it begins as a Windows program does.
///
/// Source: Microsoft, "PE Format", "MS-DOS Stub".
pub(crate) fn is_program(content: &Content) -> bool {
    content.bytes.starts_with(b"MZ")
}

pub(super) fn open_unfollowed(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).custom_flags(NOT_FOLLOWED).open(path)
}

/// Not to be told from permissions alone here: the first folder or file that is made tells, and is taken back.
pub(super) fn may_write(_: &Path) -> io::Result<()> {
    Ok(())
}

pub(super) fn make_folder(path: &Path, _: Permissions) -> io::Result<()> {
    fs::create_dir(path)
}

pub(super) fn write_new(path: &Path, bytes: &[u8], _: Permissions) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Renames over `path`; a program that runs from there is renamed to `NAME.N.old` and goes on running.
pub(super) fn put(temporary: &Path, path: &Path) -> io::Result<()> {
    match fs::rename(temporary, path) {
        Err(_) if is_running(path) => {}
        answer => return answer,
    }
    let old = free_old_name(path)?;
    fs::rename(path, &old)?;
    fs::rename(temporary, path).inspect_err(|_| {
        // The first error is the one to tell.
        let _ = fs::rename(&old, path);
    })
}

/// Folders cannot be flushed here; NTFS keeps a journal of names.
pub(super) fn settle(_: &Path) -> io::Result<()> {
    Ok(())
}

pub(super) fn remove(path: &Path) -> io::Result<()> {
    fs::remove_file(path).map_err(|error| {
        if is_running(path) {
            io::ErrorKind::ExecutableFileBusy.into()
        } else {
            error
        }
    })
}

/// Removes the old programs beside `path` that run no more, and names the others.
pub(super) fn left_running(path: &Path) -> Vec<PathBuf> {
    (1..=MOST_OLD)
        .map(|number| old_name(path, number))
        .filter(|old| old.exists() && fs::remove_file(old).is_err())
        .collect()
}

/// Whether a program runs from `path`: nobody may write to it then, whatever the permissions say.
fn is_running(path: &Path) -> bool {
    let opened = OpenOptions::new().write(true).open(path);
    opened.is_err_and(|error| error.raw_os_error() == Some(SHARING_VIOLATION))
}

fn free_old_name(path: &Path) -> io::Result<PathBuf> {
    (1..=MOST_OLD)
        .map(|number| old_name(path, number))
        .find(|old| !old.exists())
        .ok_or_else(|| io::ErrorKind::ExecutableFileBusy.into())
}

fn old_name(path: &Path, number: u32) -> PathBuf {
    let mut name = path.file_name().map_or_else(OsString::new, OsString::from);
    name.push(format!(".{number}.old"));
    path.with_file_name(name)
}
