//! What the installer did, as values: the catalog turns them into sentences.

use std::path::PathBuf;

use openjpki_manifests::Browser;

/// One thing that was done, or left as it is on purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// The file was not there before.
    Created(PathBuf),
    /// The file was there with other content or permissions.
    Replaced(PathBuf),
    /// The file was there exactly as it should be.
    Unchanged(PathBuf),
    /// The host was not copied: manifests point to where it lies.
    UsedInPlace(PathBuf),
    /// The browser was never used on this account and was not named.
    Skipped(Browser),
    /// A manifest or the host was removed.
    Removed(PathBuf),
    /// An empty folder that the installer had made was removed.
    FolderRemoved(PathBuf),
    /// Recorded, but no longer there.
    AlreadyGone(PathBuf),
    /// Left where it is.
    Kept(PathBuf, KeptBecause),
    /// Installing ended well; `true` if anything had to be done.
    Installed(bool),
    /// Uninstalling ended well; `true` if there was anything to remove.
    Uninstalled(bool),
}

/// Why uninstalling left a file alone.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeptBecause {
    /// It is not what the installer had put there.
    Changed,
    /// No record says that the installer put it there.
    NotRecorded,
    /// These browsers, by their words, still read it.
    StillRead(Vec<String>),
}
