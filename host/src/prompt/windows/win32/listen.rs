//! Hears what a control is told before the control does.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use windows::Win32::Foundation::{HWND, LPARAM, LRESULT, WPARAM};
use windows::Win32::UI::Controls::{
    EM_GETHANDLE, EM_GETLINE, EM_REPLACESEL, EM_SETHANDLE, EM_SETPASSWORDCHAR, EM_SHOWBALLOONTIP, EM_UNDO,
};
use windows::Win32::UI::Input::KeyboardAndMouse::{GetKeyState, VK_DELETE, VK_INSERT, VK_SHIFT};
use windows::Win32::UI::WindowsAndMessaging::{
    CallWindowProcW, DefWindowProcW, GWLP_WNDPROC, InSendMessage, SetWindowLongPtrW, WM_APP, WM_CHAR, WM_CONTEXTMENU,
    WM_COPY, WM_CUT, WM_GETTEXT, WM_IME_CHAR, WM_KEYDOWN, WM_NCDESTROY, WM_PASTE, WM_SETTEXT, WM_UNDO, WM_UNICHAR,
    WNDPROC,
};

use super::{Handle, number};

/// What a control is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Spoken {
    /// A UTF-16 unit from the keyboard.
    Character(u16),
    /// To take what the clipboard has.
    Paste,
    /// To copy, cut, or take back.
    Clipboard,
    /// To show its menu.
    Menu,
    /// To show a balloon, such as the system's own about Caps Lock.
    Balloon,
    /// By another thread or program: to give or take text, or to show it.
    FromOutside,
    /// That somebody rang (see `pump`).
    Rung,
    /// Anything else.
    Other,
}

/// What becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Verdict {
    /// The control hears it.
    Pass,
    /// The control hears this character instead.
    PassAs(usize),
    /// It does not.
    Swallow,
}

/// Who hears.
pub(in super::super) trait Listener {
    /// The control is about to be told this.
    fn hears(&self, spoken: Spoken) -> Verdict;
}

/// A listener and the control's own procedure.
type Heard = (WNDPROC, Rc<dyn Listener>);

thread_local! {
    static LISTENERS: RefCell<HashMap<isize, Heard>> = RefCell::new(HashMap::new());
    /// Whether we ourselves talk to a control now.
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

/// Lets `talk` talk to controls as ourselves, also while we answer another program: one that presses OK for a person who cannot
/// must not get what was typed, but we must.
pub(super) fn inside<O>(talk: impl FnOnce() -> O) -> O {
    let before = INSIDE.replace(true);
    let outcome = talk();
    INSIDE.set(before);
    outcome
}

/// Lets `listener` hear everything that `control` is told, from now until it is destroyed.
pub(in super::super) fn listen(control: Handle, listener: Rc<dyn Listener>) {
    // SAFETY: an Option of a function is as large as a number, and Some of one is its address.
    let ours = unsafe { core::mem::transmute::<WNDPROC, isize>(Some(procedure)) };
    // SAFETY: `procedure` has the form of a window procedure and lives as long as the program.
    let own = unsafe { SetWindowLongPtrW(control.0, GWLP_WNDPROC, ours) };
    // SAFETY: for GWLP_WNDPROC the system gives the procedure that was there, or 0; an Option of a function has that form.
    let own = unsafe { core::mem::transmute::<isize, WNDPROC>(own) };
    LISTENERS.with_borrow_mut(|listeners| listeners.insert(number(control.0.0), (own, listener)));
}

extern "system" fn procedure(window: HWND, message: u32, wide: WPARAM, long: LPARAM) -> LRESULT {
    let key = number(window.0);
    let found = LISTENERS.with_borrow(|listeners| {
        let (own, listener) = listeners.get(&key)?;
        Some((*own, Rc::clone(listener)))
    });
    let Some((own, listener)) = found else {
        // SAFETY: hands on what the system gave, unchanged.
        return unsafe { DefWindowProcW(window, message, wide, long) };
    };
    let wide = match listener.hears(spoken(message, wide)) {
        Verdict::Pass => wide,
        Verdict::PassAs(character) => WPARAM(character),
        Verdict::Swallow => return LRESULT(0),
    };
    if message == WM_NCDESTROY {
        LISTENERS.with_borrow_mut(|listeners| listeners.remove(&key));
    }
    // SAFETY: `own` is the procedure this control had; only a character, which is a number, was changed.
    unsafe { CallWindowProcW(own, window, message, wide, long) }
}

fn spoken(message: u32, wide: WPARAM) -> Spoken {
    match message {
        // Where a character has more than 16 bits, it is none of ours.
        WM_CHAR | WM_IME_CHAR => Spoken::Character(u16::try_from(wide.0).unwrap_or(u16::MAX)),
        WM_PASTE => Spoken::Paste,
        // Some edit controls paste and cut at these keys without telling themselves so.
        WM_KEYDOWN if wide.0 == usize::from(VK_INSERT.0) && is_shifted() => Spoken::Paste,
        WM_KEYDOWN if wide.0 == usize::from(VK_INSERT.0) => Spoken::Clipboard,
        WM_KEYDOWN if wide.0 == usize::from(VK_DELETE.0) && is_shifted() => Spoken::Clipboard,
        // Whoever sends WM_UNICHAR is told that we do not know it, and sends WM_CHAR.
        WM_COPY | WM_CUT | WM_UNDO | EM_UNDO | WM_UNICHAR => Spoken::Clipboard,
        WM_CONTEXTMENU => Spoken::Menu,
        EM_SHOWBALLOONTIP => Spoken::Balloon,
        // Nobody needs it, and a program that posts it sees what is typed.
        EM_SETPASSWORDCHAR => Spoken::FromOutside,
        WM_GETTEXT | WM_SETTEXT | EM_REPLACESEL | EM_GETLINE | EM_GETHANDLE | EM_SETHANDLE if is_from_outside() => {
            Spoken::FromOutside
        }
        WM_APP => Spoken::Rung,
        _ => Spoken::Other,
    }
}

/// Whether a Shift key is down.
fn is_shifted() -> bool {
    // SAFETY: takes a number.
    unsafe { GetKeyState(VK_SHIFT.0.into()) < 0 }
}

/// Whether the message now heard was sent by another thread.
fn is_from_outside() -> bool {
    // SAFETY: takes nothing.
    !INSIDE.get() && unsafe { InSendMessage() }.as_bool()
}
