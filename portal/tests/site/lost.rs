//! Nothing that somebody typed is lost: not by the end of a session, not by a second tab, not by reading the card again.

use crate::browser::Browser;
use crate::card::arrive;
use crate::form::{fill_in, with};
use crate::stage::Stage;

/// Longer than a session lasts unused, in seconds.
const TWO_HOURS: i64 = 2 * 60 * 60;

const LAWYER: [(&str, &str); 7] = [
    ("kind", "agent"),
    ("name", "HOUMU TARO"),
    ("sex", "male"),
    ("birth_date", "1980-04-01"),
    ("role", "lawyer"),
    ("residence_card", ""),
    ("notice_number", "第123号"),
];

#[tokio::test]
async fn a_session_that_ended_over_the_form_asks_for_the_card_and_goes_on() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    arrive(&mut browser, "mai").await;
    stage.pass(TWO_HOURS);
    let fields = with(&[("kind", "applicant"), ("address", "kept 1-2-3"), ("name", "MALLORY")]);
    let answer = fill_in(&mut browser, &fields).await;
    assert_eq!(answer.location().as_deref(), Some("/registration/card"));
    nothing_goes_on_without_the_card(&mut browser).await;
    let page = browser.open("/registration/card").await;
    assert!(page.has("id=\"start-applicant\"") && page.has("What you typed is kept"));

    let page = arrive(&mut browser, "mai").await;
    assert!(page.has("value=\"kept 1-2-3\"") && page.has("NGUYEN THI MAI"));
    assert!(page.has("name=\"terms\" value=\"agreed\" checked"));
    assert_eq!(
        browser.submit("/registration/step1", &fields).await.wrong_fields(),
        ["terms"],
        "the terms are read in the new session"
    );
    assert_eq!(fill_in(&mut browser, &fields).await.status, 303);
    browser.open("/registration/step2").await;
    let done = browser.submit("/registration/step2", &[]).await;
    assert_eq!(done.location().as_deref(), Some("/registration/step3"));
    let mails = stage.mails().await;
    assert!(mails.len() == 1 && !mails[0].contains("MALLORY"));
}

async fn nothing_goes_on_without_the_card(browser: &mut Browser) {
    let step1 = browser.open("/registration/step1").await;
    assert_eq!(step1.location().as_deref(), Some("/registration/card"));
    assert_eq!(browser.open("/registration/step2").await.status, 409);
    browser.open("/registration/card").await;
    let forced = with(&[
        ("kind", "applicant"),
        ("name", "MALLORY"),
        ("sex", "male"),
        ("birth_date", "1970-01-01"),
        ("address", "kept 1-2-3"),
    ]);
    for step in ["/registration/step1", "/registration/step2"] {
        let answer = browser.submit(step, &forced).await;
        assert_eq!(answer.location().as_deref(), Some("/registration/card"), "{step}");
        browser.open("/registration/card").await;
    }
}

#[tokio::test]
async fn a_session_that_ended_over_step2_keeps_a_form_without_card() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    browser.open("/").await;
    browser.submit("/registration/begin", &[("kind", "agent")]).await;
    browser.open("/registration/step1").await;
    let fields = with(&LAWYER);
    assert_eq!(fill_in(&mut browser, &fields).await.status, 303);
    let page = browser.open("/registration/step2").await;
    let hidden: Vec<(&str, String)> = ["kind", "name", "sex", "municipality", "mail", "notice_number", "shown"]
        .map(|name| (name, page.hidden(name).unwrap()))
        .into();
    let hidden: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (*name, value.as_str())).collect();
    stage.pass(TWO_HOURS);
    for (step, action) in [("/registration/step2", "register"), ("/registration/step1", "back")] {
        let mut sent = hidden.clone();
        sent.push(("action", action));
        let answer = browser.submit(step, &sent).await;
        assert_eq!(answer.location().as_deref(), Some("/registration/step1"), "{step}");
        let page = browser.open("/registration/step1").await;
        assert!(
            page.has("value=\"HOUMU TARO\"") && page.has("value=\"第123号\""),
            "{step}"
        );
        stage.pass(TWO_HOURS);
    }
    assert!(stage.mails().await.is_empty());
}

#[tokio::test]
async fn only_the_same_card_finds_what_was_typed_before() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    arrive(&mut browser, "mai").await;
    let typed = [("address", "of Mai alone"), ("changed", "address")];
    assert_eq!(browser.submit("/registration/keep", &typed).await.status, 204);
    assert!(arrive(&mut browser, "mai").await.has("of Mai alone"), "read again");
    assert!(
        !arrive(&mut browser, "hanako").await.has("of Mai alone"),
        "another card"
    );
}

#[tokio::test]
async fn two_tabs_do_not_undo_each_other() {
    let stage = Stage::new().await;
    let mut first = stage.browser();
    arrive(&mut first, "mai").await;
    let mut second = first.tab();
    let answer = first
        .submit(
            "/registration/keep",
            &[("telephone", "03-1111-2222"), ("changed", "telephone")],
        )
        .await;
    assert_eq!(answer.status, 204);
    let mut fields = with(&[("telephone", ""), ("address", "霞が関1-1-1")]);
    fields.push((
        "changed",
        "prefecture municipality address mail mail_again role residence_card terms",
    ));
    assert_eq!(fill_in(&mut second, &fields).await.status, 303);
    let shown = second.open("/registration/step2").await;
    assert!(shown.has("03-1111-2222"), "typed in the first tab");

    let other = [("telephone", "03-3333-4444"), ("changed", "telephone")];
    assert_eq!(first.submit("/registration/keep", &other).await.status, 204);
    let names = [
        "prefecture",
        "municipality",
        "address",
        "telephone",
        "mail",
        "mail_again",
        "role",
        "terms",
    ];
    let values = names.map(|name| (name, shown.hidden(name).unwrap()));
    let mut sent: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    sent.extend([("shown", "yes"), ("residence_card", "AB12345678CD")]);
    let answer = second.submit("/registration/step2", &sent).await;
    assert_eq!(
        answer.location().as_deref(),
        Some("/registration/step2"),
        "what was not shown is not registered"
    );
    assert!(second.open("/registration/step2").await.has("03-3333-4444"));
    sent.retain(|(name, _)| *name != "telephone");
    sent.push(("telephone", "03-3333-4444"));
    let answer = second.submit("/registration/step2", &sent).await;
    assert_eq!(answer.location().as_deref(), Some("/registration/step3"));
}

#[tokio::test]
async fn municipalities_are_found_by_a_part_of_their_name_in_any_letters() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    arrive(&mut browser, "mai").await;
    let search = with(&[
        ("prefecture", ""),
        ("municipality", ""),
        ("place_name", "sinzyuku"),
        ("action", "search"),
    ]);
    browser.submit("/registration/step1", &search).await;
    let page = browser.open("/registration/step1").await;
    assert!(page.has("<option value=\"131041\">Shinjuku-ku, Tokyo-to (東京都新宿区)</option>"));
    assert!(page.has("1 found."));
    let chosen = with(&[
        ("prefecture", ""),
        ("municipality", "131041"),
        ("place_name", "sinzyuku"),
    ]);
    assert_eq!(fill_in(&mut browser, &chosen).await.status, 303);
    assert!(browser.open("/registration/step2").await.has("Shinjuku-ku, Tokyo-to"));

    let list = browser
        .open("/municipalities/all?name=%E3%81%B5%E3%81%A1%E3%82%85")
        .await;
    assert_eq!(list.json().as_array().unwrap().len(), 3, "ふちゅ");
    assert_eq!(
        browser.open("/municipalities/13?name=osaka").await.json(),
        serde_json::json!([])
    );
}
