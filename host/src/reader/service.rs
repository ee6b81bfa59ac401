//! Waiting for the smart-card service to start.
//!
//! On Linux the service opens a socket in a folder of its own, and the kernel tells when something happens there. Elsewhere
//! nobody tells, and the wait is a pause before the next try. (Windows has an event for it, `SCardAccessStartedEvent`; a look
//! every second is as good for a person, and needs no function that the crate `pcsc` does not have.)

use std::sync::mpsc;
use std::time::Duration;

use crate::cancel::Cancel;

/// How long to wait before the next try where nobody tells.
const RETRY: Duration = Duration::from_secs(1);

/// Whether a service that does not answer starts by itself as soon as a reader is connected.
///
/// So it is on Windows from version 8, unless somebody disabled it: the service starts with the first reader and ends some time
/// after the last, and whoever asks it meanwhile hears that there is none. What the person has to do is connect a reader.
///
/// Source: registry, `Services\SCardSvr`, `Start` (4 is `SERVICE_DISABLED`) and `TriggerInfo`.
pub(super) fn starts_with_a_reader() -> bool {
    #[cfg(windows)]
    {
        const SERVICE: &str = r"SYSTEM\CurrentControlSet\Services\SCardSvr";
        const DISABLED: u32 = 4;
        let start = windows_registry::LOCAL_MACHINE
            .open(SERVICE)
            .and_then(|service| service.get_u32("Start"));
        start.is_ok_and(|start| start != DISABLED)
    }
    #[cfg(not(windows))]
    false
}

/// Returns when the service may have started, or `cancel` was made.
pub(super) fn wait(cancel: &Cancel) {
    #[cfg(target_os = "linux")]
    match linux::wait(cancel) {
        Ok(()) => return,
        Err(error) => tracing::debug!(%error, "cannot watch the folder of the smart-card service"),
    }
    pause(RETRY, cancel);
}

/// Returns after `duration`, or at once when `cancel` is made.
pub(super) fn pause(duration: Duration, cancel: &Cancel) {
    let (wake, woken) = mpsc::channel();
    let _registration = cancel.on_cancel(move || {
        let _ = wake.send(());
    });
    let _ = woken.recv_timeout(duration);
}

#[cfg(target_os = "linux")]
mod linux {
    use std::path::{Path, PathBuf};
    use std::sync::Arc;

    use rustix::event::{EventfdFlags, PollFd, PollFlags, Timespec, eventfd, poll};
    use rustix::fs::inotify::{self, CreateFlags, WatchFlags};
    use rustix::io::{Errno, Result};

    use crate::cancel::Cancel;

    /// Where `libpcsclite` looks for the socket, and the environment variable that overrules it.
    const SOCKET: &str = "/run/pcscd/pcscd.comm";
    const SOCKET_VARIABLE: &str = "PCSCLITE_CSOCK_NAME";
    /// How long to wait when the socket is there but nobody answers: it is either just being opened or was left behind.
    const SHORT: Timespec = Timespec { tv_sec: 1, tv_nsec: 0 };

    pub(super) fn wait(cancel: &Cancel) -> Result<()> {
        let socket = std::env::var_os(SOCKET_VARIABLE).map_or_else(|| PathBuf::from(SOCKET), PathBuf::from);
        wait_for(&socket, cancel)
    }

    pub(super) fn wait_for(socket: &Path, cancel: &Cancel) -> Result<()> {
        let changes = inotify::init(CreateFlags::CLOEXEC)?;
        let folder = nearest_folder(socket).ok_or(Errno::NOENT)?;
        // The service opens the socket and then sets its mode: the change of attributes is the last event.
        let events = WatchFlags::CREATE | WatchFlags::MOVED_TO | WatchFlags::ATTRIB | WatchFlags::DELETE_SELF;
        inotify::add_watch(&changes, folder, events)?;
        if nearest_folder(socket) != Some(folder) {
            // One that is nearer came in between, and nobody watches it.
            return Ok(());
        }
        let stop = Arc::new(eventfd(0, EventfdFlags::CLOEXEC)?);
        let stopping = Arc::clone(&stop);
        let _registration = cancel.on_cancel(move || {
            let _ = rustix::io::write(&*stopping, &1_u64.to_ne_bytes());
        });
        let timeout = socket.exists().then_some(&SHORT);
        let mut waited = [PollFd::new(&changes, PollFlags::IN), PollFd::new(&*stop, PollFlags::IN)];
        match poll(&mut waited, timeout) {
            Ok(_) | Err(Errno::INTR) => Ok(()),
            Err(error) => Err(error),
        }
    }

    fn nearest_folder(socket: &Path) -> Option<&Path> {
        socket.ancestors().skip(1).find(|folder| folder.is_dir())
    }
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::*;
    use std::thread;
    use std::time::Instant;

    fn folder(name: &str) -> std::path::PathBuf {
        let folder = std::env::temp_dir().join(format!("openjpki-service-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn a_socket_that_appears_ends_the_wait() {
        let folder = folder("appears");
        let socket = folder.join("later/pcscd.comm");
        let parent = socket.parent().unwrap().to_path_buf();
        let maker = thread::spawn(move || {
            thread::sleep(Duration::from_millis(100));
            std::fs::create_dir(parent).unwrap();
        });
        let start = Instant::now();
        linux::wait_for(&socket, &Cancel::new()).unwrap();
        assert!(start.elapsed() >= Duration::from_millis(90));
        maker.join().unwrap();
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn cancelling_ends_the_wait_before_and_during() {
        let folder = folder("cancel");
        let cancel = Cancel::new();
        let canceller = cancel.clone();
        let thread = thread::spawn(move || {
            thread::sleep(Duration::from_millis(100));
            canceller.cancel();
        });
        linux::wait_for(&folder.join("pcscd.comm"), &cancel).unwrap();
        assert!(cancel.is_cancelled());
        thread.join().unwrap();
        linux::wait_for(&folder.join("pcscd.comm"), &cancel).unwrap();
        let start = Instant::now();
        pause(Duration::from_secs(60), &cancel);
        assert!(start.elapsed() < Duration::from_secs(30));
        std::fs::remove_dir_all(folder).unwrap();
    }
}
