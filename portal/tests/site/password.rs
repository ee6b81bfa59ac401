//! The link in the mail and the password behind it.

use axum::http::header;

use crate::browser::{Answer, Browser};
use crate::card::{arrive, ceremony, persona};
use crate::form::{RIGHT, fill_in, with};
use crate::mail::link;
use crate::registration::register;
use crate::stage::Stage;

pub(crate) const PASSWORD: &str = "correct horse 7";

/// Somebody who registered, and the browser that did it, with the site still open.
pub(crate) struct Person {
    pub(crate) browser: Browser,
    pub(crate) id: String,
    pub(crate) link: String,
}

/// Registers with this persona's card.
pub(crate) async fn person(stage: &Stage, name: &str) -> Person {
    let mut browser = stage.browser();
    arrive(&mut browser, name).await;
    fill_in(&mut browser, &RIGHT).await;
    mailed(stage, browser).await
}

/// Registers a lawyer, without a card.
pub(crate) async fn lawyer(stage: &Stage) -> Person {
    let browser = step2_of_a_lawyer(stage.browser()).await;
    mailed(stage, browser).await
}

/// A lawyer who registered; the mail is due.
pub(crate) async fn lawyer_in(browser: Browser) -> Person {
    let mut browser = step2_of_a_lawyer(browser).await;
    let id = register(&mut browser).await;
    let link = String::new();
    Person { browser, id, link }
}

async fn step2_of_a_lawyer(mut browser: Browser) -> Browser {
    browser.open("/").await;
    browser.submit("/registration/begin", &[("kind", "agent")]).await;
    browser.open("/registration/step1").await;
    let mut fields = with(&[
        ("role", "lawyer"),
        ("residence_card", ""),
        ("mail", "lee@example.jp"),
        ("mail_again", "lee@example.jp"),
    ]);
    fields.extend_from_slice(&[
        ("name", "LEE SUN"),
        ("sex", "female"),
        ("birth_date", "1990-01-02"),
        ("notice_number", "12345"),
    ]);
    assert_eq!(fill_in(&mut browser, &fields).await.status, 303);
    browser
}

async fn mailed(stage: &Stage, mut browser: Browser) -> Person {
    let id = register(&mut browser).await;
    let mail = stage.mails().await.into_iter().find(|mail| mail.contains(&id)).unwrap();
    let link = link(&mail);
    Person { browser, id, link }
}

/// Opens the link and sends the form.
pub(crate) async fn set(browser: &mut Browser, link: &str, password: &str, again: &str) -> Answer {
    browser.open(link).await;
    let fields = [("password", password), ("password_again", again)];
    browser.submit(link, &fields).await
}

pub(crate) fn is_set(answer: &Answer) -> bool {
    answer.location().as_deref() == Some("/password/done")
}

#[tokio::test]
async fn a_link_sets_one_password_also_while_the_site_is_open() {
    let stage = Stage::new().await;
    let mut mai = person(&stage, "mai").await;
    mai.browser.open("/sign-in").await;
    let mut tab = mai.browser.tab();
    assert!(is_set(&set(&mut tab, &mai.link, PASSWORD, PASSWORD).await));
    assert!(tab.open("/password/done").await.has("Your password is set"));
    assert_eq!(
        mai.browser.open("/registration/step3").await.status,
        200,
        "the other tab goes on"
    );
    let again = set(&mut stage.browser(), &mai.link, "another horse 8", "another horse 8").await;
    assert_ne!(again.status, 303, "used");
    assert_eq!(tab.open(&mai.link).await.status, 410);
    assert_eq!(
        tab.submit(&mai.link, &[("password", PASSWORD), ("password_again", PASSWORD)])
            .await
            .status,
        410
    );
}

#[tokio::test]
async fn of_two_that_use_a_link_at_once_one_does() {
    let stage = Stage::new().await;
    let mai = person(&stage, "mai").await;
    let (mut first, mut second) = (stage.browser(), stage.browser());
    first.open(&mai.link).await;
    second.open(&mai.link).await;
    let fields = [("password", PASSWORD), ("password_again", PASSWORD)];
    let (one, other) = tokio::join!(first.submit(&mai.link, &fields), second.submit(&mai.link, &fields));
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 410]);
}

#[tokio::test]
async fn a_link_ends_after_a_day_also_when_its_page_is_open() {
    let stage = Stage::new().await;
    let mut mai = person(&stage, "mai").await;
    mai.browser.open(&mai.link).await;
    stage.pass(24 * 60 * 60 - 60);
    mai.browser.open(&mai.link).await;
    stage.pass(61);
    let fields = [("password", PASSWORD), ("password_again", PASSWORD)];
    let late = mai.browser.submit(&mai.link, &fields).await;
    assert_eq!(late.status, 410);
    assert!(late.has("cannot be used") && late.has("href=\"/password/forgotten\""));
}

#[tokio::test]
async fn a_password_that_breaks_a_rule_is_told_and_leaves_the_link_good() {
    let stage = Stage::new().await;
    let mut mai = person(&stage, "mai").await;
    let page = mai.browser.open(&mai.link).await;
    assert!(
        page.has("<h1>Set your first password</h1>")
            && page.has("12 to 128 characters")
            && page.has(r"{12,128}")
            && page.has(&mai.id)
    );
    let holds_id = format!("my {}", mai.id.to_lowercase());
    for (password, again, field, said) in [
        ("", "", "password", "Please write a password"),
        ("short", "short", "password", "too short"),
        (&*"ab".repeat(65), "", "password", "too long"),
        (
            "aaaaaaaaaaaaaa",
            "aaaaaaaaaaaaaa",
            "password",
            "one character over and over",
        ),
        ("正しい馬の電池のホチキス", "", "password", "cannot be used"),
        (&holds_id, &holds_id, "password", "authentication ID"),
        ("x mai@example.jp", "x mai@example.jp", "password", "e-mail address"),
        (PASSWORD, "correct horse 8", "password_again", "not the password above"),
    ] {
        let answer = set(&mut mai.browser, &mai.link, password, again).await;
        assert_eq!(answer.status, 422, "{password}");
        assert_eq!(answer.wrong_fields(), [field], "{password}");
        assert!(answer.has(said), "{password}");
        assert!(
            password.len() < 4 || !answer.has(&format!("value=\"{password}\"")),
            "never sent back"
        );
    }
    assert!(is_set(&set(&mut mai.browser, &mai.link, PASSWORD, PASSWORD).await));
}

#[tokio::test]
async fn setting_a_password_needs_the_pages_token_and_keeps_only_argon2id() {
    let stage = Stage::new().await;
    let mut mai = person(&stage, "mai").await;
    mai.browser.open(&mai.link).await;
    for token in ["", "wrong"] {
        let fields = [("csrf", token), ("password", PASSWORD), ("password_again", PASSWORD)];
        assert_eq!(mai.browser.submit_only(&mai.link, &fields).await.status, 403);
    }
    let answer = set(&mut mai.browser, &mai.link, PASSWORD, PASSWORD).await;
    let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.starts_with("openjpki-browser="), "{cookie}");
    assert!(
        cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000"),
        "{cookie}"
    );
    let known = mai.browser.cookies["openjpki-browser"].clone();
    let database = stage.stored().await;
    let found = |text: &str| database.contains(text);
    assert!(found("$argon2id$v=19$m=19456,t=2,p=1$") && !found(PASSWORD) && !found(&known));
}

#[tokio::test]
async fn an_open_card_registration_in_the_browser_outlives_the_link() {
    let stage = Stage::new().await;
    let mut mai = person(&stage, "mai").await;
    ceremony(&mut mai.browser, &persona("hanako")).await;
    assert!(is_set(&set(&mut mai.browser, &mai.link, PASSWORD, PASSWORD).await));
    assert_eq!(mai.browser.open("/registration/step1").await.status, 200);
}
