//! The registration site on a stage.

use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::Stage;
use crate::browser::PATIENCE;
use crate::pcscd::program;

/// Where the site is; every stage has a network of its own, so the port is always free.
pub const ORIGIN: &str = "http://localhost:8080";

const PORT: u16 = 8080;

/// A running registration site. Dropping it ends it.
pub struct Portal {
    process: Child,
    outbox: PathBuf,
}

impl Portal {
    pub(super) fn start(stage: &Stage) -> Self {
        let folder = |name: &str| stage.folder().join(name);
        let card = program("openjpki-virtual-card").expect("the virtual card");
        let roots = stage
            .command(card)
            .args(["pki", "--out"])
            .arg(folder("roots"))
            .status()
            .expect("the card runs");
        assert!(roots.success(), "openjpki-virtual-card pki: {roots}");
        // ends with us, also when we are killed
        let mut command = stage.command("setpriv");
        command
            .args(["--pdeathsig", "KILL", "--"])
            .arg(program("openjpki-portal").expect("the registration site"));
        command
            .arg("--listen")
            .arg(format!("127.0.0.1:{PORT}"))
            .args(["--origin", ORIGIN]);
        command
            .arg("--database")
            .arg(folder("portal.sqlite"))
            .arg("--outbox")
            .arg(folder("outbox"));
        command.arg("--test-anchors").arg(folder("roots"));
        let log = std::fs::File::create(folder("portal.log")).expect("a log for the site");
        command
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("a second handle"))
            .stderr(log);
        let process = command.spawn().expect("the site starts");
        let mut portal = Self {
            process,
            outbox: folder("outbox"),
        };
        portal.wait_until_listening(&folder("portal.log"));
        portal
    }

    /// The mails so far, each as text, in no particular order.
    ///
    /// # Panics
    /// If the outbox cannot be read.
    pub fn mails(&self) -> Vec<String> {
        let Ok(files) = std::fs::read_dir(&self.outbox) else {
            return Vec::new();
        };
        let files = files.map(|file| file.expect("a file in the outbox").path());
        files
            .filter(|file| file.extension().is_some_and(|end| end == "eml"))
            .map(read)
            .collect()
    }

    /// The folder that mails are written into.
    pub fn outbox(&self) -> &std::path::Path {
        &self.outbox
    }

    fn wait_until_listening(&mut self, log: &std::path::Path) {
        let listening = format!("0100007F:{PORT:04X} 00000000:0000 0A");
        let table = format!("/proc/{}/net/tcp", self.process.id());
        let deadline = Instant::now() + PATIENCE;
        while !std::fs::read_to_string(&table).unwrap_or_default().contains(&listening) {
            let ended = !matches!(self.process.try_wait(), Ok(None));
            assert!(
                !ended && Instant::now() < deadline,
                "the site does not listen: {}",
                read(log.to_owned())
            );
            sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn read(file: PathBuf) -> String {
    std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}
