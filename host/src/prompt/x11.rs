//! Brings a window of another program to the front, where an X server shows it: also under a Wayland desktop that runs the
//! pinentry on its X server. A window that no X server knows stays where it is: Wayland lets no program do this for another.
//!
//! Source: Extended Window Manager Hints 1.5, `_NET_CLIENT_LIST`, `_NET_WM_PID`, `_NET_ACTIVE_WINDOW`.

use std::thread;

use rustix::process::{Pid, getpgid};
use x11rb::connection::Connection;
use x11rb::errors::{ConnectError, ConnectionError, ReplyError};
use x11rb::protocol::xproto::{Atom, AtomEnum, ClientMessageEvent, ConnectionExt as _, EventMask, Window};
use x11rb::rust_connection::RustConnection;

/// Who asks for the window, in words of the hints: somebody who speaks for the person (a pager), whom window managers obey.
const FOR_THE_PERSON: u32 = 2;
/// Most windows that are looked at; a list of more is none of a person's desk.
const MOST_WINDOWS: u32 = 4096;

/// Why no window was brought to the front.
#[derive(Debug, thiserror::Error)]
enum FrontError {
    #[error("no X server: {0}")]
    Connect(#[from] ConnectError),
    #[error("the X server is gone: {0}")]
    Connection(#[from] ConnectionError),
    #[error("the X server refused: {0}")]
    Reply(#[from] ReplyError),
    #[error("the X server has no such screen")]
    Screen,
}

/// What brings the windows of a process group to the front, on a thread of its own: an X server that hangs holds up nobody.
pub(super) fn bringing(group: Pid) -> impl Fn() + Send + Sync + 'static {
    move || {
        let bring = move || match bring_to_front(group) {
            Ok(windows) => tracing::debug!(windows, "brought to the front"),
            Err(error) => tracing::debug!(%error, "no window was brought to the front"),
        };
        let _ = thread::Builder::new().name("to front".to_owned()).spawn(bring);
    }
}

/// Asks the window manager to bring the windows of a process group to the front.
///
/// - returns how many there are: none if the program shows none yet, or shows it elsewhere.
fn bring_to_front(group: Pid) -> Result<usize, FrontError> {
    let (connection, screen) = x11rb::connect(None)?;
    let screens = &connection.setup().roots;
    let root = screens.get(screen).ok_or(FrontError::Screen)?.root;
    let [list, process, activate] = ["_NET_CLIENT_LIST", "_NET_WM_PID", "_NET_ACTIVE_WINDOW"].map(|name| {
        let cookie = connection.intern_atom(false, name.as_bytes())?;
        Ok::<Atom, FrontError>(cookie.reply()?.atom)
    });
    let (list, process, activate) = (list?, process?, activate?);
    let mut brought = 0;
    for window in numbers(&connection, root, list, AtomEnum::WINDOW, MOST_WINDOWS)? {
        let owner = numbers(&connection, window, process, AtomEnum::CARDINAL, 1)?;
        if owner.first().is_some_and(|&owner| is_in(owner, group)) {
            let now = x11rb::CURRENT_TIME;
            let event = ClientMessageEvent::new(32, window, activate, [FOR_THE_PERSON, now, 0, 0, 0]);
            let mask = EventMask::SUBSTRUCTURE_REDIRECT | EventMask::SUBSTRUCTURE_NOTIFY;
            connection.send_event(false, root, mask, event)?.check()?;
            brought += 1;
        }
    }
    Ok(brought)
}

/// Whether the program with this number is one that the wrapper at the head of `group` started, or that itself.
fn is_in(program: u32, group: Pid) -> bool {
    let program = i32::try_from(program).ok().and_then(Pid::from_raw);
    program.is_some_and(|program| getpgid(Some(program)).is_ok_and(|of| of == group))
}

/// A property of 32-bit numbers; none if a window has none, or is gone.
fn numbers(
    connection: &RustConnection,
    window: Window,
    property: Atom,
    kind: AtomEnum,
    most: u32,
) -> Result<Vec<u32>, FrontError> {
    let reply = connection.get_property(false, window, property, kind, 0, most)?.reply();
    match reply {
        Ok(reply) => Ok(reply.value32().map(Iterator::collect).unwrap_or_default()),
        Err(ReplyError::X11Error(_)) => Ok(Vec::new()),
        Err(error) => Err(error.into()),
    }
}
