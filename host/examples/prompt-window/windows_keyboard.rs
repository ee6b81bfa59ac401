//! What other programs can do to a window: send characters that no key has, press a button.
#![allow(unsafe_code, reason = "Win32 is a C interface")]

use windows::Win32::Foundation::{LPARAM, WPARAM};
use windows::Win32::UI::WindowsAndMessaging::{BM_CLICK, FindWindowW, GetDlgItem, PostMessageW, SendMessageW, WM_CHAR};
use windows::core::HSTRING;

/// Id of the field. Source: `host/src/prompt/windows.rs`.
const FIELD: i32 = 100;

/// Id of the button. Source: as above.
const OK: i32 = 1;

/// Presses OK in the window with this title, as a program does for a person who cannot.
pub(crate) fn press_ok(title: &str) {
    // SAFETY: the title is a terminated string that outlives the call.
    let window = unsafe { FindWindowW(None, &HSTRING::from(title)) }.expect("a window");
    // SAFETY: takes no memory of ours; BM_CLICK has no parameters.
    unsafe {
        let button = GetDlgItem(Some(window), OK).expect("a button");
        SendMessageW(button, BM_CLICK, None, None);
    }
}

/// Posts `text` to the field of the window with this title, as an input method does.
pub(crate) fn post(title: &str, text: &str) {
    // SAFETY: the title is a terminated string that outlives the call.
    let window = unsafe { FindWindowW(None, &HSTRING::from(title)) }.expect("a window");
    // SAFETY: takes no memory of ours.
    let field = unsafe { GetDlgItem(Some(window), FIELD) }.expect("a field");
    for unit in text.encode_utf16() {
        // SAFETY: the parameters of WM_CHAR are numbers.
        unsafe { PostMessageW(Some(field), WM_CHAR, WPARAM(unit.into()), LPARAM(0)) }.expect("a message");
    }
}
