//! What keys do in the windows.

use openjpki_tests::display::Display;

use crate::{Desk, words};

/// How often something is typed that a window shall ignore because it came half a second ago: a busy computer may bring the keys late.
const ATTEMPTS: usize = 8;

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn letters_are_raised_and_a_wrong_password_is_asked_again_in_the_same_window() {
    let desk = Desk::set();
    let mut shown = desk.shows(&[
        "pin:signature:5=ABC123",
        "work",
        "pin:signature:4:wrong=XYZ789",
        "close",
    ]);
    let first = desk.asks();
    assert!(first.field().unwrap().focused);
    assert!(!first.button("OK").unwrap().enabled);
    desk.person.enters("aBc123");
    assert_eq!(shown.outcome(), "as expected");

    let working = desk.person.reads(words().window.working);
    assert_eq!(working.handle, first.handle);
    assert!(!working.button("OK").unwrap().enabled);
    assert!(working.button("Cancel").unwrap().enabled);
    desk.person.types("lost");
    desk.person.presses("Return");
    // What comes after them was heard, so they were.
    desk.person.presses("Tab");
    desk.person
        .sees(|window| window.button("Cancel").is_some_and(|cancel| cancel.focused));
    shown.hears("enough");
    assert_eq!(shown.outcome(), "worked");

    desk.person.reads(words().mistake.digital_signature.wrong);
    let again = desk.asks();
    assert_eq!(again.handle, first.handle, "the same window");
    assert!(again.says("4 tries left."), "{}", again.text());
    assert!(
        again.says("At least 6 more characters."),
        "the field is empty: {}",
        again.text()
    );
    desk.person.enters("xyz789");
    assert_eq!(shown.outcome(), "as expected");
    assert_eq!(shown.outcome(), "closed");
    desk.person.sees_nothing();
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn what_is_missing_is_said_and_enter_waits_for_it() {
    let desk = Desk::set();
    let mut shown = desk.shows(&["pin:authentication:3=1234"]);
    desk.asks();
    desk.person.reads("4 more digits.");
    desk.person.presses("Return");
    desk.person.reads(words().mistake.user_authentication.empty);
    desk.person.types("123");
    desk.person.reads("1 more digit.");
    desk.person.presses("Return");
    desk.person.reads(words().mistake.user_authentication.too_short);
    desk.person.types("45");
    desk.person.reads(words().mistake.user_authentication.too_long);
    desk.sees_ok(false);
    desk.person.types("6");
    desk.person.reads(words().mistake.user_authentication.other_pin);
    for _ in 0..2 {
        desk.person.presses("BackSpace");
    }
    desk.person.reads(words().window.complete.user_authentication);
    desk.sees_ok(true);
    desk.person.presses("Return");
    assert_eq!(shown.outcome(), "as expected");
}

/// Posted, because the field has no input method: what only one can type does not arrive through the keyboard.
#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn full_width_letters_are_folded_and_others_refused() {
    let desk = Desk::set();
    let mut shown = desk.shows(&["--post", "ａ-Ｂｃア１２", "pin:signature:5=ABC123"]);
    desk.person.reads("At least 1 more character.");
    desk.person.reads(words().window.folded);
    desk.person.types("-");
    let window = desk.person.reads(words().window.not_entered);
    assert!(window.says(words().mistake.digital_signature.forbidden_character));
    desk.person.types(" ");
    desk.person.types("3");
    desk.sees_ok(true);
    desk.person.presses("Return");
    assert_eq!(shown.outcome(), "as expected");
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn a_program_that_speaks_for_a_person_can_press_ok() {
    let desk = Desk::set();
    let mut shown = desk.shows(&["--post", "1234", "--press-ok", "pin:authentication:3=1234"]);
    assert_eq!(shown.outcome(), "as expected");
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn nothing_is_pasted_and_nothing_is_copied() {
    let desk = Desk::set();
    let mut shown = desk.shows(&["blocked:signature", "pin:authentication:3=1234"]);
    // The sentence to show at the counter may be copied; it fills the clipboard.
    desk.person.sees(|window| window.field().is_none());
    desk.person.reacts();
    desk.person.presses("shift+Tab");
    desk.person.presses("ctrl+a");
    desk.person.presses("ctrl+c");
    desk.person.presses("Escape");
    assert_eq!(shown.outcome(), "read");

    let window = desk.asks();
    desk.person.types("12");
    for keys in ["ctrl+v", "shift+Insert"] {
        desk.person.reads("2 more digits.");
        desk.person.presses(keys);
        let window = desk.person.reads(words().window.no_paste);
        assert_eq!(window.field().unwrap().text, "", "another program can read the field");
        desk.person.presses("BackSpace");
        desk.person.reads("3 more digits.");
        desk.person.types("2");
    }
    let [left, top, right, bottom] = window.field().unwrap().place;
    right_click(&desk.person.display, (left + right) / 2, (top + bottom) / 2);
    desk.person.types("34");
    desk.sees_ok(true);
    desk.person.presses("Return");
    assert_eq!(shown.outcome(), "as expected");
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn whoever_types_on_does_not_type_into_a_window_that_asks_again() {
    let desk = Desk::set();
    let again = "pin:authentication:2:wrong=1234";
    let mut shown = desk.shows(&[&["pin:authentication:3=1234"][..], &[again; ATTEMPTS]].concat());
    desk.asks();
    let ignored = (0..ATTEMPTS).any(|_| {
        desk.person.enters("1234");
        assert_eq!(shown.outcome(), "as expected");
        desk.person.types("9");
        desk.person.reads("2 tries left.");
        let ignored = desk.asks().says("4 more digits.");
        desk.person.presses("BackSpace");
        desk.person.reads("4 more digits.");
        ignored
    });
    assert!(ignored, "what was typed for something else is in the field");
    desk.person.enters("1234");
    assert_eq!(shown.outcome(), "as expected");
}

fn right_click(display: &Display, x: i32, y: i32) {
    let (x, y) = (x.to_string(), y.to_string());
    let clicked = display
        .command("xdotool")
        .args(["mousemove", &x, &y, "click", "3"])
        .status();
    assert!(clicked.unwrap().success());
}
