//! The side of the host: starts the process that reads, and does not wait long.

use std::io::{self, Read, Write as _};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

use super::{ARGUMENT, PdfFacts};

/// How long all files of one request may take together; one of some megabytes takes some milliseconds.
const PATIENCE: Duration = Duration::from_secs(2);
/// Longest answer, in bytes: a title of 200 characters with each of them escaped is far below.
const LONGEST_ANSWER: u64 = 16 * 1024;

/// The program that reads PDFs: one process for each file.
#[derive(Debug, Clone)]
pub struct PdfReader {
    program: PathBuf,
    patience: Duration,
}

impl PdfReader {
    /// This program itself, started with [`ARGUMENT`].
    ///
    /// # Errors
    /// If the system does not say where it is.
    pub fn of_this_program() -> io::Result<Self> {
        std::env::current_exe().map(Self::new)
    }

    /// `program`, started with [`ARGUMENT`].
    pub fn new(program: PathBuf) -> Self {
        Self {
            program,
            patience: PATIENCE,
        }
    }

    /// Reads each PDF; nothing is known of a content that is none, nor of those that are left when the time is over.
    pub fn read_all<'a>(&self, contents: impl Iterator<Item = Option<&'a [u8]>>) -> Vec<PdfFacts> {
        let deadline = Instant::now() + self.patience;
        let read = |content: &[u8]| match self.read(content, deadline.saturating_duration_since(Instant::now())) {
            Ok(facts) => facts,
            Err(error) => {
                tracing::warn!("nothing is told of a PDF: {error}");
                PdfFacts::default()
            }
        };
        contents.map(|content| content.map(read).unwrap_or_default()).collect()
    }

    fn read(&self, content: &[u8], patience: Duration) -> io::Result<PdfFacts> {
        if patience.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        let mut reading = Reading(self.start()?);
        let (stdin, stdout) = (reading.0.stdin.take(), reading.0.stdout.take());
        let (Some(mut stdin), Some(stdout)) = (stdin, stdout) else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        thread::scope(|scope| {
            // It may end without having read everything.
            scope.spawn(move || drop(stdin.write_all(content)));
            let (sender, answers) = channel();
            scope.spawn(move || {
                let mut answer = Vec::new();
                let read = stdout.take(LONGEST_ANSWER).read_to_end(&mut answer);
                drop(sender.send(read.map(|_| answer)));
            });
            let answer = answers.recv_timeout(patience);
            // Now its pipes close and the threads end, however it was.
            drop(reading);
            let answer = answer.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??;
            Ok(serde_json::from_slice(&answer)?)
        })
    }

    fn start(&self) -> io::Result<Child> {
        let mut command = Command::new(&self.program);
        command
            .arg(ARGUMENT)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        command.spawn()
    }
}

/// A process that reads. Dropping it ends it.
struct Reading(Child);

impl Drop for Reading {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn read_with(program: &str, patience: u64) -> Vec<PdfFacts> {
        let reader = PdfReader {
            program: program.into(),
            patience: Duration::from_millis(patience),
        };
        let large = vec![b'a'; 1024 * 1024];
        reader.read_all([Some(large.as_slice()), None, Some(b"b")].into_iter())
    }

    #[test]
    fn whatever_the_process_does_the_answer_comes_in_time() {
        let nothing = vec![PdfFacts::default(); 3];
        let begin = Instant::now();
        // Ends at once; answers what is none; is not there; reads and never ends.
        for program in ["/bin/true", "/bin/echo", "/no/such/program"] {
            assert_eq!(read_with(program, 20_000), nothing, "{program}");
        }
        assert_eq!(read_with("/usr/bin/yes", 20_000), nothing, "an endless answer");
        assert!(begin.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn nobody_waits_for_a_process_that_does_not_end() {
        let folder = std::env::temp_dir().join(format!("openjpki-pdf-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let program = folder.join("sleeps");
        std::fs::write(&program, "#!/bin/sh\nexec sleep 60\n").unwrap();
        std::fs::set_permissions(&program, std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
        let begin = Instant::now();
        let told = read_with(program.to_str().unwrap(), 300);
        assert_eq!(told, vec![PdfFacts::default(); 3]);
        assert!(begin.elapsed() < Duration::from_secs(20));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
