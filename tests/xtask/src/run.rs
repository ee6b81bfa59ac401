//! Running the programs that do the work.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use crate::Stop;
use crate::descendants;

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")); // tests/xtask
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// A command in the root of the repository. Words are split at spaces.
pub(crate) fn command(words: &str) -> Command {
    let mut words = words.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or("true"));
    command.args(words).current_dir(root());
    command
}

/// Cargo, the one that runs us.
pub(crate) fn cargo(words: &str) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(words.split_whitespace()).current_dir(root());
    // what `cargo run` set for us is not meant for what we run
    for name in [
        "CARGO_MANIFEST_DIR",
        "CARGO_MANIFEST_PATH",
        "CARGO_PKG_NAME",
        "CARGO_PKG_VERSION",
    ] {
        command.env_remove(name);
    }
    command
}

/// Runs a command with our own input and output.
pub(crate) fn run(command: &mut Command) -> Result<(), Stop> {
    let name = shown(command);
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Stop::Failed(format!("`{name}` ended with {status}"))),
        Err(error) => Err(Stop::Failed(format!("`{name}` cannot be run: {error}"))),
    }
}

/// How long a line may come after a command has ended: what it started beside itself (Wine's server, for one) may hold its output open.
const LAST_LINES: Duration = Duration::from_secs(1);

/// Runs a command for at most `limit` and hands each line of its standard output to `look` as it comes.
///
/// What is still running when the limit is over is ended with all that it started.
pub(crate) fn run_looking(command: &mut Command, limit: Duration, mut look: impl FnMut(&str)) -> Result<(), Stop> {
    let name = shown(command);
    let begin = Instant::now();
    let failed = |error: std::io::Error| Stop::Failed(format!("`{name}` cannot be run: {error}"));
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(failed)?;
    let lines = child.stdout.take().map(lines_of);
    let mut ended = None;
    while let Some(lines) = &lines {
        if begin.elapsed() > limit {
            descendants::end(child.id());
            let _ended = child.wait();
            let seconds = limit.as_secs();
            return Err(Stop::Failed(format!(
                "`{name}` was still running after {seconds} s and was ended; its last lines tell where it hung"
            )));
        }
        match lines.recv_timeout(LAST_LINES) {
            Ok(line) => look(&line),
            Err(RecvTimeoutError::Timeout) if ended.is_some() => break,
            Err(RecvTimeoutError::Timeout) => ended = child.try_wait().map_err(failed)?,
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    let status = child.wait().map_err(failed)?;
    if status.success() {
        Ok(())
    } else {
        Err(Stop::Failed(format!("`{name}` ended with {status}")))
    }
}

/// The lines of an output as they come, until it is closed.
fn lines_of(output: ChildStdout) -> Receiver<String> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(output).split(b'\n').map_while(Result::ok) {
            if sender.send(String::from_utf8_lossy(&line).into_owned()).is_err() {
                break;
            }
        }
    });
    receiver
}

/// What a command prints, or nothing if it cannot be run or fails.
pub(crate) fn output_of(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Whether a program is on the path.
pub(crate) fn is_on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
