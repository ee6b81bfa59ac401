//! パスワードを忘れた場合.

use crate::mail::link;
use crate::password::{PASSWORD, is_set, lawyer, person, set};
use crate::sign_in::{enter, is_in};
use crate::stage::Stage;

/// Reports a password as forgotten; the links of the mails that go out for it.
pub(crate) async fn forgot(stage: &Stage, mail: &str) -> Vec<String> {
    stage.pass(5 * 60 + 1);
    let before = stage.mails().await;
    let mut browser = stage.browser();
    browser.open("/password/forgotten").await;
    let answer = browser.submit("/password/forgotten", &[("mail", mail)]).await;
    assert_eq!(answer.status, 200);
    assert_eq!(stage.outbox().len(), before.len(), "not within the request");
    stage.portal.send_due_mails().await.unwrap();
    let new = stage.mails().await.into_iter().filter(|mail| !before.contains(mail));
    new.map(|mail| link(&mail)).collect()
}

#[tokio::test]
async fn every_address_gets_the_same_answer() {
    let stage = Stage::new().await;
    person(&stage, "mai").await;
    let mut pages = Vec::new();
    for mail in [
        "mai@example.jp",
        "nobody@example.jp",
        "MAI@example.jp",
        "' OR 1=1 --@example.jp",
    ] {
        let mut browser = stage.browser();
        browser.open("/password/forgotten").await;
        let answer = browser.submit("/password/forgotten", &[("mail", mail)]).await;
        if mail.starts_with('\'') {
            assert_eq!(answer.wrong_fields(), ["mail"], "no address at all");
        } else {
            pages.push((answer.status, answer.body));
        }
    }
    assert!(pages.iter().all(|page| *page == pages[0] && page.0 == 200));
    let mut browser = stage.browser();
    browser.open("/password/forgotten").await;
    let forged = [("csrf", "wrong"), ("mail", "mai@example.jp")];
    assert_eq!(browser.submit_only("/password/forgotten", &forged).await.status, 403);
}

#[tokio::test]
async fn a_mail_with_a_link_goes_to_the_registered_address_only() {
    let stage = Stage::new().await;
    let lee = lawyer(&stage).await;
    set(&mut stage.browser(), &lee.link, PASSWORD, PASSWORD).await;
    assert!(forgot(&stage, "nobody@example.jp").await.is_empty());
    let links = forgot(&stage, "LEE@Example.JP").await;
    assert_eq!(links.len(), 1);
    let page = stage.browser().open(&links[0]).await;
    assert!(page.has("<h1>Set another password</h1>"));
    let mail = stage
        .mails()
        .await
        .into_iter()
        .find(|mail| mail.contains(&links[0]))
        .unwrap();
    assert!(mail.contains("To: lee@example.jp") && mail.contains(&lee.id) && mail.contains("forgotten"));
    assert!(
        is_in(&enter(&mut stage.browser(), &lee.id, PASSWORD).await),
        "the old one until another is set"
    );
    assert!(is_set(
        &set(&mut stage.browser(), &links[0], "another horse 8", "another horse 8").await
    ));
    assert_eq!(enter(&mut stage.browser(), &lee.id, PASSWORD).await.status, 422);
    assert!(is_in(&enter(&mut stage.browser(), &lee.id, "another horse 8").await));
}

#[tokio::test]
async fn one_mail_in_five_minutes_and_setting_ends_all_links() {
    let stage = Stage::new().await;
    let lee = lawyer(&stage).await;
    let links = forgot(&stage, "lee@example.jp").await;
    assert_eq!(links.len(), 1);
    let mut browser = stage.browser();
    browser.open("/password/forgotten").await;
    browser
        .submit("/password/forgotten", &[("mail", "lee@example.jp")])
        .await;
    stage.portal.send_due_mails().await.unwrap();
    assert_eq!(stage.mails().await.len(), 2, "the registration's and one more");
    assert!(is_set(&set(&mut browser, &lee.link, PASSWORD, PASSWORD).await));
    assert_eq!(browser.open(&links[0]).await.status, 410);
}
