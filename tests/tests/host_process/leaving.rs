//! Every way out leaves the card clean and no window behind.

use openjpki_tests::pinentry::{ScriptedPinentry, Step};
use openjpki_tests::stage::Stage;
use openjpki_tests::stage::judge::wait_until_left_clean;
use serde_json::json;

use crate::{PASSWORD, PIN, ask, pin};

#[test]
fn the_end_of_input_closes_the_window_and_leaves_the_card_clean() {
    let (stage, card) = Stage::with_card("hanako");
    stage.pinentry.will([pin(PASSWORD), Step::Hang]);
    let mut host = stage.host();
    host.ask(1, "register", ask());
    let second = stage.pinentry.wait_for(2);
    host.close_input();
    assert!(host.wait().success());
    ScriptedPinentry::wait_until_closed(&second);
    wait_until_left_clean(&card);
    stage.pinentry.went_as_written().unwrap();
}

#[test]
fn cancel_closes_the_window_and_the_next_request_works() {
    let (stage, card) = Stage::with_card("hanako");
    stage.pinentry.will([pin(PASSWORD), Step::Hang, pin(PIN)]);
    let mut host = stage.host();
    host.ask(1, "register", ask());
    let second = stage.pinentry.wait_for(2);
    host.send(&json!({ "jsonrpc": "2.0", "method": "cancel", "params": { "id": 1 } }));
    assert_eq!(host.reply(1).code(), "user-cancelled");
    ScriptedPinentry::wait_until_closed(&second);
    wait_until_left_clean(&card);
    host.call(2, "authenticate", ask()).result();
    wait_until_left_clean(&card);
    stage.pinentry.went_as_written().unwrap();
}

#[test]
fn cancel_ends_the_wait_for_a_card() {
    let stage = Stage::set();
    let mut host = stage.host();
    host.ask(1, "authenticate", ask());
    host.wait_for_reason("no-card");
    host.send(&json!({ "jsonrpc": "2.0", "method": "cancel", "params": { "id": 1 } }));
    assert_eq!(host.reply(1).code(), "user-cancelled");
    host.close_input();
    assert!(host.wait().success());
}

#[test]
fn the_end_of_input_ends_the_wait_for_a_card() {
    let stage = Stage::set();
    let mut host = stage.host();
    host.ask(1, "authenticate", ask());
    host.wait_for_reason("no-card");
    host.close_input();
    assert!(host.wait().success());
}

#[test]
fn a_signal_to_end_closes_the_window_and_leaves_the_card_clean() {
    let (stage, card) = Stage::with_card("hanako");
    stage.pinentry.will([pin(PASSWORD), Step::Hang]);
    let mut host = stage.host();
    host.ask(1, "register", ask());
    let second = stage.pinentry.wait_for(2);
    let asked = std::process::Command::new("kill")
        .args(["-TERM", &host.id().to_string()])
        .status();
    assert!(asked.unwrap().success());
    assert_eq!(host.reply(1).code(), "user-cancelled");
    assert!(host.wait().success());
    ScriptedPinentry::wait_until_closed(&second);
    wait_until_left_clean(&card);
    stage.pinentry.went_as_written().unwrap();
}

#[test]
fn a_host_that_is_killed_leaves_no_window_behind() {
    let (stage, card) = Stage::with_card("hanako");
    stage.pinentry.will([Step::Hang]);
    let mut host = stage.host();
    host.ask(1, "authenticate", ask());
    let window = stage.pinentry.wait_for(1);
    host.kill();
    ScriptedPinentry::wait_until_closed(&window);
    drop(card);
}

#[test]
fn a_second_ceremony_while_one_runs_is_busy() {
    let (stage, card) = Stage::with_card("hanako");
    stage
        .pinentry
        .will([stage.pinentry.waits("second was asked"), pin(PIN)]);
    let mut host = stage.host();
    host.ask(1, "authenticate", ask());
    stage.pinentry.wait_for(1);
    assert_eq!(host.call(2, "register", ask()).code(), "busy");
    stage.pinentry.go_on("second was asked");
    host.reply(1).result();
    wait_until_left_clean(&card);
    stage.pinentry.went_as_written().unwrap();
}

#[test]
fn other_programs_cannot_use_what_the_person_unlocked() {
    let (stage, card) = Stage::with_card("hanako");
    stage.pinentry.will([pin(PASSWORD), Step::Hang]);
    let mut host = stage.host();
    host.ask(1, "register", ask());
    stage.pinentry.wait_for(2);
    assert!(
        card.log().unwrap().pins_sent() == 1,
        "the password is verified on the card"
    );
    host.close_input();
    assert!(host.wait().success());
    wait_until_left_clean(&card);
    let output = stage
        .command("opensc-tool")
        .args(["--reader", "0", "--send-apdu", "00A4040C0AD392F000260100000001"])
        .args(["--send-apdu", "00A4020C020001", "--send-apdu", "00B0000010"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        said.contains("SW1=0x69, SW2=0x82"),
        "the signing certificate is open: {said} {output:?}"
    );
}
