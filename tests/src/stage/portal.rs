//! The registration site on a stage.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
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
        let file = stage.folder().join("portal.sqlite");
        Self::start_on(stage, &file.display().to_string())
    }

    /// On this database: a file, or the URL of a PostgreSQL.
    pub(super) fn start_on(stage: &Stage, database: &str) -> Self {
        let folder = |name: &str| stage.folder().join(name);
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
            .env("DATABASE_URL", database)
            .arg("--outbox")
            .arg(folder("outbox"));
        command.arg("--test-anchors").arg(roots(stage));
        Self {
            process: start_site(command, &folder("portal.log"), PORT),
            outbox: folder("outbox"),
        }
    }

    /// The mails so far, each as text, in no particular order. Mails go out after the site's answer, so the first is waited for.
    ///
    /// # Panics
    /// If the outbox cannot be read.
    pub fn mails(&self) -> Vec<String> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let mails = self.written();
            // A mail ends with the mark of its last part.
            let whole = !mails.is_empty() && mails.iter().all(|mail| mail.ends_with("--\r\n"));
            if whole || Instant::now() > deadline {
                return mails;
            }
            sleep(Duration::from_millis(10));
        }
    }

    fn written(&self) -> Vec<String> {
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
}

/// A folder with the roots of the virtual cards.
pub(super) fn roots(stage: &Stage) -> PathBuf {
    let folder = stage.folder().join("roots");
    let card = program("openjpki-virtual-card").expect("the virtual card");
    let mut command = stage.command(card);
    let made = command.args(["pki", "--out"]).arg(&folder).status();
    let made = made.expect("the card runs");
    assert!(made.success(), "openjpki-virtual-card pki: {made}");
    folder
}

/// Starts a site and waits until it listens on a port of the stage's loopback.
pub(super) fn start_site(mut command: Command, log: &Path, port: u16) -> Child {
    let said = std::fs::File::create(log).expect("a log for the site");
    command
        .stdin(Stdio::null())
        .stdout(said.try_clone().expect("a second handle"))
        .stderr(said);
    let mut process = command.spawn().expect("the site starts");
    let listening = format!("0100007F:{port:04X} 00000000:0000 0A");
    let table = format!("/proc/{}/net/tcp", process.id());
    let deadline = Instant::now() + PATIENCE;
    while !std::fs::read_to_string(&table).unwrap_or_default().contains(&listening) {
        let ended = !matches!(process.try_wait(), Ok(None));
        assert!(
            !ended && Instant::now() < deadline,
            "the site does not listen: {}",
            read(log.to_owned())
        );
        sleep(Duration::from_millis(20));
    }
    process
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
