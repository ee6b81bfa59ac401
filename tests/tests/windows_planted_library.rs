//! A library of the system's name that somebody puts beside the host is not loaded: the application manifest names where that
//! library is. The same program without that word loads it, so the test does look.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::Path;
use std::process::Command;

use openjpki_tests::windows::{WinePrefix, windows_program};

/// What the host takes from `winscard.dll`, and a word when it is loaded.
const LIBRARY: &str = r#"
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#define F(name) __declspec(dllexport) long name(void) { return 1; }
#define V(name) __declspec(dllexport) long name[2];
F(SCardCancel) F(SCardConnectA) F(SCardDisconnect) F(SCardEstablishContext) F(SCardGetStatusChangeA)
F(SCardListReadersA) F(SCardReleaseContext) F(SCardStatusA) F(SCardTransmit)
V(g_rgSCardT0Pci) V(g_rgSCardT1Pci) V(g_rgSCardRawPci)
BOOL WINAPI DllMain(HINSTANCE library, DWORD reason, LPVOID reserved) {
  DWORD written;
  if (reason == DLL_PROCESS_ATTACH) WriteFile(GetStdHandle(STD_ERROR_HANDLE), "planted", 7, &written, 0);
  return TRUE;
}
"#;

/// The element of the manifest, and something of the same length that Windows does not know.
const REDIRECTION: (&[u8], &[u8]) = (b"<file name=\"winscard.dll\"", b"<what name=\"winscard.dll\"");

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn a_library_beside_the_host_is_not_loaded() {
    let folder = tempfile::tempdir().unwrap();
    let here = |name: &str| folder.path().join(name);
    plant(folder.path());
    let host = fs::read(windows_program("openjpki-host.exe")).unwrap();
    fs::write(here("host.exe"), &host).unwrap();
    fs::write(here("careless.exe"), without_redirection(host)).unwrap();
    let starter = |program: &OsStr| Command::new(program);
    let prefix = WinePrefix::start(&here("prefix"), &starter);
    let said = |program: &str| {
        let mut command = prefix.command(&starter, here(program));
        // Wine prefers its own libraries to others of their name; Windows does not.
        command
            .arg("--version")
            .env("WINEDLLOVERRIDES", "winscard=n,b;mscoree=;mshtml=");
        // Files, because what Wine starts beside the program keeps a pipe open.
        let (out, err) = (here("out"), here("err"));
        command
            .stdout(File::create(&out).unwrap())
            .stderr(File::create(&err).unwrap());
        assert!(
            command.status().unwrap().success(),
            "{}",
            fs::read_to_string(&err).unwrap()
        );
        assert!(fs::read_to_string(out).unwrap().starts_with("openjpki-host "));
        fs::read_to_string(err).unwrap()
    };
    assert_eq!(said("host.exe"), "");
    assert_eq!(said("careless.exe"), "planted");
}

fn plant(folder: &Path) {
    let source = folder.join("winscard.c");
    fs::write(&source, LIBRARY).unwrap();
    let compiled = Command::new("x86_64-w64-mingw32-gcc")
        .args(["-shared", "-o"])
        .args([&folder.join("winscard.dll"), &source])
        .status();
    assert!(compiled.unwrap().success());
}

fn without_redirection(mut program: Vec<u8>) -> Vec<u8> {
    let (ours, nothing) = REDIRECTION;
    let at = program.windows(ours.len()).position(|window| window == ours).unwrap();
    program.splice(at..at + ours.len(), nothing.iter().copied());
    program
}
