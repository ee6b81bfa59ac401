//! Erasing people: everything goes but what is about nobody.

use std::io::Write;
use std::process::Stdio;

use crate::card::persona;
use crate::password::{PASSWORD, Person, lawyer, person, set};
use crate::process::program;
use crate::sign_in::{enter, is_in, present};
use crate::stage::{Stage, raw};

const DAY: i64 = 24 * 60 * 60;

/// Registers with a card, signs in twice, fails once, forgets the password, and stays signed in.
async fn somebody(stage: &Stage) -> Person {
    let mut mai = person(stage, "mai").await;
    set(&mut mai.browser, &mai.link, PASSWORD, PASSWORD).await;
    let mut other = stage.browser();
    for password in ["wrong horse 7", PASSWORD] {
        present(&mut other, &persona("mai")).await;
        enter(&mut other, &mai.id, password).await;
    }
    present(&mut mai.browser, &persona("mai")).await;
    assert!(is_in(&enter(&mut mai.browser, &mai.id, PASSWORD).await));
    enter(&mut stage.browser(), &mai.id, "wrong horse 7").await;
    crate::forgotten::forgot(stage, "mai@example.jp").await;
    mai
}

async fn count(stage: &Stage, question: &'static str) -> i64 {
    let pool = raw(&stage.database).await;
    let row = sqlx::query(question).fetch_one(&pool).await.unwrap();
    pool.close().await;
    sqlx::Row::get(&row, 0)
}

#[tokio::test]
async fn who_is_erased_is_gone_from_every_table_and_from_the_file() {
    let stage = Stage::new().await;
    let mut mai = somebody(&stage).await;
    let lee = lawyer(&stage).await;
    let mut command = program(stage.folder.path(), &stage.database)
        .args(["erase", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let typed = format!("{}\n", mai.id.to_lowercase());
    command.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
    assert!(command.wait().unwrap().success());

    assert_eq!(
        mai.browser.open("/account").await.location().as_deref(),
        Some("/sign-in")
    );
    assert_eq!(stage.portal.store.verify_audit(None).await.unwrap().unwrap().number, 5);
    let nobodys = "SELECT count(*) FROM audit WHERE subject NOT IN (SELECT pseudonym FROM registrations)";
    assert_eq!(count(&stage, nobodys).await, 4, "registered, in, in, erased: nobody's");
    assert_eq!(count(&stage, "SELECT count(*) FROM sign_in_delays").await, 0);
    let stored = stage.stored().await;
    for personal in [
        "NGUYEN",
        "mai@example.jp",
        "090-1234",
        "AB12345678CD",
        "1995-08-23",
        &mai.id,
    ] {
        // Lee's telephone number and address are the same.
        let left = personal == "090-1234";
        assert_eq!(stored.contains(personal), left, "{personal}");
    }
    assert!(stored.contains(&lee.id) && stored.contains("lee@example.jp"));
}

#[tokio::test]
async fn nobody_is_erased_who_is_not_there() {
    let stage = Stage::new().await;
    let lee = lawyer(&stage).await;
    let output = program(stage.folder.path(), &stage.database)
        .args(["erase", "2222-2222-2222"])
        .output()
        .unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("nobody has this authentication ID"));
    assert_eq!(count(&stage, "SELECT count(*) FROM registrations").await, 1);
    assert!(stage.stored().await.contains(&lee.id));
}

#[tokio::test]
async fn who_has_not_been_here_for_long_is_erased_and_nobody_else() {
    let stage = Stage::new().await;
    let (old, used) = (lawyer(&stage).await, lawyer(&stage).await);
    set(&mut stage.browser(), &used.link, PASSWORD, PASSWORD).await;
    stage.pass(60 * DAY);
    let young = lawyer(&stage).await;
    assert!(is_in(&enter(&mut stage.browser(), &used.id, PASSWORD).await));
    stage.pass(500 * DAY);
    // The list of sign-ins goes back a year only; that somebody signed in is known for longer.
    stage.portal.store.sweep(stage.portal.now()).await.unwrap();
    let erased = |days: i64| {
        let now = stage.portal.now();
        stage
            .portal
            .store
            .retain(openjpki::time::UnixTime(now.0 - days * DAY), now)
    };
    assert_eq!(erased(561).await.unwrap(), 0);
    assert_eq!(erased(520).await.unwrap(), 1, "the old one only");
    let stored = stage.stored().await;
    assert!(!stored.contains(&old.id) && stored.contains(&used.id) && stored.contains(&young.id));
    let refused = program(stage.folder.path(), &stage.database)
        .args(["retain", "--unused-days", "0"])
        .output()
        .unwrap();
    assert!(!refused.status.success());
}
