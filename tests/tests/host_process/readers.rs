//! Service, readers and other programs that come and go.

use openjpki_tests::pinentry::{ScriptedPinentry, Step};
use openjpki_tests::stage::Stage;
use openjpki_tests::stage::judge::wait_until_left_clean;
use serde_json::json;

use crate::{PIN, ask, pin};

#[test]
fn a_card_that_comes_later_is_used_at_once() {
    let stage = Stage::set();
    stage.pinentry.will([pin(PIN)]);
    let mut host = stage.host();
    host.ask(1, "authenticate", ask());
    host.wait_for_reason("no-card");
    let card = stage.plug("hanako");
    host.reply(1).result();
    wait_until_left_clean(&card);
}

#[test]
fn a_service_that_is_started_later_is_used_at_once() {
    let mut stage = Stage::without_service();
    stage.pinentry.will([pin(PIN)]);
    let mut host = stage.host();
    assert_eq!(host.call(1, "status", json!({})).result()["service"], "stopped");
    host.ask(2, "authenticate", ask());
    host.wait_for_reason("service-stopped");
    stage.pcscd.start_service().unwrap();
    let card = stage.plug("hanako");
    host.reply(2).result();
    wait_until_left_clean(&card);
}

#[test]
fn a_service_that_ends_while_a_card_is_awaited_is_awaited_too() {
    let mut stage = Stage::set();
    stage.pinentry.will([pin(PIN)]);
    let mut host = stage.host();
    host.ask(1, "authenticate", ask());
    host.wait_for_reason("no-card");
    stage.pcscd.stop_service().unwrap();
    host.wait_for_reason("service-stopped");
    stage.pcscd.start_service().unwrap();
    let card = stage.plug("hanako");
    host.reply(1).result();
    wait_until_left_clean(&card);
}

#[test]
fn a_service_that_ends_under_the_window_ends_the_request_at_once() {
    let (mut stage, card) = Stage::with_card("hanako");
    stage.pinentry.will([Step::Hang, pin(PIN)]);
    let mut host = stage.host();
    host.ask(1, "authenticate", ask());
    let window = stage.pinentry.wait_for(1);
    stage.pcscd.stop_service().unwrap();
    let reply = host.reply(1);
    assert!(["service-stopped", "card-removed"].contains(&reply.code()), "{reply:?}");
    ScriptedPinentry::wait_until_closed(&window);
    stage.pcscd.start_service().unwrap();
    card.wait_for_event("power-on").unwrap();
    host.call(2, "authenticate", ask()).result();
    wait_until_left_clean(&card);
    assert_eq!(card.log().unwrap().pins_sent(), 1);
}

/// As a computer does that sleeps: nothing of ours runs while service and reader go and come back, and the person, whose PIN was
/// on its way, presses OK when it wakes.
#[test]
fn a_computer_that_slept_in_the_middle_sends_nothing_twice() {
    let (mut stage, mut card) = Stage::with_card("hanako");
    stage.pinentry.will([stage.pinentry.waits("awake"), pin(PIN), pin(PIN)]);
    let mut host = stage.host();
    host.ask(1, "authenticate", ask());
    stage.pinentry.wait_for(1);
    let before = card.log().unwrap().mark();
    let host_is = |word: &str| {
        let signal = std::process::Command::new("kill")
            .args([word, &host.id().to_string()])
            .status();
        assert!(signal.unwrap().success());
    };
    host_is("-STOP");
    card.remove().unwrap();
    stage.pcscd.stop_service().unwrap();
    stage.pcscd.start_service().unwrap();
    card.insert().unwrap();
    stage.pinentry.go_on("awake");
    host_is("-CONT");
    let reply = host.reply(1);
    assert!(
        ["service-stopped", "card-removed", "card-busy"].contains(&reply.code()),
        "{reply:?}"
    );
    assert_eq!(
        card.log().unwrap().after(before).pins_sent(),
        0,
        "no VERIFY after the sleep"
    );
    host.call(2, "authenticate", ask()).result();
    wait_until_left_clean(&card);
    assert_eq!(card.log().unwrap().after(before).pins_sent(), 1);
    assert_eq!(card.tries().unwrap().authentication, 3);
}

/// Two readers, two cards: looked at by name, chosen by answer, and chosen by taking the other away.
#[test]
fn two_cards_in_two_readers_are_looked_at_and_chosen() {
    let (stage, mut first) = Stage::with_card("hanako");
    let second = stage.plug_beside("mai");
    let mut host = stage.host();
    let card = host.call(1, "card", json!({ "reader": "Virtual PCD 00 01" })).result();
    assert_eq!(card["reader"], "Virtual PCD 00 01");
    assert_eq!(
        (&card["kind"], &card["interface"]),
        (&json!("individual-number-card"), &json!("contact"))
    );
    assert_eq!(card["tries"], json!({ "userAuthentication": 3, "digitalSignature": 5 }));
    assert_eq!(card["authenticationCertificate"]["hierarchy"], "test");
    host.ask(2, "card", json!({}));
    let question = host.wait_for_question();
    let readers = json!([
        { "reader": "Virtual PCD 00 00", "placed": "before" },
        { "reader": "Virtual PCD 00 01", "placed": "before" },
    ]);
    assert_eq!(question["params"]["candidates"], readers);
    host.send(&json!({ "jsonrpc": "2.0", "id": question["id"], "result": { "candidate": 0 } }));
    assert_eq!(host.reply(2).result()["reader"], "Virtual PCD 00 00");

    stage.pinentry.will([pin("4649")]);
    host.ask(3, "authenticate", ask());
    host.wait_for_question();
    first.remove().unwrap();
    host.reply(3).result();
    wait_until_left_clean(&second);
    let sent = [&first, &second].map(|card| card.log().unwrap().pins_sent());
    assert_eq!(sent, [0, 1]);

    // the reader that was emptied is waited for by name; then the card is pulled out of the other meanwhile
    host.ask(4, "card", json!({ "reader": "Virtual PCD 00 00" }));
    assert_eq!(host.wait_for_reason("no-card")["detail"]["reader"], "Virtual PCD 00 00");
    drop(second);
    first.insert().unwrap();
    assert_eq!(host.reply(4).result()["reader"], "Virtual PCD 00 00");
    wait_until_left_clean(&first);
}

#[test]
fn a_card_that_another_program_holds_is_waited_for() {
    let (stage, card) = Stage::with_card("hanako");
    stage
        .pinentry
        .will([pin("ABC123"), stage.pinentry.waits("first is done"), pin(PIN), pin(PIN)]);
    let (mut first, mut second) = (stage.host(), stage.host());
    first.ask(1, "register", ask());
    stage.pinentry.wait_for(2);
    second.ask(1, "authenticate", ask());
    second.wait_for_reason("card-busy");
    stage.pinentry.go_on("first is done");
    first.reply(1).result();
    second.reply(1).result();
    wait_until_left_clean(&card);
}

#[test]
fn a_reader_that_is_connected_later_is_used_at_once() {
    let mut stage = Stage::without_service();
    in_shell(
        &stage,
        "mv /run/pcscd/reader.conf /run/pcscd/later && : > /run/pcscd/reader.conf",
    );
    stage.pcscd.start_service().unwrap();
    stage.pinentry.will([pin(PIN)]);
    let mut host = stage.host();
    host.ask(1, "authenticate", ask());
    host.wait_for_reason("no-reader");
    // this service takes up new serial readers only when it starts again
    stage.pcscd.stop_service().unwrap();
    in_shell(&stage, "mv /run/pcscd/later /run/pcscd/reader.conf");
    stage.pcscd.start_service().unwrap();
    let card = stage.plug("hanako");
    host.reply(1).result();
    wait_until_left_clean(&card);
}

fn in_shell(stage: &Stage, line: &str) {
    assert!(
        stage.command("sh").args(["-c", line]).status().unwrap().success(),
        "{line}"
    );
}
