//! What works, and that it asks no more of the card than on Linux.

use openjpki::evidence::{AuthenticateEvidence, Nonce, RegisterEvidence};
use openjpki_tests::pcscd::CardSetup;
use openjpki_tests::stage::judge::{
    AUTHENTICATION_CERTIFICATE, SIGNATURE_CERTIFICATE, assert_only_signs, commands_after_last_pin, is_signature, now,
    verifier, wait_until_left_clean, whole_certificate_was_read,
};
use openjpki_tests::stage::{WindowsStage, openssl};
use serde_json::{from_value, json};

use crate::{NONCE, ORIGIN, PIN, ask, assert_every_pin_was_typed, password_window, pin_window, wait_until};

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn authenticate_reads_while_the_person_types_and_then_only_signs() {
    let (windows, card) = WindowsStage::with_card("hanako");
    let mut host = windows.host();
    host.ask(1, "authenticate", ask());
    pin_window(&windows);
    wait_until(|| whole_certificate_was_read(&card.log().unwrap(), AUTHENTICATION_CERTIFICATE));
    assert_eq!(card.log().unwrap().pins_sent(), 0);
    windows.person.enters(PIN);
    let result = host.reply(1).result();
    openssl::verifies_authentication(&result, ORIGIN, NONCE);
    let evidence: AuthenticateEvidence = from_value(result).unwrap();
    verifier(ORIGIN)
        .authenticate(&evidence, &Nonce::parse(NONCE).unwrap(), now())
        .unwrap();

    windows.person.sees_nothing();
    wait_until_left_clean(&card);
    let log = card.log().unwrap();
    assert_eq!(log.count(), 14, "as on Linux: {:?}", log.headers());
    assert!(log.read_again().is_empty(), "read twice: {:?}", log.read_again());
    assert_eq!(log.pins_sent(), 1);
    assert_only_signs(&commands_after_last_pin(&card));
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn register_reads_and_signs_while_the_person_types() {
    let (windows, card) = WindowsStage::with_card("mai");
    let mut host = windows.host();
    host.ask("r", "register", ask());
    password_window(&windows);
    wait_until(|| whole_certificate_was_read(&card.log().unwrap(), AUTHENTICATION_CERTIFICATE));
    windows.person.enters("sakura2026");
    pin_window(&windows);
    wait_until(|| card.log().unwrap().commands().iter().any(is_signature));
    assert!(
        whole_certificate_was_read(&card.log().unwrap(), SIGNATURE_CERTIFICATE),
        "the signing certificate is not read yet"
    );
    windows.person.enters("4649");
    let result = host.reply("r").result();
    openssl::verifies_registration(&result, ORIGIN, NONCE);
    let evidence: RegisterEvidence = from_value(result).unwrap();
    let person = verifier(ORIGIN)
        .register(&evidence, &Nonce::parse(NONCE).unwrap(), now())
        .unwrap();
    let name = person.signature_certificate.holder().name.as_deref();
    assert_eq!(name, Some("NGUYEN THI MAI"));

    windows.person.sees_nothing();
    wait_until_left_clean(&card);
    let log = card.log().unwrap();
    assert_eq!(log.count(), 26, "as on Linux: {:?}", log.headers());
    assert!(log.read_again().is_empty(), "read twice: {:?}", log.read_again());
    assert_eq!(log.pins_sent(), 2);
    assert_only_signs(&commands_after_last_pin(&card));
    assert_every_pin_was_typed(&windows, [&card]);
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn status_tells_readers_and_tries_and_spends_none() {
    let (windows, mut card) = WindowsStage::with_card("hanako");
    let status = windows.host().call(1, "status", json!({})).result();
    assert_eq!(status["service"], "running");
    let readers = status["readers"].as_array().unwrap();
    let jpki = readers.iter().find(|reader| reader["card"] == "jpki").unwrap();
    assert_eq!(jpki["applet"], "JPKIAPICCTOKEN2");
    assert_eq!(jpki["tries"], json!({ "userAuthentication": 3, "digitalSignature": 5 }));
    assert!(
        readers.iter().any(|reader| reader["card"] == "none"),
        "the second slot is empty: {status}"
    );
    wait_until_left_clean(&card);
    assert_eq!(card.log().unwrap().pins_sent(), 0);
    assert_eq!(card.tries().unwrap().signature, Some(5));
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn of_two_cards_the_person_chooses_one() {
    let (windows, first) = WindowsStage::with_card("hanako");
    let second = windows
        .stage
        .pcscd
        .plug(&CardSetup {
            slot: 1,
            ..CardSetup::persona("mai")
        })
        .unwrap();
    let mut host = windows.host();
    host.ask(7, "authenticate", ask());
    let question = loop {
        let frame = host.next_frame();
        if frame["method"] == "choose-card" {
            break frame;
        }
    };
    let candidates = question["params"]["candidates"].as_array().unwrap();
    assert_eq!(candidates.len(), 2);
    let is_second = |card: &serde_json::Value| card["reader"].as_str().unwrap().ends_with("01");
    let wanted = candidates.iter().position(is_second).unwrap();
    host.send(&json!({ "jsonrpc": "2.0", "id": question["id"], "result": { "candidate": wanted } }));
    pin_window(&windows);
    windows.person.enters("4649");
    let evidence: AuthenticateEvidence = from_value(host.reply(7).result()).unwrap();
    verifier(ORIGIN)
        .authenticate(&evidence, &Nonce::parse(NONCE).unwrap(), now())
        .unwrap();
    wait_until_left_clean(&first);
    wait_until_left_clean(&second);
    assert_eq!(first.log().unwrap().pins_sent(), 0);
    assert_every_pin_was_typed(&windows, [&first, &second]);
}
