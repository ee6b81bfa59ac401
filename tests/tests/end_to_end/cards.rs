//! Readers and cards that come late, leave early, or are two.

use openjpki_tests::pcscd::CardSetup;
use openjpki_tests::stage::Stage;
use openjpki_tests::stage::judge::wait_until_left_clean;
use openjpki_tests::stage::visit::{open_top_page, start};

use crate::pin;

#[test]
fn service_and_card_are_awaited_one_after_the_other() {
    let mut stage = Stage::without_service();
    stage.pinentry.will([pin("ABC123"), pin("1234")]);
    let _portal = stage.portal();
    let browser = stage.browser("en");
    let page = open_top_page(&browser, "en").unwrap();
    let window = start(&browser, &page).unwrap();
    window
        .wait_for_text("#state-title", "card service is not running")
        .unwrap();
    stage.pcscd.start_service().unwrap();
    window
        .wait_for_text("#state-title", "Place your My Number Card")
        .unwrap();
    let card = stage.plug("hanako");
    page.wait_for_element("#step1").unwrap();
    wait_until_left_clean(&card);
}

#[test]
fn another_kind_of_card_is_told_and_the_right_one_then_used() {
    let (stage, other) = Stage::with_card("foreign-card");
    stage.pinentry.will([pin("ABC123"), pin("1234")]);
    let _portal = stage.portal();
    let browser = stage.browser("en");
    let page = open_top_page(&browser, "en").unwrap();
    let window = start(&browser, &page).unwrap();
    window
        .wait_for_text("#state-title", "This card cannot be used")
        .unwrap();
    drop(other);
    let card = stage.plug("hanako");
    page.wait_for_element("#step1").unwrap();
    wait_until_left_clean(&card);
}

#[test]
fn a_card_pulled_in_mid_ceremony_is_told_and_the_next_click_works() {
    let (stage, mut card) = Stage::with_card("hanako");
    let pinentry = &stage.pinentry;
    pinentry.will([
        pin("ABC123"),
        pinentry.waits("pulled"),
        pin("1234"),
        pin("ABC123"),
        pin("1234"),
    ]);
    let _portal = stage.portal();
    let browser = stage.browser("en");
    let page = open_top_page(&browser, "en").unwrap();
    let window = start(&browser, &page).unwrap();
    pinentry.wait_for(2);
    card.remove().unwrap();
    pinentry.go_on("pulled");
    window.wait_for_text("#state-title", "removed too early").unwrap();
    page.wait_for("document.querySelector('#ceremony-message').dataset.code === 'card-unusable'")
        .unwrap();
    card.insert().unwrap();
    page.click("#start-applicant").unwrap();
    page.wait_for_element("#step1").unwrap();
    wait_until_left_clean(&card);
}

#[test]
fn of_two_cards_the_person_chooses_in_the_window() {
    let (stage, first) = Stage::with_card("hanako");
    let second = stage
        .pcscd
        .plug(&CardSetup {
            slot: 1,
            ..CardSetup::persona("mai")
        })
        .unwrap();
    stage.pinentry.will([pin("SAKURA2026"), pin("4649")]);
    let _portal = stage.portal();
    let browser = stage.browser("en");
    let page = open_top_page(&browser, "en").unwrap();
    let window = start(&browser, &page).unwrap();
    window.wait_for_text("#state-title", "Which card").unwrap();
    window.wait_for_text("#candidates button:last-child", "01").unwrap();
    window.click("#candidates button:last-child").unwrap();
    assert_eq!(page.text("[data-field=name]").unwrap(), "NGUYEN THI MAI");
    wait_until_left_clean(&first);
    wait_until_left_clean(&second);
    assert_eq!(first.log().unwrap().pins_sent(), 0);
}

#[test]
fn a_card_without_signing_certificate_is_told_with_the_sentence_for_the_counter() {
    let (stage, card) = Stage::with_card("under-fifteen");
    let _portal = stage.portal();
    let browser = stage.browser("en");
    let page = open_top_page(&browser, "en").unwrap();
    let window = start(&browser, &page).unwrap();
    window.wait_for_text("#state-title", "no signing certificate").unwrap();
    assert!(window.text("#state").unwrap().contains("署名用電子証明書"));
    page.wait_for("document.querySelector('#ceremony-message').dataset.code === 'certificate-missing'")
        .unwrap();
    wait_until_left_clean(&card);
}

#[test]
fn a_blocked_password_is_told_with_the_sentence_for_the_counter() {
    let stage = Stage::set();
    let card = stage
        .pcscd
        .plug(&CardSetup::persona("hanako").with("--tries-sign", 0))
        .unwrap();
    let _portal = stage.portal();
    let browser = stage.browser("en");
    let page = open_top_page(&browser, "en").unwrap();
    let window = start(&browser, &page).unwrap();
    window.wait_for_text("#state-title", "password is locked").unwrap();
    assert!(window.text("#state").unwrap().contains("署名用パスワード"));
    page.wait_for("document.querySelector('#ceremony-message').dataset.code === 'pin-blocked'")
        .unwrap();
    wait_until_left_clean(&card);
}
