//! What this process asks of the operating system before it sees a PIN.

use std::io;

/// Keeps the memory of this process out of core dumps and from other programs of the same user.
///
/// # Errors
/// The operating system's, if it refuses.
///
/// Source: `prctl(2)` `PR_SET_DUMPABLE`, `setrlimit(2)` `RLIMIT_CORE`.
#[cfg(unix)]
pub fn forbid_core_dumps() -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    setrlimit(
        Resource::Core,
        Rlimit {
            current: Some(0),
            maximum: Some(0),
        },
    )?;
    #[cfg(target_os = "linux")]
    rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable)?;
    Ok(())
}

/// Windows Error Reporting is told not to dump this program by the installer.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn forbid_core_dumps() -> io::Result<()> {
    Ok(())
}
