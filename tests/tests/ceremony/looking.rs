//! What a page of the extension shows: a card without a PIN, and certificates in words.

use openjpki_host::wire::{CardKind, Chain, InterfaceWord};
use openjpki_manifests::EXTENSION_ORIGIN;
use openjpki_tests::card::Link;
use serde_json::{Value, json, to_value};

use super::*;

fn asked(method: &str, params: &Value) -> Call {
    let message = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
    match Incoming::parse(message.to_string().as_bytes()) {
        Ok(Incoming::Request { call, .. }) => call,
        other => panic!("{other:?}"),
    }
}

/// Asks for `method` as a page of the extension does, and gives what it gets.
fn shown(method: &str, params: &Value, cards: &Cards, acts: Vec<Act>, listener: &Listener) -> Result<Value, Code> {
    let mut ceremonies = Ceremonies::new(VirtualReaders(cards.clone()), Person::new(acts));
    let outcome = ceremonies.run(&asked(method, params), now(), listener, &Cancel::new());
    outcome
        .map(|answer| to_value(&answer).unwrap())
        .map_err(|failure| failure.problem().code)
}

fn look(cards: &Cards) -> Value {
    shown("card", &json!({}), cards, vec![], &Listener::default()).unwrap()
}

fn own(key: &str) -> Value {
    json!({ "origin": EXTENSION_ORIGIN.trim_end_matches('/'), "key": key, "lang": "en" })
}

#[test]
fn a_card_shows_itself_without_a_pin() {
    let cards = Cards::new([card("hanako").with_link(Link::NFC)]);
    let view = look(&cards);
    assert_eq!(view["reader"], "Reader 0");
    assert_eq!(view["interface"], json!(InterfaceWord::Contactless));
    assert_eq!(view["kind"], json!(CardKind::IndividualNumberCard));
    assert_eq!(view["tries"], json!({ "userAuthentication": 3, "digitalSignature": 5 }));
    assert_eq!(
        view["present"],
        json!({ "userAuthentication": true, "digitalSignature": true })
    );
    let certificate = &view["authenticationCertificate"];
    assert_eq!(certificate["keyUsage"], json!(["digitalSignature"]));
    assert_eq!(certificate["policy"], "1.2.392.200149.8.5.1.0.30");
    assert_eq!(
        (&certificate["hierarchy"], &certificate["chain"]),
        (&json!("test"), &json!(Chain::NotKnown))
    );
    assert!(
        certificate["subject"].as_str().unwrap().ends_with("C=JP"),
        "{certificate}"
    );
    assert!(certificate["notAfter"].as_str().unwrap().ends_with("T14:59:59Z"));
    assert_eq!(certificate["sha256"].as_str().unwrap().len(), 64);
    assert!(certificate.get("holder").is_none());
    for key in ["userAuthentication", "digitalSignature"] {
        let authority = &view["authorities"][key];
        assert_eq!(authority["subject"], authority["issuer"], "{key}");
        assert_eq!(authority["keyUsage"], json!(["keyCertSign", "cRLSign"]));
        assert!(authority["der"].as_str().unwrap().starts_with("MII"));
    }
    assert_eq!(
        view["authorities"]["userAuthentication"]["subject"], certificate["issuer"],
        "the authority that the certificate names"
    );
    assert_eq!(cards.with(0, |card| card.log().pins_sent()), 0);
    assert_left_clean(&cards);
}

#[test]
fn what_a_card_does_not_have_is_missing() {
    let child = look(&Cards::new([card("under-fifteen")]));
    assert_eq!(child["present"]["digitalSignature"], false);
    assert_eq!(child["tries"], json!({ "userAuthentication": 3 }));
    let mut phone = card("hanako");
    phone
        .jpki()
        .unwrap()
        .set_file(0x0006, b"JPKIAPGPSETOKEN                 ".to_vec());
    let phone = look(&Cards::new([phone]));
    assert_eq!(
        phone["kind"],
        json!(CardKind::Android),
        "looked at, though it cannot sign"
    );
    let odd = look(&Cards::new([card("wrong-policy")]));
    assert_eq!(odd["present"]["userAuthentication"], true);
    assert!(odd.get("authenticationCertificate").is_none());
}

#[test]
fn a_card_may_be_looked_at_in_a_named_reader() {
    let cards = Cards::new([card("hanako"), card("mai")]);
    let listener = Listener::default();
    let view = shown("card", &json!({ "reader": "Reader 1" }), &cards, vec![], &listener).unwrap();
    assert_eq!(view["reader"], "Reader 1");
    assert!(!listener.stages().iter().any(|line| line.starts_with("choose")));
    let chosen = Listener::choosing(0);
    let view = shown("card", &json!({}), &cards, vec![], &chosen).unwrap();
    assert_eq!(view["reader"], "Reader 0");
    assert!(chosen.stages().contains(&"choose Reader 0, Reader 1".to_owned()));
}

#[test]
fn the_person_sees_in_words_what_a_site_gets_bare() {
    let cards = Cards::new([card("mai")]);
    let listener = Listener::default();
    let answer = shown(
        "certificate",
        &own("digital-signature"),
        &cards,
        right("certificate-of-signature", "mai"),
        &listener,
    )
    .unwrap();
    assert_eq!(answer["details"]["der"], answer["certificate"]);
    assert_eq!(
        answer["details"]["holder"],
        json!({
            "name": "NGUYEN THI MAI",
            "nameSubstitutions": "00000000000000",
            "sex": "female",
            "birthDate": "1995-08-23",
            "address": "東京都千代田区架空町１－２－３",
            "addressSubstitutions": "000000000000000",
        })
    );
    assert_eq!(
        answer["details"]["keyUsage"],
        json!(["digitalSignature", "nonRepudiation"])
    );
    let acts = right("certificate-of-authentication", "mai");
    let answer = shown("certificate", &own("user-authentication"), &cards, acts, &listener).unwrap();
    assert!(answer["details"].get("holder").is_none());
    let refused = shown(
        "certificate",
        &own("digital-signature"),
        &cards,
        vec![Act::Cancel],
        &listener,
    );
    assert_eq!(refused, Err(Code::UserCancelled));
    assert_left_clean(&cards);
}

#[test]
fn the_person_sees_a_certificate_that_no_site_gets_any_more() {
    let cards = Cards::new([card("expired")]);
    let acts = || right("certificate-of-signature", "expired");
    let listener = Listener::default();
    let answer = shown("certificate", &own("digital-signature"), &cards, acts(), &listener).unwrap();
    assert_eq!(answer["details"]["chain"], json!(Chain::NotKnown));
    let site = json!({ "origin": ORIGIN, "key": "digital-signature", "lang": "en" });
    let refused = shown("certificate", &site, &cards, acts(), &listener);
    assert_eq!(refused, Err(Code::CertificateExpired));
}

#[test]
fn only_a_page_of_the_extension_is_its_own_origin() {
    for origin in [
        "chrome-extension://aaaabbbbccccddddeeeeffffgggghhhh",
        "moz-extension://x",
        "null",
    ] {
        let message = json!({
            "jsonrpc": "2.0", "id": 1, "method": "certificate",
            "params": { "origin": origin, "key": "digital-signature", "lang": "en" },
        });
        assert!(Incoming::parse(message.to_string().as_bytes()).is_err(), "{origin}");
    }
    let signs_in = json!({
        "jsonrpc": "2.0", "id": 1, "method": "authenticate",
        "params": { "origin": EXTENSION_ORIGIN.trim_end_matches('/'), "nonce": NONCE, "lang": "en" },
    });
    assert!(
        Incoming::parse(signs_in.to_string().as_bytes()).is_err(),
        "nothing is signed for the extension"
    );
}
