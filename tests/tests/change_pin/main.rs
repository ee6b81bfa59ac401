//! Changing a PIN: in process with the card pulled at every command, and with the host as it ships over a real `pcscd`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod contradicted;
mod judges;
mod mistakes;
mod opensc;
mod pulled;
mod steps;

use std::sync::Arc;
use std::thread;
use std::time::{Duration, SystemTime};

use openjpki::jpki::KeyKind;
use openjpki::time::UnixTime;
use openjpki_host::cancel::Cancel;
use openjpki_host::ceremony::{Ceremonies, Failure};
use openjpki_host::wire::{Answer, Call, Code, Incoming, ValidPin};
use openjpki_tests::card::{ApduLog, Persona, PinChoice, VirtualCard};
use openjpki_tests::in_process::{Act, Asked, Cards, Listener, Person, VirtualReaders};

/// One of the two PINs, with what it is and what it becomes.
#[derive(Debug, Clone, Copy)]
struct Pin {
    key: KeyKind,
    choice: PinChoice,
    old: &'static str,
    new: &'static str,
}

/// Those of hanako's card.
const PINS: [Pin; 2] = [
    Pin {
        key: KeyKind::UserAuthentication,
        choice: PinChoice::Authentication,
        old: "1234",
        new: "8024",
    },
    Pin {
        key: KeyKind::DigitalSignature,
        choice: PinChoice::Signature,
        old: "ABC123",
        new: "NEW98765",
    },
];

impl Pin {
    /// What a person does who makes no mistake.
    fn typed(self) -> Vec<Act> {
        [self.old, self.new, self.new].map(Act::Type).into()
    }
}

/// One change and all that was seen of it.
struct Run {
    outcome: Result<Answer, Failure>,
    person: Person,
    listener: Listener,
    cards: Cards,
}

impl Run {
    /// Changes `pin` of the card in the first reader.
    fn of(pin: Pin, cards: Cards, acts: Vec<Act>) -> Self {
        Self::by(pin, cards, Person::new(acts), &Cancel::new())
    }

    fn by(pin: Pin, cards: Cards, person: Person, cancel: &Cancel) -> Self {
        let listener = Listener::default();
        let mut ceremonies = Ceremonies::new(VirtualReaders(cards.clone()), person.clone());
        let now = UnixTime::from(SystemTime::now());
        let outcome = ceremonies.run(&call(pin.key), now, &listener, cancel);
        assert!(!cards.is_connected(), "a card was not left");
        let run = Self {
            outcome,
            person,
            listener,
            cards,
        };
        assert!(run.log().pins_sent() <= run.person.typed(), "more VERIFYs than typings");
        run
    }

    fn code(&self) -> Option<Code> {
        self.outcome.as_ref().err().map(|failure| failure.problem().code)
    }

    /// Which PIN the extension was told counts; a success says that it is the new one.
    fn valid(&self) -> Option<ValidPin> {
        match &self.outcome {
            Ok(_) => Some(ValidPin::New),
            Err(failure) => failure.problem().valid,
        }
    }

    fn log(&self) -> ApduLog {
        self.cards.with(0, |card| card.log())
    }

    fn tries(&self, pin: Pin) -> u8 {
        self.cards
            .with(0, |card| card.jpki().unwrap().tries(pin.choice).unwrap())
    }

    /// What the person was told in windows with one button, in order.
    fn told(&self) -> Vec<Asked> {
        let asked = self.person.asked().into_iter();
        asked
            .filter(|asked| matches!(asked, Asked::Told(_) | Asked::Blocked { .. }))
            .collect()
    }
}

fn call(key: KeyKind) -> Call {
    let key = serde_json::to_string(&key).unwrap();
    let params = format!(r#"{{"key":{key},"lang":"ja"}}"#);
    let message = format!(r#"{{"jsonrpc":"2.0","id":1,"method":"change-pin","params":{params}}}"#);
    match Incoming::parse(message.as_bytes()) {
        Ok(Incoming::Request { call, .. }) => call,
        other => panic!("{other:?}"),
    }
}

fn card(name: &str) -> VirtualCard {
    VirtualCard::new(Persona::by_name(name).unwrap())
}

fn hanako() -> Cards {
    Cards::new([card("hanako")])
}

/// Waits until something is true.
#[track_caller]
fn wait_until(mut condition: impl FnMut() -> bool) {
    for _ in 0..2000 {
        if condition() {
            return;
        }
        thread::sleep(Duration::from_millis(10));
    }
    panic!("what was awaited did not happen");
}
