//! What the tasks need before they can begin. Each does its own; doing it twice costs a fraction of a second.

use crate::packages::{BUILD, DEB, EXTENSION, JUDGES, MSI, PACKAGES, STAGE, install, is_root};
use crate::run::{cargo, output_of};
use crate::{SetupArguments, Stop, node, windows};

/// `cargo xtask setup`.
pub(crate) fn set_up(arguments: &SetupArguments) -> Result<(), Stop> {
    everything()?;
    if arguments.windows { windows::set_up() } else { Ok(()) }
}

/// For `cargo xtask test`.
pub(crate) fn everything() -> Result<(), Stop> {
    install(
        [BUILD, STAGE, JUDGES, MSI, DEB, EXTENSION, PACKAGES]
            .into_iter()
            .flatten(),
    )?;
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
    install(BUILD.iter().chain(STAGE))
}

/// Stops where we may not make the namespaces that keep service, reader and network of a stage to themselves.
pub(crate) fn namespaces() -> Result<(), Stop> {
    if is_root() {
        return Ok(());
    }
    Err(Stop::NotReady(
        "This needs root: it gives the smart-card service a mount and a network namespace of its own, so that nothing of this \
         computer's is touched. Run it again as root; it then also installs the packages that are missing."
            .to_owned(),
    ))
}
