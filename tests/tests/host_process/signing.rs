//! Documents, over a real `pcscd` with the host that ships: what the person sees, how often the card is asked, what others accept.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use openjpki::certificate::SignatureCertificate;
use openjpki_tests::pcscd::{CardSetup, PluggedCard, Pull};
use openjpki_tests::stage::judge::{carries_pin, is_signature, wait_until_left_clean};
use openjpki_tests::stage::openssl::verifies_cms;
use openjpki_tests::stage::{HostProcess, Stage};
use serde_json::{Value, json};

use crate::{NONCE, ORIGIN, PASSWORD, PIN, ask, pin};

/// Two pages and a title, for whoever reads it.
const LEASE: &[u8] = b"%PDF-1.4\n\
    1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n\
    2 0 obj <</Type /Pages /Count 2 /Kids [3 0 R 4 0 R]>> endobj\n\
    3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9]>> endobj\n\
    4 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9]>> endobj\n\
    5 0 obj <</Title (Lease of a flat)>> endobj\n\
    trailer <</Root 1 0 R /Info 5 0 R>>\n%%EOF\n";

fn letter(n: usize) -> String {
    format!("Letter number {n}.\n")
}

fn shown(name: &str, media_type: &str, content: &[u8]) -> Value {
    json!({ "name": name, "mediaType": media_type, "content": STANDARD.encode(content) })
}

/// The lease, and letters up to this number of documents.
fn documents(number: usize) -> Vec<Value> {
    let letters = (2..=number).map(|n| shown(&format!("letter {n}.txt"), "text/plain", letter(n).as_bytes()));
    std::iter::once(shown("lease.pdf", "application/pdf", LEASE))
        .chain(letters)
        .collect()
}

fn sign(documents: &[Value], output: &str) -> Value {
    json!({ "origin": ORIGIN, "documents": documents, "output": output, "lang": "en" })
}

fn assert_signed(evidence: &Value, number: usize) {
    assert_eq!(evidence["format"], "openjpki-sign/1");
    let signatures = evidence["signatures"].as_array().unwrap();
    assert_eq!(signatures.len(), number);
    for at in [0, number - 1] {
        let cms = STANDARD.decode(signatures[at]["signature"].as_str().unwrap()).unwrap();
        let content = if at == 0 {
            LEASE.to_vec()
        } else {
            letter(at + 1).into_bytes()
        };
        verifies_cms(&content, &cms);
    }
}

fn verifies(card: &PluggedCard) -> usize {
    let commands = card.log().unwrap().commands();
    commands.into_iter().filter(carries_pin).count()
}

fn signatures(card: &PluggedCard) -> usize {
    let commands = card.log().unwrap().commands();
    commands.into_iter().filter(is_signature).count()
}

/// Progress of this stage that is about documents.
fn about_documents(host: &HostProcess, stage: &str, key: &str) -> Vec<Value> {
    let of_stage = host.progress().iter().filter(|progress| progress["stage"] == stage);
    let details = of_stage.map(|progress| progress["detail"].clone());
    details.filter(|detail| !detail[key].is_null()).collect()
}

#[test]
fn twenty_documents_one_typing_one_verify_and_openssl_accepts_them() {
    let (stage, card) = Stage::with_card("hanako");
    stage.pinentry.will([pin("WRONG1"), pin(PASSWORD)]);
    let mut host = stage.host();
    let evidence = host.call(1, "sign", sign(&documents(20), "cms")).result();
    assert_signed(&evidence, 20);
    wait_until_left_clean(&card);
    assert_eq!((verifies(&card), signatures(&card)), (2, 20), "one wrong, one right");

    let told = about_documents(&host, "waiting-for-pin", "documents");
    assert_eq!(told.len(), 1, "once");
    let lease = &told[0]["documents"][0];
    assert_eq!(
        (&lease["pages"], &lease["title"]),
        (&2.into(), &"Lease of a flat".into())
    );
    assert_eq!(told[0]["documents"].as_array().unwrap().len(), 20);
    let signing = about_documents(&host, "signing", "document");
    assert_eq!((signing.len(), &signing[19]["document"]), (20, &20.into()));

    let window = stage.pinentry.dialogues().remove(0).description;
    for words in [
        ORIGIN,
        "sign 20 documents",
        "1. lease.pdf (application/pdf, ",
        "2. letter 2.txt (text/plain, 17 B, SHA-256 ",
        "more, listed in the OpenJPKI window of your browser",
    ] {
        assert!(window.contains(words), "{words} is missing: {window}");
    }
    stage.pinentry.went_as_written().unwrap();
}

#[test]
fn a_card_that_wants_the_password_for_each_document_is_shown_it_from_one_typing() {
    let stage = Stage::set();
    let mut setup = CardSetup::persona("hanako");
    setup.arguments.push("--pin-per-signature".to_owned());
    let mut card = stage.pcscd.plug(&setup).unwrap();
    stage.pinentry.will([pin(PASSWORD), pin(PASSWORD), pin(PASSWORD)]);
    let mut host = stage.host();
    let evidence = host.call(1, "sign", sign(&documents(20), "cms")).result();
    assert_signed(&evidence, 20);
    wait_until_left_clean(&card);
    assert_eq!(
        (verifies(&card), signatures(&card)),
        (20, 39),
        "19 signatures are asked for twice"
    );
    assert_eq!(stage.pinentry.dialogues().len(), 1);
    assert_eq!(card.tries().unwrap().signature, Some(5));

    // Pulled in the middle: nothing leaves, and the next request begins anew with a typing of its own.
    card.remove_at(30, Pull::Before).unwrap();
    assert_eq!(host.call(2, "sign", sign(&documents(20), "cms")).code(), "card-removed");
    card.heal().unwrap();
    card.insert().unwrap();
    let evidence = host.call(3, "sign", sign(&documents(1), "cms")).result();
    assert_signed(&evidence, 1);
    wait_until_left_clean(&card);
    stage.pinentry.went_as_written().unwrap();
}

#[test]
fn cancelling_in_the_middle_returns_nothing_and_leaves_the_card_clean() {
    let stage = Stage::set();
    let mut setup = CardSetup::persona("hanako");
    setup.arguments.push("--pin-per-signature".to_owned());
    setup.link = "nfc".to_owned(); // half a second for each document
    let card = stage.pcscd.plug(&setup).unwrap();
    stage.pinentry.will([pin(PASSWORD)]);
    let mut host = stage.host();
    host.ask(1, "sign", sign(&documents(20), "cms"));
    while host.next_frame()["params"]["detail"]["document"] != 2 {}
    host.send(&json!({ "jsonrpc": "2.0", "method": "cancel", "params": { "id": 1 } }));
    while host.next_frame()["error"]["data"]["code"] != "user-cancelled" {}
    wait_until_left_clean(&card);
    assert!((1..10).contains(&verifies(&card)), "it stopped in the middle");
    stage.pinentry.went_as_written().unwrap();
}

#[test]
fn what_the_site_did_not_show_is_told_and_what_may_not_be_signed_is_refused() {
    let (stage, card) = Stage::with_card("hanako");
    stage.pinentry.will([pin(PASSWORD), pin(PIN)]);
    let mut host = stage.host();
    let statement = shown("letter.txt", "text/plain", b"OpenJPKI register 1\norigin x\n");
    let refused = host.call(1, "sign", sign(&[statement], "raw"));
    assert_eq!(refused.code(), "invalid-request");
    let refused = host.call(2, "sign", sign(&documents(21), "raw"));
    assert_eq!(refused.code(), "invalid-request");
    assert_eq!((card.log().unwrap().count(), stage.pinentry.dialogues().len()), (0, 0));

    let unseen = json!({ "name": "contract", "digest": STANDARD.encode([7; 32]), "algorithm": "SHA-256" });
    let evidence = host.call(3, "sign", sign(&[unseen], "raw")).result();
    let bytes = |value: &Value| STANDARD.decode(value.as_str().unwrap()).unwrap();
    let certificate = SignatureCertificate::from_der(&bytes(&evidence["certificate"])).unwrap();
    let signature = bytes(&evidence["signatures"][0]["signature"]);
    certificate.verify_digest(&[7; 32], &signature).unwrap();
    let window = stage.pinentry.dialogues().remove(0).description;
    let line = "1. contract (the site did not show what this is, SHA-256 0707070707070707…)";
    assert!(window.contains(line), "{window}");
    wait_until_left_clean(&card);

    let token = host.call(4, "web-eid-authenticate", ask()).result();
    assert_eq!(
        (&token["format"], &token["algorithm"]),
        (&"web-eid:1.0".into(), &"RS256".into())
    );
    let sha256 = openjpki::pkcs1::sha256;
    let statement = [sha256(ORIGIN.as_bytes()), sha256(NONCE.as_bytes())].concat();
    let der = bytes(&token["unverifiedCertificate"]);
    let certificate = openjpki::certificate::AuthenticationCertificate::from_der(&der).unwrap();
    certificate.verify(&statement, &bytes(&token["signature"])).unwrap();
    let window = stage.pinentry.dialogues().remove(1).description;
    assert!(window.contains("asks you to sign in"), "{window}");
    wait_until_left_clean(&card);
    stage.pinentry.went_as_written().unwrap();
}

#[test]
fn an_expired_certificate_signs_no_document() {
    let (stage, card) = Stage::with_card("expired");
    stage.pinentry.will([pin(PASSWORD)]);
    let answer = stage.host().call(1, "sign", sign(&documents(2), "cms"));
    assert_eq!(answer.code(), "certificate-expired");
    wait_until_left_clean(&card);
    assert_eq!(signatures(&card), 0);
}
