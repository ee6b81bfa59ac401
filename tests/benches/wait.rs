//! How long the person waits for the card: `cargo bench -p openjpki-tests`.
//!
//! The virtual card takes as long as a real one is said to (see `openjpki_tests::card::Link`); the person types as soon as the card has done
//! what it can do before OK. Medians of several ceremonies; nothing is asserted.
#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark prints and stops at a fault"
)]

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use openjpki::time::UnixTime;
use openjpki_host::cancel::Cancel;
use openjpki_host::ceremony::Ceremonies;
use openjpki_host::wire::{Call, Incoming};
use openjpki_tests::card::{Link, Persona, VirtualCard};
use openjpki_tests::in_process::{Act, Cards, Listener, Person, VirtualReaders};

const ROUNDS: usize = 5;
const AUTHENTICATION_CERTIFICATE: u16 = 0x000A;
const SIGNING_CERTIFICATE: u16 = 0x0001;
const PARAMS: &str =
    r#"{"origin":"https://portal.example.go.jp","nonce":"mC1Vq0n6Zb8T4y2Jx5uHk9sLr3WgEo7DfPaQiYtUwXs","lang":"ja"}"#;

struct Measured {
    commands: usize,
    to_window: Duration,
    after_ok: Duration,
}

fn main() {
    println!(
        "{:<14} {:<9} {:>8} {:>20} {:>20}",
        "ceremony", "link", "commands", "to first window, ms", "after last OK, ms"
    );
    for method in ["authenticate", "register"] {
        for (name, link) in [("contact", Link::by_name("contact")), ("nfc", Link::by_name("nfc"))] {
            let mut rounds: Vec<_> = (0..ROUNDS).map(|_| measure(method, link.unwrap())).collect();
            rounds.sort_by_key(|round| round.after_ok);
            let Measured {
                commands,
                to_window,
                after_ok,
            } = &rounds[ROUNDS / 2];
            println!(
                "{method:<14} {name:<9} {commands:>8} {:>20} {:>20}",
                to_window.as_millis(),
                after_ok.as_millis()
            );
        }
    }
}

fn measure(method: &str, link: Link) -> Measured {
    let persona = Persona::by_name("hanako").unwrap();
    let card = VirtualCard::new(persona).with_link(link);
    let log = card.log();
    let first_window = Arc::new(Mutex::new(None));
    let ready = |file: u16| {
        let (log, window) = (log.clone(), Arc::clone(&first_window));
        Arc::new(move || {
            window.lock().unwrap().get_or_insert_with(Instant::now);
            let signed = || log.headers().last().is_some_and(|last| last == "802A0080");
            log.reads(file).len() > 1400 && (file == AUTHENTICATION_CERTIFICATE || signed())
        })
    };
    let pin = Act::TypeWhen(
        persona.pins.authentication,
        ready(if method == "register" {
            SIGNING_CERTIFICATE
        } else {
            AUTHENTICATION_CERTIFICATE
        }),
    );
    let acts = match method {
        "register" => vec![
            Act::TypeWhen(persona.pins.signature, ready(AUTHENTICATION_CERTIFICATE)),
            pin,
        ],
        _ => vec![pin],
    };
    let person = Person::new(acts);
    let mut ceremonies = Ceremonies::new(VirtualReaders(Cards::new([card])), person.clone());
    let begin = Instant::now();
    let outcome = ceremonies.run(
        &call(method),
        UnixTime::from(SystemTime::now()),
        &Listener::default(),
        &Cancel::new(),
    );
    assert!(outcome.is_ok());
    Measured {
        commands: log.count(),
        to_window: first_window.lock().unwrap().unwrap() - begin,
        after_ok: person.last_typed().unwrap().elapsed(),
    }
}

fn call(method: &str) -> Call {
    let message = format!(r#"{{"jsonrpc":"2.0","id":1,"method":"{method}","params":{PARAMS}}}"#);
    match Incoming::parse(message.as_bytes()) {
        Ok(Incoming::Request { call, .. }) => call,
        other => panic!("{other:?}"),
    }
}
