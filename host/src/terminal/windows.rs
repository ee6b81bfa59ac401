//! Windows.
#![allow(unsafe_code, reason = "Win32")]

use std::fs::File;
use std::io::{stderr, stdout};
use std::os::windows::io::{AsRawHandle as _, IntoRawHandle as _, RawHandle};

use windows::Win32::Foundation::HANDLE;
use windows::Win32::System::Console::{
    ATTACH_PARENT_PROCESS, AttachConsole, STD_ERROR_HANDLE, STD_HANDLE, STD_OUTPUT_HANDLE, SetStdHandle,
};

pub(super) fn attach() {
    let silent = [
        (STD_OUTPUT_HANDLE, stdout().as_raw_handle()),
        (STD_ERROR_HANDLE, stderr().as_raw_handle()),
    ];
    if silent.iter().any(|&(_, passed)| is_usable(passed)) {
        return; // a browser, or output that goes to a file
    }
    // SAFETY: takes no memory. It fails if the parent has no console, and then there is nobody to write to.
    if unsafe { AttachConsole(ATTACH_PARENT_PROCESS) }.is_ok() {
        silent.iter().for_each(|&(name, _)| to_console(name));
    }
}

fn is_usable(handle: RawHandle) -> bool {
    !HANDLE(handle).is_invalid()
}

fn to_console(name: STD_HANDLE) {
    if let Ok(console) = File::options().read(true).write(true).open("CONOUT$") {
        // SAFETY: the handle is open and belongs to the process from here on.
        let _ = unsafe { SetStdHandle(name, HANDLE(console.into_raw_handle())) };
    }
}
