//! Another mail address for an account.

use sqlx::Row;

use crate::account::{is_out, signed_in, with_password};
use crate::browser::{Answer, Browser};
use crate::forgotten::forgot;
use crate::password::{PASSWORD, is_set, set};
use crate::stage::{Stage, raw};

const OLD: &str = "lee@example.jp";
const NEW: &str = "sun@example.net";

/// Sends the form of the account's page.
async fn ask(browser: &mut Browser, mail: &str, again: &str, password: &str) -> Answer {
    browser.open("/account/mail").await;
    let fields = [("mail", mail), ("mail_again", again), ("password", password)];
    browser.submit("/account/mail", &fields).await
}

fn is_sent(answer: &Answer) -> bool {
    answer.location().as_deref() == Some("/account/mail/sent")
}

/// The newest mail to this address that says these words.
async fn mail_to(stage: &Stage, address: &str, words: &str) -> Option<String> {
    let to = format!("To: {address}\r\n");
    let mut mails = stage.mails().await.into_iter();
    mails.find(|mail| mail.contains(&to) && mail.contains(words))
}

/// The link in a mail to a new address.
async fn link(stage: &Stage, address: &str) -> String {
    let mail = mail_to(stage, address, "/mail/").await.unwrap();
    let (_, rest) = mail.split_once("/mail/").unwrap();
    format!("/mail/{}", &rest[..43])
}

#[tokio::test]
async fn the_address_changes_when_the_new_one_has_confirmed_and_the_old_one_is_told() {
    let stage = Stage::new().await;
    let lee = with_password(&stage).await;
    let before = forgot(&stage, OLD).await.pop().unwrap();
    let mut browser = signed_in(&stage, &lee).await;
    assert!(is_sent(&ask(&mut browser, NEW, NEW, PASSWORD).await));
    let confirmation = mail_to(&stage, NEW, "/mail/").await.unwrap();
    assert!(
        !confirmation.contains(&lee.id) && !confirmation.contains("LEE SUN"),
        "nobody has confirmed yet whose address it is"
    );
    let link = link(&stage, NEW).await;
    let mut elsewhere = stage.browser();
    assert!(elsewhere.open(&link).await.has(NEW));
    assert!(
        browser.open("/account").await.has(OLD),
        "opening the link changes nothing"
    );
    assert_eq!(elsewhere.submit_only(&link, &[("csrf", "wrong")]).await.status, 403);
    let changed = elsewhere.submit(&link, &[]).await;
    assert_eq!(changed.location().as_deref(), Some("/mail/done"));
    assert!(elsewhere.open("/mail/done").await.has("Your e-mail address is changed"));
    assert_eq!(elsewhere.open(&link).await.status, 410, "used");
    assert_eq!(elsewhere.submit(&link, &[]).await.status, 410);

    let page = browser.open("/account").await;
    assert!(page.has(NEW) && !page.has(OLD));
    let notice = mail_to(&stage, OLD, "was changed").await.unwrap();
    assert!(notice.contains(&lee.id) && !notice.contains(NEW) && !notice.contains("/mail/"));
    assert_eq!(
        stage.browser().open(&before).await.status,
        410,
        "a link that the old address got"
    );
    assert!(forgot(&stage, OLD).await.is_empty());
    let another = forgot(&stage, NEW).await.pop().unwrap();
    assert!(is_set(&set(&mut stage.browser(), &another, PASSWORD, PASSWORD).await));
    let pool = raw(&stage.database).await;
    let last = sqlx::query("SELECT event FROM audit ORDER BY number DESC LIMIT 1");
    let last = last.fetch_one(&pool).await.unwrap();
    assert_eq!(last.get::<&str, _>(0), "mail-changed");
    pool.close().await;
    stage.portal.store.verify_audit(None).await.unwrap().unwrap();
}

#[tokio::test]
async fn what_is_wrong_stands_at_its_field_and_no_mail_goes_out() {
    let stage = Stage::new().await;
    let lee = with_password(&stage).await;
    let mut browser = signed_in(&stage, &lee).await;
    let mails = stage.mails().await.len();
    for (mail, again, password, wrong) in [
        ("sun", "", PASSWORD, vec!["mail", "mail_again"]),
        (NEW, "son@example.net", PASSWORD, vec!["mail_again"]),
        (
            "a@example.jp\r\nBcc: b@example.jp",
            NEW,
            PASSWORD,
            vec!["mail", "mail_again"],
        ),
        (NEW, NEW, "", vec!["password"]),
        (NEW, NEW, "wrong horse 777", vec!["password"]),
    ] {
        let page = ask(&mut browser, mail, again, password).await;
        assert_eq!(
            (page.status.as_u16(), page.wrong_fields()),
            (422, wrong.iter().map(|field| (*field).to_owned()).collect())
        );
        assert!(page.has(&format!("value=\"{again}\"")), "nothing typed is lost");
        assert!(
            password.is_empty() || !page.has(password),
            "but the password is never sent back"
        );
    }
    assert_eq!(stage.mails().await.len(), mails);
    browser.open("/account/mail").await;
    let forged = [
        ("csrf", "wrong"),
        ("mail", NEW),
        ("mail_again", NEW),
        ("password", PASSWORD),
    ];
    assert_eq!(browser.submit_only("/account/mail", &forged).await.status, 403);
    let mut stranger = stage.browser();
    for path in ["/account/mail", "/mail/x"] {
        let answer = stranger.open(path).await;
        assert!(
            answer.status == 410 || answer.location().as_deref() == Some("/sign-in"),
            "{path}"
        );
    }
    assert!(browser.open("/account").await.has(OLD));
}

/// Whoever finds a browser signed in cannot try passwords there as fast as they like.
#[tokio::test]
async fn wrong_passwords_wait_as_they_do_at_signing_in() {
    let stage = Stage::new().await;
    let lee = with_password(&stage).await;
    let mut browser = signed_in(&stage, &lee).await;
    for _ in 0..5 {
        assert_eq!(ask(&mut browser, NEW, NEW, "wrong horse 777").await.status, 422);
    }
    let waits = ask(&mut browser, NEW, NEW, PASSWORD).await;
    assert_eq!(waits.status, 429);
    assert!(waits.headers.contains_key("retry-after") && waits.wrong_fields() == ["password"]);
    stage.pass(31);
    assert!(is_sent(&ask(&mut browser, NEW, NEW, PASSWORD).await));
}

#[tokio::test]
async fn the_last_address_that_was_asked_for_is_the_one_to_confirm() {
    let stage = Stage::new().await;
    let lee = with_password(&stage).await;
    let mut browser = signed_in(&stage, &lee).await;
    assert!(is_sent(
        &ask(&mut browser, "typo@example.net", "typo@example.net", PASSWORD).await
    ));
    let first = link(&stage, "typo@example.net").await;
    let soon = ask(&mut browser, NEW, NEW, PASSWORD).await;
    assert_eq!(
        (soon.status.as_u16(), soon.wrong_fields()),
        (429, vec!["mail".to_owned()])
    );
    stage.pass(5 * 60);
    assert!(is_sent(&ask(&mut browser, NEW, NEW, PASSWORD).await));
    assert_eq!(stage.browser().open(&first).await.status, 410, "not asked for any more");
    let second = link(&stage, NEW).await;
    let mut reader = stage.browser();
    reader.open(&second).await;
    stage.pass(24 * 60 * 60 + 1);
    assert_eq!(reader.submit(&second, &[]).await.status, 410, "after a day");
    stage.portal.store.sweep(stage.portal.now()).await.unwrap();
    assert!(!stage.stored().await.contains(NEW), "nothing of it is kept");
}

#[tokio::test]
async fn another_password_ends_a_change_that_waits() {
    let stage = Stage::new().await;
    let lee = with_password(&stage).await;
    let mut browser = signed_in(&stage, &lee).await;
    assert!(is_sent(&ask(&mut browser, NEW, NEW, PASSWORD).await));
    let waiting = link(&stage, NEW).await;
    let reset = forgot(&stage, OLD).await.pop().unwrap();
    assert!(is_set(
        &set(&mut stage.browser(), &reset, "another horse 8", "another horse 8").await
    ));
    assert!(is_out(&mut browser).await);
    assert_eq!(stage.browser().open(&waiting).await.status, 410);
}
