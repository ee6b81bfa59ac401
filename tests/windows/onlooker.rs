//! Tells what the windows of another program say: the text, state and place of each control, one JSON line for each line of input.
//!
//! A test tool for Windows and Wine, without dependencies, built with plain `rustc` by `tests/src/windows/onlooker.rs`. It reads as a
//! screen reader does, by asking each control, so a test sees what a person sees, not what the program meant to show.
//!
//! Input `look`: all visible top-level windows of programs called `openjpki-host.exe`. The end of input ends the program.
#![allow(
    unsafe_code,
    non_snake_case,
    reason = "plain calls of user32 and kernel32, nothing else"
)]

use std::ffi::c_void;
use std::io::Write as _;

type Handle = *mut c_void;
type EnumProc = unsafe extern "system" fn(Handle, isize) -> i32;

#[repr(C)]
struct Rect {
    left: i32,
    top: i32,
    right: i32,
    bottom: i32,
}

#[repr(C)]
struct GuiThread {
    size: u32,
    flags: u32,
    active: Handle,
    focus: Handle,
    capture: Handle,
    menu_owner: Handle,
    move_size: Handle,
    caret: Handle,
    caret_place: Rect,
}

#[link(name = "user32")]
unsafe extern "system" {
    fn EnumWindows(proc: EnumProc, param: isize) -> i32;
    fn EnumChildWindows(parent: Handle, proc: EnumProc, param: isize) -> i32;
    fn GetClassNameW(window: Handle, text: *mut u16, size: i32) -> i32;
    fn GetGUIThreadInfo(thread: u32, found: *mut GuiThread) -> i32;
    fn GetWindowLongW(window: Handle, index: i32) -> i32;
    fn GetWindowRect(window: Handle, rect: *mut Rect) -> i32;
    fn GetWindowThreadProcessId(window: Handle, process: *mut u32) -> u32;
    fn IsWindowEnabled(window: Handle) -> i32;
    fn IsWindowVisible(window: Handle) -> i32;
    fn SendMessageTimeoutW(
        window: Handle,
        message: u32,
        wide: usize,
        long: isize,
        flags: u32,
        milliseconds: u32,
        result: *mut usize,
    ) -> isize;
    fn SetProcessDpiAwarenessContext(context: isize) -> i32;
}

#[link(name = "kernel32")]
unsafe extern "system" {
    fn CloseHandle(handle: Handle) -> i32;
    fn OpenProcess(access: u32, inherit: i32, process: u32) -> Handle;
    fn QueryFullProcessImageNameW(process: Handle, flags: u32, text: *mut u16, size: *mut u32) -> i32;
}

const WM_GETTEXT: u32 = 0x000D;
const SMTO_ABORTIFHUNG: u32 = 2;
const GWL_STYLE: i32 = -16;
const PROCESS_QUERY_LIMITED_INFORMATION: u32 = 0x1000;
const PER_MONITOR_AWARE_V2: isize = -4;
const PROGRAM: &str = "openjpki-host.exe";

fn main() {
    // SAFETY: a plain call. Places are then in real pixels, on a screen that is scaled as well.
    unsafe { SetProcessDpiAwarenessContext(PER_MONITOR_AWARE_V2) };
    let mut output = std::io::stdout();
    for line in std::io::stdin().lines().map_while(Result::ok) {
        let answer = match line.trim() {
            "look" => look(),
            other => format!("{{\"error\":{}}}", quoted(other)),
        };
        if writeln!(output, "{answer}").and_then(|()| output.flush()).is_err() {
            return;
        }
    }
}

fn look() -> String {
    let mut windows: Vec<Handle> = Vec::new();
    // SAFETY: `collect` gets the address of a vector that outlives the call.
    unsafe { EnumWindows(collect, &raw mut windows as isize) };
    let shown = windows
        .into_iter()
        .filter(|window| is_ours(*window) && is_visible(*window));
    let shown: Vec<String> = shown.map(window).collect();
    format!("{{\"windows\":[{}]}}", shown.join(","))
}

fn window(window: Handle) -> String {
    let mut children: Vec<Handle> = Vec::new();
    // SAFETY: as above.
    unsafe { EnumChildWindows(window, collect, &raw mut children as isize) };
    let focus = focus(window);
    let controls: Vec<String> = children
        .into_iter()
        .filter(|child| is_visible(*child))
        .map(|child| format!("{{{},\"focused\":{}}}", about(child), child == focus))
        .collect();
    format!("{{{},\"controls\":[{}]}}", about(window), controls.join(","))
}

/// Class, text, style, whether it takes input, and its place on the screen.
fn about(window: Handle) -> String {
    let mut place = Rect {
        left: 0,
        top: 0,
        right: 0,
        bottom: 0,
    };
    // SAFETY: plain questions about a window; one that is gone meanwhile gives nothing.
    let (enabled, style) = unsafe {
        GetWindowRect(window, &raw mut place);
        (IsWindowEnabled(window) != 0, GetWindowLongW(window, GWL_STYLE))
    };
    format!(
        "\"handle\":{},\"class\":{},\"text\":{},\"style\":{},\"enabled\":{enabled},\"place\":[{},{},{},{}]",
        window as usize,
        quoted(&class(window)),
        quoted(&text(window)),
        style as u32,
        place.left,
        place.top,
        place.right,
        place.bottom
    )
}

fn is_ours(window: Handle) -> bool {
    let (mut process, mut path, mut size) = (0, [0_u16; 1024], 1024);
    // SAFETY: the buffers are as long as is said; the handle is closed.
    unsafe {
        GetWindowThreadProcessId(window, &raw mut process);
        let handle = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, 0, process);
        if handle.is_null() || QueryFullProcessImageNameW(handle, 0, path.as_mut_ptr(), &raw mut size) == 0 {
            size = 0;
        }
        CloseHandle(handle);
    }
    let path = String::from_utf16_lossy(&path[..size as usize]);
    path.to_ascii_lowercase().ends_with(PROGRAM)
}

fn is_visible(window: Handle) -> bool {
    // SAFETY: a plain question.
    unsafe { IsWindowVisible(window) != 0 }
}

/// The control of the window's thread that has the keyboard.
fn focus(window: Handle) -> Handle {
    // SAFETY: all zeros is a valid value of each field; the size is its own.
    unsafe {
        let mut found: GuiThread = std::mem::zeroed();
        found.size = size_of::<GuiThread>() as u32;
        GetGUIThreadInfo(GetWindowThreadProcessId(window, std::ptr::null_mut()), &raw mut found);
        found.focus
    }
}

fn class(window: Handle) -> String {
    let mut name = [0_u16; 256];
    // SAFETY: the buffer is as long as is said.
    let length = unsafe { GetClassNameW(window, name.as_mut_ptr(), 256) };
    String::from_utf16_lossy(&name[..length.max(0) as usize])
}

/// What the window itself answers; a program that hangs gives nothing.
fn text(window: Handle) -> String {
    let (mut text, mut length) = (vec![0_u16; 4096], 0);
    // SAFETY: the buffer is as long as is said; the system carries it between the programs.
    let answered = unsafe {
        SendMessageTimeoutW(
            window,
            WM_GETTEXT,
            text.len(),
            text.as_mut_ptr() as isize,
            SMTO_ABORTIFHUNG,
            2000,
            &raw mut length,
        )
    };
    let length = if answered == 0 { 0 } else { length.min(text.len()) };
    String::from_utf16_lossy(&text[..length])
}

/// A JSON string.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\0'..='\u{1f}' => quoted.push_str(&format!("\\u{:04x}", character as u32)),
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

unsafe extern "system" fn collect(window: Handle, windows: isize) -> i32 {
    // SAFETY: the address of the vector that the caller passed.
    unsafe { (*(windows as *mut Vec<Handle>)).push(window) };
    1
}
