//! The extension as files: a zip for the browsers' stores, and a CRX3 for fleets whose administrator serves it.

use std::fs;
use std::path::{Path, PathBuf};

use super::folder::{Folder, failed, made, out};
use super::whole;
use crate::Stop;
use crate::node::in_extension;
use crate::packages::{EXTENSION, install};
use crate::run::{command, output_of, root, run};

/// How the extension is packed.
#[derive(clap::Args)]
pub(super) struct Extension {
    /// The private key (RSA, PKCS#8, PEM) that signs the CRX; without it one is made up, and the extension's id with it
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// Write the packages into this folder
    #[arg(long, value_name = "FOLDER", default_value = "target/packages")]
    out: PathBuf,
    /// Pack another folder in place of `extension`, for tests
    #[arg(long, value_name = "FOLDER", hide = true)]
    source: Option<PathBuf>,
}

/// Makes both.
pub(super) fn package(extension: &Extension) -> Result<(), Stop> {
    install(EXTENSION)?;
    let out = out(&extension.out)?;
    let source = extension
        .source
        .as_deref()
        .map_or_else(|| root().join("extension"), whole);
    let folder = Folder::new("extension")?;
    for file in shipped(&source)? {
        folder.copy(&source.join(&file), &file, 0o644)?;
    }
    let version = env!("CARGO_PKG_VERSION");
    zip(&folder, &out.join(format!("openjpki-extension-{version}.zip")))?;
    let key = match &extension.key {
        Some(key) => whole(key),
        None => throw_away_key(&out)?,
    };
    crx(&folder, &key, &out.join(format!("openjpki-extension-{version}.crx")))
}

/// The files that ship, by `files` in `package.json`, sorted.
fn shipped(source: &Path) -> Result<Vec<String>, Stop> {
    let files = output_of(in_extension("node -p").arg("require('./package.json').files.join('\\n')"))
        .ok_or(Stop::Failed("node cannot read extension/package.json".to_owned()))?;
    let mut shipped = Vec::new();
    let mut left: Vec<PathBuf> = files.lines().map(PathBuf::from).collect();
    while let Some(file) = left.pop() {
        let path = source.join(&file);
        if path.is_dir() {
            for entry in fs::read_dir(&path).map_err(|error| failed(&path, &error))? {
                left.push(file.join(entry.map_err(|error| failed(&path, &error))?.file_name()));
            }
        } else {
            shipped.push(file.to_string_lossy().into_owned());
        }
    }
    shipped.sort();
    Ok(shipped)
}

/// The same bytes for the same files: sorted, without owners, times as the folder gives them, in UTC.
fn zip(folder: &Folder, zip: &Path) -> Result<(), Stop> {
    if zip.exists() {
        fs::remove_file(zip).map_err(|error| failed(zip, &error))?;
    }
    let mut pack = command("zip -q -X -9");
    pack.arg(zip).args(folder.files()?);
    run(pack.env("TZ", "UTC").current_dir(folder.path()))?;
    made(zip)
}

/// Chromium itself packs and signs. The id of the extension follows this key, whatever `key` says in the manifest.
fn crx(folder: &Folder, key: &Path, crx: &Path) -> Result<(), Stop> {
    let profile = Folder::new("extension-profile")?;
    let mut chromium = command("chromium --headless --no-sandbox --disable-gpu --no-first-run --no-message-box");
    chromium
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(format!("--pack-extension={}", folder.path().display()))
        .arg(format!("--pack-extension-key={}", key.display()));
    // its exit code says nothing, the file does; reading to the end waits for all of its processes
    let _ = chromium.output();
    let packed = folder.path().with_extension("crx");
    if !packed.is_file() {
        return Err(Stop::Failed(format!(
            "Chromium makes no CRX: is {} an RSA key in PKCS#8 PEM?",
            key.display()
        )));
    }
    let bytes = fs::read(&packed).map_err(|error| failed(&packed, &error))?;
    fs::write(crx, bytes).map_err(|error| failed(crx, &error))?;
    fs::remove_file(&packed).map_err(|error| failed(&packed, &error))?;
    made(crx)
}

/// A key for trying things out. Not the project's: whoever has that keeps it off every build computer.
fn throw_away_key(out: &Path) -> Result<PathBuf, Stop> {
    let key = out.join("throw-away-key.pem");
    if !key.exists() {
        run(command("openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out").arg(&key))?;
    }
    println!(
        "signed with a key made up here, so the extension has an id of its own: the host does not answer it (docs/PACKAGES.md)"
    );
    Ok(key)
}
