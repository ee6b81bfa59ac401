//! What this process asks of the operating system before it does anything else, so that nobody reads a PIN in its memory and no
//! foreign code runs in it.

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

use std::io;

#[cfg(unix)]
use self::unix as system;
#[cfg(windows)]
use self::windows as system;

/// A protection that this system does not have. The program goes on without it.
#[derive(Debug, thiserror::Error)]
#[error("this system does not have the protection {protection}: {reason}")]
pub struct Unprotected {
    /// The system's own name of it.
    pub protection: &'static str,
    /// What the system said.
    pub reason: io::Error,
}

/// Protects this process for as long as it lives; to be called by `main` before anything else.
///
/// Linux: no core dumps, and no other program of the same user looks into the memory. Windows: libraries come from the system's
/// folder only, crash reports contain no heap, and what other programs would load into every process is kept out.
///
/// Returns what this system does not offer, to be logged once there is a log.
///
/// # Errors
/// The operating system's, if it refuses what must not be missing.
pub fn harden() -> io::Result<Vec<Unprotected>> {
    system::harden()
}

/// Lets this process take no more than `bytes` of memory from now on; asking for more ends it.
///
/// # Errors
/// The operating system's.
pub fn limit_memory(bytes: usize) -> io::Result<()> {
    system::limit_memory(bytes)
}

#[cfg(test)]
mod tests {
    #[test]
    fn this_system_offers_every_protection() {
        let missing = super::harden().unwrap();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
