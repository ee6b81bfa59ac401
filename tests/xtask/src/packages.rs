//! The Debian packages that building, testing and showing need.

use std::collections::BTreeSet;

use crate::Stop;
use crate::run::{command, is_on_path, output_of, run};

/// To build the host: PC/SC headers, a linker, and what finds them.
pub(crate) const BUILD: &[&str] = &["gcc", "libc6-dev", "libpcsclite-dev", "pkg-config"];

/// To run the whole path: service, reader driver, browser, PIN window, database, and the namespaces that keep them to themselves.
pub(crate) const STAGE: &[&str] = &[
    "chromium",
    "chromium-l10n",
    "fonts-lohit-deva",
    "fonts-noto-cjk",
    "imagemagick",
    "iproute2",
    "mount",
    "openbox",
    "pcscd",
    "pinentry-gtk2",
    "postgresql",
    "procps",
    "util-linux",
    "vsmartcard-vpcd",
    "xdotool",
    "xvfb",
];

/// To hold our work against other people's.
pub(crate) const JUDGES: &[&str] = &[
    "binutils",
    "opensc",
    "openssl",
    "poppler-utils",
    "python3",
    "python3-aiosmtpd",
    "strace",
];

/// For Windows: the linker and Wine's folder, and what makes, signs, opens and judges packages.
pub(crate) const WINDOWS: &[&str] = &[
    "gcc-mingw-w64-x86-64-win32",
    "mmdebstrap",
    "msitools",
    "osslsigncode",
    "wixl",
];

/// To pack for Windows.
pub(crate) const MSI: &[&str] = &["msitools", "wixl"];

/// To pack for Debian and its relatives.
pub(crate) const DEB: &[&str] = &["dpkg-dev", "xz-utils"];

/// To pack the extension.
pub(crate) const EXTENSION: &[&str] = &["chromium", "openssl", "zip"];

/// To judge packages: those that sign, open and find fault.
pub(crate) const PACKAGES: &[&str] = &["lintian", "osslsigncode", "unzip"];

/// Installs what is missing of `packages`; without root, says which line to run.
pub(crate) fn install<'a>(packages: impl IntoIterator<Item = &'a &'static str>) -> Result<(), Stop> {
    let wanted: BTreeSet<&str> = packages.into_iter().copied().collect();
    let missing = missing(&wanted)?;
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    if !is_root() {
        return Err(Stop::NotReady(format!(
            "Packages are missing. Run this, then the same again:\n\n    sudo apt-get install {list}\n"
        )));
    }
    println!("installing {list}");
    let install = format!("apt-get install --yes --no-install-recommends --quiet {list}");
    run(command("apt-get update --quiet").env("DEBIAN_FRONTEND", "noninteractive"))?;
    run(command(&install).env("DEBIAN_FRONTEND", "noninteractive")).map_err(|_failed| {
        Stop::NotReady(
            "apt-get did not install them; it says why above. They have Debian's names: another system may have some under others, \
             or not at all."
                .to_owned(),
        )
    })
}

/// Whether we may install packages and make namespaces.
pub(crate) fn is_root() -> bool {
    output_of(&mut command("id -u")).as_deref() == Some("0")
}

fn missing(wanted: &BTreeSet<&str>) -> Result<Vec<String>, Stop> {
    if !is_on_path("dpkg-query") {
        let list = wanted.iter().copied().collect::<Vec<_>>().join(" ");
        return Err(Stop::NotReady(format!(
            "This set-up installs by apt-get. What it would install, by Debian's names: {list}"
        )));
    }
    // dpkg-query fails if it does not know one of them, yet lists the others
    let list = wanted.iter().copied().collect::<Vec<_>>();
    let query = command("dpkg-query --show --showformat=${Package}=${db:Status-Status}\\n")
        .args(&list)
        .output();
    let text = query
        .map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
        .unwrap_or_default();
    let installed: BTreeSet<&str> = text
        .lines()
        .filter_map(|line| line.strip_suffix("=installed"))
        .collect();
    Ok(list
        .into_iter()
        .filter(|package| !installed.contains(package))
        .map(str::to_owned)
        .collect())
}
