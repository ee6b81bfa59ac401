//! The Windows programs: linted, tested under Wine, built as they ship, and driven from outside.

use std::process::Command;

use crate::run::{cargo, root};
use crate::test::Step;
use crate::windows::TARGET;
use crate::{Stop, TestArguments, shipping, windows};

/// The packages that run on Windows.
const PACKAGES: [&str; 4] = ["openjpki", "openjpki-host", "openjpki-manifests", "openjpki-installer"];

/// Makes what is needed, or says in a sentence why the Windows programs are left out.
///
/// # Errors
/// The reason, if they must not be left out.
pub(super) fn set_up(arguments: &TestArguments) -> Result<Option<String>, Stop> {
    match windows::set_up() {
        Ok(()) => Ok(None),
        Err(stop) if arguments.require_windows => Err(stop),
        Err(Stop::NotReady(reason) | Stop::Failed(reason)) => {
            let sentence = format!("SKIPPED: the Windows programs were neither built nor tested. {reason}");
            println!("{sentence}");
            Ok(Some(sentence))
        }
    }
}

/// Clippy, and the programs as they ship.
pub(super) fn builds() -> [Command; 2] {
    let mut clippy = on_windows("clippy --quiet --all-targets");
    clippy.args(["--", "-D", "warnings"]);
    let shipping = shipping::build(&["openjpki-host", "openjpki-installer"], Some(TARGET));
    [clippy, shipping]
}

/// The steps that run what was built.
pub(super) fn tests() -> [Step; 2] {
    [
        Step {
            name: "Windows: tests under Wine",
            commands: vec![on_windows("test --no-fail-fast")],
        },
        Step {
            name: "Windows: the programs driven from outside",
            commands: LANES.iter().map(|lane| driven(lane)).collect(),
        },
    ]
}

fn on_windows(words: &str) -> Command {
    let packages = PACKAGES.map(|package| format!("--package {package}")).join(" ");
    cargo(&format!("{words} --locked --target {TARGET} {packages}"))
}

/// Every test target that begins with `windows` drives the programs from Linux, in one of two lanes of about the same length; such tests are ignored
/// elsewhere.
const LANES: [&str; 2] = ["--test windows --test windows_[a-i]*", "--test windows_[j-z]*"];

/// Threads of each lane: under Wine much of the time is spent waiting for windows and services.
const THREADS: usize = 2;

fn driven(lane: &str) -> Command {
    let mut driven = cargo(&format!(
        "test --locked --workspace --no-fail-fast {lane} -- --include-ignored --test-threads={THREADS}"
    ));
    driven.env("OPENJPKI_HOST_BIN", root().join("target/release/openjpki-host"));
    driven.env("OPENJPKI_WINE", root().join("tests/windows/wine"));
    driven.env(
        "OPENJPKI_WINDOWS_BIN",
        root().join("target").join(TARGET).join("release"),
    );
    driven
}
