//! The packages, made as an administrator gets them: by `cargo xtask package`.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use crate::pcscd::program;

/// Runs `cargo xtask package KIND ARGUMENTS... --out FOLDER`. All files get the same time, so a commit meanwhile changes nothing, and
/// nobody is named as maintainer.
///
/// # Panics
/// If it fails, with what it says.
pub fn package(kind: &str, arguments: &[&OsStr], folder: &Path) {
    let xtask = program("xtask").expect("`cargo xtask` was never called here");
    let output = Command::new(xtask)
        .args(["package", kind, "--out"])
        .arg(folder)
        .args(arguments)
        .env("SOURCE_DATE_EPOCH", "1750000000")
        .env_remove("DEBFULLNAME")
        .env_remove("DEBEMAIL")
        .output()
        .expect("xtask runs");
    assert!(
        output.status.success(),
        "cargo xtask package {kind}: {}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Runs a program that must succeed, and returns what it prints.
///
/// # Panics
/// If it fails, with what it says.
pub fn printed(command: &mut Command) -> String {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{}: {error}", command.get_program().display()));
    let (out, errors) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{command:?}: {}\n{out}{errors}", output.status);
    out.into_owned()
}

/// The rows of a table of an MSI, as `msiinfo` exports it.
///
/// # Panics
/// If there is no such table.
pub fn msi_rows(msi: &Path, table: &str) -> Vec<Vec<String>> {
    let text = printed(Command::new("msiinfo").arg("export").arg(msi).arg(table));
    let rows = text.lines().skip(3);
    rows.map(|row| row.split('\t').map(str::to_owned).collect()).collect()
}
