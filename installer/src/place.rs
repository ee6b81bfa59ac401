//! A path of which only the beginning is trusted.

use std::path::{Path, PathBuf};

/// A path and the part of it that is taken as given.
///
/// The base may contain symbolic links (a home folder often does); below it none is followed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    base: PathBuf,
    path: PathBuf,
}

impl Place {
    pub(crate) fn new(base: &Path, below: impl AsRef<Path>) -> Self {
        Self {
            base: base.to_owned(),
            path: base.join(below),
        }
    }

    /// `path` as it stands; it lies below `base`.
    pub(crate) fn whole(base: PathBuf, path: &Path) -> Self {
        Self {
            base,
            path: path.to_owned(),
        }
    }

    /// The part in which links are followed.
    #[must_use]
    pub fn base(&self) -> &Path {
        &self.base
    }

    /// The whole path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A place in this folder.
    #[must_use]
    pub fn join(&self, name: &str) -> Self {
        Self {
            base: self.base.clone(),
            path: self.path.join(name),
        }
    }

    /// The folder that holds this place, if it is not above the base.
    #[must_use]
    pub fn folder(&self) -> Option<Self> {
        let path = self.path.parent().filter(|parent| parent.starts_with(&self.base))?;
        Some(Self {
            base: self.base.clone(),
            path: path.to_owned(),
        })
    }
}
