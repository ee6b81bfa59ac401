//! The host has no console of its own, and still answers in the one that a person started it from.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::ffi::OsStr;
use std::process::Command;

use openjpki_tests::windows::{WinePrefix, runner, windows_program};

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn help_is_readable_where_it_was_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let prefix = WinePrefix::start(&folder.path().join("prefix"), &|program: &OsStr| Command::new(program));
    let shown = |argument: &str| {
        let (runner, host) = (runner(), windows_program("openjpki-host.exe"));
        let line = format!("{} wine64 cmd /c {} {argument}", runner.display(), host.display());
        // script(1) is the terminal; Wine's cmd makes a console of it, which the host has to find by itself.
        let output = Command::new("script")
            .args(["--quiet", "--return", "--command", &line, "/dev/null"])
            .env("WINEPREFIX", prefix.folder())
            .output();
        String::from_utf8(output.unwrap().stdout).unwrap()
    };
    let version = shown("--version");
    assert!(
        version.contains(concat!("openjpki-host ", env!("CARGO_PKG_VERSION"))),
        "{version:?}"
    );
    let help = shown("--help");
    assert!(help.contains("Lets a web page ask a person"), "{help:?}");
}
