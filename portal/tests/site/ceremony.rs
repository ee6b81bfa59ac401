//! Between the button and STEP1: nonces and evidence.

use openjpki_tests::pki::Holder;
use serde_json::{Value, json};

use crate::browser::{Answer, Browser};
use crate::card::{arrive, card_of, ceremony, evidence, nonce, persona};
use crate::stage::{ORIGIN, Stage};

async fn send(browser: &mut Browser, nonce: &str, evidence: &Value) -> Answer {
    browser
        .post_json(
            "/registration/evidence",
            &json!({ "nonce": nonce, "evidence": evidence }),
        )
        .await
}

fn refused(answer: &Answer, code: &str) {
    assert_eq!(
        (answer.status.as_u16(), answer.json()["error"].as_str()),
        (422, Some(code))
    );
}

#[tokio::test]
async fn evidence_that_verifies_leads_to_the_form() {
    let stage = Stage::new().await;
    let page = arrive(&mut stage.browser(), "mai").await;
    assert!(page.has("<p class=\"value\" data-field=\"name\">NGUYEN THI MAI</p>"));
    assert!(page.has("<p class=\"value\" data-field=\"sex\">Female</p>"));
    assert!(page.has("<p class=\"value\" data-field=\"birth_date\">1995-08-23</p>"));
    assert!(
        page.has("<option value=\"131016\" selected>"),
        "the card's address is where the form starts"
    );
    assert!(page.has("name=\"address\" value=\"架空町１－２－３\""));
    for name in ["name", "sex", "birth_date"] {
        assert!(!page.has(&format!("name=\"{name}\"")), "{name} can be typed over");
    }
}

#[tokio::test]
async fn a_nonce_is_used_once_and_by_its_own_session() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    let card = persona("mai");
    let first = nonce(&mut browser).await;
    let proof = evidence(&card, ORIGIN, &first);

    let mut thief = stage.browser();
    nonce(&mut thief).await;
    refused(&send(&mut thief, &first, &proof).await, "nonce-used");

    let mut copy = browser.tab();
    assert_eq!(send(&mut browser, &first, &proof).await.status, 200);
    refused(&send(&mut copy, &first, &proof).await, "nonce-used");
    browser.open("/").await;
    refused(&send(&mut browser, &first, &proof).await, "nonce-used");
}

#[tokio::test]
async fn a_nonce_lasts_five_minutes() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    for (age, status) in [(300, 200), (301, 422)] {
        let nonce = nonce(&mut browser).await;
        stage.pass(age);
        assert_eq!(
            send(&mut browser, &nonce, &evidence(&persona("mai"), ORIGIN, &nonce))
                .await
                .status,
            status
        );
    }
}

#[tokio::test]
async fn a_failure_uses_the_nonce_up() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    let nonce = nonce(&mut browser).await;
    refused(&send(&mut browser, &nonce, &json!({})).await, "evidence-malformed");
    refused(
        &send(&mut browser, &nonce, &evidence(&persona("mai"), ORIGIN, &nonce)).await,
        "nonce-used",
    );
}

#[tokio::test]
async fn evidence_for_another_origin_or_nonce_is_refused() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    let card = persona("mai");
    let given = nonce(&mut browser).await;
    refused(
        &send(&mut browser, &given, &evidence(&card, "https://evil.example", &given)).await,
        "signature-wrong",
    );
    let (first, second) = (nonce(&mut browser).await, nonce(&mut browser).await);
    refused(
        &send(&mut browser, &second, &evidence(&card, ORIGIN, &first)).await,
        "signature-wrong",
    );
    let invented = "A".repeat(43);
    refused(
        &send(&mut browser, &invented, &evidence(&card, ORIGIN, &invented)).await,
        "nonce-used",
    );
}

#[tokio::test]
async fn two_cards_make_no_person() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    let nonce = nonce(&mut browser).await;
    let (hanako, mai) = (
        evidence(&persona("hanako"), ORIGIN, &nonce),
        evidence(&persona("mai"), ORIGIN, &nonce),
    );
    let mut mixed = hanako;
    for key in ["authenticationCertificate", "authenticationSignature"] {
        mixed[key] = mai[key].clone();
    }
    refused(&send(&mut browser, &nonce, &mixed).await, "signature-wrong");
}

#[tokio::test]
async fn a_bare_certificate_proves_nothing() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    for missing in ["signature", "authenticationSignature", "authenticationCertificate"] {
        let nonce = nonce(&mut browser).await;
        let mut bare = evidence(&persona("mai"), ORIGIN, &nonce);
        bare.as_object_mut().unwrap().remove(missing);
        refused(&send(&mut browser, &nonce, &bare).await, "evidence-malformed");
    }
}

#[tokio::test]
async fn cards_that_are_not_taken_are_told_apart() {
    let stage = Stage::new().await;
    for (name, code) in [
        ("expired", "certificate-expired-here"),
        ("expired-authentication", "certificate-expired-here"),
        ("unknown-root", "not-jpki"),
        ("wrong-policy", "not-jpki"),
        ("wrong-key-usage", "not-jpki"),
    ] {
        refused(&ceremony(&mut stage.browser(), &persona(name)).await, code);
    }
    let production = Stage::production().await;
    refused(&ceremony(&mut production.browser(), &persona("mai")).await, "test-card");
}

#[tokio::test]
async fn what_is_not_evidence_is_refused() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    browser.open("/").await;
    for body in [
        json!(null),
        json!([]),
        json!({ "nonce": 1 }),
        json!({ "nonce": "x", "evidence": {}, "more": 1 }),
    ] {
        refused(
            &browser.post_json("/registration/evidence", &body).await,
            "evidence-malformed",
        );
    }
    refused(&send(&mut browser, "short", &json!({})).await, "nonce-used");
    let large = json!({ "nonce": "A".repeat(70_000) });
    assert_eq!(browser.post_json("/registration/evidence", &large).await.status, 413);
}

#[tokio::test]
async fn a_name_from_a_certificate_is_text_and_not_markup() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    let name = "<script>alert(1)</script> {{name}} \"'&";
    let card = card_of(Holder::new(name, "1", "419900514", "東京都千代田区\"><b>"));
    assert_eq!(ceremony(&mut browser, &card).await.status, 200);
    let page = browser.open("/registration/step1").await;
    assert!(!page.has("<script>alert") && !page.has("\"><b>"));
    assert!(page.has("&lt;script&gt;alert(1)") || page.has("&#60;script&#62;alert(1)"));
}
