//! What the installer did, as values: the catalog turns them into sentences.

use std::path::PathBuf;

use openjpki_manifests::Browser;

use crate::Location;

/// One thing that was done, or left as it is on purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// It was not there before.
    Created(Location),
    /// It was there with other content or permissions.
    Replaced(Location),
    /// It was there exactly as it should be.
    Unchanged(Location),
    /// The host was not copied: manifests point to where it lies.
    UsedInPlace(PathBuf),
    /// The program that was there still runs from this file; the next run of the installer removes it.
    OldStillRuns(PathBuf),
    /// The browser was never used on this account and was not named.
    Skipped(Browser),
    /// A registration, a manifest or the host was removed.
    Removed(Location),
    /// An empty folder or key that the installer had made was removed.
    FolderRemoved(Location),
    /// Recorded, but no longer there.
    AlreadyGone(Location),
    /// Left where it is.
    Kept(Location, KeptBecause),
    /// Installing ended well; `true` if anything had to be done.
    Installed(bool),
    /// Uninstalling ended well; `true` if there was anything to remove.
    Uninstalled(bool),
}

/// Why uninstalling left something alone.
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
