//! The program as an operator starts it.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use openjpki_portal::store::DatabaseAddress;

use crate::stage::{ORIGIN, write_roots};

/// A running site; its log goes to the file `log`.
pub(crate) struct Program {
    process: Child,
    output: BufReader<ChildStdout>,
    pub(crate) address: String,
}

/// The program with nothing around it that could set it: in this folder, on this database.
pub(crate) fn program(folder: &Path, database: &DatabaseAddress) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_openjpki-portal"));
    command.current_dir(folder).env_clear();
    match database {
        DatabaseAddress::File(file) => command.arg("--database").arg(file),
        DatabaseAddress::Postgres(url) => command.env("DATABASE_URL", url),
    };
    command
}

impl Program {
    /// Starts it with the log at this level.
    pub(crate) fn start_at(
        folder: &Path,
        database: &DatabaseAddress,
        listen: &str,
        level: &str,
        more: &[&str],
    ) -> Self {
        let roots = folder.join("roots");
        if !roots.exists() {
            write_roots(&roots);
        }
        let log = fs::File::options()
            .create(true)
            .append(true)
            .open(folder.join("log"))
            .unwrap();
        let mut process = program(folder, database)
            .args(["--listen", listen, "--origin", ORIGIN, "--test-anchors", "roots"])
            .args(more)
            .env("RUST_LOG", level)
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on http://").unwrap_or_else(|| {
            panic!("{}", fs::read_to_string(folder.join("log")).unwrap());
        });
        Self {
            process,
            address: address.to_owned(),
            output,
        }
    }

    /// SIGTERM.
    pub(crate) fn tell_to_stop(&self) {
        let told = Command::new("kill")
            .arg(self.process.id().to_string())
            .status()
            .unwrap();
        assert!(told.success());
    }

    /// Tells it to stop and waits; what else it wrote to stdout.
    pub(crate) fn stop(self) -> String {
        self.tell_to_stop();
        self.ended()
    }

    /// Waits for its end, which must be a good one; what else it wrote to stdout.
    pub(crate) fn ended(mut self) -> String {
        assert!(self.process.wait().unwrap().success());
        let mut rest = String::new();
        self.output.read_to_string(&mut rest).unwrap();
        rest
    }
}

/// SIGKILL: as the loss of power is for the program.
impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
