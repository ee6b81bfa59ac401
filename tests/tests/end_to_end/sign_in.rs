//! A person registers, sets the password by the mail's link while the site is open, signs in with the card, and signs out.

use openjpki_tests::browser::{Browser, Page};
use openjpki_tests::stage::judge::wait_until_left_clean;
use openjpki_tests::stage::visit::{fill_step1, open_top_page, start};
use openjpki_tests::stage::{ORIGIN, Portal, Stage};

use crate::pin;

const PASSWORD: &str = "correct horse 7";

#[test]
fn from_the_mail_to_the_list_of_sign_ins_and_out() {
    let (stage, mut card) = Stage::with_card("mai");
    stage
        .pinentry
        .will(["SAKURA2026", "4649", "0000", "4649", "SAKURA2026", "4649"].map(pin));
    let portal = stage.portal();
    let browser = stage.browser("en");
    let page = open_top_page(&browser, "en").unwrap();
    let id = register(&browser, &page);

    let mail = browser.open(&link(&portal)).unwrap();
    tells_the_rules_while_typing(&mail);
    mail.fill("[name=password]", PASSWORD).unwrap();
    mail.fill("[name=password_again]", PASSWORD).unwrap();
    mail.click("#set").unwrap();
    mail.wait_for_text("#done", "Your password is set").unwrap();
    assert_eq!(
        page.text("#authentication-id").unwrap(),
        id,
        "the site was open all the time"
    );
    mail.click("#next").unwrap();

    mail.wait_for_element("#start-applicant").unwrap();
    start(&browser, &mail).unwrap();
    mail.wait_for_element("#sign-in-form").unwrap();
    mail.fill("[name=authentication_id]", &id).unwrap();
    mail.fill("[name=password]", "wrong horse 777").unwrap();
    mail.click("#enter").unwrap();
    mail.wait_for_text("#summary", "could not be signed in").unwrap();
    assert_eq!(mail.value("[name=authentication_id]").unwrap(), id);
    assert_eq!(mail.value("[name=password]").unwrap(), "");
    mail.fill("[name=password]", PASSWORD).unwrap();
    mail.click("#enter").unwrap();

    mail.wait_for_text("#greeting", "NGUYEN THI MAI").unwrap();
    let list = mail.text("#sign-ins tbody").unwrap();
    assert!(
        list.contains("Card, authentication ID and password") && list.contains("This page"),
        "{list}"
    );
    mail.click("#sign-out").unwrap();
    mail.wait_for_text("#done", "You are signed out").unwrap();
    mail.goto(&format!("{ORIGIN}/account")).unwrap();
    mail.wait_for_element("#start-applicant").unwrap();
    links_the_card_again(&browser, &mail, &id);
    wait_until_left_clean(&card);
    assert_eq!(card.tries().unwrap().signature, Some(5));
    stage.pinentry.went_as_written().unwrap();
}

/// What a person with a renewed card does: authentication ID and password, then the card with both passwords.
fn links_the_card_again(browser: &Browser, page: &Page, id: &str) {
    page.click("a[href='/card']").unwrap();
    page.wait_for_element("#card-form").unwrap();
    page.fill("[name=authentication_id]", id).unwrap();
    page.fill("[name=password]", PASSWORD).unwrap();
    page.click("#next").unwrap();
    page.wait_for_element("#read-hint").unwrap();
    start(browser, page).unwrap();
    page.wait_for_text("#done", "the old one is no longer accepted")
        .unwrap();
}

/// The rules are told by the browser alone; the site's scripts have no part in it.
fn tells_the_rules_while_typing(page: &Page) {
    page.wait_for_element("#set-password").unwrap();
    assert_eq!(page.evaluate("document.scripts.length").unwrap(), 0);
    let shown = |selector: &str| {
        let display = format!("getComputedStyle(document.querySelector('{selector}')).display");
        page.evaluate(&display).unwrap() == "block"
    };
    for (typed, keeps, not_yet) in [
        ("", false, false),
        ("short", false, true),
        ("aaaaaaaaaaaaaaaa", false, true),
        ("twelve chars", true, false),
    ] {
        page.fill("[name=password]", typed).unwrap();
        assert_eq!((shown(".keeps"), shown(".not-yet")), (keeps, not_yet), "{typed}");
    }
}

/// From the top page to STEP3; the authentication ID.
fn register(browser: &Browser, page: &Page) -> String {
    start(browser, page).unwrap();
    fill_step1(browser, page).unwrap();
    page.click("#confirm").unwrap();
    page.wait_for_element("#step2").unwrap();
    page.click("#register").unwrap();
    page.text("#authentication-id").unwrap()
}

/// The link in the one mail.
fn link(portal: &Portal) -> String {
    let mails = portal.mails();
    assert_eq!(mails.len(), 1, "{mails:?}");
    let mail = mails[0].replace("=\r\n", "");
    let (_, rest) = mail.split_once("/password/").unwrap();
    format!("{ORIGIN}/password/{}", &rest[..43])
}
