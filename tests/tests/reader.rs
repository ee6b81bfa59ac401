//! The host's reader over a real `pcscd`: service, reader and cards that come, go and are in use, each told by an event.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a broken stage should stop the test at once"
)]

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use openjpki_tests::card::LogEvent;
use openjpki_tests::pcscd::{CardSetup, PluggedCard, PrivatePcscd, program};
use serde_json::{Value, json};

/// SELECT of the issuer domain.
const LEAVE: &str = "00A4040C07A0000001510000";
const PATIENCE: Duration = Duration::from_secs(20);

/// `openjpki-reader-probe` in the namespaces of a service.
struct Probe {
    process: Child,
    words: ChildStdin,
    lines: Receiver<Value>,
}

impl Probe {
    fn start(pcscd: &PrivatePcscd) -> Self {
        let mut command = pcscd.command(program("openjpki-reader-probe").unwrap());
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

    fn say(&mut self, word: &str) {
        writeln!(self.words, "{word}").unwrap();
    }

    /// The next line, which is `key: value`.
    #[track_caller]
    fn hears(&self, key: &str, value: Value) {
        let line = self.lines.recv_timeout(PATIENCE).unwrap();
        assert_eq!(line[key], value, "{line}");
    }

    #[track_caller]
    fn does(&mut self, word: &str, value: Value) {
        self.say(word);
        self.hears(word, value);
    }

    fn is_silent_for(&self, duration: Duration) -> bool {
        self.lines.recv_timeout(duration).is_err()
    }

    fn kill(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        self.kill();
    }
}

fn busy() -> Value {
    json!("CardBusy { reader: \"Virtual PCD 00 00\" }")
}

fn first_slot() -> Value {
    json!(["Virtual PCD 00 00"])
}

fn hanako(pcscd: &PrivatePcscd) -> PluggedCard {
    pcscd.plug(&CardSetup::persona("hanako")).unwrap()
}

/// Waits until the last things that happened to the card are SELECT of the issuer domain and the loss of power.
fn becomes_clean(card: &PluggedCard) -> bool {
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

#[test]
fn a_wait_goes_from_the_service_to_the_card() {
    let mut pcscd = PrivatePcscd::without_service().unwrap();
    let mut probe = Probe::start(&pcscd);
    probe.say("wait");
    probe.hears("waiting", json!("Service"));
    pcscd.start_service().unwrap();
    probe.hears("waiting", json!("Card"));
    let mut card = hanako(&pcscd);
    probe.hears("wait", first_slot());

    probe.does("except", json!("except"));
    probe.say("wait");
    assert!(
        probe.is_silent_for(Duration::from_secs(1)),
        "nothing but an unsuitable card"
    );
    card.remove().unwrap();
    probe.hears("waiting", json!("Card"));
    card.insert().unwrap();
    probe.hears("wait", first_slot());
}

#[test]
fn a_card_that_is_left_is_clean() {
    let pcscd = PrivatePcscd::start().unwrap();
    let card = hanako(&pcscd);
    let mut probe = Probe::start(&pcscd);
    probe.does("wait", first_slot());
    probe.does("open", json!("opened"));
    probe.does("select", json!("9000"));
    probe.does("close", json!("closed"));
    assert!(becomes_clean(&card));
}

#[test]
fn a_panic_leaves_the_card_clean() {
    let pcscd = PrivatePcscd::start().unwrap();
    let card = hanako(&pcscd);
    let mut probe = Probe::start(&pcscd);
    probe.does("wait", first_slot());
    probe.does("open", json!("opened"));
    probe.does("select", json!("9000"));
    probe.say("panic");
    assert!(becomes_clean(&card));
    assert_eq!(probe.process.wait().unwrap().code(), Some(101));
}

#[test]
fn a_card_in_use_is_waited_for() {
    let pcscd = PrivatePcscd::start().unwrap();
    let _card = hanako(&pcscd);
    let (mut probe, mut other) = (Probe::start(&pcscd), Probe::start(&pcscd));
    for end in ["close", "killed"] {
        probe.does("wait", first_slot());
        other.does("wait", first_slot());
        other.does("open", json!("opened"));
        probe.does("open", json!({ "error": "Busy" }));
        probe.say("wait");
        probe.hears("waiting", busy());
        assert!(probe.is_silent_for(Duration::from_secs(2)), "told once");
        let start = Instant::now();
        if end == "close" {
            other.does("close", json!("closed"));
        } else {
            other.kill();
        }
        probe.hears("wait", first_slot());
        assert!(start.elapsed() < Duration::from_secs(2), "{end}: {:?}", start.elapsed());
    }
    probe.does("open", json!("opened"));
}

#[test]
fn a_card_pulled_in_use_is_removed_and_another_is_waited_for() {
    let pcscd = PrivatePcscd::start().unwrap();
    let mut card = hanako(&pcscd);
    let mut probe = Probe::start(&pcscd);
    probe.does("wait", first_slot());
    probe.does("open", json!("opened"));
    card.remove().unwrap();
    for _ in 0..2 {
        probe.does("select", json!({ "error": "Removed" }));
    }
    probe.does("close", json!("closed"));
    probe.does("open", json!({ "error": "Removed" }));
    probe.say("wait");
    probe.hears("waiting", json!("Card"));
    card.insert().unwrap();
    probe.hears("wait", first_slot());
}

#[test]
fn a_service_that_stops_is_waited_for() {
    let mut pcscd = PrivatePcscd::start().unwrap();
    let mut card = hanako(&pcscd);
    let mut probe = Probe::start(&pcscd);
    probe.does("wait", first_slot());
    probe.does("open", json!("opened"));
    pcscd.stop_service().unwrap();
    probe.does("select", json!({ "error": "ServiceStopped" }));
    probe.does("close", json!("closed"));
    probe.does("open", json!({ "error": "ServiceStopped" }));
    probe.does("survey", json!({ "error": "ServiceStopped" }));
    probe.say("wait");
    probe.hears("waiting", json!("Service"));
    card.remove().unwrap();
    pcscd.start_service().unwrap();
    probe.hears("waiting", json!("Card"));
    pcscd.stop_service().unwrap();
    probe.hears("waiting", json!("Service"));
    pcscd.start_service().unwrap();
    probe.hears("waiting", json!("Card"));
    card.insert().unwrap();
    probe.hears("wait", first_slot());
    probe.does("open", json!("opened"));
}

#[test]
fn a_wait_ends_when_it_is_cancelled() {
    let mut pcscd = PrivatePcscd::start().unwrap();
    let mut probe = Probe::start(&pcscd);
    let cancelled = json!({ "error": "Cancelled" });
    for waiting in ["Card", "Service"] {
        probe.say("wait");
        probe.hears("waiting", json!(waiting));
        thread::sleep(Duration::from_millis(200));
        let start = Instant::now();
        probe.say("cancel");
        probe.hears("wait", cancelled.clone());
        assert!(
            start.elapsed() < Duration::from_secs(1),
            "{waiting}: {:?}",
            start.elapsed()
        );
        probe.does("cancelled", cancelled.clone());
        probe.does("fresh", json!("fresh"));
        pcscd.stop_service().unwrap();
    }
    pcscd.start_service().unwrap();
    for delay in 0..30 {
        probe.say("wait");
        thread::sleep(Duration::from_micros(delay * 100)); // also before the wait began
        probe.say("cancel");
        loop {
            let line = probe.lines.recv_timeout(PATIENCE).unwrap();
            if line.get("waiting").is_none() {
                assert_eq!(line["wait"], cancelled);
                break;
            }
        }
        probe.does("fresh", json!("fresh"));
    }
    let _card = hanako(&pcscd);
    probe.does("wait", first_slot());
    probe.does("open", json!("opened"));
}
