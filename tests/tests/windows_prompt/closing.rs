//! How windows end, and what the last try takes.

use std::time::Instant;

use openjpki_tests::browser::PATIENCE;

use crate::{Desk, words};

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn escape_cancels_and_so_does_the_button() {
    let desk = Desk::set();
    let mut shown = desk.shows(&["pin:signature:5"]);
    desk.asks();
    desk.person.types("abc");
    desk.person.presses("Escape");
    assert_eq!(shown.outcome(), "the person cancelled");
    desk.person.sees_nothing();
    drop(shown);

    let mut shown = desk.shows(&["pin:signature:5"]);
    let window = desk.asks();
    desk.person.clicks(window.button("Cancel").unwrap().place);
    assert_eq!(shown.outcome(), "the person cancelled");
    desk.person.sees_nothing();
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn a_cancel_from_another_thread_closes_and_one_before_is_seen() {
    let desk = Desk::set();
    let mut shown = desk.shows(&[]);
    for step in ["pin:signature:5", "last:signature", "blocked:signature"] {
        shown.hears(step);
        desk.person.sees(|_| true);
        shown.hears("");
        assert_eq!(shown.outcome(), "the window was closed", "{step}");
        desk.person.sees_nothing();
    }
    shown.hears("--cancelled pin:signature:5");
    assert_eq!(shown.outcome(), "the window was closed");
    assert!(desk.person.windows().is_empty());
}

/// Every other window stays for ten minutes.
#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn a_window_that_nobody_uses_closes_in_the_end() {
    let desk = Desk::set();
    let begin = Instant::now();
    let mut shown = desk.shows(&["--wait", "1", "pin:authentication:3"]);
    assert_eq!(shown.outcome(), "nobody typed anything");
    assert!(begin.elapsed() < PATIENCE);
    desk.person.sees_nothing();
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn whoever_closes_while_the_card_works_is_asked_no_more() {
    let desk = Desk::set();
    let steps = ["pin:authentication:3=1234", "work", "pin:authentication:2:wrong"];
    let mut shown = desk.shows(&steps);
    desk.asks();
    desk.person.enters("1234");
    assert_eq!(shown.outcome(), "as expected");
    desk.person.reads(words().window.working);
    desk.person.presses("Escape");
    desk.person.sees_nothing();
    shown.hears("enough");
    assert_eq!(shown.outcome(), "worked");
    assert_eq!(shown.outcome(), "the person cancelled");
    drop(shown);

    let mut shown = desk.shows(&["pin:authentication:3=1234", "work", "close"]);
    desk.asks();
    desk.person.enters("1234");
    assert_eq!(shown.outcome(), "as expected");
    desk.person.reads(words().window.working);
    desk.person.presses("Escape");
    desk.person.sees_nothing();
    shown.hears("enough");
    assert_eq!(shown.outcome(), "worked");
    assert_eq!(shown.outcome(), "the person closed it before");
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn the_last_try_takes_more_than_enter() {
    let desk = Desk::set();
    let mut shown = desk.shows(&["last:signature"]);
    let window = desk.person.reads(words().window.last_try_heading);
    assert!(window.button(words().window.last_try_stop).unwrap().focused);
    desk.person.reacts();
    desk.person.presses("Return");
    assert_eq!(shown.outcome(), "stops");
    desk.person.sees_nothing();
    drop(shown);

    let mut shown = desk.shows(&["last:signature", "pin:signature:1=ABC123"]);
    let warning = desk.person.reads(words().window.last_try_heading);
    desk.person.reacts();
    desk.person.presses("alt+l");
    assert_eq!(shown.outcome(), "goes on");
    let window = desk.asks();
    assert_ne!(window.handle, warning.handle, "a window of its own");
    assert!(window.says("1 try left."), "{}", window.text());
    desk.person.enters("abc123");
    assert_eq!(shown.outcome(), "as expected");
    drop(shown);

    let mut shown = desk.shows(&["last:signature"]);
    desk.person.reads(words().window.last_try_heading);
    desk.person.reacts();
    desk.person.presses("Escape");
    assert_eq!(shown.outcome(), "stops");
}
