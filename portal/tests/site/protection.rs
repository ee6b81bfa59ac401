//! Forgery, cookies, headers, languages.

use axum::body::Body;
use axum::http::{Method, header};
use serde_json::json;

use crate::card::{arrive, ceremony, persona};
use crate::form::RIGHT;
use crate::stage::Stage;

#[tokio::test]
async fn what_changes_something_needs_the_pages_token() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    arrive(&mut browser, "mai").await;
    for path in ["/registration/step1", "/registration/step2", "/registration/begin"] {
        for token in ["", "wrong", &"A".repeat(43)] {
            let mut fields = RIGHT.to_vec();
            fields.push(("csrf", token));
            let answer = browser.submit_only(path, &fields).await;
            assert_eq!(answer.status, 403, "{path} {token}");
            assert!(answer.has("not accepted") && answer.has("cookies"));
            assert!(answer.has("href=\"/?lang=en\""), "{path}: a link that leads to a page");
        }
    }
    let mut stranger = stage.browser();
    for path in ["/registration/challenge", "/registration/evidence"] {
        assert_eq!(stranger.post_json(path, &json!({})).await.status, 403, "{path}");
    }
}

#[tokio::test]
async fn another_sites_request_is_refused_even_with_the_token() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    let page = browser.open("/").await;
    let token = page.between("data-csrf=\"", "\"").unwrap();
    for (name, value) in [
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        let request = browser
            .request(Method::POST, "/registration/challenge")
            .header("x-csrf-token", &token)
            .header(name, value)
            .body(Body::from("{}"))
            .unwrap();
        assert_eq!(browser.send(request).await.status, 403, "{name}: {value}");
    }
}

#[tokio::test]
async fn the_session_is_renewed_when_the_card_was_read() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    browser.open("/").await;
    let before = browser.tab();
    ceremony(&mut browser, &persona("mai")).await;
    assert_ne!(before.cookies["openjpki-session"], browser.cookies["openjpki-session"]);
    let mut planted = before;
    assert_eq!(
        planted.open("/registration/step1").await.status,
        409,
        "a planted cookie leads nowhere"
    );
    assert_eq!(browser.open("/registration/step1").await.status, 200);
}

#[tokio::test]
async fn cookies_are_for_this_host_and_no_script() {
    let loopback = Stage::new().await.browser().open("/").await;
    let cookie = loopback.headers[header::SET_COOKIE].to_str().unwrap().to_owned();
    assert!(
        cookie.starts_with("openjpki-session=") && cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax"),
        "{cookie}"
    );
    let stage = Stage::at("https://portal.example.go.jp", true).await;
    let secure = stage.browser().open("/").await;
    let cookie = secure.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.starts_with("__Host-openjpki-session="), "{cookie}");
    assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax; Secure"), "{cookie}");
    assert_eq!(secure.headers["strict-transport-security"], "max-age=31536000");
    assert!(!loopback.headers.contains_key("strict-transport-security"));
}

#[tokio::test]
async fn every_answer_has_the_headers() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    for path in [
        "/",
        "/terms",
        "/registration/step1",
        "/sign-in",
        "/sign-in/account",
        "/account",
        "/signed-out",
        "/password/forgotten",
        "/password/done",
        "/nowhere",
        "/static/site.css",
        "/openjpki.js",
        "/municipalities/13",
        "/healthz",
    ] {
        let answer = browser.open(path).await;
        let policy = answer.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{path}"
        );
        assert!(!policy.contains("unsafe") && !policy.contains("http"), "{path}");
        assert_eq!(answer.headers["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(answer.headers["referrer-policy"], "same-origin", "{path}");
        assert!(answer.headers.contains_key(header::CACHE_CONTROL), "{path}");
        let html = answer
            .headers
            .get(header::CONTENT_TYPE)
            .is_some_and(|kind| kind.to_str().unwrap().contains("html"));
        if html {
            assert!(
                !answer.has(" style=") && !answer.has(" onclick=") && !answer.has("<style"),
                "{path}"
            );
            let scripts = answer.body.matches("<script").count();
            assert_eq!(
                scripts,
                answer.body.matches(" src=\"/static/").count(),
                "{path}: no inline script"
            );
        }
    }
}

#[tokio::test]
async fn every_page_says_whose_it_is_and_that_it_is_a_test() {
    let test = Stage::new().await;
    let production = Stage::production().await;
    for path in ["/", "/terms", "/registration/step2", "/password/x", "/nowhere"] {
        let page = test.browser().open(path).await;
        assert!(page.has("This is not a government site"), "{path}");
        assert!(page.has("class=\"test-banner\""), "{path}");
        assert!(!production.browser().open(path).await.has("test-banner"), "{path}");
    }
}

#[tokio::test]
async fn the_language_is_the_browsers_until_the_person_chooses() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    browser.language = "en-GB,en;q=0.9";
    assert!(browser.open("/").await.has("<html lang=\"en\">"));
    let japanese = browser.open("/?lang=ja").await;
    assert!(
        japanese.has("<html lang=\"ja\">")
            && japanese.has("新規利用者登録【システムを使(つか)うための登録(とうろく)】")
    );
    assert!(japanese.has("hreflang=\"en\"") && japanese.has("hreflang=\"ja\""));
    assert!(browser.open("/terms").await.has("<html lang=\"ja\">"), "kept");
    assert!(
        browser.open("/?lang=xx").await.has("<html lang=\"ja\">"),
        "an unknown one changes nothing"
    );
}

#[tokio::test]
async fn the_page_module_is_the_extensions_own() {
    let stage = Stage::new().await;
    let served = stage.browser().open("/openjpki.js").await;
    assert_eq!(served.body, include_str!("../../../extension/page/openjpki.js"));
    assert_eq!(served.headers[header::CONTENT_TYPE], "text/javascript; charset=utf-8");
}
