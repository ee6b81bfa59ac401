//! What attackers try first, where no other file tries it.
//!
//! Elsewhere: forgery, fixation, cookies and headers (`protection`, `sign_in`, `account`, `renewed`); enumeration (`forgotten`, `sign_in`,
//! `renewed`, `delay`); nonces and evidence (`ceremony`, `sign_in`); slow clients (`src/server/connections.rs`); a name or an address in a
//! mail (`src/outbox/compose.rs`); logs (`program`).

use axum::http::header;
use openjpki_tests::pki::Holder;
use serde_json::{Value, json};

use crate::card::{card_of, ceremony, evidence, nonce, persona};
use crate::form::{RIGHT, fill_in, with};
use crate::registration::register;
use crate::stage::{ORIGIN, Stage, part};

/// One card, two ceremonies of one session: neither half of one goes with the other half of the other.
#[tokio::test]
async fn evidence_mixed_from_two_ceremonies_is_refused() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    let card = persona("mai");
    let half = ["authenticationCertificate", "authenticationSignature"];
    for turn in 0..2 {
        let (first, second) = (nonce(&mut browser).await, nonce(&mut browser).await);
        let (one, other) = (evidence(&card, ORIGIN, &first), evidence(&card, ORIGIN, &second));
        let (mut mixed, from) = if turn == 0 {
            (one, &other)
        } else {
            (other.clone(), &one)
        };
        for key in half {
            mixed[key] = from[key].clone();
        }
        for nonce in [first, second] {
            let body = json!({ "nonce": nonce, "evidence": mixed });
            let answer = browser.post_json("/registration/evidence", &body).await;
            assert_eq!(
                (answer.status.as_u16(), &answer.json()["error"]),
                (422, &json!("signature-wrong"))
            );
        }
    }
    // The two kinds of statement are no substitute for each other.
    let given = nonce(&mut browser).await;
    let mut signed_in: Value = crate::card::authentication(&card, ORIGIN, &given);
    let registered = evidence(&card, ORIGIN, &given);
    signed_in["authenticationSignature"] = registered["authenticationSignature"].clone();
    browser.open("/sign-in").await;
    let body = json!({ "nonce": given, "evidence": signed_in });
    let answer = browser.post_json("/sign-in/evidence", &body).await;
    assert_eq!(answer.json()["error"], "signature-wrong");
}

#[tokio::test]
async fn a_form_that_is_too_large_or_none_is_refused_at_once() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    ceremony(&mut browser, &persona("mai")).await;
    browser.open("/registration/step1").await;
    let long = "x".repeat(70_000);
    for path in [
        "/registration/step1",
        "/sign-in/account",
        "/card",
        "/password/forgotten",
    ] {
        let answer = browser.submit(path, &[("address", &long)]).await;
        assert_eq!(answer.status, 413, "{path}");
        assert!(answer.has("too large"), "{path}");
    }
    let many: Vec<(String, String)> = (0..5000).map(|field| (format!("f{field}"), String::new())).collect();
    let many: Vec<(&str, &str)> = many
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert_eq!(
        browser.submit("/registration/step1", &many).await.status,
        422,
        "unknown fields are nobody's"
    );
    for fields in [
        vec![("address", "a\0b")],
        vec![("mail", "a@example.jp\r\nBcc: b@example.jp")],
    ] {
        let answer = fill_in(&mut browser, &with(&fields)).await;
        assert_eq!(answer.wrong_fields().first().map(String::as_str), Some(fields[0].0));
    }
}

/// A certificate's name in every place that shows it: pages, the mail's headers, its text and its HTML.
#[tokio::test]
async fn a_hostile_name_stays_a_name_up_to_the_mail() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    let name = "<img src=x>{{ 7*7 }}%0d%0aBcc: all@example.jp";
    let card = card_of(Holder::new(name, "2", "419900514", "東京都千代田区"));
    assert_eq!(ceremony(&mut browser, &card).await.status, 200);
    browser.open("/registration/step1").await;
    assert_eq!(fill_in(&mut browser, &RIGHT).await.status, 303);
    let page = browser.open("/registration/step2").await;
    assert!(!page.has("<img") && page.has("{{ 7*7 }}"));
    register(&mut browser).await;
    let mails = stage.mails().await;
    let (head, text) = mails[0].split_once("\r\n\r\n").unwrap();
    assert!(!head.contains("img") && !head.contains("Bcc") && head.contains("To: mai@example.jp"));
    assert!(text.contains(name));
    let file = std::fs::read_dir(stage.folder.path().join("outbox"))
        .unwrap()
        .next()
        .unwrap();
    let html = part(&std::fs::read(file.unwrap().path()).unwrap(), "text/html");
    assert!(!html.contains("<img") && html.contains("{{ 7*7 }}"), "{html}");
}

/// The links to the other languages repeat the path of the request.
#[tokio::test]
async fn no_path_becomes_a_link_to_another_site() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    for path in ["//planted.example/", "///planted.example/", "/%5Cplanted.example/"] {
        let answer = browser.open(path).await;
        assert!(answer.has("planted.example/?lang=en"), "{path}");
        let elsewhere = ["href=\"//", "href=\"/\\", "action=\"//", "href=\"http"];
        assert!(!elsewhere.iter().any(|link| answer.has(link)), "{path}");
    }
}

#[tokio::test]
async fn what_a_request_says_is_in_no_header_of_the_answer() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    for path in [
        "/?lang=en%0d%0aSet-Cookie:%20planted=1",
        "/nowhere%0d%0aplanted:%201",
        "/password/%0d%0aplanted",
        "/municipalities/13%0d%0aplanted",
        "//planted.example/",
    ] {
        let answer = browser.open(path).await;
        assert!(answer.location().is_none(), "{path}: no open redirect");
        for (name, value) in &answer.headers {
            let value = String::from_utf8_lossy(value.as_bytes());
            assert!(
                !name.as_str().contains("planted") && !value.contains("planted"),
                "{path}: {name}: {value}"
            );
        }
    }
    assert!(!browser.cookies.contains_key("planted"));
    let answer = browser.open("/sign-in").await;
    assert!(!answer.headers.contains_key(header::SERVER) && !answer.headers.contains_key("x-powered-by"));
}
