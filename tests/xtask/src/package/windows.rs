//! The Windows packages: `wixl` writes the tables, `msibuild` what wixl does not know. Sources: `packaging/windows`.

use std::path::Path;

use super::folder::{Folder, failed, made, out};
use super::{Programs, Version, notices};
use crate::Stop;
use crate::packages::{MSI, install};
use crate::run::{command, root, run};

const TARGET: &str = "x86_64-pc-windows-gnu";

/// The code page of the texts, Windows' Japanese one: it has every letter of both languages.
const CODE_PAGE: &[u8] = b"\r\n\r\n932\t_ForceCodepage\r\n";

/// For whom a package installs. Windows Installer knows packages for both, yet what such a package may do is decided when it runs,
/// and wixl cannot write one; two packages each keep one promise.
#[derive(Clone, Copy)]
enum Scope {
    /// Everybody who uses the computer; asks for an administrator.
    Machine,
    /// The account that runs it; asks nobody.
    Account,
}

/// Makes both packages.
pub(super) fn package(programs: &Programs) -> Result<(), Stop> {
    install(MSI)?;
    let binaries = programs.folder(Some(TARGET))?;
    let out = out(&programs.out)?;
    let folder = Folder::new("windows")?;
    fill(&folder, &binaries)?;
    for scope in [Scope::Machine, Scope::Account] {
        let msi = out.join(scope.file(programs.package_version));
        write_tables(&folder, scope, programs.package_version, &msi)?;
        complete(&folder, scope, programs.package_version, &msi)?;
        made(&msi)?;
    }
    Ok(())
}

/// wixl takes files from the folder in which it runs, and from no other.
fn fill(folder: &Folder, binaries: &Path) -> Result<(), Stop> {
    for program in ["openjpki-host.exe", "openjpki-installer.exe"] {
        folder.copy(&binaries.join(program), program, 0o755)?;
    }
    for file in ["openjpki.wxs", "openjpki.ico", "org.openjpki.host.json"] {
        folder.copy(&root().join("packaging/windows").join(file), file, 0o644)?;
    }
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        folder.copy(&root().join(licence), &format!("{licence}.txt"), 0o644)?;
    }
    let notices = notices::third_party(TARGET)?.replace('\n', "\r\n");
    folder.write("THIRD-PARTY.txt", notices.as_bytes(), 0o644)?;
    folder.write("_ForceCodepage.idt", CODE_PAGE, 0o644)
}

fn write_tables(folder: &Folder, scope: Scope, version: Version, msi: &Path) -> Result<(), Stop> {
    let mut wixl = command("wixl --arch x64");
    wixl.args(["-D", &format!("Version={version}")])
        .args(["-D", &format!("ProductCode={}", scope.product_code(version))])
        .args(["-D", concat!("Repository=", env!("CARGO_PKG_REPOSITORY"))]);
    if matches!(scope, Scope::Machine) {
        wixl.args(["-D", "Machine=yes"]);
    }
    run(wixl.arg("-o").arg(msi).arg("openjpki.wxs").current_dir(folder.path()))
}

fn complete(folder: &Folder, scope: Scope, version: Version, msi: &Path) -> Result<(), Stop> {
    let msibuild = || {
        let mut msibuild = command("msibuild");
        msibuild.arg(msi).current_dir(folder.path());
        msibuild
    };
    run(msibuild().args(["-i", "_ForceCodepage.idt"]))?;
    // 0: no language of its own; Windows speaks the person's
    run(msibuild().args(["-s", "OpenJPKI", "OpenJPKI", "x64;0"]))?;
    for file in scope.statements() {
        let path = root().join("packaging/windows").join(file);
        let text = std::fs::read_to_string(&path).map_err(|error| failed(&path, &error))?;
        let statements = text.lines().filter(|line| !line.is_empty() && !line.starts_with("--"));
        for statement in statements {
            run(msibuild()
                .arg("-q")
                .arg(statement.replace("@VERSION@", &version.to_string())))?;
        }
    }
    Ok(())
}

impl Scope {
    fn file(self, version: Version) -> String {
        match self {
            Self::Machine => format!("openjpki-{version}-x64.msi"),
            Self::Account => format!("openjpki-{version}-x64-user.msi"),
        }
    }

    fn statements(self) -> &'static [&'static str] {
        match self {
            Self::Machine => &["openjpki.sql", "openjpki-machine.sql"],
            Self::Account => &["openjpki.sql", "openjpki-account.sql"],
        }
    }

    /// The same for the same version, so that Windows refuses a second package of it; another for each other version.
    fn product_code(self, version: Version) -> String {
        let Version { major, minor, patch } = version;
        match self {
            Self::Machine => format!("7AEC38C4-4B1C-4C04-9FD0-{major:04X}{minor:04X}{patch:04X}"),
            Self::Account => format!("9B5D9D1B-7F0E-4C6B-8D0C-{major:04X}{minor:04X}{patch:04X}"),
        }
    }
}
