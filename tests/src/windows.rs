//! What Windows tests share: our Windows programs, run by Wine in a prefix of their own, and a person at their windows.
//!
//! Wine's folder and the Windows programs are made by `cargo xtask setup --windows` and `cargo xtask test`.

mod onlooker;
mod person;
mod prefix;

use std::path::PathBuf;

use crate::stage::root;

pub use self::onlooker::{Control, Onlooker, Window};
pub use self::person::Person;
pub use self::prefix::WinePrefix;

/// Environment variable that names the script which runs a program in Wine's folder.
pub const RUNNER: &str = "OPENJPKI_WINE";

/// Environment variable that names the folder of the Windows programs.
pub const PROGRAMS: &str = "OPENJPKI_WINDOWS_BIN";

/// The script that runs a program in Wine's folder: [`RUNNER`], else `tests/windows/wine`.
pub fn runner() -> PathBuf {
    std::env::var_os(RUNNER).map_or_else(|| root().join("tests/windows/wine"), PathBuf::from)
}

/// A Windows program as it ships, such as `openjpki-host.exe`: in the folder [`PROGRAMS`], else among the release builds.
///
/// # Panics
/// If it is not built.
pub fn windows_program(name: &str) -> PathBuf {
    let folder =
        std::env::var_os(PROGRAMS).map_or_else(|| root().join("target/x86_64-pc-windows-gnu/release"), PathBuf::from);
    let program = folder.join(name);
    assert!(
        program.is_file(),
        "{} is not built: cargo build --release --target x86_64-pc-windows-gnu --package openjpki-host",
        program.display()
    );
    program
}

/// Whether a key of an exported registry is one that Wine writes at any time: its display, and the fonts whenever it counts them.
pub fn is_wines_own(key: &str) -> bool {
    let own = ["\\Software\\Wine\\", "\\CurrentVersion\\Fonts]", "\\FontLink\\"];
    own.iter().any(|part| key.contains(part))
}
