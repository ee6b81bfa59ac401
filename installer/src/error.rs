//! What can stop the installer, each with what to do next.

use std::io;
use std::path::PathBuf;

use openjpki_manifests::HostPathError;

use crate::Location;

/// Why the installer stopped. Unless it is [`Error::Remains`], nothing was changed.
///
/// `Display` is English; [`crate::catalog`] has the sentences of every language.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// `HOME` is missing or relative.
    #[error("the environment variable HOME is not an absolute path, so the account's folders are unknown")]
    NoHome,
    /// The system does not say where the account's folders are.
    #[error("the system does not say where this account's folders are: {0}")]
    NoFolders(io::Error),
    /// The home folder belongs to another account (usually: the installer was run with sudo).
    #[error("the home folder {0} belongs to another account")]
    ForeignHome(PathBuf),
    /// There is no host program at the given path.
    #[error("there is no host program at {0}")]
    HostMissing(PathBuf),
    /// The host program may not be executed, or is not a file.
    #[error("{0} is not an executable file")]
    HostNotExecutable(PathBuf),
    /// No manifest can name the host's path.
    #[error("{path}: {reason}")]
    HostPath {
        /// The path.
        path: PathBuf,
        /// Why.
        reason: HostPathError,
    },
    /// No browser has a folder on this account and none was named.
    #[error("no browser that OpenJPKI knows has been used on this account")]
    NoBrowserUsed,
    /// Another program's manifest has our name.
    #[error("{path} is there already and starts {starts}, which OpenJPKI did not put there")]
    Foreign {
        /// The manifest, or the key of the registry that names it.
        path: Location,
        /// The program that it starts, or what else it is.
        starts: String,
    },
    /// A symbolic link lies on the way.
    #[error("{path} is a symbolic link to {target}, and the installer follows none")]
    Linked {
        /// The link.
        path: PathBuf,
        /// Where it points.
        target: PathBuf,
    },
    /// A folder is needed where something else lies.
    #[error("{0} is in the way: a folder is needed there")]
    NotAFolder(PathBuf),
    /// A file is needed where something else lies.
    #[error("{0} is in the way: a file is needed there")]
    NotAFile(PathBuf),
    /// The account may not write there.
    #[error("this account may not write in {0}")]
    NoRight(Location),
    /// The program runs at this moment, so the system does not let it go.
    #[error("{0} is running")]
    Running(Location),
    /// A package of the operating system installed OpenJPKI, and only it may change or remove that.
    #[error("OpenJPKI was installed in {0} by a package")]
    Packaged(PathBuf),
    /// On this system browsers do not look in profile folders.
    #[error("browsers on this system look in the registry, whatever the profile folder")]
    NoProfiles,
    /// On this system there are no packages to build below a folder.
    #[error("no package is built below a folder on this system")]
    NoRoot,
    /// The record of what was installed cannot be read.
    #[error("the record {path} cannot be read: {reason}")]
    Record {
        /// The record.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The operating system refused.
    #[error("{path}: {source}")]
    Io {
        /// What was being read or written.
        path: Location,
        /// Its answer.
        source: io::Error,
    },
    /// Stopped half-way, and not everything could be undone or removed.
    #[error("{cause}; what remains: {}", remains.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))]
    Remains {
        /// What stopped the installer.
        #[source]
        cause: Box<Error>,
        /// What is still there.
        remains: Vec<Location>,
    },
}

impl Error {
    /// Ties an answer of the operating system to the path that it is about.
    pub(crate) fn io(path: impl Into<Location>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| match source.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::NoRight(path),
            io::ErrorKind::ExecutableFileBusy => Self::Running(path),
            _ => Self::Io { path, source },
        }
    }
}
