//! Where things go: the folders and keys of this account and of this computer, all overridable.

#[cfg(unix)]
mod linux;
#[cfg(windows)]
mod windows;

use std::path::PathBuf;

#[cfg(unix)]
pub use linux::Places;
#[cfg(windows)]
pub use windows::Places;

/// File name of the host program.
#[cfg(not(windows))]
pub const HOST_FILE: &str = "openjpki-host";
/// File name of the host program.
#[cfg(windows)]
pub const HOST_FILE: &str = "openjpki-host.exe";

/// File name of the record of what was installed, beside the host.
const RECORD_FILE: &str = "installed.json";

/// For whom something is installed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// For the account that runs the installer.
    User,
    /// For everybody on this computer.
    System,
    /// For one profile folder of a browser (`--user-data-dir`), and nobody else.
    Profile(PathBuf),
}
