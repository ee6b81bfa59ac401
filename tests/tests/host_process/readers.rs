//! Service, readers and other programs that come and go.

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
fn a_service_that_ends_under_the_window_ends_the_request() {
    let (mut stage, card) = Stage::with_card("hanako");
    stage.pinentry.will([stage.pinentry.waits("typed"), pin(PIN), pin(PIN)]);
    let mut host = stage.host();
    host.ask(1, "authenticate", ask());
    stage.pinentry.wait_for(1);
    stage.pcscd.stop_service().unwrap();
    stage.pinentry.go_on("typed");
    let reply = host.reply(1);
    assert!(["service-stopped", "card-removed"].contains(&reply.code()), "{reply:?}");
    stage.pcscd.start_service().unwrap();
    card.wait_for_event("power-on").unwrap();
    host.call(2, "authenticate", ask()).result();
    wait_until_left_clean(&card);
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
