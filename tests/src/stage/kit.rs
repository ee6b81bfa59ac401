//! The page author's kit on a stage.

use std::path::Path;
use std::process::Child;

use super::Stage;
use super::portal::{roots, start_site};
use crate::kit::ORIGIN;
use crate::pcscd::program;

/// The running site of the kit. Dropping it ends it.
pub struct Kit {
    process: Child,
}

impl Kit {
    pub(super) fn start(stage: &Stage, own: Option<&Path>) -> Self {
        let mut command = stage.command("setpriv");
        command.args(["--pdeathsig", "KILL", "--"]);
        command.arg(program("openjpki-kit").expect("the kit")).arg("serve");
        command.arg("--roots").arg(roots(stage));
        if let Some(own) = own {
            command.arg("--site").arg(own);
        }
        let port = ORIGIN.rsplit(':').next().and_then(|port| port.parse().ok());
        let process = start_site(command, &stage.folder().join("kit.log"), port.expect("a port"));
        Self { process }
    }
}

impl Drop for Kit {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
