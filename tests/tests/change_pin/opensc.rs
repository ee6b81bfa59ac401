//! The host as it ships changes both PINs over a real PC/SC service; OpenSC judges which ones the card takes.

use openjpki_tests::pcscd::{PluggedCard, Pull, TriesLeft};
use openjpki_tests::pinentry::Step;
use openjpki_tests::stage::judge::wait_until_left_clean;
use openjpki_tests::stage::{HostProcess, Reply, Stage};
use serde_json::{Value, json};

use super::*;

/// Whether OpenSC gets the card to accept `value`.
fn accepts(stage: &Stage, pin: Pin, value: &str) -> bool {
    let id = match pin.key {
        KeyKind::UserAuthentication => "01",
        KeyKind::DigitalSignature => "02",
    };
    let mut tool = stage.pcscd.command("pkcs15-tool");
    tool.args([
        "--read-certificate",
        id,
        "--verify-pin",
        "--auth-id",
        id,
        "--pin",
        value,
    ]);
    tool.output().unwrap().status.success()
}

/// Which of two values OpenSC finds accepted; the counters are full afterwards.
fn accepted(stage: &Stage, card: &mut PluggedCard, pin: Pin, values: [&str; 2]) -> [bool; 2] {
    let accepted = values.map(|value| accepts(stage, pin, value));
    card.set_tries(3, 5).unwrap();
    accepted
}

fn ask(pin: Pin) -> Value {
    json!({ "key": pin.key, "lang": "en" })
}

fn types(values: [&str; 3]) -> [Step; 3] {
    values.map(|value| Step::Pin(value.to_owned()))
}

#[test]
fn old_refused_and_new_accepted() {
    let (stage, mut card) = Stage::with_card("hanako");
    let mut host = stage.host();
    for (id, pin) in (1..).zip(PINS) {
        assert_eq!(accepted(&stage, &mut card, pin, [pin.old, pin.new]), [true, false]);
        stage.pinentry.will(types([pin.old, pin.new, pin.new]));
        assert_eq!(host.call(id, "change-pin", ask(pin)).result(), json!({}));
        wait_until_left_clean(&card);
        assert_eq!(accepted(&stage, &mut card, pin, [pin.old, pin.new]), [false, true]);
    }
    stage.pinentry.went_as_written().unwrap();
    let (mut entries, mut stages) = (Vec::new(), Vec::new());
    for progress in host.progress() {
        entries.extend(progress["detail"]["entry"].as_str());
        stages.extend(progress["stage"].as_str());
    }
    assert_eq!(entries, ["current", "new", "repeat"].repeat(2));
    assert_eq!(stages.iter().filter(|stage| **stage == "changing").count(), 2);
    let full = TriesLeft {
        authentication: 3,
        signature: Some(5),
    };
    assert_eq!(card.tries().unwrap(), full);
}

#[test]
fn the_card_itself_tells_which_one_counts_after_it_was_pulled() {
    let (stage, mut card) = Stage::with_card("hanako");
    let mut host = stage.host();
    let pin = PINS[0];
    stage.pinentry.will(types([pin.old, pin.new, pin.new]));
    host.call(1, "change-pin", ask(pin)).result();
    wait_until_left_clean(&card);
    let headers = card.log().unwrap().headers();
    let change = headers.iter().position(|header| header == "00240180").unwrap() + 1;
    let change = u64::try_from(change).unwrap();

    let third = "4711";
    for (id, when, dialogues, valid) in [(2, Pull::Before, 4, "old"), (3, Pull::After, 10, "new")] {
        card.remove_at(change, when).unwrap();
        let outcome = pulled(&stage, &mut card, &mut host, id, dialogues, [pin.new, third]);
        match outcome {
            Reply::Error(error) => {
                let told = json!({ "code": "card-removed", "key": "user-authentication", "valid": valid });
                assert_eq!(error["data"], told);
                assert_eq!(valid, "old");
            }
            Reply::Result(result) => assert_eq!((result, valid), (json!({}), "new")),
        }
        wait_until_left_clean(&card);
        let expected = [valid == "old", valid == "new"];
        assert_eq!(accepted(&stage, &mut card, pin, [pin.new, third]), expected);
    }
    stage.pinentry.went_as_written().unwrap();
}

/// Changes a PIN from one to another; the card leaves, comes back when the person is told to put it back, and they type the new one
/// once more. `first` is the number of the first dialogue.
fn pulled(
    stage: &Stage,
    card: &mut PluggedCard,
    host: &mut HostProcess,
    id: u64,
    first: usize,
    [from, to]: [&str; 2],
) -> Reply {
    let pinentry = &stage.pinentry;
    pinentry.will(types([from, to, to]));
    let back = format!("back-{id}");
    pinentry.will([
        pinentry.waits(&back),
        Step::Confirm,
        Step::Pin(to.to_owned()),
        Step::Confirm,
    ]);
    host.ask(id, "change-pin", ask(PINS[0]));
    let told = pinentry.wait_for(first + 3);
    assert_eq!(told.kind, "message");
    assert!(
        told.description.contains("Put the same card back"),
        "{}",
        told.description
    );
    assert!(told.description.contains("press OK"), "{}", told.description);
    card.heal().unwrap();
    card.insert().unwrap();
    pinentry.go_on(&back);
    let outcome = host.reply(id);
    let last = pinentry.wait_for(first + 5);
    let expected = match outcome {
        Reply::Result(_) => "only the new one counts",
        Reply::Error(_) => "The one you had before still counts",
    };
    assert!(last.description.contains(expected), "{}", last.description);
    outcome
}
