//! The growing delay, and that nobody is locked out by others.

use axum::http::header;

use crate::card::persona;
use crate::forgotten::forgot;
use crate::password::{PASSWORD, lawyer, person, set};
use crate::sign_in::{enter, is_in, present};
use crate::stage::Stage;

pub(crate) const WRONG: &str = "wrong horse 777";

#[tokio::test]
async fn after_five_failures_the_delay_grows_for_ids_that_exist_and_that_do_not() {
    let stage = Stage::new().await;
    let lee = lawyer(&stage).await;
    set(&mut stage.browser(), &lee.link, PASSWORD, PASSWORD).await;
    for id in [lee.id.as_str(), "2222-2222-2222"] {
        let mut stranger = stage.browser();
        for _ in 0..5 {
            assert_eq!(enter(&mut stranger, id, WRONG).await.status, 422);
        }
        for delay in [30, 60, 120, 240, 480, 900, 900] {
            let checks = stage.portal.passwords.checks();
            let slowed = enter(&mut stranger, id, PASSWORD).await;
            assert_eq!(slowed.status, 429, "{id} {delay}");
            let wait: i64 = slowed.headers[header::RETRY_AFTER].to_str().unwrap().parse().unwrap();
            assert_eq!(wait, delay, "{id}");
            assert!(slowed.has(&format!("in {wait} seconds")));
            assert_eq!(stage.portal.passwords.checks(), checks, "no password is tried");
            stage.pass(delay);
            assert_eq!(enter(&mut stranger, id, WRONG).await.status, 422, "{id} after {delay}");
        }
    }
    stage.pass(900);
    assert!(
        is_in(&enter(&mut stage.browser(), &lee.id, PASSWORD).await),
        "nobody is locked out for good"
    );
    let mut again = stage.browser();
    for _ in 0..5 {
        assert_eq!(
            enter(&mut again, &lee.id, WRONG).await.status,
            422,
            "success forgets the failures"
        );
    }
}

#[tokio::test]
async fn many_at_once_are_counted_like_many_in_a_row() {
    let stage = Stage::new().await;
    let mut stranger = stage.browser();
    stranger.open("/sign-in/account").await;
    let mut tabs: Vec<_> = (0..8).map(|_| stranger.tab()).collect();
    let fields = [("authentication_id", "2222-2222-2222"), ("password", WRONG)];
    let [a, b, c, d, e, f, g, h] = tabs.as_mut_slice() else {
        panic!()
    };
    let path = "/sign-in/account";
    let answers = tokio::join!(
        a.submit(path, &fields),
        b.submit(path, &fields),
        c.submit(path, &fields),
        d.submit(path, &fields),
        e.submit(path, &fields),
        f.submit(path, &fields),
        g.submit(path, &fields),
        h.submit(path, &fields)
    );
    let statuses = [
        answers.0, answers.1, answers.2, answers.3, answers.4, answers.5, answers.6, answers.7,
    ]
    .map(|answer| answer.status.as_u16());
    assert_eq!(
        statuses.iter().filter(|status| **status == 422).count(),
        5,
        "{statuses:?}"
    );
    assert_eq!(
        statuses.iter().filter(|status| **status == 429).count(),
        3,
        "{statuses:?}"
    );
}

#[tokio::test]
async fn strangers_slow_down_nobody_who_holds_the_registered_card() {
    let stage = Stage::new().await;
    let mai = person(&stage, "mai").await;
    set(&mut stage.browser(), &mai.link, PASSWORD, PASSWORD).await;
    let mut stranger = stage.browser();
    present(&mut stranger, &persona("hanako")).await;
    for _ in 0..5 {
        enter(&mut stranger, &mai.id, WRONG).await;
    }
    assert_eq!(enter(&mut stranger, &mai.id, WRONG).await.status, 429);
    let mut browser = stage.browser();
    present(&mut browser, &persona("mai")).await;
    assert!(is_in(&enter(&mut browser, &mai.id, PASSWORD).await));

    let mut finder = stage.browser();
    present(&mut finder, &persona("mai")).await;
    for _ in 0..5 {
        enter(&mut finder, &mai.id, WRONG).await;
    }
    assert_eq!(
        enter(&mut finder, &mai.id, WRONG).await.status,
        429,
        "who found the card is slowed down as well"
    );
}

#[tokio::test]
async fn strangers_slow_down_no_browser_that_is_known() {
    let stage = Stage::new().await;
    let lee = lawyer(&stage).await;
    let mut known = stage.browser();
    set(&mut known, &lee.link, PASSWORD, PASSWORD).await;
    let mut stranger = stage.browser();
    for _ in 0..5 {
        enter(&mut stranger, &lee.id, WRONG).await;
    }
    assert_eq!(enter(&mut stage.browser(), &lee.id, PASSWORD).await.status, 429);
    assert!(is_in(&enter(&mut known, &lee.id, PASSWORD).await));
    assert_eq!(
        enter(&mut stranger, &lee.id, PASSWORD).await.status,
        429,
        "the stranger's failures stay"
    );

    let link = forgot(&stage, "lee@example.jp").await.pop().unwrap();
    let mut elsewhere = stage.browser();
    set(&mut elsewhere, &link, "another horse 8", "another horse 8").await;
    stranger = stage.browser();
    for _ in 0..6 {
        enter(&mut stranger, &lee.id, WRONG).await;
    }
    assert_eq!(
        enter(&mut known, &lee.id, "another horse 8").await.status,
        429,
        "another password forgets browsers"
    );
    assert!(
        is_in(&enter(&mut elsewhere, &lee.id, "another horse 8").await),
        "but the one that set it"
    );
}
