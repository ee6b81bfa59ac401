//! `cargo xtask package`: what people and administrators install, in `target/packages`. `docs/PACKAGES.md` explains each.

mod deb;
mod extension;
mod folder;
mod notices;
mod windows;

use std::path::{Path, PathBuf};

use clap::Subcommand;

use crate::run::{root, run};
use crate::{Stop, shipping};

#[derive(clap::Args)]
pub(crate) struct PackageArguments {
    #[command(subcommand)]
    kind: Kind,
}

#[derive(Subcommand)]
enum Kind {
    /// The Windows packages (MSI): one for the whole computer, one for one account
    Windows(Programs),
    /// The Debian package
    Deb(Programs),
    /// The extension: a zip for the stores, a signed CRX for managed fleets
    Extension(extension::Extension),
}

/// Which programs go in, and where the package goes.
#[derive(clap::Args)]
struct Programs {
    /// Take the programs from this folder in place of building them, for instance after signing them
    #[arg(long, value_name = "FOLDER")]
    binaries: Option<PathBuf>,
    /// Write the package into this folder
    #[arg(long, value_name = "FOLDER", default_value = "target/packages")]
    out: PathBuf,
    /// Version of the package, if it is not this source's: for tests of upgrades
    #[arg(long, value_name = "VERSION", default_value = env!("CARGO_PKG_VERSION"))]
    package_version: Version,
}

/// `major.minor.patch`, each small enough for Windows Installer (255, 255, 65,535).
///
/// Source: Windows Installer, property ProductVersion.
#[derive(Clone, Copy)]
struct Version {
    major: u8,
    minor: u8,
    patch: u16,
}

pub(crate) fn package(arguments: &PackageArguments) -> Result<(), Stop> {
    match &arguments.kind {
        Kind::Windows(programs) => windows::package(programs),
        Kind::Deb(programs) => deb::package(programs),
        Kind::Extension(extension) => extension::package(extension),
    }
}

impl Programs {
    /// The folder of the programs, built as they ship if none was named.
    fn folder(&self, target: Option<&str>) -> Result<PathBuf, Stop> {
        if let Some(folder) = &self.binaries {
            return Ok(whole(folder));
        }
        run(&mut shipping::build(&["openjpki-host", "openjpki-installer"], target))?;
        let mut folder = root().join("target");
        folder.extend(target);
        Ok(folder.join("release"))
    }
}

impl std::str::FromStr for Version {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parse = || {
            let mut parts = text.split('.');
            let version = Self {
                major: parts.next()?.parse().ok()?,
                minor: parts.next()?.parse().ok()?,
                patch: parts.next()?.parse().ok()?,
            };
            parts.next().is_none().then_some(version)
        };
        parse().ok_or_else(|| "not of the form 1.2.3, or too large for Windows Installer".to_owned())
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

/// A path that the person gave, from where they stand.
fn whole(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}
