//! Cards that are not what they should be, or do not stay.

use std::thread::sleep;
use std::time::Duration;

use openjpki_tests::pcscd::{CardSetup, PluggedCard, Pull};
use openjpki_tests::pinentry::{ScriptedPinentry, Step};
use openjpki_tests::stage::judge::{is_signature, wait_until_left_clean};
use openjpki_tests::stage::{HostProcess, Reply, Stage};

use crate::{PASSWORD, PIN, ask, pin, wait_until};

#[test]
fn certificates_that_cannot_be_used_end_in_their_codes() {
    let cases = [
        ("expired", "register", "certificate-expired"),
        ("under-fifteen", "register", "certificate-missing"),
        ("under-fifteen-blank", "register", "certificate-missing"),
        ("expired-authentication", "authenticate", "certificate-expired"),
        ("wrong-policy", "authenticate", "card-unsupported"),
        ("wrong-key-usage", "authenticate", "card-unsupported"),
    ];
    let stage = Stage::set();
    // a window may close before its step is used, so the one test with an answer comes first
    stage.pinentry.will([pin(PASSWORD)]);
    cases.iter().for_each(|_| stage.pinentry.will([Step::Hang]));
    for (persona, method, code) in cases {
        let card = stage.plug(persona);
        let mut host = stage.host();
        assert_eq!(host.call(1, method, ask()).code(), code, "{persona}");
        wait_until_left_clean(&card);
        assert_eq!(
            card.log().unwrap().pins_sent(),
            usize::from(persona == "expired"),
            "{persona}"
        );
    }
    stage
        .pinentry
        .dialogues()
        .iter()
        .for_each(ScriptedPinentry::wait_until_closed);
}

#[test]
fn a_signature_that_does_not_verify_does_not_leave() {
    let (stage, card) = faulty(&[("--wrong-signature", None)]);
    stage.pinentry.will([pin(PIN)]);
    assert_eq!(stage.host().call(1, "authenticate", ask()).code(), "card-unusable");
    wait_until_left_clean(&card);
}

#[test]
fn an_answer_without_status_word_ends_the_request() {
    let (stage, card) = faulty(&[("--no-status-word", Some(3))]);
    stage.pinentry.will([Step::Hang]);
    let reply = stage.host().call(1, "authenticate", ask());
    assert!(["card-unusable", "card-removed"].contains(&reply.code()), "{reply:?}");
    drop(card);
}

#[test]
fn another_kind_of_card_is_told_and_waited_over() {
    let (stage, other) = Stage::with_card("foreign-card");
    stage.pinentry.will([pin(PIN)]);
    let mut host = stage.host();
    host.ask(1, "authenticate", ask());
    host.wait_for_reason("card-unsupported");
    drop(other);
    let card = stage.plug("hanako");
    host.reply(1).result();
    wait_until_left_clean(&card);
}

#[test]
fn a_card_pulled_while_the_person_types_closes_the_window_at_once() {
    let (stage, mut card) = Stage::with_card("hanako");
    stage.pinentry.will([pin(PASSWORD), Step::Hang, pin(PIN)]);
    let mut host = stage.host();
    host.ask(1, "register", ask());
    let second = stage.pinentry.wait_for(2);
    // nothing is read any more: only the watch can tell
    wait_until(|| card.log().unwrap().commands().iter().any(is_signature));
    card.remove().unwrap();
    assert_eq!(host.reply(1).code(), "card-removed");
    ScriptedPinentry::wait_until_closed(&second);
    card.insert().unwrap();
    host.call(2, "authenticate", ask()).result();
    wait_until_left_clean(&card);
    assert_eq!(
        card.log().unwrap().pins_sent(),
        2,
        "the password, and the PIN of the second request"
    );
    assert_eq!(card.tries().unwrap().signature, Some(5));
}

#[test]
fn a_card_pulled_at_any_command_ends_the_request_and_the_next_one_works() {
    let commands = commands_of_a_good_authentication();
    let (stage, mut card) = Stage::with_card("hanako");
    let mut host = stage.host();
    for number in 1..=commands {
        let before = card.log().unwrap().pins_sent();
        let windows = stage.pinentry.dialogues().len();
        stage.pinentry.will([pin(PIN), pin(PIN)]);
        card.remove_at(number, Pull::After).unwrap();
        let id = number * 1000;
        host.ask(id, "authenticate", ask());
        // one pulled before the ceremony has begun is waited for; one pulled later ends it
        let ended = host.reply_or_reason(id, "card-removed");
        card.insert().unwrap();
        match ended.unwrap_or_else(|| host.reply(id)) {
            Reply::Result(_) => {}
            error => assert_eq!(error.code(), "card-removed", "command {number}"),
        }
        let sent = card.log().unwrap().pins_sent() - before;
        let typed = stage.pinentry.dialogues().len() - windows;
        assert!(sent <= 1, "command {number}: {sent} VERIFY for {typed} windows");
        assert!(
            is_seen(&mut host, id + 1),
            "command {number}: the card that was put back"
        );
        wait_until_left_clean(&card);
        assert_eq!(card.tries().unwrap().authentication, 3);
    }
}

/// Whether `status` sees the card within twenty seconds: the service powers a card some time before it tells of it.
fn is_seen(host: &mut HostProcess, first_id: u64) -> bool {
    (first_id..first_id + 400).any(|id| {
        sleep(Duration::from_millis(50));
        host.call(id, "status", serde_json::json!({})).result()["readers"][0]["card"] == "jpki"
    })
}

fn commands_of_a_good_authentication() -> u64 {
    let (stage, card) = Stage::with_card("hanako");
    stage.pinentry.will([pin(PIN)]);
    stage.host().call(1, "authenticate", ask()).result();
    wait_until_left_clean(&card);
    card.log().unwrap().count().try_into().unwrap()
}

fn faulty(options: &[(&str, Option<u64>)]) -> (Stage, PluggedCard) {
    let stage = Stage::set();
    let mut setup = CardSetup::persona("hanako");
    for (option, value) in options {
        setup.arguments.push((*option).to_owned());
        setup.arguments.extend(value.map(|value| value.to_string()));
    }
    let card = stage.pcscd.plug(&setup).unwrap();
    (stage, card)
}
