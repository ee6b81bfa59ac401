//! What the tasks need before they can begin. Each does its own; doing it twice costs a fraction of a second.

use crate::packages::{BUILD, DEB, EXTENSION, JUDGES, MSI, PACKAGES, STAGE, install, is_root};
use crate::run::{cargo, output_of};
use crate::{SetupArguments, Stop, node, windows};

/// `cargo xtask setup`.
pub(crate) fn set_up(arguments: &SetupArguments) -> Result<(), Stop> {
    everything()?;
    if arguments.windows { windows::set_up() } else { Ok(()) }
}

/// What `cargo xtask test` uses.
const ALL: [&[&str]; 7] = [BUILD, STAGE, JUDGES, MSI, DEB, EXTENSION, PACKAGES];

/// For `cargo xtask test`.
pub(crate) fn workshop() -> Result<(), Stop> {
    namespaces(ALL.into_iter().flatten())?;
    everything()
}

fn everything() -> Result<(), Stop> {
    install(ALL.into_iter().flatten())?;
    for component in ["fmt", "clippy"] {
        if output_of(&mut cargo(&format!("{component} --version"))).is_none() {
            return Err(Stop::NotReady(format!(
                "cargo {component} is missing: rustup component add rustfmt clippy"
            )));
        }
    }
    node::set_up()
}

/// For `cargo xtask demo`, which needs neither Node.js nor other programs to compare with.
pub(crate) fn stage() -> Result<(), Stop> {
    let packages = || BUILD.iter().chain(STAGE);
    namespaces(packages())?;
    install(packages())
}

/// Stops where we may not make the namespaces that keep service, reader and network of a stage to themselves; says also which of
/// `packages` are missing.
fn namespaces<'a>(packages: impl IntoIterator<Item = &'a &'static str>) -> Result<(), Stop> {
    if is_root() {
        return Ok(());
    }
    let missing = match install(packages) {
        Err(Stop::NotReady(sentence)) => format!("\n\n{sentence}"),
        _ => String::new(),
    };
    Err(Stop::NotReady(format!(
        "This needs root: it gives the smart-card service a mount and a network namespace of its own, so that nothing of this \
         computer's is touched. Run it again as root; it then also installs packages.{missing}"
    )))
}
