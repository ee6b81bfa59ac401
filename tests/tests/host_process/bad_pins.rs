//! Wrong, blocked and ill-formed PINs: what the person is told, and that no try is spent that they did not type.

use openjpki_tests::pcscd::{CardSetup, TriesLeft};
use openjpki_tests::pinentry::{Dialogue, Step};
use openjpki_tests::stage::Stage;
use openjpki_tests::stage::judge::wait_until_left_clean;

use crate::{PASSWORD, PIN, ask, pin};

#[test]
fn a_wrong_password_is_asked_again_with_the_tries_left() {
    let (stage, mut card) = Stage::with_card("hanako");
    stage.pinentry.will([pin("WRONG99"), pin(PASSWORD), pin(PIN)]);
    let mut host = stage.host();
    host.call(1, "register", ask()).result();
    let told = host.wait_for_reason("pin-wrong");
    assert_eq!(
        (told["detail"]["remaining"].as_u64(), told["detail"]["key"].as_str()),
        (Some(4), Some("digital-signature"))
    );
    let shown = stage.pinentry.dialogues();
    assert!(says(&shown[0], "5") && !says(&shown[0], "4 tries"), "{:?}", shown[0]);
    assert!(says(&shown[1], "4") && !shown[1].error.is_empty(), "{:?}", shown[1]);
    wait_until_left_clean(&card);
    assert_eq!(card.log().unwrap().pins_sent(), 3);
    assert_eq!(
        card.tries().unwrap(),
        TriesLeft {
            authentication: 3,
            signature: Some(5)
        }
    );
    stage.pinentry.went_as_written().unwrap();
}

#[test]
fn the_same_wrong_pin_is_not_sent_twice() {
    let (stage, mut card) = Stage::with_card("hanako");
    stage.pinentry.will([pin("9999"), pin("9999"), pin(PIN)]);
    stage.host().call(1, "authenticate", ask()).result();
    wait_until_left_clean(&card);
    assert_eq!(card.log().unwrap().pins_sent(), 2);
    assert_eq!(card.tries().unwrap().authentication, 3);
    stage.pinentry.went_as_written().unwrap();
}

#[test]
fn what_cannot_be_the_pin_never_reaches_the_card() {
    let (stage, card) = Stage::with_card("hanako");
    stage.pinentry.will([
        pin(""),
        pin("12"),
        pin("12345"),
        pin("12a4"),
        pin("ABC123"),
        pin("１２３４"),
    ]);
    stage.host().call(1, "authenticate", ask()).result();
    wait_until_left_clean(&card);
    assert_eq!(
        card.log().unwrap().pins_sent(),
        1,
        "only the full-width digits are the PIN"
    );
    let shown = stage.pinentry.dialogues();
    assert!(
        shown[1..].iter().all(|dialogue| !dialogue.error.is_empty()),
        "{shown:?}"
    );
    stage.pinentry.went_as_written().unwrap();
}

#[test]
fn the_pin_in_place_of_the_password_is_explained_and_not_sent() {
    let (stage, card) = Stage::with_card("hanako");
    stage.pinentry.will([pin(PIN), Step::Cancel]);
    assert_eq!(stage.host().call(1, "register", ask()).code(), "user-cancelled");
    wait_until_left_clean(&card);
    assert_eq!(card.log().unwrap().pins_sent(), 0);
    stage.pinentry.went_as_written().unwrap();
}

#[test]
fn before_the_last_try_the_person_confirms_in_words() {
    let (stage, mut card) = stage_with("--tries-auth", 1);
    stage.pinentry.will([Step::Decline]);
    let mut host = stage.host();
    assert_eq!(host.call(1, "authenticate", ask()).code(), "user-cancelled");
    assert_eq!(card.log().unwrap().pins_sent(), 0);
    stage.pinentry.will([Step::Confirm, pin(PIN)]);
    host.call(2, "authenticate", ask()).result();
    assert_eq!(stage.pinentry.dialogues()[0].kind, "confirm");
    assert_eq!(host.wait_for_reason("pin-last-try")["detail"]["remaining"], 1);
    wait_until_left_clean(&card);
    assert_eq!(card.tries().unwrap().authentication, 3);
    stage.pinentry.went_as_written().unwrap();
}

#[test]
fn the_try_that_blocks_ends_the_ceremony() {
    let (stage, mut card) = stage_with("--tries-auth", 2);
    stage
        .pinentry
        .will([pin("0000"), Step::Confirm, pin("1111"), Step::Confirm]);
    let mut host = stage.host();
    let reply = host.call(1, "authenticate", ask());
    assert_eq!(reply.code(), "pin-blocked");
    wait_until_left_clean(&card);
    assert_eq!(card.tries().unwrap().authentication, 0);
    assert_eq!(card.log().unwrap().pins_sent(), 2);
}

#[test]
fn a_blocked_pin_is_told_before_anybody_types() {
    let (stage, card) = stage_with("--tries-sign", 0);
    let mut host = stage.host();
    stage.pinentry.will([Step::Confirm]);
    let reply = host.call(1, "register", ask());
    assert_eq!(reply.code(), "pin-blocked");
    assert!(stage.pinentry.dialogues().iter().all(|dialogue| dialogue.kind != "pin"));
    wait_until_left_clean(&card);
    assert_eq!(card.log().unwrap().pins_sent(), 0);
}

#[test]
fn cancel_in_the_window_ends_the_request_and_the_next_one_works() {
    let (stage, card) = Stage::with_card("hanako");
    stage
        .pinentry
        .will([Step::Cancel, pin(PASSWORD), Step::Cancel, Step::Crash, pin(PIN)]);
    let mut host = stage.host();
    assert_eq!(host.call(1, "authenticate", ask()).code(), "user-cancelled");
    assert_eq!(host.call(2, "register", ask()).code(), "user-cancelled");
    assert_eq!(
        host.call(3, "authenticate", ask()).code(),
        "pin-window-missing",
        "the pinentry program died"
    );
    host.call(4, "authenticate", ask()).result();
    wait_until_left_clean(&card);
    stage.pinentry.went_as_written().unwrap();
}

#[test]
fn without_a_pinentry_program_the_log_says_what_to_install() {
    let (stage, card) = Stage::with_card("hanako");
    stage.use_pinentry(std::path::Path::new("/nowhere/pinentry"));
    assert_eq!(stage.host().call(1, "authenticate", ask()).code(), "pin-window-missing");
    wait_until_left_clean(&card);
}

fn stage_with(option: &str, tries: u8) -> (Stage, openjpki_tests::pcscd::PluggedCard) {
    let stage = Stage::set();
    let card = stage
        .pcscd
        .plug(&CardSetup::persona("hanako").with(option, tries))
        .unwrap();
    (stage, card)
}

fn says(dialogue: &Dialogue, words: &str) -> bool {
    dialogue.description.contains(words) || dialogue.error.contains(words)
}
