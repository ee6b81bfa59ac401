//! Evidence is verified without any code of ours: by the commands that docs/PROTOCOL.md gives to authors of other languages.
#![allow(clippy::unwrap_used, reason = "a test stops at the first fault")]

use std::time::SystemTime;

use openjpki::time::UnixTime;
use openjpki_host::cancel::Cancel;
use openjpki_host::ceremony::Ceremonies;
use openjpki_host::wire::{Call, Incoming};
use openjpki_tests::card::{Persona, VirtualCard};
use openjpki_tests::in_process::{Act, Cards, Listener, Person, VirtualReaders};
use openjpki_tests::stage::openssl;
use serde_json::Value;

const ORIGIN: &str = "https://portal.example.go.jp";
const NONCE: &str = "mC1Vq0n6Zb8T4y2Jx5uHk9sLr3WgEo7DfPaQiYtUwXs";

fn evidence(method: &str) -> Value {
    let persona = Persona::by_name("mai").unwrap();
    let pin = Act::Type(persona.pins.authentication);
    let acts = match method {
        "register" => vec![Act::Type(persona.pins.signature), pin],
        _ => vec![pin],
    };
    let mut ceremonies = Ceremonies::new(
        VirtualReaders(Cards::new([VirtualCard::new(persona)])),
        Person::new(acts),
    );
    let now = UnixTime::from(SystemTime::now());
    let answer = ceremonies.run(&call(method), now, &Listener::default(), &Cancel::new());
    serde_json::to_value(answer.unwrap()).unwrap()
}

fn call(method: &str) -> Call {
    let params = format!(r#"{{"origin":"{ORIGIN}","nonce":"{NONCE}","lang":"en"}}"#);
    let message = format!(r#"{{"jsonrpc":"2.0","id":1,"method":"{method}","params":{params}}}"#);
    match Incoming::parse(message.as_bytes()) {
        Ok(Incoming::Request { call, .. }) => call,
        other => panic!("{other:?}"),
    }
}

#[test]
fn openssl_verifies_authenticate_evidence() {
    let evidence = evidence("authenticate");
    assert_eq!(evidence["format"], "openjpki-authenticate/1");
    openssl::verifies_authentication(&evidence, ORIGIN, NONCE);
}

#[test]
fn openssl_verifies_both_signatures_of_register_evidence() {
    let evidence = evidence("register");
    assert_eq!(evidence["format"], "openjpki-register/1");
    openssl::verifies_registration(&evidence, ORIGIN, NONCE);
}
