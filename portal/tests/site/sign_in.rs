//! Card, authentication ID and password together.

use axum::http::header;
use openjpki_tests::card::Personalisation;
use serde_json::{Value, json};

use crate::browser::{Answer, Browser};
use crate::card::{authentication, evidence, nonce, persona};
use crate::password::{PASSWORD, lawyer, person, set};
use crate::stage::{ORIGIN, Stage};

/// Asks for a nonce on the page ログイン.
pub(crate) async fn challenge(browser: &mut Browser) -> String {
    browser.open("/sign-in").await;
    let answer = browser.post_json("/sign-in/challenge", &json!({})).await;
    answer.json()["nonce"].as_str().unwrap().to_owned()
}

async fn send(browser: &mut Browser, nonce: &str, evidence: &Value) -> Answer {
    let body = json!({ "nonce": nonce, "evidence": evidence });
    browser.post_json("/sign-in/evidence", &body).await
}

/// Reads the card.
pub(crate) async fn present(browser: &mut Browser, card: &Personalisation) {
    let nonce = challenge(browser).await;
    let answer = send(browser, &nonce, &authentication(card, ORIGIN, &nonce)).await;
    assert_eq!(answer.json()["next"], "/sign-in/account");
}

/// Sends authentication ID and password.
pub(crate) async fn enter(browser: &mut Browser, id: &str, password: &str) -> Answer {
    browser.open("/sign-in/account").await;
    let fields = [("authentication_id", id), ("password", password)];
    browser.submit("/sign-in/account", &fields).await
}

pub(crate) fn is_in(answer: &Answer) -> bool {
    answer.status == 303 && answer.location().as_deref() == Some("/account")
}

#[tokio::test]
async fn the_registered_card_the_id_and_the_password_sign_in() {
    let stage = Stage::new().await;
    let mai = person(&stage, "mai").await;
    set(&mut stage.browser(), &mai.link, PASSWORD, PASSWORD).await;
    let mut browser = stage.browser();
    present(&mut browser, &persona("mai")).await;
    assert!(browser.open("/sign-in/account").await.has("Card was read"));
    let before = browser.tab();
    let answer = enter(&mut browser, &mai.id.to_lowercase().replace('-', " "), PASSWORD).await;
    assert!(is_in(&answer), "{}", answer.status);
    let page = browser.open("/account").await;
    assert!(page.has("NGUYEN THI MAI, you are signed in") && page.has(&mai.id));
    assert!(browser.open("/sign-in").await.location().as_deref() == Some("/account"));

    assert_ne!(before.cookies["openjpki-session"], browser.cookies["openjpki-session"]);
    let mut planted = before;
    let location = planted.open("/account").await.location();
    assert_eq!(location.as_deref(), Some("/sign-in"), "a planted cookie leads nowhere");
    assert!(!planted.open("/sign-in/account").await.has("Card was read"));
}

#[tokio::test]
async fn without_a_card_for_those_who_registered_without() {
    let stage = Stage::new().await;
    let lee = lawyer(&stage).await;
    set(&mut stage.browser(), &lee.link, PASSWORD, PASSWORD).await;
    let mut browser = stage.browser();
    assert!(browser.open("/sign-in/account").await.has("without a card"));
    assert!(is_in(&enter(&mut browser, &lee.id, PASSWORD).await));
    assert!(browser.open("/account").await.has("LEE SUN"));
}

/// The page after an attempt, without what differs for every visitor and what was typed.
fn same(answer: &Answer, id: &str) -> String {
    let csrf = answer.between("name=\"csrf\" value=\"", "\"").unwrap();
    assert_eq!(answer.status, 422);
    answer.body.replace(&csrf, "CSRF").replace(id, "ID")
}

#[tokio::test]
async fn whatever_is_wrong_the_answer_and_the_work_are_the_same() {
    let stage = Stage::new().await;
    let mai = person(&stage, "mai").await;
    let hanako = person(&stage, "hanako").await;
    let lee = lawyer(&stage).await;
    set(&mut stage.browser(), &mai.link, PASSWORD, PASSWORD).await;
    set(&mut stage.browser(), &lee.link, PASSWORD, PASSWORD).await;
    let unknown = "2222-2222-2222";
    let same_key = persona("ending-authentication").authentication_certificate();
    assert_ne!(
        same_key,
        persona("hanako").authentication_certificate(),
        "a certificate that nobody registered"
    );
    let mut answers = Vec::new();
    for (card, id, password, what) in [
        (Some("mai"), mai.id.as_str(), "wrong horse 777", "a wrong password"),
        (Some("hanako"), &mai.id, PASSWORD, "another person's card"),
        (
            Some("ending-authentication"),
            &mai.id,
            PASSWORD,
            "a card that is not registered",
        ),
        (Some("mai"), unknown, PASSWORD, "an ID that is nobody's"),
        (Some("mai"), &hanako.id, PASSWORD, "another person's ID"),
        (Some("hanako"), &hanako.id, PASSWORD, "no password was set"),
        (Some("mai"), "", "", "nothing"),
        (None, &mai.id, PASSWORD, "no card"),
        (None, &lee.id, "wrong horse 777", "a wrong password, no card"),
        (None, unknown, PASSWORD, "an ID that is nobody's, no card"),
    ] {
        let mut browser = stage.browser();
        if let Some(name) = card {
            present(&mut browser, &persona(name)).await;
        }
        let checks = stage.portal.passwords.checks();
        let answer = enter(&mut browser, id, password).await;
        assert_eq!(
            stage.portal.passwords.checks(),
            checks + 1,
            "{what}: one check of a password"
        );
        answers.push((
            card.is_some(),
            what,
            same(&answer, if id.is_empty() { "no ID" } else { id }),
        ));
        assert_eq!(
            browser.open("/account").await.location().as_deref(),
            Some("/sign-in"),
            "{what}"
        );
    }
    for with_card in [true, false] {
        let mut alike = answers
            .iter()
            .filter(|(card, what, _)| *card == with_card && *what != "nothing");
        let (_, first, page) = alike.next().unwrap();
        for (_, what, other) in alike {
            assert_eq!(page, other, "{first} and {what}");
        }
    }
}

#[tokio::test]
async fn a_card_that_was_read_is_good_for_ten_minutes_and_one_session() {
    let stage = Stage::new().await;
    let mai = person(&stage, "mai").await;
    set(&mut stage.browser(), &mai.link, PASSWORD, PASSWORD).await;
    let mut browser = stage.browser();
    present(&mut browser, &persona("mai")).await;
    assert_eq!(
        enter(&mut stage.browser(), &mai.id, PASSWORD).await.status,
        422,
        "another browser"
    );
    stage.pass(601);
    assert_eq!(enter(&mut browser, &mai.id, PASSWORD).await.status, 422, "too late");
    present(&mut browser, &persona("mai")).await;
    stage.pass(590);
    assert!(is_in(&enter(&mut browser, &mai.id, PASSWORD).await));
}

#[tokio::test]
async fn nonces_and_evidence_are_held_to_this_site_this_session_and_once() {
    let stage = Stage::new().await;
    let card = persona("mai");
    let mut browser = stage.browser();
    let refused = |answer: Answer, code: &str| {
        assert_eq!(
            (answer.status.as_u16(), answer.json()["error"].as_str()),
            (422, Some(code))
        );
    };
    let first = challenge(&mut browser).await;
    let proof = authentication(&card, ORIGIN, &first);
    let mut thief = stage.browser();
    challenge(&mut thief).await;
    refused(send(&mut thief, &first, &proof).await, "nonce-used");
    let mut copy = browser.tab();
    assert_eq!(send(&mut browser, &first, &proof).await.status, 200);
    refused(send(&mut copy, &first, &proof).await, "nonce-used");
    browser.open("/sign-in").await;
    refused(send(&mut browser, &first, &proof).await, "nonce-used");

    let given = challenge(&mut browser).await;
    let foreign = authentication(&card, "https://evil.example", &given);
    refused(send(&mut browser, &given, &foreign).await, "signature-wrong");
    let given = challenge(&mut browser).await;
    let registration = evidence(&card, ORIGIN, &given);
    refused(send(&mut browser, &given, &registration).await, "evidence-malformed");
    let given = challenge(&mut browser).await;
    let mut half = json!({ "format": "openjpki-authenticate/1", "algorithm": "RS256" });
    for key in ["authenticationCertificate", "authenticationSignature"] {
        half[key] = registration[key].clone();
    }
    refused(send(&mut browser, &given, &half).await, "signature-wrong");
    let given = nonce(&mut browser).await;
    let mut bare = authentication(&card, ORIGIN, &given);
    bare.as_object_mut().unwrap().remove("authenticationSignature");
    refused(send(&mut browser, &given, &bare).await, "evidence-malformed");
    for (name, code) in [
        ("expired-authentication", "certificate-expired-here"),
        ("unknown-root", "not-jpki"),
    ] {
        let given = challenge(&mut browser).await;
        let proof = authentication(&persona(name), ORIGIN, &given);
        refused(send(&mut browser, &given, &proof).await, code);
    }
    let late = challenge(&mut browser).await;
    stage.pass(301);
    refused(
        send(&mut browser, &late, &authentication(&card, ORIGIN, &late)).await,
        "nonce-used",
    );
}

#[tokio::test]
async fn signing_in_needs_the_pages_token_and_its_cookies_are_for_this_host() {
    let stage = Stage::new().await;
    let lee = lawyer(&stage).await;
    set(&mut stage.browser(), &lee.link, PASSWORD, PASSWORD).await;
    let mut browser = stage.browser();
    browser.open("/sign-in/account").await;
    for token in ["", "wrong"] {
        let fields = [
            ("csrf", token),
            ("authentication_id", lee.id.as_str()),
            ("password", PASSWORD),
        ];
        assert_eq!(browser.submit_only("/sign-in/account", &fields).await.status, 403);
    }
    for path in ["/sign-in/challenge", "/sign-in/evidence"] {
        assert_eq!(stage.browser().post_json(path, &json!({})).await.status, 403, "{path}");
    }
    let answer = enter(&mut browser, &lee.id, PASSWORD).await;
    let cookies: Vec<&str> = answer
        .headers
        .get_all(header::SET_COOKIE)
        .iter()
        .map(|cookie| cookie.to_str().unwrap())
        .collect();
    assert_eq!(cookies.len(), 2, "{cookies:?}");
    assert!(cookies[0].starts_with("openjpki-session=") && cookies[0].ends_with("; Path=/; HttpOnly; SameSite=Lax"));
    assert!(cookies[1].starts_with("openjpki-browser=") && cookies[1].contains("; HttpOnly; SameSite=Lax"));
}

#[tokio::test]
async fn over_https_both_cookies_are_host_cookies() {
    let stage = Stage::at("https://portal.example.go.jp", true).await;
    let lee = lawyer(&stage).await;
    let mut browser = stage.browser();
    let set = set(&mut browser, &lee.link, PASSWORD, PASSWORD).await;
    let known = set.headers[header::SET_COOKIE].to_str().unwrap().to_owned();
    assert!(
        known.starts_with("__Host-openjpki-browser=") && known.contains("; Secure"),
        "{known}"
    );
    let answer = enter(&mut browser, &lee.id, PASSWORD).await;
    assert!(is_in(&answer));
    let session = answer.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(session.starts_with("__Host-openjpki-session="), "{session}");
    assert!(
        session.ends_with("; Path=/; HttpOnly; SameSite=Lax; Secure"),
        "{session}"
    );
}
