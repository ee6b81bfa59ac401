//! The page or the person goes away in the middle: the card is left clean, no window stays, the next request works.

use std::process::Output;

use openjpki_tests::pinentry::{ScriptedPinentry, Step};
use openjpki_tests::stage::Stage;
use openjpki_tests::stage::judge::wait_until_left_clean;
use openjpki_tests::stage::visit::{ceremony_window, open_top_page, start};

use crate::pin;

#[test]
fn a_tab_closed_in_mid_ceremony_leaves_no_open_card() {
    let (stage, card) = Stage::with_card("hanako");
    stage.pinentry.will([pin("ABC123"), Step::Hang]);
    let _portal = stage.portal();
    let browser = stage.browser("en");
    let page = open_top_page(&browser, "en").unwrap();
    start(&browser, &page).unwrap();
    let second = stage.pinentry.wait_for(2);
    assert_eq!(
        card.log().unwrap().pins_sent(),
        1,
        "the password is verified on the card"
    );
    page.close().unwrap();
    ScriptedPinentry::wait_until_closed(&second);
    browser.wait_until_closed(&ceremony_window()).unwrap();
    wait_until_left_clean(&card);

    let free = read_certificate(&stage, "01");
    assert!(
        free.status.success(),
        "the authentication certificate is free to read: {free:?}"
    );
    let closed = read_certificate(&stage, "02");
    assert!(
        !closed.status.success() && closed.stdout.is_empty(),
        "the signing certificate is open: {closed:?}"
    );
    assert_eq!(card.log().unwrap().pins_sent(), 1);
    stage.pinentry.went_as_written().unwrap();
}

#[test]
fn a_page_that_navigates_away_cancels() {
    let (stage, card) = Stage::with_card("hanako");
    stage.pinentry.will([Step::Hang, pin("ABC123"), pin("1234")]);
    let _portal = stage.portal();
    let browser = stage.browser("en");
    let page = open_top_page(&browser, "en").unwrap();
    start(&browser, &page).unwrap();
    let first = stage.pinentry.wait_for(1);
    page.goto("about:blank#elsewhere").unwrap();
    ScriptedPinentry::wait_until_closed(&first);
    wait_until_left_clean(&card);
    let page = open_top_page(&browser, "en").unwrap();
    start(&browser, &page).unwrap();
    page.wait_for_element("#step1").unwrap();
    wait_until_left_clean(&card);
}

#[test]
fn closing_the_ceremony_window_cancels() {
    let (stage, card) = Stage::with_card("hanako");
    stage.pinentry.will([Step::Hang]);
    let _portal = stage.portal();
    let browser = stage.browser("en");
    let page = open_top_page(&browser, "en").unwrap();
    let window = start(&browser, &page).unwrap();
    let first = stage.pinentry.wait_for(1);
    window.click("#cancel").unwrap();
    page.wait_for("document.querySelector('#ceremony-message').dataset.code === 'user-cancelled'")
        .unwrap();
    ScriptedPinentry::wait_until_closed(&first);
    wait_until_left_clean(&card);
    assert_eq!(card.log().unwrap().pins_sent(), 0);
}

#[test]
fn cancel_in_the_pin_window_is_told_and_the_next_click_works() {
    let (stage, card) = Stage::with_card("hanako");
    stage
        .pinentry
        .will([pin("ABC123"), Step::Cancel, pin("ABC123"), pin("1234")]);
    let _portal = stage.portal();
    let browser = stage.browser("en");
    let page = open_top_page(&browser, "en").unwrap();
    let window = start(&browser, &page).unwrap();
    page.wait_for("document.querySelector('#ceremony-message').dataset.code === 'user-cancelled'")
        .unwrap();
    window.wait_for_text("#state-title", "Cancelled").unwrap();
    browser.wait_until_closed(&ceremony_window()).unwrap();
    start(&browser, &page).unwrap();
    page.wait_for_element("#step1").unwrap();
    wait_until_left_clean(&card);
    stage.pinentry.went_as_written().unwrap();
}

/// What a program of somebody else gets, without a PIN.
fn read_certificate(stage: &Stage, id: &str) -> Output {
    stage
        .command("pkcs15-tool")
        .args(["--read-certificate", id])
        .output()
        .unwrap()
}
