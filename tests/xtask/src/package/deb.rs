//! The Debian package, by plain `dpkg-deb`: every file that goes in is named here.

use std::path::Path;

use super::folder::{Folder, failed, made, out};
use super::{Programs, notices};
use crate::Stop;
use crate::packages::{DEB, install};
use crate::run::{command, output_of, root, run};

/// The folders of the whole computer in which the browsers look. A test compares them with `manifests/src`.
const MANIFEST_FOLDERS: [&str; 4] = [
    "etc/chromium/native-messaging-hosts",
    "etc/opt/chrome/native-messaging-hosts", // also Brave's
    "etc/opt/edge/native-messaging-hosts",
    "etc/opt/vivaldi/native-messaging-hosts",
];

/// A distribution's place for programs that nobody calls by name (FHS 3.0, section 4.7).
const HOST: &str = "usr/lib/openjpki/openjpki-host";

const INSTALLER: &str = "usr/bin/openjpki-installer";

const DOCUMENTS: &str = "usr/share/doc/openjpki";

/// Makes the package for the architecture of this computer.
pub(super) fn package(programs: &Programs) -> Result<(), Stop> {
    install(DEB)?;
    let binaries = programs.folder(None)?;
    let out = out(&programs.out)?;
    let architecture =
        output_of(&mut command("dpkg --print-architecture")).ok_or(Stop::Failed("dpkg does not run".to_owned()))?;
    let version = programs.package_version.to_string();
    let folder = Folder::new("deb")?;
    fill(&folder, &binaries, &version)?;
    let control = file("control.in")?
        .replace("@VERSION@", &version)
        .replace("@ARCHITECTURE@", &architecture)
        .replace("@MAINTAINER@", &maintainer())
        .replace("@SIZE@", &size(&folder)?)
        .replace("@LIBRARIES@", &libraries(&folder)?);
    complete(&folder, &control)?;
    let deb = out.join(format!("openjpki_{version}_{architecture}.deb"));
    let mut build = command("dpkg-deb --root-owner-group --uniform-compression -Zxz --build");
    build.env("SOURCE_DATE_EPOCH", folder.time().to_string());
    run(build.arg(folder.path()).arg(&deb).stdout(std::process::Stdio::null()))?;
    made(&deb)
}

fn fill(folder: &Folder, binaries: &Path, version: &str) -> Result<(), Stop> {
    folder.copy(&binaries.join("openjpki-host"), HOST, 0o755)?;
    folder.copy(&binaries.join("openjpki-installer"), INSTALLER, 0o755)?;
    for manifests in MANIFEST_FOLDERS {
        let manifest = file("org.openjpki.host.json")?;
        folder.write(
            &format!("{manifests}/org.openjpki.host.json"),
            manifest.as_bytes(),
            0o644,
        )?;
    }
    folder.write(&format!("{DOCUMENTS}/copyright"), file("copyright")?.as_bytes(), 0o644)?;
    folder.write(
        "usr/share/lintian/overrides/openjpki",
        file("lintian-overrides")?.as_bytes(),
        0o644,
    )?;
    let news = root().join("CHANGELOG.md");
    let news = std::fs::read_to_string(&news).map_err(|error| failed(&news, &error))?;
    let date = output_of(command("date --utc --rfc-email --date").arg(format!("@{}", folder.time())));
    let changes = file("changelog.in")?
        .replace("@VERSION@", version)
        .replace("@MAINTAINER@", &maintainer())
        .replace("@DATE@", &date.unwrap_or_default());
    let target = notices::this_target().ok_or(Stop::Failed("`rustc -vV` names no host".to_owned()))?;
    for (name, text) in [
        (format!("{DOCUMENTS}/changelog"), changes),
        (format!("{DOCUMENTS}/NEWS"), news),
        (format!("{DOCUMENTS}/THIRD-PARTY.txt"), notices::third_party(&target)?),
        (
            "usr/share/man/man1/openjpki-installer.1".to_owned(),
            file("openjpki-installer.1")?,
        ),
    ] {
        folder.write(&name, text.as_bytes(), 0o644)?;
        run(command("gzip --best --no-name").arg(folder.path().join(name)))?;
    }
    Ok(())
}

/// What `dpkg` reads: the control file, which files are an administrator's to change, and the sums of the others.
fn complete(folder: &Folder, control: &str) -> Result<(), Stop> {
    let mut sums = command("md5sum");
    let files = folder.files()?;
    sums.args(files.iter().filter(|file| !file.starts_with("etc")))
        .current_dir(folder.path());
    let sums = output_of(&mut sums).ok_or(Stop::Failed("md5sum does not run".to_owned()))?;
    let conffiles: Vec<String> = files
        .iter()
        .filter(|file| file.starts_with("etc"))
        .map(|file| format!("/{}\n", file.display()))
        .collect();
    folder.write("DEBIAN/md5sums", format!("{sums}\n").as_bytes(), 0o644)?;
    folder.write("DEBIAN/conffiles", conffiles.concat().as_bytes(), 0o644)?;
    folder.write("DEBIAN/control", control.as_bytes(), 0o644)
}

/// The libraries that the programs load, with the oldest versions that have what they use.
fn libraries(folder: &Folder) -> Result<String, Stop> {
    // dpkg-shlibdeps wants to see a source package
    let source = Folder::new("deb-source")?;
    source.write(
        "debian/control",
        b"Source: openjpki\n\nPackage: openjpki\nArchitecture: any\n",
        0o644,
    )?;
    let mut shlibdeps = command("dpkg-shlibdeps -O");
    shlibdeps
        .args([HOST, INSTALLER].map(|program| folder.path().join(program)))
        .current_dir(source.path());
    let found = output_of(&mut shlibdeps).unwrap_or_default();
    let libraries = found.strip_prefix("shlibs:Depends=").unwrap_or_default();
    if libraries.is_empty() {
        return Err(Stop::Failed("dpkg-shlibdeps finds no libraries".to_owned()));
    }
    Ok(libraries.to_owned())
}

/// Who answers for the package: whoever publishes it says so by the variables of Debian's own tools (debchange(1)). Without them it is an
/// address that reaches nobody (RFC 2606, section 2).
fn maintainer() -> String {
    let said = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let name = said("DEBFULLNAME").unwrap_or_else(|| "OpenJPKI".to_owned());
    let address = said("DEBEMAIL").unwrap_or_else(|| "nobody@openjpki.invalid".to_owned());
    format!("{name} <{address}>")
}

/// In KiB, each file and folder rounded up (Debian Policy, section 5.6.20).
fn size(folder: &Folder) -> Result<String, Stop> {
    let mut bytes = 0;
    for file in folder.files()? {
        let path = folder.path().join(file);
        bytes += std::fs::metadata(&path)
            .map_err(|error| failed(&path, &error))?
            .len()
            .div_ceil(1024);
    }
    Ok(bytes.to_string())
}

fn file(name: &str) -> Result<String, Stop> {
    let path = root().join("packaging/deb").join(name);
    std::fs::read_to_string(&path).map_err(|error| failed(&path, &error))
}
