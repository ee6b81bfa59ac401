//! The page that looks at signed documents.

use std::time::SystemTime;

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use openjpki::certificate::SignatureCertificate;
use openjpki::evidence::document::Document;
use openjpki::jpki::{DigitalSignature, Jpki, KeyKind, Pin, PinEntry};
use openjpki::time::UnixTime;
use openjpki_tests::card::{Persona, VirtualCard};
use openjpki_tests::pdf::Pdf;

use crate::browser::{Answer, Browser};
use crate::stage::Stage;

const LEASE: &[u8] = b"The lease.\n";
const BOUNDARY: &str = "----a boundary of a test";
const REVOCATION: &str = "Revocation: not checked.";

/// What a person with this card makes of a content.
fn signed_by(persona: &str, content: &[u8]) -> Vec<u8> {
    let persona = Persona::by_name(persona).unwrap();
    let mut card = Jpki::select(VirtualCard::new(persona)).unwrap();
    card.tries(KeyKind::DigitalSignature).unwrap();
    let mut typed = PinEntry::new();
    let password = persona.pins.signature.bytes();
    password.for_each(|byte| typed.push_byte(byte).unwrap());
    let pin = Pin::<DigitalSignature>::parse(&typed).unwrap();
    let mut card = card.verify(pin).unwrap();
    let certificate = SignatureCertificate::from_der(&card.read_signing_certificate().unwrap()).unwrap();
    let document = Document::with_content("lease", "text/plain", content).unwrap();
    let now = UnixTime::from(SystemTime::now());
    document.sign_cms(&mut card, &certificate, now).unwrap()
}

/// Opens the page and sends its form with these files.
async fn upload(browser: &mut Browser, files: &[(&str, &[u8])]) -> Answer {
    let page = browser.open("/verify").await;
    let token = page.hidden("csrf").unwrap();
    send(browser, &token, files).await
}

async fn send(browser: &mut Browser, token: &str, files: &[(&str, &[u8])]) -> Answer {
    let mut body = part("csrf", "", token.as_bytes());
    for (name, content) in files {
        body.extend(part(name, "; filename=\"a\"", content));
    }
    body.extend(format!("--{BOUNDARY}--\r\n").bytes());
    let request = browser
        .request(Method::POST, "/verify")
        .header(
            header::CONTENT_TYPE,
            format!("multipart/form-data; boundary=\"{BOUNDARY}\""),
        )
        .body(Body::from(body))
        .unwrap();
    browser.send(request).await
}

fn part(name: &str, more: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n");
    [head.as_bytes(), content, b"\r\n"].concat()
}

/// What the page says of this check: `holds`, `fails` or `not-checked`.
fn kind(answer: &Answer, check: &str) -> String {
    answer
        .between(&format!("data-check=\"{check}\" class=\""), "\"")
        .unwrap()
}

#[tokio::test]
async fn a_signed_document_is_looked_at_line_by_line() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    let cms = signed_by("mai", LEASE);
    let answer = upload(&mut browser, &[("document", LEASE), ("signature", &cms)]).await;
    assert_eq!(answer.status, StatusCode::OK);
    for (check, expected) in [
        ("message-digest", "holds"),
        ("signature", "holds"),
        ("chain", "holds"),
        ("validity-at-signing", "holds"),
        ("time-stamp", "not-checked"),
        ("revocation", "not-checked"),
    ] {
        assert_eq!(kind(&answer, check), expected, "{check}");
    }
    assert!(answer.has("NGUYEN THI MAI") && answer.has("No check failed.") && answer.has(REVOCATION));
    assert!(answer.has("nobody confirms it"), "whose clock it is");

    let changed = upload(&mut browser, &[("document", b"The lease!\n"), ("signature", &cms)]).await;
    assert_eq!(kind(&changed, "message-digest"), "fails");
    assert!(changed.has("do not rely") && changed.has(REVOCATION));
    assert!(!changed.has("NGUYEN THI MAI"), "whose signature it is not");

    let stranger = upload(
        &mut browser,
        &[("document", LEASE), ("signature", &signed_by("unknown-root", LEASE))],
    )
    .await;
    assert_eq!(
        (
            kind(&stranger, "key-identifier").as_str(),
            kind(&stranger, "chain").as_str()
        ),
        ("fails", "fails")
    );
    let expired = upload(
        &mut browser,
        &[("document", LEASE), ("signature", &signed_by("expired", LEASE))],
    )
    .await;
    assert_eq!(kind(&expired, "validity-now"), "fails");
    let nonsense = upload(&mut browser, &[("document", LEASE), ("signature", b"no CMS")]).await;
    assert_eq!(
        (kind(&nonsense, "form").as_str(), kind(&nonsense, "signature").as_str()),
        ("fails", "not-checked")
    );
}

#[tokio::test]
async fn every_signature_of_a_pdf_is_looked_at() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    let prepared = Pdf::new("The lease").prepare("ETSI.CAdES.detached");
    let signed = prepared.embed(&signed_by("mai", &prepared.to_sign()));
    let answer = upload(&mut browser, &[("document", signed.as_bytes()), ("signature", b"")]).await;
    assert!(
        answer.has("Signature 1 of 1") && answer.has("No check failed."),
        "{}",
        answer.body
    );
    assert_eq!(kind(&answer, "coverage"), "holds");

    let later = [signed.as_bytes(), b"% added later\n"].concat();
    let answer = upload(&mut browser, &[("document", &later)]).await;
    assert_eq!(kind(&answer, "coverage"), "fails");
    assert!(answer.has("added later") && answer.has(REVOCATION));
}

#[tokio::test]
async fn what_cannot_be_looked_at_is_explained() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    for (files, words) in [
        (&[][..], "Please choose the document."),
        (&[("document", LEASE)], "signature file (.p7s) as well"),
        (
            &[("document", Pdf::new("x").as_bytes())],
            "There is no signature in this PDF.",
        ),
    ] {
        let answer = upload(&mut browser, files).await;
        assert!(answer.status == StatusCode::OK && answer.has(words), "{}", answer.body);
        assert!(answer.has(REVOCATION));
    }
    let large = vec![b'a'; 16 * 1024 * 1024];
    let answer = upload(&mut browser, &[("document", &large)]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    let answer = upload(&mut browser, &[("document", LEASE), ("other", LEASE)]).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let answer = send(&mut browser, "wrong", &[("document", LEASE)]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    browser.language = "ja";
    let answer = upload(
        &mut browser,
        &[("document", LEASE), ("signature", &signed_by("mai", LEASE))],
    )
    .await;
    assert!(answer.has("失効：確かめていません。"));
}

#[tokio::test]
async fn a_real_sites_page_does_not_take_test_cards() {
    let stage = Stage::production().await;
    let mut browser = stage.browser();
    let answer = upload(
        &mut browser,
        &[("document", LEASE), ("signature", &signed_by("mai", LEASE))],
    )
    .await;
    assert!(answer.has("do not rely"));
    assert_eq!(kind(&answer, "policy"), "fails");
}
