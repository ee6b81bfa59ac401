//! Wrong, blocked and ill-formed PINs: what the window says, and that no try is spent that nobody typed.

use openjpki_tests::pcscd::{CardSetup, PluggedCard, TriesLeft};
use openjpki_tests::stage::WindowsStage;
use openjpki_tests::stage::judge::wait_until_left_clean;

use crate::{PASSWORD, PIN, ask, assert_every_pin_was_typed, password_window, pin_window, tries_left, words};

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn a_wrong_password_is_asked_again_in_the_same_window_with_the_tries_left() {
    let (windows, mut card) = WindowsStage::with_card("hanako");
    let mut host = windows.host();
    host.ask(1, "register", ask());
    let first = password_window(&windows);
    assert!(first.says(&tries_left(5)), "{}", first.text());
    windows.person.enters("WRONG99");
    let told = host.wait_for_reason("pin-wrong");
    assert_eq!(
        (told["detail"]["remaining"].as_u64(), told["detail"]["key"].as_str()),
        (Some(4), Some("digital-signature"))
    );
    let second = windows.person.reads(&tries_left(4));
    assert!(
        second.says(words().mistake.digital_signature.wrong),
        "{}",
        second.text()
    );
    assert_eq!(second.handle, first.handle, "the same window");
    assert!(!second.button("OK").unwrap().enabled, "the field is empty again");
    windows.person.reacts();
    windows.person.enters(PASSWORD);
    pin_window(&windows);
    windows.person.enters(PIN);
    host.reply(1).result();
    wait_until_left_clean(&card);
    assert_eq!(card.log().unwrap().pins_sent(), 3);
    assert_every_pin_was_typed(&windows, [&card]);
    assert_eq!(
        card.tries().unwrap(),
        TriesLeft {
            authentication: 3,
            signature: Some(5)
        }
    );
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn the_same_wrong_pin_is_not_sent_twice() {
    let (windows, mut card) = WindowsStage::with_card("hanako");
    let mut host = windows.host();
    host.ask(1, "authenticate", ask());
    pin_window(&windows);
    windows.person.enters("9999");
    windows.person.reads(words().mistake.user_authentication.wrong);
    windows.person.reacts();
    windows.person.enters("9999");
    windows.person.reads(words().no_try_used);
    assert_eq!(card.log().unwrap().pins_sent(), 1);
    windows.person.reacts();
    windows.person.enters(PIN);
    host.reply(1).result();
    wait_until_left_clean(&card);
    assert_eq!(card.log().unwrap().pins_sent(), 2);
    assert_eq!(card.tries().unwrap().authentication, 3);
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn ok_waits_until_it_can_be_the_pin() {
    let (windows, card) = WindowsStage::with_card("hanako");
    let mut host = windows.host();
    host.ask(1, "authenticate", ask());
    pin_window(&windows);
    windows.person.types("123");
    windows.person.presses("Return");
    let window = windows.person.reads(words().mistake.user_authentication.too_short);
    assert!(!window.button("OK").unwrap().enabled, "{}", window.text());
    windows.person.types("x");
    let window = windows
        .person
        .reads(words().mistake.user_authentication.forbidden_character);
    assert!(!window.button("OK").unwrap().enabled, "{}", window.text());
    windows.person.presses("BackSpace");
    windows.person.presses("ctrl+v");
    windows.person.reads(words().window.no_paste);
    windows.person.types("4");
    let window = windows
        .person
        .sees(|window| window.button("OK").is_some_and(|ok| ok.enabled));
    let field = window.field().unwrap();
    assert_eq!(field.text, "", "another program can read what was typed");
    assert_eq!(card.log().unwrap().pins_sent(), 0);
    windows.person.enters("");
    host.reply(1).result();
    wait_until_left_clean(&card);
    assert_eq!(card.log().unwrap().pins_sent(), 1);
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn the_pin_in_place_of_the_password_is_explained_and_not_sent() {
    let (windows, card) = WindowsStage::with_card("hanako");
    let mut host = windows.host();
    host.ask(1, "register", ask());
    password_window(&windows);
    windows.person.types(PIN);
    windows.person.presses("Return");
    windows.person.sees(|window| !window.button("OK").unwrap().enabled);
    windows.person.presses("Escape");
    assert_eq!(host.reply(1).code(), "user-cancelled");
    windows.person.sees_nothing();
    wait_until_left_clean(&card);
    assert_eq!(card.log().unwrap().pins_sent(), 0);
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn a_window_that_has_just_come_up_takes_no_input() {
    let (windows, card) = WindowsStage::with_card("hanako");
    let mut host = windows.host();
    // somebody types on while the window comes up; a computer that is busy may show it late, so there are three attempts
    let ignored = (1..=3).any(|id| {
        host.ask(id, "authenticate", ask());
        windows.person.presses_blindly_until_a_window_comes("1");
        let window = windows.person.sees(|window| window.field().is_some());
        let ignored = !window.button("OK").unwrap().enabled;
        windows.person.reacts();
        windows.person.presses("Escape");
        assert_eq!(host.reply(id).code(), "user-cancelled");
        windows.person.sees_nothing();
        ignored
    });
    assert!(ignored, "what was typed for something else is in the field");
    assert_eq!(card.log().unwrap().pins_sent(), 0);
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn every_way_to_close_the_window_ends_the_request_and_the_next_one_works() {
    let (windows, card) = WindowsStage::with_card("hanako");
    let mut host = windows.host();
    host.ask(1, "authenticate", ask());
    pin_window(&windows);
    windows.person.presses("Escape");
    assert_eq!(host.reply(1).code(), "user-cancelled");
    host.ask(2, "register", ask());
    password_window(&windows);
    windows.person.enters(PASSWORD);
    pin_window(&windows);
    windows.person.presses("Escape");
    assert_eq!(host.reply(2).code(), "user-cancelled");
    wait_until_left_clean(&card);
    host.ask(3, "authenticate", ask());
    let window = pin_window(&windows);
    windows.person.clicks(window.button(words().cancel).unwrap().place);
    assert_eq!(host.reply(3).code(), "user-cancelled");
    host.ask(4, "authenticate", ask());
    pin_window(&windows);
    windows.person.presses("alt+F4");
    assert_eq!(host.reply(4).code(), "user-cancelled");
    windows.person.sees_nothing();
    wait_until_left_clean(&card);
    assert_eq!(card.log().unwrap().pins_sent(), 1);
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn before_the_last_try_the_person_confirms_in_words() {
    let (windows, mut card) = with_tries(1);
    let mut host = windows.host();
    host.ask(1, "authenticate", ask());
    let warning = windows.person.reads(words().window.last_try_heading);
    assert!(warning.field().is_none(), "no PIN is asked for yet: {}", warning.text());
    windows.person.reacts();
    // Enter alone must not lead to the last try
    windows.person.presses("Return");
    assert_eq!(host.reply(1).code(), "user-cancelled");
    assert_eq!(card.log().unwrap().pins_sent(), 0);

    host.ask(2, "authenticate", ask());
    let warning = windows.person.reads(words().window.last_try_heading);
    windows.person.reacts();
    windows
        .person
        .clicks(warning.button(words().last_try_continue).unwrap().place);
    let window = pin_window(&windows);
    assert!(window.says(&tries_left(1)), "{}", window.text());
    windows.person.enters(PIN);
    host.reply(2).result();
    assert_eq!(host.wait_for_reason("pin-last-try")["detail"]["remaining"], 1);
    wait_until_left_clean(&card);
    assert_eq!(card.tries().unwrap().authentication, 3);
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn the_try_that_blocks_ends_the_ceremony_and_is_explained() {
    let (windows, mut card) = with_tries(1);
    let mut host = windows.host();
    host.ask(1, "authenticate", ask());
    let warning = windows.person.reads(words().window.last_try_heading);
    windows.person.reacts();
    windows
        .person
        .clicks(warning.button(words().last_try_continue).unwrap().place);
    pin_window(&windows);
    windows.person.enters("0000");
    let message = windows
        .person
        .reads("利用者証明用パスワード（数字4桁）がロックされました");
    assert!(message.field().is_none());
    windows.person.reacts();
    windows.person.presses("Escape");
    assert_eq!(host.reply(1).code(), "pin-blocked");
    windows.person.sees_nothing();
    assert_eq!(
        host.call(2, "authenticate", ask()).code(),
        "pin-blocked",
        "told before anybody types"
    );
    wait_until_left_clean(&card);
    assert_eq!(card.tries().unwrap().authentication, 0);
    assert_eq!(card.log().unwrap().pins_sent(), 1);
}

fn with_tries(authentication: u8) -> (WindowsStage, PluggedCard) {
    let windows = WindowsStage::set();
    let setup = CardSetup::persona("hanako").with("--tries-auth", authentication);
    let card = windows.stage.pcscd.plug(&setup).unwrap();
    (windows, card)
}
