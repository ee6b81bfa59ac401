//! The registration page as it is today, written from docs/PROTOCOL.md section 8: two certificates after one click, in hidden fields.

use openjpki_tests::kit::ORIGIN;
use openjpki_tests::stage::Stage;
use openjpki_tests::stage::judge::wait_until_left_clean;

use crate::{Scene, assert_no_window, press_and_see, switch};

/// Asks in the language that is switched on, and waits for the answer.
const WEB_EID_STATUS: &str = "new Promise((done) => {
    addEventListener('message', ({ data }) => data.action === 'web-eid:status-success' && done());
    postMessage({ action: 'web-eid:status', libraryVersion: '2.1.0' });
})";

#[test]
fn todays_registration_page_fills_its_form_in() {
    let (stage, mut card) = Stage::with_card("mai");
    let _kit = stage.kit(None);
    let browser = stage.browser("en");
    let page = browser.open(&format!("{ORIGIN}/registration.html")).unwrap();

    switch(&browser, &["webEid"]); // not this one: as if nobody were there
    page.click("#applicant").unwrap();
    page.evaluate(WEB_EID_STATUS).unwrap(); // answered after what came before it
    assert_eq!(
        page.evaluate("document.querySelector('#error').textContent").unwrap(),
        ""
    );
    assert_no_window(&browser);

    switch(&browser, &["officialClient"]);
    let scene = Scene {
        stage: &stage,
        browser: &browser,
        page: &page,
    };
    for button in ["#applicant", "#lawyer"] {
        let told = [
            ("#purpose", "Hand over your signing certificate"),
            ("#disclosure-list", "A certificate alone proves nothing"),
        ];
        press_and_see(&scene, button, &told, &["SAKURA2026", "4649"]);
        page.wait_for_element("#step1").unwrap();
        assert_eq!(page.value("[name=name]").unwrap(), "NGUYEN THI MAI");
        assert!(
            page.value("[name=address]").unwrap().starts_with("東京都"),
            "the address of the card"
        );
        assert!(!page.text("#serial").unwrap().is_empty());
        wait_until_left_clean(&card);
        page.goto(&format!("{ORIGIN}/registration.html")).unwrap();
    }
    stage.pinentry.went_as_written().unwrap();
    assert_eq!(card.tries().unwrap().signature, Some(5));

    let manifest = stage.profile().join("NativeMessagingHosts/org.openjpki.host.json");
    std::fs::remove_file(manifest).unwrap();
    page.click("#applicant").unwrap();
    page.wait_for_text("#error", "EW004JC200").unwrap();
}
