//! Node.js, for the checks and tests of the extension. Nothing of it ships.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use crate::Stop;
use crate::packages;
use crate::run::{command, is_on_path, output_of, root, run};

/// The oldest Node.js that the extension's checks run on (what eslint 10 asks for).
const OLDEST: [u32; 2] = [20, 19];

/// The npm package that brings a Node.js where the system's is too old.
const NEWER: &str = "node@22";

/// Makes sure of Node.js, npm and the extension's development packages.
pub(crate) fn set_up() -> Result<(), Stop> {
    let programs: Vec<&&str> = [("node", &"nodejs"), ("npm", &"npm")]
        .into_iter()
        .filter(|(program, _)| !is_on_path(program))
        .map(|(_, package)| package)
        .collect();
    packages::install(programs)?;
    if !is_new_enough(&mut node_first("node")) {
        println!("Node.js is too old: bringing {NEWER} into target/node");
        let folder = own_folder();
        run(command("npm install --no-audit --no-fund --silent --prefix")
            .arg(folder)
            .arg(NEWER))?;
    }
    if !is_new_enough(&mut node_first("node")) {
        let [major, minor] = OLDEST;
        return Err(Stop::NotReady(format!(
            "Node.js {major}.{minor} or newer is needed for the extension's checks."
        )));
    }
    install_development_packages()
}

/// A command in `extension/` with our Node.js first on its path.
pub(crate) fn in_extension(words: &str) -> Command {
    let mut command = node_first(words.split_whitespace().next().unwrap_or("npm"));
    command
        .args(words.split_whitespace().skip(1))
        .current_dir(root().join("extension"));
    command
}

/// `npm ci`, if the lock file is not the one of the last time.
fn install_development_packages() -> Result<(), Stop> {
    let lock = root().join("extension/package-lock.json");
    let done = root().join("extension/node_modules/.openjpki-lock");
    let wanted = std::fs::read(&lock).map_err(|error| Stop::Failed(format!("{}: {error}", lock.display())))?;
    if std::fs::read(&done).is_ok_and(|last| last == wanted) {
        return Ok(());
    }
    run(&mut in_extension("npm ci --no-audit --no-fund"))?;
    std::fs::write(&done, wanted).map_err(|error| Stop::Failed(format!("{}: {error}", done.display())))
}

fn node_first(program: &str) -> Command {
    let own = own_folder().join("node_modules/node/bin");
    let system = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(own).chain(std::env::split_paths(&system));
    let path: OsString = std::env::join_paths(folders).unwrap_or(system);
    let mut command = Command::new(program);
    command.env("PATH", path).current_dir(root());
    command
}

fn own_folder() -> PathBuf {
    root().join("target/node")
}

fn is_new_enough(node: &mut Command) -> bool {
    let Some(version) = output_of(node.arg("--version")) else {
        return false;
    };
    let mut numbers = version
        .trim_start_matches('v')
        .split('.')
        .map(|part| part.parse::<u32>().unwrap_or(0));
    [numbers.next().unwrap_or(0), numbers.next().unwrap_or(0)] >= OLDEST
}
