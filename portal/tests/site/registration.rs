//! STEP2 and STEP3, and the two buttons without a card.

use crate::browser::Browser;
use crate::card::{arrive, ceremony, persona};
use crate::form::{RIGHT, fill_in, with};
use crate::stage::Stage;

/// From STEP2 to STEP3; the authentication ID.
pub(crate) async fn register(browser: &mut Browser) -> String {
    browser.open("/registration/step2").await;
    let answer = browser.submit("/registration/step2", &[]).await;
    assert_eq!(answer.location().as_deref(), Some("/registration/step3"));
    let page = browser.open("/registration/step3").await;
    page.between("<output id=\"authentication-id\">", "</output>").unwrap()
}

#[tokio::test]
async fn back_keeps_what_was_typed_and_registering_ends_at_step3() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    arrive(&mut browser, "mai").await;
    fill_in(&mut browser, &RIGHT).await;
    let page = browser.open("/registration/step2").await;
    assert!(page.has("id=\"back\" formaction=\"/registration/step1\""));
    let back = browser.open("/registration/step1").await;
    for value in ["090-1234-5678", "mai@example.jp", "AB12345678CD", "霞が関1-1-1"] {
        assert!(back.has(value), "{value}");
    }
    let id = register(&mut browser).await;
    assert_eq!(id.len(), 14);
    assert!(
        browser.open("/registration/step3").await.has(&id),
        "a reload shows it again"
    );
    for path in ["/registration/step1", "/registration/step2"] {
        assert_eq!(
            browser.open(path).await.location().as_deref(),
            Some("/registration/step3"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn two_presses_register_once() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    arrive(&mut browser, "mai").await;
    fill_in(&mut browser, &RIGHT).await;
    browser.open("/registration/step2").await;
    let mut other = browser.tab();
    let (first, second) = tokio::join!(
        browser.submit("/registration/step2", &[]),
        other.submit("/registration/step2", &[])
    );
    for answer in [first, second, browser.submit("/registration/step2", &[]).await] {
        assert_eq!(answer.location().as_deref(), Some("/registration/step3"));
    }
    assert_eq!(stage.mails().await.len(), 1);
}

#[tokio::test]
async fn a_card_is_registered_once() {
    let stage = Stage::new().await;
    let (mut first, mut second) = (stage.browser(), stage.browser());
    for browser in [&mut first, &mut second] {
        arrive(browser, "mai").await;
        fill_in(browser, &RIGHT).await;
        browser.open("/registration/step2").await;
    }
    register(&mut first).await;
    let late = second.submit("/registration/step2", &[]).await;
    assert_eq!(late.status, 409);
    assert!(late.has("registered already"));
    let again = ceremony(&mut stage.browser(), &persona("mai")).await;
    assert_eq!(again.json()["error"], "already-registered");
    assert_eq!(
        ceremony(&mut stage.browser(), &persona("hanako")).await.status,
        200,
        "another card is another matter"
    );
    assert_eq!(stage.mails().await.len(), 1);
}

#[tokio::test]
async fn a_form_of_an_older_draft_is_refused() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    arrive(&mut browser, "mai").await;
    let mut old = browser.tab();
    arrive(&mut browser, "hanako").await;
    old.cookies = browser.cookies.clone();
    old.open("/").await; // the token of the new session, the draft of the old page
    let answer = old.submit("/registration/step1", &RIGHT).await;
    assert_eq!(answer.status, 409);
    assert!(answer.has("another tab"));
}

#[tokio::test]
async fn a_session_ends_and_takes_the_draft_with_it() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    arrive(&mut browser, "mai").await;
    stage.pass(59 * 60);
    assert_eq!(browser.open("/registration/step1").await.status, 200);
    stage.pass(61 * 60);
    let gone = browser.open("/registration/step1").await;
    assert_eq!(gone.status, 409);
    assert!(gone.has("no registration in progress"));
}

#[tokio::test]
async fn the_other_buttons_need_no_card() {
    let stage = Stage::new().await;
    let person = [("name", "LEE SUN"), ("sex", "female"), ("birth_date", "1990-01-02")];
    for (kind, role, number) in [("agent", "lawyer", "第12345号"), ("counter", "", "")] {
        let mut browser = stage.browser();
        browser.open("/").await;
        let begun = browser.submit("/registration/begin", &[("kind", kind)]).await;
        assert_eq!(begun.location().as_deref(), Some("/registration/step1"));
        let page = browser.open("/registration/step1").await;
        assert_eq!(page.has("name=\"notice_number\""), kind == "agent");
        assert!(!page.has("name=\"residence_card\""));
        let mut fields = with(&[("role", role), ("residence_card", "")]);
        fields.extend_from_slice(&person);
        if kind == "agent" {
            assert_eq!(fill_in(&mut browser, &fields).await.wrong_fields(), ["notice_number"]);
        }
        fields.push(("notice_number", number));
        assert_eq!(fill_in(&mut browser, &fields).await.status, 303);
        register(&mut browser).await;
    }
    assert_eq!(stage.mails().await.len(), 2);
    let mut browser = stage.browser();
    browser.open("/").await;
    assert_eq!(
        browser
            .submit("/registration/begin", &[("kind", "applicant")])
            .await
            .status,
        400,
        "not without the card"
    );
}
