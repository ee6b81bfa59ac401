//! Another program of the same person cannot read the memory of the host on Windows.
#![cfg(windows)]
#![allow(unsafe_code, reason = "Win32")]
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::process::{Child, Command, Stdio};

use openjpki_host::wire::{Frame, read_frame};
use openjpki_manifests::EXTENSION_ORIGIN;
use windows::Win32::Foundation::{CloseHandle, E_ACCESSDENIED};
use windows::Win32::System::Threading::{
    OpenProcess, PROCESS_ACCESS_RIGHTS, PROCESS_CREATE_THREAD, PROCESS_DUP_HANDLE, PROCESS_QUERY_LIMITED_INFORMATION,
    PROCESS_SYNCHRONIZE, PROCESS_TERMINATE, PROCESS_VM_READ, PROCESS_VM_WRITE,
};
use windows::core::Result;

fn open(process: &Child, rights: PROCESS_ACCESS_RIGHTS) -> Result<()> {
    // SAFETY: takes numbers; the handle is closed at once.
    unsafe { OpenProcess(rights, false, process.id()).and_then(|handle| CloseHandle(handle)) }
}

#[test]
fn memory_is_closed_to_others() {
    let mut host = Command::new(env!("CARGO_BIN_EXE_openjpki-host"))
        .arg(EXTENSION_ORIGIN)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let greeting = read_frame(&mut host.stdout.take().unwrap()).unwrap();
    assert!(matches!(greeting, Some(Frame::Message(_))));
    for rights in [
        PROCESS_QUERY_LIMITED_INFORMATION,
        PROCESS_SYNCHRONIZE,
        PROCESS_TERMINATE,
    ] {
        open(&host, rights).unwrap();
    }
    for rights in [
        PROCESS_VM_READ,
        PROCESS_VM_WRITE,
        PROCESS_CREATE_THREAD,
        PROCESS_DUP_HANDLE,
    ] {
        assert_eq!(open(&host, rights).unwrap_err().code(), E_ACCESSDENIED, "{rights:?}");
    }
    drop(host.stdin.take());
    assert!(host.wait().unwrap().success());
}
