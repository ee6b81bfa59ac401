//! A host that runs, and the pipes to it.

use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use openjpki_manifests::EXTENSION_ORIGIN;
use serde_json::Value;

use super::Trouble;
use super::frame::{self, Frame};
use crate::printable::one_line;

/// Frames that wait to be looked at; at most 1 MiB each.
const QUEUE: usize = 4;

/// How much of standard error is read, in bytes.
const LONGEST_ERROR: u64 = 4096;

/// How long what a host wrote to standard error may take after its end.
const LAST_WORDS: Duration = Duration::from_millis(300);

/// How often a process is asked whether it has ended.
const POLL: Duration = Duration::from_millis(10);

/// `CREATE_NO_WINDOW`: no console flashes up. Source: Windows API, process creation flags.
#[cfg(windows)]
const NO_WINDOW: u32 = 0x0800_0000;

/// A running host. Dropping it closes its input, as a browser does, and kills it if it lingers.
pub(super) struct Conversation {
    process: Child,
    /// How long it may take to end.
    end: Duration,
    input: Option<ChildStdin>,
    frames: Receiver<Frame>,
    errors: Receiver<String>,
}

impl Conversation {
    /// Starts `program` with the arguments that a Chromium browser passes.
    ///
    /// - `end`: how long it may take to end once its input is closed.
    ///
    /// Source: Chrome developer documentation, "Native messaging protocol".
    pub(super) fn start(program: &Path, end: Duration) -> io::Result<Self> {
        let mut command = Command::new(program);
        command.arg(EXTENSION_ORIGIN);
        #[cfg(windows)]
        {
            use std::os::windows::process::CommandExt as _;
            command.arg("--parent-window=0").creation_flags(NO_WINDOW);
        }
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut process = command.spawn()?;
        // The threads are not joined: a child of the host's may hold the pipes open for ever.
        let (sender, frames) = sync_channel(QUEUE);
        if let Some(output) = process.stdout.take() {
            thread::spawn(move || forward(output, &sender));
        }
        let (sender, errors) = sync_channel(1);
        if let Some(output) = process.stderr.take() {
            thread::spawn(move || hear(output, &sender));
        }
        Ok(Self {
            input: process.stdin.take(),
            process,
            end,
            frames,
            errors,
        })
    }

    /// Waits for the next message, for as long as `patience`.
    pub(super) fn next(&mut self, patience: Duration) -> Result<Value, Trouble> {
        match self.frames.recv_timeout(patience) {
            Ok(Frame::Message(message)) => Ok(message),
            Ok(Frame::TooLong(length)) => Err(Trouble::TooLong(length)),
            Ok(Frame::Nonsense) => Err(Trouble::Nonsense),
            Err(RecvTimeoutError::Timeout) => Err(Trouble::Silent(patience.as_secs())),
            Ok(Frame::End) | Err(RecvTimeoutError::Disconnected) => {
                let status = self.end();
                let said = self.errors.recv_timeout(LAST_WORDS).ok();
                Err(Trouble::Ended {
                    code: status.and_then(|status| status.code()),
                    said: said.map(|said| one_line(&said)).filter(|said| !said.is_empty()),
                })
            }
        }
    }

    /// Sends a message. A host that does not want it any more has said so, or will.
    pub(super) fn send(&mut self, message: &Value) {
        if let Some(input) = &mut self.input {
            let _ = frame::write(input, message);
        }
    }

    /// Closes the host's input and waits until it ends; kills it, and says `None`, if it takes too long.
    pub(super) fn end(&mut self) -> Option<ExitStatus> {
        self.input = None;
        let deadline = Instant::now() + self.end;
        loop {
            if let Ok(Some(status)) = self.process.try_wait() {
                return Some(status);
            }
            if Instant::now() >= deadline {
                // It may have ended by itself meanwhile.
                let _ = self.process.kill();
                let _ = self.process.wait();
                return None;
            }
            sleep(POLL);
        }
    }
}

impl Drop for Conversation {
    fn drop(&mut self) {
        self.end();
    }
}

fn forward(mut output: impl Read, frames: &SyncSender<Frame>) {
    loop {
        let frame = frame::read(&mut output);
        let is_last = !matches!(frame, Frame::Message(_));
        if frames.send(frame).is_err() || is_last {
            break;
        }
    }
}

fn hear(mut output: impl Read, errors: &SyncSender<String>) {
    let mut bytes = Vec::new();
    // What came before an error is still worth showing.
    let _ = output.by_ref().take(LONGEST_ERROR).read_to_end(&mut bytes);
    let _ = errors.send(String::from_utf8_lossy(&bytes).into_owned());
    // A closed pipe would end a host that has more to say.
    let _ = io::copy(&mut output, &mut io::sink());
}
