//! The thread of the windows: its message loop, and the bell that other threads ring.

use std::rc::Rc;

use windows::Win32::Foundation::{HWND, LPARAM, WPARAM};
use windows::Win32::UI::Controls::{ICC_STANDARD_CLASSES, INITCOMMONCONTROLSEX, InitCommonControlsEx};
use windows::Win32::UI::HiDpi::{DPI_AWARENESS_CONTEXT_PER_MONITOR_AWARE_V2, SetThreadDpiAwarenessContext};
use windows::Win32::UI::Input::KeyboardAndMouse::{VK_RETURN, VK_SPACE};
use windows::Win32::UI::WindowsAndMessaging::{
    CreateWindowExW, DispatchMessageW, GA_ROOT, GetAncestor, GetMessageW, HWND_MESSAGE, IsDialogMessageW, MSG,
    PostMessageW, PostQuitMessage, TranslateMessage, WINDOW_EX_STYLE, WINDOW_STYLE, WM_APP, WM_KEYDOWN, WM_KEYFIRST,
    WM_KEYLAST, WM_LBUTTONDOWN, WM_MOUSELAST, WM_NCLBUTTONDOWN, WM_NCXBUTTONDBLCLK, WM_SYSKEYDOWN,
};
use windows::core::w;

use super::dialog::reactions_of;
use super::listen::{Listener, listen};
use super::{Handle, module, number};

/// Set in a key message if the key was already down: the keyboard repeats it.
const WAS_DOWN: isize = 1 << 30;

/// Prepares this thread for windows that know the resolution of their screen, whatever the program's manifest says.
pub(in super::super) fn prepare_thread() {
    let classes = INITCOMMONCONTROLSEX {
        dwSize: u32::try_from(size_of::<INITCOMMONCONTROLSEX>()).unwrap_or_default(),
        dwICC: ICC_STANDARD_CLASSES,
    };
    // SAFETY: the structure is filled in and outlives the call; where a call fails, the system's defaults hold.
    unsafe {
        let _ = InitCommonControlsEx(&raw const classes);
        let _ = SetThreadDpiAwarenessContext(DPI_AWARENESS_CONTEXT_PER_MONITOR_AWARE_V2);
    }
}

/// What any thread may ring; the listener hears it on the thread of the windows, also while somebody moves one.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Doorbell(isize);

impl Doorbell {
    /// Hangs it up on this thread.
    pub(in super::super) fn hang_up(listener: Rc<dyn Listener>) -> windows::core::Result<Self> {
        let (extended, style) = (WINDOW_EX_STYLE(0), WINDOW_STYLE(0));
        let (class, parent, module) = (w!("STATIC"), Some(HWND_MESSAGE), Some(module()?));
        // SAFETY: the class name is a constant, and no memory of ours is passed.
        let window = unsafe { CreateWindowExW(extended, class, None, style, 0, 0, 0, 0, parent, None, module, None) }?;
        listen(Handle(window), listener);
        Ok(Self(number(window.0)))
    }

    /// Rings it; nothing happens once the thread has ended.
    pub(in super::super) fn ring(self) {
        let window = HWND(core::ptr::with_exposed_provenance_mut(self.0.cast_unsigned()));
        // SAFETY: takes no memory of ours; a window that is gone is refused.
        let _ = unsafe { PostMessageW(Some(window), WM_APP, WPARAM(0), LPARAM(0)) };
    }
}

/// Lets the windows of this thread live until [`end_pump`].
pub(in super::super) fn pump() {
    let mut message = MSG::default();
    // SAFETY: `message` is ours to write to. Both errors and the end give no positive answer.
    while unsafe { GetMessageW(&raw mut message, None, 0, 0) }.0 > 0 {
        // SAFETY: takes no memory of ours.
        let window = unsafe { GetAncestor(message.hwnd, GA_ROOT) };
        let reactions = reactions_of(window);
        if reactions.is_some_and(|reactions| swallows(&message, reactions.is_deaf(), || reactions.enter())) {
            continue;
        }
        // SAFETY: `message` is the one that the system just gave.
        unsafe {
            if !IsDialogMessageW(window, &raw const message).as_bool() {
                let _ = TranslateMessage(&raw const message);
                DispatchMessageW(&raw const message);
            }
        }
    }
}

/// Ends [`pump`] on this thread.
pub(in super::super) fn end_pump() {
    // SAFETY: takes no memory of ours.
    unsafe { PostQuitMessage(0) };
}

/// Whether a message of a person's goes no further.
fn swallows(message: &MSG, deaf: bool, enter: impl FnOnce() -> bool) -> bool {
    let is_key = (WM_KEYFIRST..=WM_KEYLAST).contains(&message.message);
    let is_button = (WM_LBUTTONDOWN..=WM_MOUSELAST).contains(&message.message)
        || (WM_NCLBUTTONDOWN..=WM_NCXBUTTONDBLCLK).contains(&message.message);
    if deaf && (is_key || is_button) {
        return true;
    }
    if !matches!(message.message, WM_KEYDOWN | WM_SYSKEYDOWN) {
        return false;
    }
    let is = |key: u16| message.wParam.0 == usize::from(key);
    // A key that was held down since another window had the keyboard was not meant for this one.
    if (is(VK_RETURN.0) || is(VK_SPACE.0)) && message.lParam.0 & WAS_DOWN != 0 {
        return true;
    }
    is(VK_RETURN.0) && enter()
}
