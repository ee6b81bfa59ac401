//! The use cases over virtual cards, in process: what the card is sent, what the person is asked, what the extension hears.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "a test stops at the first surprise"
)]

mod cancelling;
mod cards;
mod certificates;
mod faults;
mod good_paths;
mod looking;
mod pins;
mod signing;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use openjpki::certificate::{Test, TrustAnchors};
use openjpki::evidence::{Nonce, RegisterEvidence};
use openjpki::jpki::KeyKind;
use openjpki::origin::Origin;
use openjpki::time::UnixTime;
use openjpki::verify::Verifier;
use openjpki_host::cancel::Cancel;
use openjpki_host::ceremony::{Ceremonies, Failure, Observer};
use openjpki_host::prompt::Mistake;
use openjpki_host::reader::{Reader, ReaderError, Slot, SlotState, Waiting, Watch};
use openjpki_host::wire::{Answer, Call, Candidate, CardState, Code, Detail, Incoming, Stage};
use openjpki_tests::card::{ApduLog, CommandRecord, Fault, LogEvent, Persona, PinChoice, VirtualCard};
use openjpki_tests::in_process::{Act, Asked, Cards, Listener, Person, VirtualConnection, VirtualReaders};
use openjpki_tests::pki::{Authority, Generation, Hierarchy, Purpose};

const ORIGIN: &str = "https://portal.example.go.jp";
const NONCE: &str = "mC1Vq0n6Zb8T4y2Jx5uHk9sLr3WgEo7DfPaQiYtUwXs";
const PATIENCE: Duration = Duration::from_secs(20);

/// One ceremony and all that was seen of it.
struct Run {
    outcome: Result<Answer, Failure>,
    person: Person,
    listener: Listener,
    cards: Cards,
}

impl Run {
    fn code(&self) -> Option<Code> {
        self.outcome.as_ref().err().map(|failure| failure.problem().code)
    }

    fn log(&self) -> ApduLog {
        self.cards.with(0, |card| card.log())
    }

    fn tries(&self, pin: PinChoice) -> u8 {
        self.cards.with(0, |card| card.jpki().unwrap().tries(pin).unwrap())
    }
}

fn call(method: &str) -> Call {
    let params = match method {
        "status" => "{}".to_owned(),
        "certificate-of-authentication" => {
            format!(r#"{{"origin":"{ORIGIN}","key":"user-authentication","lang":"ja"}}"#)
        }
        "certificate-of-signature" => format!(r#"{{"origin":"{ORIGIN}","key":"digital-signature","lang":"ja"}}"#),
        "sign" => signing::params(&signing::contents(2), "cms"),
        _ => format!(r#"{{"origin":"{ORIGIN}","nonce":"{NONCE}","lang":"ja"}}"#),
    };
    let method = if method.starts_with("certificate") {
        "certificate"
    } else {
        method
    };
    parsed(method, &params)
}

fn parsed(method: &str, params: &str) -> Call {
    let message = format!(r#"{{"jsonrpc":"2.0","id":1,"method":"{method}","params":{params}}}"#);
    match Incoming::parse(message.as_bytes()) {
        Ok(Incoming::Request { call, .. }) => call,
        other => panic!("{other:?}"),
    }
}

fn now() -> UnixTime {
    UnixTime::from(SystemTime::now())
}

fn run_with(method: &str, cards: Cards, acts: Vec<Act>, listener: Listener, cancel: &Cancel) -> Run {
    run_call(&call(method), cards, acts, listener, cancel)
}

fn run_call(call: &Call, cards: Cards, acts: Vec<Act>, listener: Listener, cancel: &Cancel) -> Run {
    let person = Person::new(acts);
    let mut ceremonies = Ceremonies::new(VirtualReaders(cards.clone()), person.clone());
    let outcome = ceremonies.run(call, now(), &listener, cancel);
    assert!(!cards.is_connected(), "a card was not left");
    Run {
        outcome,
        person,
        listener,
        cards,
    }
}

fn run(method: &str, card: VirtualCard, acts: Vec<Act>) -> Run {
    run_with(method, Cards::new([card]), acts, Listener::default(), &Cancel::new())
}

fn persona(name: &str) -> &'static Persona {
    Persona::by_name(name).unwrap()
}

fn card(name: &str) -> VirtualCard {
    VirtualCard::new(persona(name))
}

fn pin(text: &'static str) -> Act {
    Act::Type(text)
}

/// The acts of a person of this name for this method, without mistakes.
fn right(method: &str, name: &str) -> Vec<Act> {
    let pins = persona(name).pins;
    match method {
        "register" => vec![pin(pins.signature), pin(pins.authentication)],
        "certificate-of-signature" | "sign" => vec![pin(pins.signature)],
        "status" => vec![],
        _ => vec![pin(pins.authentication)],
    }
}

/// Waits until the ceremony says this line.
fn wait_until_heard(listener: &Listener, line: &str) {
    let begin = Instant::now();
    while !listener.stages().iter().any(|said| said == line) {
        assert!(begin.elapsed() < PATIENCE, "never said: {line}");
        thread::sleep(Duration::from_millis(2));
    }
}

fn verifier() -> Verifier<Test> {
    let root = |purpose| {
        Authority::new(Hierarchy::Test, purpose, Generation::Third)
            .certificate()
            .to_vec()
    };
    let (signature, authentication) = (root(Purpose::Signature), root(Purpose::Authentication));
    let anchors = TrustAnchors::<Test>::new(&[&signature], &[&authentication]).unwrap();
    Verifier::new(anchors, Origin::parse(ORIGIN).unwrap())
}

fn nonce() -> Nonce {
    Nonce::parse(NONCE).unwrap()
}

fn registered(outcome: &Result<Answer, Failure>) -> &RegisterEvidence {
    match outcome {
        Ok(Answer::Register(evidence)) => evidence,
        Ok(_) => panic!("another answer"),
        Err(failure) => panic!("{failure}"),
    }
}

/// Commands from the last VERIFY with a PIN on.
fn after_last_ok(log: &ApduLog) -> Vec<String> {
    let commands = log.commands();
    let is_pin = |record: &CommandRecord| record.masked.is_some();
    let last = commands.iter().rposition(is_pin).unwrap();
    log.headers()[last..].to_vec()
}

/// The card was told to forget every PIN: nothing after the last command but power off. One that was never touched is clean.
fn assert_left_clean(cards: &Cards) {
    cards.with(0, |card| {
        let jpki = card.jpki().unwrap();
        assert!(!jpki.is_verified(PinChoice::Authentication) && !jpki.is_verified(PinChoice::Signature));
    });
    let last = cards.with(0, |card| card.log().entries().pop().map(|entry| entry.event));
    assert!(
        matches!(last, None | Some(LogEvent::PowerOff | LogEvent::Removed)),
        "the last event is {last:?}"
    );
}
