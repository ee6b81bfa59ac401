//! The disk of a Unix system: permission bits, links that are not followed, renaming over what runs.

use std::fs::{self, DirBuilder, File, Metadata, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use rustix::fs::{Access, Mode, OFlags};

use super::Content;
use crate::Scope;

/// Permission bits, as `chmod` takes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Permissions(u32);

impl Permissions {
    /// Of the host program: everybody may start it.
    pub(crate) const PROGRAM: Self = Self(0o755);
    /// Of a manifest and of the record: everybody may read it.
    pub(crate) const TEXT: Self = Self(0o644);

    /// Of a folder that is made for `scope`.
    pub(crate) fn of_folder(scope: &Scope) -> Self {
        Self(if *scope == Scope::System { 0o755 } else { 0o700 })
    }

    /// In octal, as `ls` users know it.
    pub(crate) fn shown(self) -> Option<String> {
        Some(format!("{:03o}", self.0))
    }

    pub(super) fn of(metadata: &Metadata) -> Self {
        Self(metadata.permissions().mode() & 0o7777)
    }

    fn set(self, file: &File) -> io::Result<()> {
        file.set_permissions(fs::Permissions::from_mode(self.0))
    }
}

/// Whether the system would start it.
pub(crate) fn may_be_started(content: &Content) -> bool {
    content.permissions.0 & 0o111 != 0
}

/// Whether it can be the host program.
pub(crate) fn is_program(content: &Content) -> bool {
    may_be_started(content)
}

pub(super) fn open_unfollowed(path: &Path) -> io::Result<File> {
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    Ok(File::from(rustix::fs::open(path, flags, Mode::empty())?))
}

pub(super) fn may_write(folder: &Path) -> io::Result<()> {
    Ok(rustix::fs::access(folder, Access::WRITE_OK | Access::EXEC_OK)?)
}

pub(super) fn make_folder(path: &Path, permissions: Permissions) -> io::Result<()> {
    DirBuilder::new().mode(permissions.0).create(path)?;
    // The umask may have taken bits away that everybody needs.
    fs::set_permissions(path, fs::Permissions::from_mode(permissions.0))
}

pub(super) fn write_new(path: &Path, bytes: &[u8], permissions: Permissions) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    permissions.set(&file)?;
    file.sync_all()
}

/// Renames over `path`, also while a program runs from there: it keeps what it was started from.
pub(super) fn put(temporary: &Path, path: &Path) -> io::Result<()> {
    fs::rename(temporary, path)
}

/// Makes sure that the names in `folder` survive a power cut.
pub(super) fn settle(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

pub(super) fn remove(path: &Path) -> io::Result<()> {
    fs::remove_file(path)
}

/// Old programs that could not be removed while they ran: none, see [`put`].
pub(super) fn left_running(_: &Path) -> Vec<PathBuf> {
    Vec::new()
}
