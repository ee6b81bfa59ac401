//! What other programs can do to a window: send characters that no key has, press a button.
#![allow(unsafe_code, reason = "Win32 is a C interface")]

use std::thread::sleep;
use std::time::{Duration, Instant};

use windows::Win32::Foundation::{HWND, LPARAM, WPARAM};
use windows::Win32::UI::Input::KeyboardAndMouse::IsWindowEnabled;
use windows::Win32::UI::WindowsAndMessaging::{
    BM_CLICK, FindWindowW, GetDlgItem, IsWindowVisible, PostMessageW, SendMessageW, WM_CHAR,
};
use windows::core::HSTRING;

/// Id of the field. Source: `host/src/prompt/windows.rs`.
const FIELD: i32 = 100;

/// Id of the button. Source: as above.
const OK: i32 = 1;

/// For so long a window that has just come takes no input; a little more than that.
const DEAF: Duration = Duration::from_millis(650);

/// How long a window may take to come, and a button to be enabled.
const PATIENCE: Duration = Duration::from_secs(60);

/// Presses OK in the window with this title once it can be pressed, as a program does for a person who cannot.
pub(crate) fn press_ok(title: &str) {
    let button = control(shown(title), OK);
    // SAFETY: takes no memory of ours.
    wait_until(|| unsafe { IsWindowEnabled(button) }.as_bool());
    // SAFETY: takes no memory of ours; BM_CLICK has no parameters.
    unsafe { SendMessageW(button, BM_CLICK, None, None) };
}

/// Posts `text` to the field of the window with this title once it takes input, as an input method does.
pub(crate) fn post(title: &str, text: &str) {
    let field = control(shown(title), FIELD);
    sleep(DEAF);
    for unit in text.encode_utf16() {
        // SAFETY: the parameters of WM_CHAR are numbers.
        unsafe { PostMessageW(Some(field), WM_CHAR, WPARAM(unit.into()), LPARAM(0)) }.expect("a message");
    }
}

/// The window with this title, once it is on the screen.
fn shown(title: &str) -> HWND {
    let mut found = None;
    wait_until(|| {
        // SAFETY: the title is a terminated string that outlives the call.
        found = unsafe { FindWindowW(None, &HSTRING::from(title)) }.ok();
        // SAFETY: takes no memory of ours.
        found.is_some_and(|window| unsafe { IsWindowVisible(window) }.as_bool())
    });
    found.expect("a window")
}

fn control(window: HWND, id: i32) -> HWND {
    // SAFETY: takes no memory of ours.
    unsafe { GetDlgItem(Some(window), id) }.expect("a control")
}

fn wait_until(mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < deadline, "nothing comes");
        sleep(Duration::from_millis(20));
    }
}
