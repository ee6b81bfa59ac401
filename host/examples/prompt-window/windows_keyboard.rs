//! What other programs can send to a window: characters that no key has.
#![allow(unsafe_code, reason = "Win32 is a C interface")]

use windows::Win32::Foundation::{LPARAM, WPARAM};
use windows::Win32::UI::WindowsAndMessaging::{FindWindowW, GetDlgItem, PostMessageW, WM_CHAR};
use windows::core::HSTRING;

/// Id of the field. Source: `host/src/prompt/windows.rs`.
const FIELD: i32 = 100;

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
