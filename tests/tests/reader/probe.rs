//! The reader alone: a program that obeys one word a line and prints what happens as JSON, one object a line.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use openjpki_tests::card::LogEvent;
use openjpki_tests::pcscd::{CardSetup, PluggedCard, PrivatePcscd};
use serde_json::{Value, json};

/// SELECT of the issuer domain.
const LEAVE: &str = "00A4040C07A0000001510000";
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// A private service, and how the probe is started where it sees it.
pub(crate) trait System {
    fn pcscd(&mut self) -> &mut PrivatePcscd;

    fn probe(&self) -> Command;

    /// What a wait says while the service does not run: Windows starts it with the first reader.
    fn waits_without_service(&self) -> &'static str;

    fn start(&self) -> Probe {
        Probe::start(self.probe())
    }

    fn hanako(&mut self) -> PluggedCard {
        self.pcscd().plug(&CardSetup::persona("hanako")).unwrap()
    }
}

/// A running `openjpki-reader-probe`. Dropping it ends it.
pub(crate) struct Probe {
    pub(crate) process: Child,
    words: ChildStdin,
    pub(crate) lines: Receiver<Value>,
}

impl Probe {
    pub(crate) fn start(mut command: Command) -> Self {
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut process = command.spawn().unwrap();
        let words = process.stdin.take().unwrap();
        let output = BufReader::new(process.stdout.take().unwrap());
        let (sender, lines) = channel();
        thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                let _ = sender.send(serde_json::from_str(&line).unwrap());
            }
        });
        Self { process, words, lines }
    }

    pub(crate) fn say(&mut self, word: &str) {
        writeln!(self.words, "{word}").unwrap();
    }

    /// The next line, which is `key: value`.
    #[track_caller]
    pub(crate) fn hears(&self, key: &str, value: Value) {
        let line = self.lines.recv_timeout(PATIENCE).unwrap();
        assert_eq!(line[key], value, "{line}");
    }

    #[track_caller]
    pub(crate) fn does(&mut self, word: &str, value: Value) {
        self.say(word);
        self.hears(word, value);
    }

    pub(crate) fn is_silent_for(&self, duration: Duration) -> bool {
        self.lines.recv_timeout(duration).is_err()
    }

    pub(crate) fn kill(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        self.kill();
    }
}

pub(crate) fn busy() -> Value {
    json!("CardBusy { reader: \"Virtual PCD 00 00\" }")
}

pub(crate) fn first_slot() -> Value {
    json!(["Virtual PCD 00 00"])
}

/// Waits until the last things that happened to the card are SELECT of the issuer domain and the loss of power.
pub(crate) fn becomes_clean(card: &PluggedCard) -> bool {
    let end = Instant::now() + PATIENCE;
    while Instant::now() < end {
        let entries = card.log().unwrap().entries();
        if let [.., before, last] = entries.as_slice()
            && let LogEvent::Command(command) = &before.event
            && command.command == LEAVE
            && last.event == LogEvent::PowerOff
        {
            return true;
        }
        thread::sleep(Duration::from_millis(20));
    }
    false
}
