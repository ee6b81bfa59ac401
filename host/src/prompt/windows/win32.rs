//! The few calls of Win32 that the windows need, as functions that cannot be called wrongly: all unsafe code of the windows.
//!
//! A [`Handle`] may outlive its window: the system then refuses what is asked of it. Nothing here keeps pointers to our own
//! memory in a window; window procedures find what they belong to in a table of their thread.
#![allow(unsafe_code, reason = "Win32 is a C interface; each block says why it is sound")]

mod control;
mod dialog;
mod font;
mod ink;
mod listen;
mod pump;

pub(super) use self::control::{Kind, overwrite, read_typed};
pub(super) use self::dialog::{Event, Reactions, Reply, open};
pub(super) use self::font::Fonts;
pub(super) use self::ink::{Canvas, Palette};
pub(super) use self::listen::{Listener, Spoken, Verdict, listen};
pub(super) use self::pump::{Doorbell, end_pump, prepare_thread, pump};

use windows::Win32::Foundation::{HWND, LPARAM, RECT, WPARAM};
use windows::Win32::System::LibraryLoader::GetModuleHandleW;
use windows::Win32::UI::HiDpi::GetDpiForWindow;
use windows::Win32::UI::Input::KeyboardAndMouse::{EnableWindow, GetFocus, IsWindowEnabled, SetFocus};
use windows::Win32::UI::WindowsAndMessaging::{
    DestroyWindow, GetDlgItem, SHOW_WINDOW_CMD, SW_HIDE, SW_SHOW, SWP_NOACTIVATE, SWP_NOZORDER, SendMessageW,
    SetWindowPos, SetWindowTextW, ShowWindow,
};
use windows::core::HSTRING;

use super::layout::Area;

/// U+FF01, the first character that has a half-width form 0xFEE0 below it.
pub(super) const FIRST_FULL_WIDTH: u16 = 0xFF01;
/// U+FF5E, the last one.
pub(super) const LAST_FULL_WIDTH: u16 = 0xFF5E;
/// Dots per inch of a screen that is not scaled.
const UNSCALED: u32 = 96;

/// A window or control of this thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Handle(HWND);

impl Handle {
    /// Sets its title or text.
    pub(super) fn set_text(self, text: &str) {
        // SAFETY: the text is a terminated string that outlives the call.
        let _ = unsafe { SetWindowTextW(self.0, &HSTRING::from(text)) };
    }

    /// Shows or hides it.
    pub(super) fn show(self, shown: bool) {
        let how: SHOW_WINDOW_CMD = if shown { SW_SHOW } else { SW_HIDE };
        // SAFETY: takes no memory of ours.
        let _ = unsafe { ShowWindow(self.0, how) };
    }

    /// Lets people use it, or not.
    pub(super) fn enable(self, enabled: bool) {
        // SAFETY: takes no memory of ours.
        let _ = unsafe { EnableWindow(self.0, enabled) };
    }

    /// Whether people can use it.
    pub(super) fn is_enabled(self) -> bool {
        // SAFETY: takes no memory of ours.
        unsafe { IsWindowEnabled(self.0) }.as_bool()
    }

    /// Gives it the keyboard.
    pub(super) fn focus(self) {
        // SAFETY: takes no memory of ours.
        let _ = unsafe { SetFocus(Some(self.0)) };
    }

    /// Whether it has the keyboard.
    pub(super) fn has_focus(self) -> bool {
        // SAFETY: takes nothing.
        unsafe { GetFocus() == self.0 }
    }

    /// Moves and sizes it; a control within its window, a window on the screen.
    pub(super) fn place(self, area: Area) {
        let flags = SWP_NOACTIVATE | SWP_NOZORDER;
        // SAFETY: takes no memory of ours.
        let _ = unsafe { SetWindowPos(self.0, None, area.left, area.top, area.width, area.height, flags) };
    }

    /// Dots per inch of the screen it is on.
    pub(super) fn dpi(self) -> u32 {
        // SAFETY: takes no memory of ours.
        match unsafe { GetDpiForWindow(self.0) } {
            0 => UNSCALED,
            dpi => dpi,
        }
    }

    /// Its control with this id.
    pub(super) fn control(self, id: u16) -> Option<Self> {
        // SAFETY: takes no memory of ours.
        unsafe { GetDlgItem(Some(self.0), i32::from(id)) }.ok().map(Self)
    }

    /// Ends it.
    pub(super) fn destroy(self) {
        // SAFETY: takes no memory of ours; a window of another thread, or none, is refused.
        let _ = unsafe { DestroyWindow(self.0) };
    }

    /// Sends a message whose parameters are numbers and handles.
    ///
    /// # Safety
    /// No parameter of this message may be taken for a pointer, except to memory that is valid for it.
    unsafe fn send(self, message: u32, wide: usize, long: isize) -> isize {
        // SAFETY: as the caller promised.
        unsafe { SendMessageW(self.0, message, Some(WPARAM(wide)), Some(LPARAM(long))) }.0
    }
}

/// A handle as a number, and back.
fn number(pointer: *mut core::ffi::c_void) -> isize {
    pointer.addr().cast_signed()
}

/// The program.
fn module() -> windows::core::Result<windows::Win32::Foundation::HINSTANCE> {
    // SAFETY: without a name it asks for this program, which stays loaded.
    unsafe { GetModuleHandleW(None) }.map(Into::into)
}

impl From<RECT> for Area {
    fn from(rect: RECT) -> Self {
        Self {
            left: rect.left,
            top: rect.top,
            width: rect.right - rect.left,
            height: rect.bottom - rect.top,
        }
    }
}

impl From<Area> for RECT {
    fn from(area: Area) -> Self {
        Self {
            left: area.left,
            top: area.top,
            right: area.right(),
            bottom: area.bottom(),
        }
    }
}
