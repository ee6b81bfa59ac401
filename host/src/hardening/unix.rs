//! Linux and macOS.

use std::io;

use rustix::process::{Resource, Rlimit, setrlimit};

use super::Unprotected;

/// Keeps the memory of this process out of core dumps and, on Linux, from other programs of the same user.
///
/// Source: `setrlimit(2)` `RLIMIT_CORE`, `prctl(2)` `PR_SET_DUMPABLE`.
pub(super) fn harden() -> io::Result<Vec<Unprotected>> {
    setrlimit(
        Resource::Core,
        Rlimit {
            current: Some(0),
            maximum: Some(0),
        },
    )?;
    #[cfg(target_os = "linux")]
    rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable)?;
    Ok(Vec::new())
}

/// Source: `setrlimit(2)` `RLIMIT_AS`; macOS knows it and does not enforce it.
pub(super) fn limit_memory(bytes: usize) -> io::Result<()> {
    let most = u64::try_from(bytes).ok();
    let limit = Rlimit {
        current: most,
        maximum: most,
    };
    Ok(setrlimit(Resource::As, limit)?)
}
