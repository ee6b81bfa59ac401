//! What the tasks need before they can begin. Each does its own; doing it twice costs a fraction of a second.

use crate::packages::{BUILD, JUDGES, STAGE, install};
use crate::run::{cargo, output_of};
use crate::{Stop, node};

/// For `cargo xtask test`.
pub(crate) fn everything() -> Result<(), Stop> {
    install(BUILD.iter().chain(STAGE).chain(JUDGES))?;
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
