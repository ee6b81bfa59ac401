//! What a person is asked, what the extension hears, and what the card is sent.

use openjpki_host::prompt::ChangeStep;

use super::judges::old_and_new;
use super::*;

fn asked(pin: Pin, step: ChangeStep, tries: Option<u8>) -> Asked {
    let (key, mistake) = (pin.key, None);
    Asked::Change {
        key,
        step,
        tries,
        mistake,
    }
}

#[test]
fn everything_is_typed_before_the_card_is_asked_and_the_card_shows_the_new_one() {
    for pin in PINS {
        let run = Run::of(pin, hanako(), pin.typed());
        assert!(matches!(run.outcome, Ok(Answer::Changed {})), "{:?}", run.code());
        let tries = Some(pin.key.most_tries());
        let expected = [
            asked(pin, ChangeStep::Current, tries),
            asked(pin, ChangeStep::New, None),
            asked(pin, ChangeStep::Repeat, None),
        ];
        assert_eq!(run.person.asked(), expected);
        let stages = [
            "reading",
            "waiting-for-pin",
            "waiting-for-pin",
            "waiting-for-pin",
            "changing",
        ];
        assert_eq!(run.listener.stages(), stages);

        let headers = run.log().headers();
        let first = headers
            .iter()
            .position(|header| header.starts_with("002000") && header != "00200080");
        let (reference, verify) = match pin.key {
            KeyKind::UserAuthentication => ("98", "00200098"),
            KeyKind::DigitalSignature => ("9B", "0020009B"),
        };
        assert!(headers[first.unwrap()].ends_with(reference));
        let work: Vec<_> = headers.iter().rev().take(7).rev().map(String::as_str).collect();
        let expected = [
            verify, "00A4020C", "00240180", "00A4040C", "00A4040C", verify, "00A4040C",
        ];
        assert_eq!(work, expected, "{headers:?}");
        assert_eq!((run.log().pins_sent(), run.tries(pin)), (2, pin.key.most_tries()));
        assert_eq!(old_and_new(&run.cards, pin), (false, true));
    }
}

#[test]
fn whoever_stops_anywhere_has_changed_nothing() {
    for pin in PINS {
        for typed in 0..3 {
            let mut acts = pin.typed();
            acts.truncate(typed);
            let run = Run::of(pin, hanako(), acts);
            assert_eq!(run.code(), Some(Code::UserCancelled));
            assert_eq!((run.valid(), run.told()), (None, Vec::new()));
            assert_eq!(run.log().pins_sent(), 0, "the card was asked after {typed} of 3");
            assert_eq!(old_and_new(&run.cards, pin), (true, false));
        }
    }
}

#[test]
fn a_window_that_was_closed_while_the_card_worked_does_not_hide_what_was_done() {
    let pin = PINS[0];
    let person = Person::new(pin.typed()).who_closes_while_the_card_works();
    let run = Run::by(pin, hanako(), person, &Cancel::new());
    assert!(matches!(run.outcome, Ok(Answer::Changed {})));
    assert_eq!(old_and_new(&run.cards, pin), (false, true));
}

#[test]
fn a_cancelled_change_is_not_begun() {
    let pin = PINS[1];
    let (cancel, cards) = (Cancel::new(), hanako());
    let cancelled = {
        let cancel = cancel.clone();
        Arc::new(move || {
            cancel.cancel();
            true
        })
    };
    let acts = vec![
        Act::Type(pin.old),
        Act::Type(pin.new),
        Act::TypeWhen(pin.new, cancelled),
    ];
    let run = Run::by(pin, cards, Person::new(acts), &cancel);
    assert_eq!((run.code(), run.log().pins_sent()), (Some(Code::UserCancelled), 0));
    assert_eq!(old_and_new(&run.cards, pin), (true, false));
}

#[test]
fn what_cannot_be_changed_is_told_before_anybody_types() {
    for pin in PINS {
        let mut blocked = card("hanako");
        blocked.jpki().unwrap().set_tries(pin.choice, 0);
        let run = Run::of(pin, Cards::new([blocked]), pin.typed());
        assert_eq!((run.code(), run.person.typed()), (Some(Code::PinBlocked), 0));
    }
    for persona in ["under-fifteen", "under-fifteen-blank"] {
        let run = Run::of(PINS[1], Cards::new([card(persona)]), PINS[1].typed());
        assert_eq!((run.code(), run.person.typed()), (Some(Code::CertificateMissing), 0));
    }
}
