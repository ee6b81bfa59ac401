//! The Debian mirror that this computer already uses, for packages of other Debian releases than its own.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Stop;
use crate::run::{command, output_of, run};
use crate::windows::at;

/// The address of the mirror.
pub(super) fn address() -> Result<String, Stop> {
    if let Some(address) = known() {
        return Ok(address);
    }
    run(&mut command("apt-get update --quiet"))?; // it knows its mirrors only after an update
    known().ok_or_else(|| {
        Stop::NotReady(
            "The Windows part needs a Debian mirror among apt's sources; there is none. Run it on Debian.".to_owned(),
        )
    })
}

fn known() -> Option<String> {
    let mut targets = command("apt-get indextargets --format $(REPO_URI)");
    targets.args(["Created-By: Packages", "Origin: Debian", "Label: Debian"]);
    output_of(&mut targets)?.lines().next().map(str::to_owned)
}

/// Downloads `package` in the first version that starts with `version`, from the first of `releases` that has it, as a file in `folder`;
/// nothing if none has it. Apt's own sources and lists stay as they are.
pub(super) fn download(
    folder: &Path,
    package: &str,
    version: &str,
    releases: &[&str],
) -> Result<Option<PathBuf>, Stop> {
    let mirror = address()?;
    for release in releases {
        let apt = Apt::new(folder, &mirror, release)?;
        let updated = run(apt.command("apt-get").args(["update", "--quiet"]));
        let Some(found) = updated.ok().and_then(|()| apt.version_of(package, version)) else {
            println!("{release} of {mirror} has no {package} {version}");
            continue;
        };
        println!("downloading {package} {found} from {release}");
        run(apt
            .command("apt-get")
            .args(["download", "--quiet"])
            .arg(format!("{package}={found}")))?;
        let files = std::fs::read_dir(folder).map_err(at(folder))?;
        let files = files.filter_map(Result::ok).map(|entry| entry.path());
        return Ok(files
            .into_iter()
            .find(|path| path.extension().is_some_and(|end| end == "deb")));
    }
    Ok(None)
}

/// Apt with one source, and lists of its own.
struct Apt {
    folder: PathBuf,
}

impl Apt {
    fn new(folder: &Path, mirror: &str, release: &str) -> Result<Self, Stop> {
        let apt = Self {
            folder: folder.join("apt"),
        };
        std::fs::create_dir_all(apt.folder.join("lists/partial")).map_err(at(&apt.folder))?;
        let source = format!("deb {mirror} {release} main\n");
        std::fs::write(apt.folder.join("source"), source).map_err(at(&apt.folder))?;
        Ok(apt)
    }

    /// A command of apt's in the folder that the lists are in.
    fn command(&self, program: &str) -> Command {
        let mut command = command(program);
        let here = self.folder.display();
        for option in [
            format!("Dir::Etc::SourceList={here}/source"),
            "Dir::Etc::SourceParts=/dev/null".to_owned(),
            "Dir::Etc::Preferences=/dev/null".to_owned(),
            "Dir::Etc::PreferencesParts=/dev/null".to_owned(),
            format!("Dir::State::Lists={here}/lists"),
            format!("Dir::Cache={here}"),
            "APT::Sandbox::User=root".to_owned(),
            "Acquire::Retries=0".to_owned(),
        ] {
            command.args(["-o", &option]);
        }
        command.current_dir(self.folder.parent().unwrap_or(&self.folder));
        command
    }

    fn version_of(&self, package: &str, wanted: &str) -> Option<String> {
        let table = output_of(self.command("apt-cache").args(["madison", package]))?;
        let versions = table.lines().filter_map(|line| line.split('|').nth(1)).map(str::trim);
        versions
            .into_iter()
            .find(|version| is_of(version, wanted))
            .map(str::to_owned)
    }
}

/// Whether a package's version is one of this release of the program: what follows is Debian's (`1.95.0+dfsg1-2`).
fn is_of(version: &str, release: &str) -> bool {
    version
        .strip_prefix(release)
        .is_some_and(|rest| rest.starts_with(['+', '-']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_exactly_the_release_of_the_compiler() {
        assert!(is_of("1.95.0+dfsg1-2~bpo13+1", "1.95.0"));
        assert!(is_of("1.95.0-1", "1.95.0"));
        for other in ["1.95.01-1", "1.95.0~beta.3-1", "1.95.1+dfsg1-1", "1.94.0+dfsg1-1"] {
            assert!(!is_of(other, "1.95.0"), "{other}");
        }
    }
}
