//! A virtual card in a process of its own, plugged into a private service.

use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::{PrivatePcscd, VPCD_PORT, program};
use crate::card::ApduLog;

/// How long the card may take to answer a command, and the service to power it.
const PATIENCE: Duration = Duration::from_secs(60);

/// Which card to plug in, and where. Start from `CardSetup::persona("...")`.
#[derive(Debug, Clone)]
pub struct CardSetup {
    /// A name that `openjpki-virtual-card personas` lists.
    pub persona: String,
    /// `instant`, `contact` or `nfc`.
    pub link: String,
    /// Slot of the virtual reader, 0 or 1.
    pub slot: u16,
    /// More arguments of `openjpki-virtual-card run`, such as `--remove-after 12`.
    pub arguments: Vec<String>,
}

impl CardSetup {
    /// This persona's card, without delays, in the first slot.
    pub fn persona(name: &str) -> Self {
        Self {
            persona: name.to_owned(),
            link: "instant".to_owned(),
            slot: 0,
            arguments: Vec::new(),
        }
    }

    /// The same with one more option of `openjpki-virtual-card run`.
    pub fn with(mut self, option: &str, value: impl ToString) -> Self {
        self.arguments.extend([option.to_owned(), value.to_string()]);
        self
    }
}

/// Where in a command the card is pulled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pull {
    /// The command never reaches the card.
    Before,
    /// The card carries it out; the answer is lost.
    After,
}

/// The counters of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TriesLeft {
    /// Of the four-digit user authentication PIN.
    pub authentication: u8,
    /// Of the digital signature password; none where the card has no such key.
    pub signature: Option<u8>,
}

/// A card that can be pulled, put back and asked. Dropping it ends its process.
#[derive(Debug)]
pub struct PluggedCard {
    process: Child,
    commands: ChildStdin,
    lines: Receiver<Value>,
    folder: PathBuf,
}

impl PluggedCard {
    pub(super) fn start(pcscd: &PrivatePcscd, setup: &CardSetup) -> io::Result<Self> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("openjpki-card-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        let mut command = pcscd.command(program("openjpki-virtual-card")?);
        arguments(&mut command, setup, &folder);
        let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let commands = process.stdin.take().expect("stdin is piped");
        let (sender, lines) = channel();
        let output = BufReader::new(process.stdout.take().expect("stdout is piped"));
        thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                let value = serde_json::from_str(&line).unwrap_or(Value::String(line));
                if sender.send(value).is_err() {
                    break;
                }
            }
        });
        let card = Self {
            process,
            commands,
            lines,
            folder,
        };
        card.wait_for("event", "power-on")?;
        Ok(card)
    }

    /// Pulls the card out, at once, whatever it is doing. The service notices within half a second.
    pub fn remove(&mut self) -> io::Result<()> {
        self.ask("remove").map(drop)
    }

    /// Puts the card back and waits until the service has powered it.
    pub fn insert(&mut self) -> io::Result<()> {
        self.ask("insert")?;
        self.wait_for("event", "power-on").map(drop)
    }

    /// Pulls the card at the `n`-th command from now on, before or after the card carried it out.
    pub fn remove_at(&mut self, n: u64, when: Pull) -> io::Result<()> {
        let word = match when {
            Pull::Before => "remove-before",
            Pull::After => "remove-after",
        };
        self.ask(&format!("{word} {n}")).map(drop)
    }

    /// Answers the `n`-th command from now on with this status word instead of carrying it out.
    pub fn answer_at(&mut self, n: u64, status: u16) -> io::Result<()> {
        self.ask(&format!("status {n} {status:04X}")).map(drop)
    }

    /// Forgets all faults that are still to come.
    pub fn heal(&mut self) -> io::Result<()> {
        self.ask("heal").map(drop)
    }

    /// Sets both counters, as if the holder had mistyped before, or been to the counter.
    pub fn set_tries(&mut self, authentication: u8, signature: u8) -> io::Result<()> {
        self.ask(&format!("set-tries {authentication} {signature}")).map(drop)
    }

    /// The counters, read behind the card's back: no APDU, no try.
    pub fn tries(&mut self) -> io::Result<TriesLeft> {
        let answer = self.ask("tries")?;
        let count = |name: &str| answer[name].as_u64().and_then(|n| u8::try_from(n).ok());
        let authentication = count("authentication").ok_or_else(|| io::Error::other("no tries in the answer"))?;
        Ok(TriesLeft {
            authentication,
            signature: count("signature"),
        })
    }

    /// Everything the card was sent until now.
    pub fn log(&self) -> io::Result<ApduLog> {
        ApduLog::read(&self.log_file())
    }

    /// The JSON-lines file behind [`log`](Self::log).
    pub fn log_file(&self) -> PathBuf {
        self.folder.join("apdu.jsonl")
    }

    /// Waits for a line that the card program prints by itself: `connected`, `power-on`, `power-off`, `warm-reset` or
    /// `disconnected`.
    pub fn wait_for_event(&self, event: &str) -> io::Result<()> {
        self.wait_for("event", event).map(drop)
    }

    fn ask(&mut self, word: &str) -> io::Result<Value> {
        while self.lines.try_recv().is_ok() {} // events of before are not this command's
        writeln!(self.commands, "{word}")?;
        let answer = self.wait_for("answer", word)?;
        match answer["error"].as_str() {
            Some(error) => Err(io::Error::other(format!("{word}: {error}"))),
            None => Ok(answer),
        }
    }

    fn wait_for(&self, kind: &str, word: &str) -> io::Result<Value> {
        let end = Instant::now() + PATIENCE;
        loop {
            match self.lines.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(line) if line[kind] == word => return Ok(line),
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout) => {
                    return Err(io::Error::new(
                        io::ErrorKind::TimedOut,
                        format!("no {kind} {word} from the card"),
                    ));
                }
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(io::Error::other(format!(
                        "the card program ended before its {kind} {word}"
                    )));
                }
            }
        }
    }
}

impl Drop for PluggedCard {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn arguments(command: &mut Command, setup: &CardSetup, folder: &Path) {
    command.args([
        "run",
        "--exit-with-stdin",
        "--persona",
        &setup.persona,
        "--link",
        &setup.link,
    ]);
    command.arg(format!("--port={}", VPCD_PORT + setup.slot));
    command
        .arg("--apdu-log")
        .arg(folder.join("apdu.jsonl"))
        .args(&setup.arguments);
}
