//! After signing in: the list, and the ways out.

use crate::browser::Browser;
use crate::card::persona;
use crate::forgotten::forgot;
use crate::password::{PASSWORD, Person, lawyer, person, set};
use crate::sign_in::{enter, is_in, present};
use crate::stage::Stage;

pub(crate) async fn signed_in(stage: &Stage, lee: &Person) -> Browser {
    let mut browser = stage.browser();
    assert!(is_in(&enter(&mut browser, &lee.id, PASSWORD).await));
    browser.open("/account").await;
    browser
}

pub(crate) async fn with_password(stage: &Stage) -> Person {
    let lee = lawyer(stage).await;
    set(&mut stage.browser(), &lee.link, PASSWORD, PASSWORD).await;
    lee
}

pub(crate) async fn is_out(browser: &mut Browser) -> bool {
    browser.open("/account").await.location().as_deref() == Some("/sign-in")
}

#[tokio::test]
async fn the_list_tells_when_how_and_what_is_still_open() {
    let stage = Stage::new().await;
    let lee = with_password(&stage).await;
    let mut first = signed_in(&stage, &lee).await;
    let mut second = signed_in(&stage, &lee).await;
    let page = second.open("/account").await;
    let states = |body: &str| ["This page", "Signed in</td>", "Ended"].map(|state| body.matches(state).count());
    assert_eq!(states(&page.body), [1, 1, 0]);
    first.submit("/account/sign-out", &[]).await;
    let page = second.open("/account").await;
    assert_eq!(states(&page.body), [1, 0, 1]);
    assert_eq!(page.body.matches("<td>Authentication ID and password</td>").count(), 2);

    let mai = person(&stage, "mai").await;
    set(&mut stage.browser(), &mai.link, PASSWORD, PASSWORD).await;
    let mut browser = stage.browser();
    present(&mut browser, &persona("mai")).await;
    assert!(is_in(&enter(&mut browser, &mai.id, PASSWORD).await));
    let page = browser.open("/account").await;
    assert!(page.has("<td>Card, authentication ID and password</td>"));
    assert_eq!(states(&page.body), [1, 0, 0], "nobody else's");
}

#[tokio::test]
async fn signing_out_ends_the_session_and_gives_another_cookie() {
    let stage = Stage::new().await;
    let lee = with_password(&stage).await;
    let mut browser = signed_in(&stage, &lee).await;
    let mut stolen = browser.tab();
    let answer = browser.submit("/account/sign-out", &[]).await;
    assert_eq!(answer.location().as_deref(), Some("/signed-out"));
    assert_ne!(stolen.cookies["openjpki-session"], browser.cookies["openjpki-session"]);
    assert!(browser.open("/signed-out").await.has("You are signed out"));
    assert!(is_out(&mut browser).await && is_out(&mut stolen).await);
}

#[tokio::test]
async fn signing_out_everywhere_ends_them_all_and_nobody_elses() {
    let stage = Stage::new().await;
    let lee = with_password(&stage).await;
    let other = with_password(&stage).await;
    let mut browsers = [signed_in(&stage, &lee).await, signed_in(&stage, &lee).await];
    let mut bystander = signed_in(&stage, &other).await;
    browsers[0].submit("/account/sign-out-everywhere", &[]).await;
    for browser in &mut browsers {
        assert!(is_out(browser).await);
    }
    assert!(!is_out(&mut bystander).await);
}

#[tokio::test]
async fn the_ways_out_need_the_pages_token() {
    let stage = Stage::new().await;
    let lee = with_password(&stage).await;
    let mut browser = signed_in(&stage, &lee).await;
    for path in ["/account/sign-out", "/account/sign-out-everywhere"] {
        assert_eq!(
            browser.submit_only(path, &[("csrf", "wrong")]).await.status,
            403,
            "{path}"
        );
        assert_eq!(browser.open(path).await.status, 404, "{path} is no link");
    }
    assert!(!is_out(&mut browser).await);
}

#[tokio::test]
async fn a_session_ends_after_an_hour_without_use_and_after_twelve() {
    let stage = Stage::new().await;
    let lee = with_password(&stage).await;
    let mut browser = signed_in(&stage, &lee).await;
    stage.pass(61 * 60);
    assert!(is_out(&mut browser).await);
    let mut browser = signed_in(&stage, &lee).await;
    for _ in 0..12 {
        assert!(!is_out(&mut browser).await);
        stage.pass(59 * 60);
    }
    assert!(!is_out(&mut browser).await);
    stage.pass(13 * 60);
    assert!(is_out(&mut browser).await);
}

#[tokio::test]
async fn another_password_signs_everybody_out() {
    let stage = Stage::new().await;
    let lee = with_password(&stage).await;
    let mut browser = signed_in(&stage, &lee).await;
    let link = forgot(&stage, "lee@example.jp").await.pop().unwrap();
    set(&mut stage.browser(), &link, "another horse 8", "another horse 8").await;
    assert!(is_out(&mut browser).await);
    assert_eq!(enter(&mut browser, &lee.id, PASSWORD).await.status, 422);
    assert!(is_in(&enter(&mut browser, &lee.id, "another horse 8").await));
}
