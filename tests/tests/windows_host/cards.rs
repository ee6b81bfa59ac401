//! Services, readers and cards that come late or leave early.

use std::process::Stdio;
use std::sync::atomic::{AtomicU64, Ordering};

use openjpki_tests::pcscd::Pull;
use openjpki_tests::stage::judge::wait_until_left_clean;
use openjpki_tests::stage::{HostProcess, Reply, WindowsStage};
use serde_json::json;

use crate::{PASSWORD, PIN, ask, assert_every_pin_was_typed, password_window, pin_window, wait_until};

/// Arguments of `reg`.
const DISABLE_SERVICE: [&str; 9] = [
    "add",
    r"HKLM\SYSTEM\CurrentControlSet\Services\SCardSvr",
    "/v",
    "Start",
    "/t",
    "REG_DWORD",
    "/d",
    "4",
    "/f",
];

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn a_card_that_comes_later_is_used_at_once() {
    let windows = WindowsStage::set();
    let mut host = windows.host();
    host.ask(1, "authenticate", ask());
    host.wait_for_reason("no-card");
    let card = windows.stage.plug("hanako");
    pin_window(&windows);
    windows.person.enters(PIN);
    host.reply(1).result();
    wait_until_left_clean(&card);
}

/// Windows starts its service with the first reader, so one that does not answer means that there is no reader.
#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn a_service_that_does_not_answer_is_waited_for_as_a_reader() {
    let mut windows = WindowsStage::without_service();
    in_shell(
        &windows,
        "mv /run/pcscd/reader.conf /run/pcscd/later && : > /run/pcscd/reader.conf",
    );
    let mut host = windows.host();
    let status = host.call(1, "status", json!({})).result();
    assert_eq!(
        (&status["service"], &status["readers"]),
        (&json!("running"), &json!([]))
    );
    host.ask(2, "authenticate", ask());
    host.wait_for_reason("no-reader");
    windows.stage.pcscd.start_service().unwrap();
    // this service takes up new serial readers only when it starts again
    windows.stage.pcscd.stop_service().unwrap();
    in_shell(&windows, "mv /run/pcscd/later /run/pcscd/reader.conf");
    windows.stage.pcscd.start_service().unwrap();
    host.wait_for_reason("no-card");
    let card = windows.stage.plug("hanako");
    pin_window(&windows);
    windows.person.enters(PIN);
    host.reply(2).result();
    wait_until_left_clean(&card);
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn a_service_that_somebody_disabled_is_told_and_used_once_it_runs() {
    let mut windows = WindowsStage::without_service();
    let mut disable = windows.command("reg");
    // No pipes: what Wine starts beside the program would keep them open.
    disable
        .args(DISABLE_SERVICE)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    assert!(disable.status().unwrap().success());
    let mut host = windows.host();
    assert_eq!(host.call(1, "status", json!({})).result()["service"], "stopped");
    host.ask(2, "authenticate", ask());
    host.wait_for_reason("service-stopped");
    windows.stage.pcscd.start_service().unwrap();
    let card = windows.stage.plug("hanako");
    pin_window(&windows);
    windows.person.enters(PIN);
    host.reply(2).result();
    wait_until_left_clean(&card);
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn a_service_that_ends_under_the_window_ends_the_request() {
    let (mut windows, card) = WindowsStage::with_card("hanako");
    let mut host = windows.host();
    host.ask(1, "authenticate", ask());
    pin_window(&windows);
    windows.stage.pcscd.stop_service().unwrap(); // which closes the window
    let reply = host.reply(1);
    // a service that is not there is one without readers, as on Windows
    assert!(["no-reader", "card-removed"].contains(&reply.code()), "{reply:?}");
    windows.person.sees_nothing();
    windows.stage.pcscd.start_service().unwrap();
    card.wait_for_event("power-on").unwrap();
    wait_until(|| is_seen(&mut host));
    host.ask(2, "authenticate", ask());
    pin_window(&windows);
    windows.person.enters(PIN);
    host.reply(2).result();
    wait_until_left_clean(&card);
    assert_every_pin_was_typed(&windows, [&card]);
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn a_card_pulled_while_the_person_types_ends_the_request() {
    let (windows, mut card) = WindowsStage::with_card("hanako");
    let mut host = windows.host();
    host.ask(1, "register", ask());
    password_window(&windows);
    windows.person.enters(PASSWORD);
    pin_window(&windows);
    windows.person.types("12");
    card.remove().unwrap();
    assert_eq!(host.reply(1).code(), "card-removed", "without another key");
    windows.person.sees_nothing();
    card.insert().unwrap();
    wait_until(|| is_seen(&mut host));
    host.ask(2, "authenticate", ask());
    pin_window(&windows);
    windows.person.enters(PIN);
    host.reply(2).result();
    wait_until_left_clean(&card);
    assert_eq!(card.tries().unwrap().signature, Some(5));
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn a_card_that_another_program_holds_is_waited_for() {
    let (windows, card) = WindowsStage::with_card("hanako");
    let (mut first, mut second) = (windows.host(), windows.host());
    first.ask(1, "register", ask());
    password_window(&windows);
    windows.person.enters(PASSWORD);
    pin_window(&windows);
    second.ask(1, "authenticate", ask());
    second.wait_for_reason("card-busy");
    assert_eq!(windows.person.windows().len(), 1, "only the first asks");
    windows.person.enters(PIN);
    first.reply(1).result();
    pin_window(&windows);
    windows.person.enters(PIN);
    second.reply(1).result();
    wait_until_left_clean(&card);
    assert_every_pin_was_typed(&windows, [&card]);
}

/// In every phase of the ceremony: at SELECT, while the certificate is read, at VERIFY and at the signature.
#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn a_card_pulled_at_a_command_ends_the_request_and_the_next_one_works() {
    let (windows, mut card) = WindowsStage::with_card("hanako");
    let mut host = windows.host();
    for (number, when, types) in [
        (1, Pull::Before, false),
        (6, Pull::After, false),
        (11, Pull::After, true),
        (13, Pull::Before, true),
    ] {
        let before = card.log().unwrap().pins_sent();
        card.remove_at(number, when).unwrap();
        let id = number * 1000;
        host.ask(id, "authenticate", ask());
        if types {
            pin_window(&windows);
            windows.person.enters(PIN);
        }
        // one pulled before the ceremony has begun is waited for; one pulled later ends it
        let ended = host.reply_or_reason(id, "card-removed");
        card.insert().unwrap();
        let reply = ended.unwrap_or_else(|| {
            pin_window(&windows);
            windows.person.enters(PIN);
            host.reply(id)
        });
        match reply {
            Reply::Result(_) => assert!(!types, "command {number}"),
            error => assert_eq!(error.code(), "card-removed", "command {number}"),
        }
        windows.person.sees_nothing();
        let sent = card.log().unwrap().pins_sent() - before;
        assert!(sent <= 1, "command {number}: {sent} VERIFY");
        wait_until(|| is_seen(&mut host));
        wait_until_left_clean(&card);
        assert_eq!(card.tries().unwrap().authentication, 3);
    }
    assert_every_pin_was_typed(&windows, [&card]);
}

/// Whether `status` sees the card: the service powers a card some time before it tells of it.
fn is_seen(host: &mut HostProcess) -> bool {
    static LAST_ID: AtomicU64 = AtomicU64::new(1_000_000);
    let id = LAST_ID.fetch_add(1, Ordering::Relaxed);
    host.call(id, "status", json!({})).result()["readers"][0]["card"] == "jpki"
}

fn in_shell(windows: &WindowsStage, line: &str) {
    let status = windows.stage.command("sh").args(["-c", line]).status();
    assert!(status.unwrap().success(), "{line}");
}
