//! What works, and how little it asks of the card.

use openjpki::evidence::{AuthenticateEvidence, Nonce, RegisterEvidence};
use openjpki_tests::card::CommandRecord;
use openjpki_tests::stage::Stage;
use openjpki_tests::stage::judge::{
    AUTHENTICATION_CERTIFICATE, SIGNATURE_CERTIFICATE, assert_only_signs, carries_pin, commands_after_last_pin,
    is_signature, now, verifier, wait_until_left_clean, whole_certificate_was_read,
};
use serde_json::{from_value, json};

use crate::{NONCE, ORIGIN, PASSWORD, PIN, ask, pin, wait_until};

#[test]
fn authenticate_reads_while_the_person_types_and_then_only_signs() {
    let (stage, card) = Stage::with_card("hanako");
    stage.pinentry.will([stage.pinentry.waits("look"), pin(PIN)]);
    let mut host = stage.host();
    host.ask(1, "authenticate", ask());
    stage.pinentry.wait_for(1);
    wait_until(|| whole_certificate_was_read(&card.log().unwrap(), AUTHENTICATION_CERTIFICATE));
    let before = card.log().unwrap();
    assert_eq!(before.pins_sent(), 0);
    stage.pinentry.go_on("look");
    let evidence: AuthenticateEvidence = from_value(host.reply(1).result()).unwrap();
    verifier(ORIGIN)
        .authenticate(&evidence, &Nonce::parse(NONCE).unwrap(), now())
        .unwrap();

    wait_until_left_clean(&card);
    let log = card.log().unwrap();
    assert!(log.count() <= 14, "{} commands: {:?}", log.count(), log.headers());
    assert!(log.read_again().is_empty(), "read twice: {:?}", log.read_again());
    assert_eq!(log.pins_sent(), 1);
    assert_only_signs(&commands_after_last_pin(&card));
    assert_eq!(
        before.count(),
        log.commands().iter().position(carries_pin).unwrap(),
        "nothing comes between OK and VERIFY"
    );
    stage.pinentry.went_as_written().unwrap();
}

#[test]
fn register_reads_and_signs_while_the_person_types() {
    let (stage, card) = Stage::with_card("mai");
    let pinentry = &stage.pinentry;
    pinentry.will([
        pinentry.waits("first"),
        pin("sakura2026"),
        pinentry.waits("second"),
        pin("4649"),
    ]);
    let mut host = stage.host();
    host.ask("r", "register", ask());
    pinentry.wait_for(1);
    wait_until(|| whole_certificate_was_read(&card.log().unwrap(), AUTHENTICATION_CERTIFICATE));
    let before_password = card.log().unwrap().count();
    pinentry.go_on("first");
    pinentry.wait_for(2);
    wait_until(|| card.log().unwrap().commands().iter().any(is_signature));
    let before_pin = card.log().unwrap();
    assert!(
        whole_certificate_was_read(&before_pin, SIGNATURE_CERTIFICATE),
        "the signing certificate is not read yet"
    );
    pinentry.go_on("second");
    let evidence: RegisterEvidence = from_value(host.reply("r").result()).unwrap();
    let person = verifier(ORIGIN)
        .register(&evidence, &Nonce::parse(NONCE).unwrap(), now())
        .unwrap();
    assert_eq!(
        person.signature_certificate.holder().name.as_deref(),
        Some("NGUYEN THI MAI")
    );

    wait_until_left_clean(&card);
    let log = card.log().unwrap();
    assert!(log.count() <= 30, "{} commands: {:?}", log.count(), log.headers());
    assert!(log.read_again().is_empty(), "read twice: {:?}", log.read_again());
    assert_eq!(log.pins_sent(), 2);
    assert_only_signs(&commands_after_last_pin(&card));
    let pins: Vec<usize> = positions(&log.commands(), carries_pin);
    assert!(
        pins[0] - before_password <= 1,
        "between the first OK and VERIFY: {:?}",
        log.headers()
    );
    assert!(
        pins[1] - before_pin.count() <= 1,
        "between the second OK and VERIFY: {:?}",
        log.headers()
    );
    pinentry.went_as_written().unwrap();
}

#[test]
fn certificate_hands_over_only_after_the_pin() {
    let (stage, card) = Stage::with_card("hanako");
    stage.pinentry.will([pin(PIN), pin(PASSWORD)]);
    let mut host = stage.host();
    for (id, key) in [(1, "user-authentication"), (2, "digital-signature")] {
        let result = host
            .call(id, "certificate", json!({ "origin": ORIGIN, "key": key, "lang": "ja" }))
            .result();
        assert!(result["certificate"].as_str().unwrap().starts_with("MII"), "{result}");
    }
    wait_until_left_clean(&card);
    let log = card.log().unwrap();
    assert_eq!(log.pins_sent(), 2);
    assert!(!log.commands().iter().any(is_signature), "nothing was signed");
    for file in [AUTHENTICATION_CERTIFICATE, SIGNATURE_CERTIFICATE] {
        assert_eq!(log.reads(file).iter().max(), Some(&1), "file {file:04X}");
    }
}

#[test]
fn status_tells_readers_and_tries_and_spends_none() {
    let (stage, mut card) = Stage::with_card("hanako");
    let status = stage.host().call(1, "status", json!({})).result();
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
fn of_two_cards_the_person_chooses_one() {
    let (stage, first) = Stage::with_card("hanako");
    let second = stage.plug_beside("mai");
    stage.pinentry.will([pin("4649")]);
    let mut host = stage.host();
    host.ask(7, "authenticate", ask());
    let question = host.wait_for_question();
    assert_eq!(question["params"]["id"], 7);
    let candidates = question["params"]["candidates"].as_array().unwrap();
    let wanted = candidates
        .iter()
        .position(|card| card["reader"].as_str().unwrap().ends_with("01"))
        .unwrap();
    assert_eq!(candidates.len(), 2);
    host.send(&json!({ "jsonrpc": "2.0", "id": question["id"], "result": { "candidate": wanted } }));
    let evidence: AuthenticateEvidence = from_value(host.reply(7).result()).unwrap();
    verifier(ORIGIN)
        .authenticate(&evidence, &Nonce::parse(NONCE).unwrap(), now())
        .unwrap();
    wait_until_left_clean(&first);
    wait_until_left_clean(&second);
    assert_eq!(
        (first.log().unwrap().pins_sent(), second.log().unwrap().pins_sent()),
        (0, 1)
    );
}

#[test]
fn one_connection_serves_one_request_after_the_other() {
    let (stage, card) = Stage::with_card("paul");
    stage.pinentry.will([pin("4649"), pin("SAKURA2026"), pin("4649")]);
    let mut host = stage.host();
    host.call(1, "authenticate", ask()).result();
    host.call(2, "register", ask()).result();
    host.close_input();
    assert!(host.wait().success());
    wait_until_left_clean(&card);
    stage.pinentry.went_as_written().unwrap();
}

fn positions(commands: &[CommandRecord], wanted: impl Fn(&CommandRecord) -> bool) -> Vec<usize> {
    commands
        .iter()
        .enumerate()
        .filter(|(_, record)| wanted(record))
        .map(|(index, _)| index)
        .collect()
}
