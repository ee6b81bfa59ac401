//! `cargo xtask setup --windows`: what building and testing the Windows programs on Debian needs, made from nothing and kept.
//!
//! Three things: std for the target in the Rust toolchain, a folder with Wine, and the packages that bring the linker, the packagers
//! and the people who judge packages.

mod mirror;
mod standard_library;
mod wine_folder;

use std::path::{Path, PathBuf};

use crate::Stop;
use crate::packages::{BUILD, STAGE, WINDOWS, install, is_root};
use crate::run::{command, output_of, root};

/// The target that the Windows programs are built for.
pub(crate) const TARGET: &str = "x86_64-pc-windows-gnu";

/// Makes what is missing; a fraction of a second if nothing is.
pub(crate) fn set_up() -> Result<(), Stop> {
    needs()?;
    install(BUILD.iter().chain(STAGE).chain(WINDOWS))?;
    standard_library::set_up()?;
    wine_folder::set_up()
}

/// Stops, with one sentence, where the set-up cannot be done at all.
fn needs() -> Result<(), Stop> {
    let not_here = |sentence: &str| Err(Stop::NotReady(sentence.to_owned()));
    let system = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    if !system.lines().any(|line| line == "ID=debian") {
        return not_here(
            "The Windows part needs Debian: Wine and the linker come as packages of Debian's. Run it on Debian, as root.",
        );
    }
    let architecture = output_of(&mut command("dpkg --print-architecture")).unwrap_or_default();
    if architecture != "amd64" {
        return not_here(
            "The Windows part needs a 64-bit Intel or AMD computer: Wine runs programs of the computer's own kind only.",
        );
    }
    if !is_root() {
        return not_here("The Windows part needs root: it makes a Debian folder for Wine. Run it again as root.");
    }
    Ok(())
}

/// Where what is made for Windows is kept, below `target`.
fn kept() -> PathBuf {
    root().join("target/windows")
}

/// Deletes a folder, if it is there, but nothing that is mounted in it.
fn remove_folder(folder: &Path) -> Result<(), Stop> {
    crate::run::run(command("rm -rf --one-file-system --").arg(folder))
}

/// Turns an error about a file into the reason to stop.
fn at(path: &Path) -> impl FnOnce(std::io::Error) -> Stop {
    let path = path.display().to_string();
    move |error| Stop::Failed(format!("{path}: {error}"))
}
