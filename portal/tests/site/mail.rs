//! The mail after the registration, and the link in it.

use std::fs;

use crate::card::arrive;
use crate::form::{RIGHT, fill_in};
use crate::registration::register;
use crate::stage::{ORIGIN, Stage};

pub(crate) fn link(mail: &str) -> String {
    let (_, rest) = mail.split_once("/password/").unwrap();
    format!("/password/{}", &rest[..43])
}

#[tokio::test]
async fn the_mail_is_in_the_persons_language_and_its_link_lasts_a_day() {
    let stage = Stage::new().await;
    for (language, persona, greeting, day) in [
        ("en", "mai", "Dear NGUYEN THI MAI,", "24 hours"),
        ("ja", "hanako", "日本　花子 様", "24 時間"),
    ] {
        let mut browser = stage.browser();
        browser.language = language;
        arrive(&mut browser, persona).await;
        fill_in(&mut browser, &RIGHT).await;
        let id = register(&mut browser).await;
        let mail = stage
            .mails()
            .await
            .into_iter()
            .find(|mail| mail.contains(greeting))
            .unwrap();
        assert!(mail.contains(&id) && mail.contains(day), "{mail}");
        assert!(mail.contains("To: mai@example.jp") && mail.contains(&format!("{ORIGIN}/password/")));
        // Opened while the site is still open in this browser, and in another one.
        for browser in [&mut browser, &mut stage.browser()] {
            browser.language = "en";
            let page = browser.open(&link(&mail)).await;
            assert_eq!(page.status, 200);
            assert!(page.has("name=\"password_again\"") && page.has(&id));
        }
    }
    let all = stage.mails().await;
    stage.pass(24 * 60 * 60 + 1);
    for mail in all {
        assert_eq!(stage.browser().open(&link(&mail)).await.status, 410);
    }
    assert_eq!(stage.browser().open("/password/nonsense").await.status, 410);
}

#[tokio::test]
async fn a_mail_that_fails_keeps_the_registration_and_goes_out_later() {
    let stage = Stage::new().await;
    let outbox = stage.folder.path().join("outbox");
    fs::remove_dir(&outbox).unwrap();
    let mut browser = stage.browser();
    arrive(&mut browser, "mai").await;
    fill_in(&mut browser, &RIGHT).await;
    let id = register(&mut browser).await;
    stage.portal.send_due_mails().await.unwrap();

    fs::create_dir(&outbox).unwrap();
    stage.portal.send_due_mails().await.unwrap();
    assert_eq!(stage.outbox().len(), 0, "not at once again");
    stage.pass(60 * 60);
    stage.portal.send_due_mails().await.unwrap();
    stage.portal.send_due_mails().await.unwrap();
    let mails = stage.mails().await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].contains(&id));
    assert_eq!(browser.open(&link(&mails[0])).await.status, 200);
}

#[tokio::test]
async fn the_database_holds_no_token() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    arrive(&mut browser, "mai").await;
    fill_in(&mut browser, &RIGHT).await;
    register(&mut browser).await;
    let token = link(&stage.mails().await[0]).replace("/password/", "");
    let session = browser.cookies["openjpki-session"].clone();
    let database = stage.stored().await;
    let found = |text: &str| database.contains(text);
    assert!(found("NGUYEN THI MAI"), "this is the database");
    assert!(!found(&token) && !found(&session));
    assert!(
        !found("\"mail_again\""),
        "nothing of the form is kept beside the registration"
    );
}
