//! The whole path with the Windows host: registration site, Chromium with the extension, the host run by Wine, WinSCard, `pcscd`, a
//! virtual card, and a person at page and PIN windows.

use openjpki_tests::stage::WindowsStage;
use openjpki_tests::stage::judge::wait_until_left_clean;
use openjpki_tests::stage::visit::{ceremony_window, fill_step1, open_top_page, popup, start};

use crate::{assert_every_pin_was_typed, password_window, pin_window, tries_left, words};

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn a_foreign_resident_registers_after_one_wrong_password() {
    let (windows, mut card) = WindowsStage::with_card("mai");
    let portal = windows.stage.portal();
    let browser = windows.browser("en");
    let popup = browser.open(&popup()).unwrap();
    popup.wait_for_text("#host-state", env!("CARGO_PKG_VERSION")).unwrap();

    let page = open_top_page(&browser, "en").unwrap();
    let ceremony = start(&browser, &page).unwrap();
    let window = password_window(&windows);
    assert!(window.says("http://localhost:8080"), "{}", window.text());
    windows.person.enters("WRONG99");
    let window = windows.person.reads(words().mistake.digital_signature.wrong);
    assert!(window.says(&tries_left(4)), "{}", window.text());
    ceremony
        .wait_for_text("#state-title", "password was not right")
        .unwrap();
    windows.person.reacts();
    windows.person.enters("sakura2026");
    pin_window(&windows);
    windows.person.enters("4649");

    page.wait_for_element("#step1").unwrap();
    browser.wait_until_closed(&ceremony_window()).unwrap();
    windows.person.sees_nothing();
    wait_until_left_clean(&card);
    assert_every_pin_was_typed(&windows, [&card]);
    assert_eq!(card.tries().unwrap().signature, Some(5));

    assert_eq!(page.text("[data-field=name]").unwrap(), "NGUYEN THI MAI");
    fill_step1(&browser, &page).unwrap();
    page.click("#confirm").unwrap();
    page.wait_for_element("#step2").unwrap();
    page.click("#register").unwrap();
    let id = page.text("#authentication-id").unwrap();
    assert!(id.len() >= 6, "{id}");
    let mails = portal.mails();
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert!(mails[0].contains("To: mai.nguyen@example.jp"), "{}", mails[0]);
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn a_tab_closed_in_mid_ceremony_leaves_no_window_and_no_open_card() {
    let (windows, card) = WindowsStage::with_card("hanako");
    let _portal = windows.stage.portal();
    let browser = windows.browser("en");
    let page = open_top_page(&browser, "en").unwrap();
    start(&browser, &page).unwrap();
    password_window(&windows);
    windows.person.enters(crate::PASSWORD);
    pin_window(&windows);
    page.close().unwrap();
    windows.person.sees_nothing();
    wait_until_left_clean(&card);
    assert_eq!(card.log().unwrap().pins_sent(), 1);
}
