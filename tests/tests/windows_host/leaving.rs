//! Every way out leaves the card clean and no window behind.

use openjpki_tests::stage::WindowsStage;
use openjpki_tests::stage::judge::wait_until_left_clean;
use serde_json::json;

use crate::{PASSWORD, PIN, ask, password_window, pin_window};

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn cancel_closes_the_window_and_the_next_request_works() {
    let (windows, card) = WindowsStage::with_card("hanako");
    let mut host = windows.host();
    host.ask(1, "register", ask());
    password_window(&windows);
    windows.person.enters(PASSWORD);
    pin_window(&windows);
    windows.person.types("12");
    host.send(&json!({ "jsonrpc": "2.0", "method": "cancel", "params": { "id": 1 } }));
    windows.person.sees_nothing();
    assert_eq!(host.reply(1).code(), "user-cancelled");
    wait_until_left_clean(&card);
    host.ask(2, "authenticate", ask());
    pin_window(&windows);
    assert_eq!(host.call(3, "register", ask()).code(), "busy", "one ceremony at a time");
    windows.person.enters(PIN);
    host.reply(2).result();
    wait_until_left_clean(&card);
    assert_eq!(card.log().unwrap().pins_sent(), 2);
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn the_end_of_input_ends_the_process_and_other_programs_cannot_use_what_was_unlocked() {
    let (windows, card) = WindowsStage::with_card("hanako");
    let mut host = windows.host();
    host.ask(1, "register", ask());
    password_window(&windows);
    windows.person.enters(PASSWORD);
    pin_window(&windows);
    assert_eq!(
        card.log().unwrap().pins_sent(),
        1,
        "the password is verified on the card"
    );
    host.close_input();
    assert!(host.wait().success());
    windows.person.sees_nothing();
    wait_until_left_clean(&card);

    let certificate = |id: &str| {
        let mut command = windows.stage.command("pkcs15-tool");
        command.args(["--read-certificate", id]).output().unwrap()
    };
    let free = certificate("01");
    assert!(
        free.status.success(),
        "the authentication certificate is free to read: {free:?}"
    );
    let closed = certificate("02");
    assert!(
        !closed.status.success() && closed.stdout.is_empty(),
        "the signing certificate is open: {closed:?}"
    );
    assert_eq!(card.log().unwrap().pins_sent(), 1);
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn cancel_and_the_end_of_input_end_the_wait_for_a_card() {
    let windows = WindowsStage::set();
    let mut host = windows.host();
    host.ask(1, "authenticate", ask());
    host.wait_for_reason("no-card");
    host.send(&json!({ "jsonrpc": "2.0", "method": "cancel", "params": { "id": 1 } }));
    assert_eq!(host.reply(1).code(), "user-cancelled");
    host.ask(2, "authenticate", ask());
    host.wait_for_reason("no-card");
    host.close_input();
    assert!(host.wait().success());
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn a_host_that_is_killed_leaves_no_window_behind() {
    let (windows, card) = WindowsStage::with_card("hanako");
    let mut host = windows.host();
    host.ask(1, "register", ask());
    password_window(&windows);
    windows.person.enters(PASSWORD);
    pin_window(&windows);
    host.kill();
    windows.person.sees_nothing();
    drop(card);
}
