//! The licences and notices of everything that is compiled into our programs; each licence asks that they go along.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::folder::failed;
use crate::Stop;
use crate::run::{cargo, output_of, run};

/// How the files are called, in lower case.
const NAMES: &[&str] = &["license", "licence", "copying", "copyright", "notice", "unlicense"];

const BEGINNING: &str =
    "OpenJPKI's programs hold these libraries, and Rust's standard library (MIT OR Apache-2.0), in compiled form.\n\n";

/// Names, licences and notices for programs of `target`.
pub(super) fn third_party(target: &str) -> Result<String, Stop> {
    run(cargo("fetch --quiet --locked").args(["--target", target]))?;
    let tree = cargo(
        "tree --locked --package openjpki-host --package openjpki-installer --edges normal,no-proc-macro --prefix none",
    )
    .args(["--format", "{p}|{l}|{r}", "--target", target])
    .output()
    .map_err(|error| Stop::Failed(format!("cargo tree: {error}")))?;
    let tree = String::from_utf8_lossy(&tree.stdout);
    let mut list = BTreeSet::new();
    let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in tree.lines().filter(|line| !line.starts_with("openjpki")) {
        let Some((package, about)) = line.trim_end_matches(" (*)").split_once('|') else {
            continue;
        };
        let (licence, address) = about.split_once('|').unwrap_or((about, ""));
        list.insert(format!("{package}  {licence}  {address}"));
        for text in notices(package)? {
            texts.entry(text).or_default().insert(package.to_owned());
        }
    }
    if list.is_empty() {
        return Err(Stop::Failed("`cargo tree` names no library".to_owned()));
    }
    let mut whole = BEGINNING.to_owned();
    for line in list {
        let _ = writeln!(whole, "{line}");
    }
    for (text, packages) in texts {
        let packages = packages.into_iter().collect::<Vec<_>>().join(", ");
        let _ = write!(whole, "\n{}\n{packages}\n\n{}\n", "-".repeat(100), text.trim());
    }
    Ok(whole)
}

/// The texts that lie beside the source of `package`, such as `serde v1.0.229`.
fn notices(package: &str) -> Result<Vec<String>, Stop> {
    let folder = source(&package.replace(" v", "-"))
        .ok_or_else(|| Stop::Failed(format!("the source of {package} is not where cargo puts it")))?;
    let mut texts = Vec::new();
    for entry in std::fs::read_dir(&folder).map_err(|error| failed(&folder, &error))? {
        let path = entry.map_err(|error| failed(&folder, &error))?.path();
        if is_notice(&path) {
            let text = std::fs::read(&path).map_err(|error| failed(&path, &error))?;
            texts.push(String::from_utf8_lossy(&text).replace("\r\n", "\n"));
        }
    }
    Ok(texts)
}

fn is_notice(path: &Path) -> bool {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    path.is_file() && NAMES.iter().any(|notice| name.starts_with(notice))
}

/// Source: The Cargo Book, "Cargo Home", `registry/src`.
fn source(name: &str) -> Option<PathBuf> {
    let home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(std::env::home_dir()?.join(".cargo")))?;
    let mut registries = std::fs::read_dir(home.join("registry/src")).ok()?.flatten();
    registries.find_map(|registry| {
        let folder = registry.path().join(name);
        folder.is_dir().then_some(folder)
    })
}

/// The target of this computer, for [`third_party`].
pub(super) fn this_target() -> Option<String> {
    let version = output_of(std::process::Command::new("rustc").arg("-vV"))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "))?;
    Some(host.to_owned())
}
