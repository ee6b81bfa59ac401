//! What pages may not do, and what they are told.

use openjpki_tests::browser::{Browser, Page};
use openjpki_tests::pinentry::{ScriptedPinentry, Step};
use openjpki_tests::stage::visit::{ceremony_window, open_top_page, popup, start};
use openjpki_tests::stage::{ORIGIN, Stage};
use serde_json::json;

/// A call as a page makes it; gives the code of its error.
const CALL: &str = "import('/openjpki.js').then((openjpki) =>
    openjpki.authenticate({ nonce: 'mC1Vq0n6Zb8T4y2Jx5uHk9sLr3WgEo7DfPaQiYtUwXs' }).then(() => 'answered', (error) => error.code))";

#[test]
fn a_page_without_activation_or_in_a_frame_gets_no_window() {
    let stage = Stage::set();
    let _portal = stage.portal();
    let browser = stage.browser("en");
    let page = open_top_page(&browser, "en").unwrap();
    assert_eq!(page.evaluate(CALL).unwrap(), "activation-required");
    let framed = in_frame(&page);
    assert_eq!(framed, "not-granted", "in a frame");
    assert_no_window(&browser);
}

#[test]
fn a_site_that_nobody_allowed_gets_no_window() {
    let stage = Stage::set();
    let _portal = stage.portal();
    stage.register_host(&stage.profile());
    let site = "http://shop.example:8080";
    let launch = stage
        .launch("en")
        .flag("--host-resolver-rules=MAP shop.example 127.0.0.1");
    let browser = launch
        .flag(format!("--unsafely-treat-insecure-origin-as-secure={site}"))
        .start()
        .unwrap();
    let page = browser.open(&format!("{site}/?lang=en")).unwrap();
    assert_eq!(page.evaluate("isSecureContext").unwrap(), true);
    assert_eq!(page.evaluate_as_person(CALL).unwrap(), "not-granted");
    let plain = browser.open("http://shop.example:8080/?lang=ja").unwrap();
    assert_eq!(
        plain
            .evaluate("import('/openjpki.js').then((openjpki) => openjpki.status()).then((status) => status.granted)")
            .unwrap(),
        false
    );
    assert_no_window(&browser);
}

#[test]
fn a_second_call_while_one_runs_is_busy() {
    let (stage, _card) = Stage::with_card("hanako");
    stage.pinentry.will([Step::Hang]);
    let _portal = stage.portal();
    let browser = stage.browser("en");
    let page = open_top_page(&browser, "en").unwrap();
    let other = open_top_page(&browser, "ja").unwrap();
    start(&browser, &page).unwrap();
    let window = stage.pinentry.wait_for(1);
    assert_eq!(page.evaluate_as_person(CALL).unwrap(), "busy", "the same page");
    assert_eq!(other.evaluate_as_person(CALL).unwrap(), "busy", "another tab");
    assert!(ScriptedPinentry::is_open(&window), "the first call goes on");
    assert_eq!(
        browser
            .targets()
            .unwrap()
            .iter()
            .filter(|target| target.url.starts_with(&ceremony_window()))
            .count(),
        1
    );
}

#[test]
fn without_the_host_the_window_says_what_to_install() {
    let stage = Stage::set();
    let _portal = stage.portal();
    let browser = stage.launch("en").start().unwrap();
    let page = open_top_page(&browser, "en").unwrap();
    let window = start(&browser, &page).unwrap();
    window.wait_for_text("#state-title", "not installed").unwrap();
    window.wait_for_element("#install-help").unwrap();
    page.wait_for("document.querySelector('#ceremony-message').dataset.code === 'host-missing'")
        .unwrap();
    let popup = browser.open(&popup()).unwrap();
    popup.wait_for_text("#host-state", "Not installed").unwrap();
    // once it is installed the next click works, without a new start of the browser
    stage.register_host(&stage.profile());
    page.click("#start-applicant").unwrap();
    page.wait_for(
        "['waiting-for-card', 'starting'].includes(document.querySelector('#ceremony-message').dataset.code)",
    )
    .unwrap();
}

#[test]
fn the_popup_finds_the_host() {
    let stage = Stage::set();
    let browser = stage.browser("en");
    let popup = browser.open(&popup()).unwrap();
    popup.wait_for_text("#host-state", env!("CARGO_PKG_VERSION")).unwrap();
}

#[test]
fn a_worker_that_was_stopped_wakes_up_for_the_next_call() {
    let (stage, _card) = Stage::with_card("hanako");
    stage.pinentry.will([Step::Hang]);
    let _portal = stage.portal();
    let browser = stage.browser("en");
    let page = open_top_page(&browser, "en").unwrap();
    browser.stop_service_workers(&page).unwrap();
    start(&browser, &page).unwrap();
    stage.pinentry.wait_for(1);
}

/// The same call by a script in a frame of the same site, which the site's policy has to be switched off for; gives the code.
fn in_frame(page: &Page) -> String {
    page.call("Page.setBypassCSP", json!({ "enabled": true })).unwrap();
    page.goto(&format!("{ORIGIN}/?lang=en")).unwrap();
    let script = format!(
        "new Promise((done) => {{
           window.addEventListener('message', ({{ data }}) => data.inFrame && done(data.inFrame));
           const frame = document.createElement('iframe');
           frame.srcdoc = `<script type=module>parent.postMessage({{ inFrame: await {CALL} }}, '*')</scr${{''}}ipt>`;
           document.body.append(frame);
         }})"
    );
    page.evaluate_as_person(&script)
        .unwrap()
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

fn assert_no_window(browser: &Browser) {
    let targets = browser.targets().unwrap();
    assert!(
        targets.iter().all(|target| !target.url.starts_with(&ceremony_window())),
        "{targets:?}"
    );
}
