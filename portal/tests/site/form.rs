//! STEP1: fields, rules, errors, and that nothing typed is lost.

use crate::browser::Browser;
use crate::card::arrive;
use crate::stage::Stage;

/// A form that keeps all rules, for a card that says everything.
pub(crate) const RIGHT: [(&str, &str); 10] = [
    ("prefecture", "13"),
    ("municipality", "131016"),
    ("address", "霞が関1-1-1 <201>"),
    ("telephone", "090-1234-5678"),
    ("mail", "mai@example.jp"),
    ("mail_again", "mai@example.jp"),
    ("role", "foreign-national"),
    ("residence_card", "AB12345678CD"),
    ("terms", "agreed"),
    ("action", "confirm"),
];

/// [`RIGHT`] with some fields changed or added.
pub(crate) fn with<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields: Vec<_> = RIGHT
        .into_iter()
        .filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name))
        .collect();
    fields.extend_from_slice(changes);
    fields
}

/// Reads the terms and sends the form.
pub(crate) async fn fill_in(browser: &mut Browser, fields: &[(&str, &str)]) -> crate::browser::Answer {
    browser.open("/terms").await;
    browser.submit("/registration/step1", fields).await
}

#[tokio::test]
async fn a_form_that_is_right_leads_to_step2() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    arrive(&mut browser, "mai").await;
    let answer = fill_in(&mut browser, &RIGHT).await;
    assert_eq!(
        (answer.status.as_u16(), answer.location().as_deref()),
        (303, Some("/registration/step2"))
    );
    let page = browser.open("/registration/step2").await;
    for (field, value) in [
        ("name", "NGUYEN THI MAI"),
        ("birth_date", "1995-08-23"),
        ("municipality", "Chiyoda-ku, Tokyo-to (東京都千代田区)"),
        ("telephone", "090-1234-5678"),
        ("residence_card", "AB12345678CD"),
    ] {
        assert!(page.has(&format!("<dd data-field=\"{field}\">{value}</dd>")), "{field}");
    }
    assert!(!page.has("<201>"), "typed text is text");
}

#[tokio::test]
async fn each_error_stands_at_its_field_and_nothing_is_lost() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    arrive(&mut browser, "mai").await;
    let fields = with(&[
        ("telephone", "call \"me\""),
        ("mail_again", "mia@example.jp"),
        ("residence_card", "AB1"),
    ]);
    let page = fill_in(&mut browser, &fields).await;
    assert_eq!(page.status, 422);
    assert_eq!(page.wrong_fields(), ["telephone", "mail_again", "residence_card"]);
    for field in ["telephone", "mail_again", "residence_card"] {
        assert!(page.has(&format!(
            "aria-describedby=\"{field}-hint {field}-error\" aria-invalid=\"true\""
        )));
        assert!(
            page.has(&format!("<a href=\"#{field}\">")),
            "the summary leads to {field}"
        );
    }
    assert!(page.has("value=\"call &#34;me&#34;\"") || page.has("value=\"call &quot;me&quot;\""));
    // Also after a reload, and in the other language.
    browser.language = "ja";
    let again = browser.open("/registration/step1?lang=ja").await;
    for value in ["mia@example.jp", "AB1", "mai@example.jp", "霞が関1-1-1"] {
        assert!(again.has(value), "{value}");
    }
    assert!(again.has("name=\"role\" value=\"foreign-national\" checked>"));
    assert_eq!(again.wrong_fields(), Vec::<String>::new());
}

#[tokio::test]
async fn an_empty_form_names_all_that_is_required() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    arrive(&mut browser, "mai").await;
    let page = browser.submit("/registration/step1", &[("action", "confirm")]).await;
    assert_eq!(
        page.wrong_fields(),
        [
            "municipality",
            "address",
            "telephone",
            "mail",
            "mail_again",
            "role",
            "terms"
        ]
    );
    assert_eq!(
        browser.open("/registration/step2").await.location().as_deref(),
        Some("/registration/step1")
    );
}

#[tokio::test]
async fn what_the_card_says_cannot_be_typed_over() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    arrive(&mut browser, "mai").await;
    let forged = with(&[("name", "MALLORY"), ("sex", "male"), ("birth_date", "1970-01-01")]);
    assert_eq!(fill_in(&mut browser, &forged).await.status, 303);
    let page = browser.open("/registration/step2").await;
    assert!(page.has("NGUYEN THI MAI") && page.has("1995-08-23") && page.has("Female"));
    assert!(!page.has("MALLORY") && !page.has("1970"));
}

#[tokio::test]
async fn what_the_card_lacks_is_typed() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    let page = arrive(&mut browser, "no-name").await;
    assert!(page.has("<input type=\"text\" id=\"name\" name=\"name\""));
    assert_eq!(
        fill_in(&mut browser, &with(&[("name", "nippon hanako")]))
            .await
            .wrong_fields(),
        ["name"]
    );
    assert_eq!(
        fill_in(&mut browser, &with(&[("name", "NIPPON HANAKO")])).await.status,
        303
    );

    let mut browser = stage.browser();
    let page = arrive(&mut browser, "partial-birth-date").await;
    assert!(page.has("1950-??-??"), "what is known is told");
    for date in ["1950-02-30", "2999-01-01", "1950"] {
        assert_eq!(
            fill_in(&mut browser, &with(&[("birth_date", date)]))
                .await
                .wrong_fields(),
            ["birth_date"]
        );
    }
    assert_eq!(
        fill_in(&mut browser, &with(&[("birth_date", "1950-02-28")]))
            .await
            .status,
        303
    );
}

#[tokio::test]
async fn the_terms_must_be_opened_before_the_tick_counts() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    arrive(&mut browser, "mai").await;
    let page = browser.submit("/registration/step1", &RIGHT).await;
    assert_eq!(page.wrong_fields(), ["terms"]);
    assert!(page.has("not opened [Terms of use] yet"));
    assert!(page.has("name=\"terms\" value=\"agreed\" checked"), "the tick is kept");
    assert_eq!(fill_in(&mut browser, &RIGHT).await.status, 303);
}

#[tokio::test]
async fn municipalities_are_searched_by_prefecture() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    arrive(&mut browser, "mai").await;
    let search = with(&[("prefecture", "01"), ("telephone", "unfinished"), ("action", "search")]);
    let answer = browser.submit("/registration/step1", &search).await;
    assert_eq!(
        answer.location().as_deref(),
        Some("/registration/step1#field-municipality")
    );
    let page = browser.open("/registration/step1").await;
    assert!(page.has("<option value=\"011011\">Sapporo-shi Chuo-ku (札幌市中央区)</option>"));
    assert!(
        page.has("unfinished") && page.wrong_fields().is_empty(),
        "searching checks and loses nothing"
    );
    assert!(
        !page.has("value=\"131016\""),
        "the municipality of the other prefecture is not kept"
    );
    let wrong = with(&[("municipality", "139999")]);
    assert_eq!(fill_in(&mut browser, &wrong).await.wrong_fields(), ["municipality"]);

    let list = browser.open("/municipalities/13").await.json();
    assert_eq!(list[0]["code"], "131016");
    assert_eq!(list[0]["label"], "Chiyoda-ku (千代田区)");
    assert_eq!(browser.open("/municipalities/48").await.status, 404);
}

#[tokio::test]
async fn a_family_member_needs_no_residence_card() {
    let stage = Stage::new().await;
    for role in ["legal-representative", "relative"] {
        let mut browser = stage.browser();
        arrive(&mut browser, "mai").await;
        assert_eq!(
            fill_in(&mut browser, &with(&[("role", role), ("residence_card", "")]))
                .await
                .status,
            303
        );
    }
    let mut browser = stage.browser();
    arrive(&mut browser, "mai").await;
    assert_eq!(
        fill_in(&mut browser, &with(&[("residence_card", "")]))
            .await
            .wrong_fields(),
        ["residence_card"]
    );
    assert_eq!(
        fill_in(&mut browser, &with(&[("role", "lawyer")])).await.wrong_fields(),
        ["role"]
    );
}
