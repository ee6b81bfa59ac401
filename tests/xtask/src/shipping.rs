//! Building the programs as they ship.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{cargo, root};

/// The command that builds the programs of `packages` as they ship, for this computer or for `target`.
///
/// The paths of this computer that the compiler would write into a program (in the sentences of panics) become the same everywhere: nobody reads in
/// a program who built it, and two people who build it get the same one.
pub(crate) fn build(packages: &[&str], target: Option<&str>) -> Command {
    let mut build = cargo("build --quiet --locked --release --bins");
    for package in packages {
        build.args(["--package", package]);
    }
    if let Some(target) = target {
        build.args(["--target", target]);
    }
    let flags: Vec<String> = renamed_folders()
        .iter()
        .map(|(from, to)| format!("'--remap-path-prefix={}={to}'", from.display()))
        .collect();
    // added to the flags of .cargo/config.toml, where an environment variable would replace them
    let table = target.map_or_else(|| "build".to_owned(), |target| format!("target.{target}"));
    build.args(["--config", &format!("{table}.rustflags=[{}]", flags.join(","))]);
    build
}

/// Folders of this computer, and what a program calls them: this repository, and where cargo unpacks each registry's crates.
fn renamed_folders() -> Vec<(PathBuf, &'static str)> {
    let mut folders = vec![(root(), "/openjpki")];
    let registries = fs::read_dir(cargo_home().join("registry/src"))
        .into_iter()
        .flatten()
        .flatten();
    folders.extend(registries.map(|registry| (registry.path(), "/crates")));
    folders
}

/// Where cargo keeps what it downloaded: `CARGO_HOME`, else `.cargo` in the person's folder.
fn cargo_home() -> PathBuf {
    let from_home = || Path::new(&std::env::var_os("HOME").unwrap_or_default()).join(".cargo");
    std::env::var_os("CARGO_HOME").map_or_else(from_home, PathBuf::from)
}
