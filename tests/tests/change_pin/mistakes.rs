//! Mistakes: in the new PIN they cost nothing, and in the current one they do not lose the new one.

use openjpki_host::prompt::{ChangeStep, Mistake};

use super::judges::old_and_new;
use super::*;

/// Steps, and what was said to be wrong before.
fn steps(run: &Run) -> Vec<(ChangeStep, Option<Mistake>)> {
    let step = |asked| match asked {
        Asked::Change { step, mistake, .. } => Some((step, mistake)),
        _ => None,
    };
    run.person.asked().into_iter().filter_map(step).collect()
}

#[test]
fn a_mistake_in_the_new_one_costs_nothing() {
    for pin in PINS {
        let (old, new) = (pin.old, pin.new);
        let other = match pin.key {
            KeyKind::UserAuthentication => "7777",
            KeyKind::DigitalSignature => "OTHER5",
        };
        let acts = [old, old, new, other, new, new].map(Act::Type);
        let run = Run::of(pin, hanako(), acts.into());
        assert!(run.outcome.is_ok(), "{:?}", run.code());
        let expected = [
            (ChangeStep::Current, None),
            (ChangeStep::New, None),
            (ChangeStep::New, Some(Mistake::SameAsCurrent)),
            (ChangeStep::Repeat, None),
            (ChangeStep::New, Some(Mistake::NotRepeated)),
            (ChangeStep::Repeat, None),
        ];
        assert_eq!(steps(&run), expected);
        assert_eq!((run.log().pins_sent(), run.tries(pin)), (2, pin.key.most_tries()));
        assert_eq!(old_and_new(&run.cards, pin), (false, true));
    }
}

#[test]
fn a_wrong_current_one_is_asked_again_and_the_new_one_is_not() {
    let pin = PINS[1];
    let acts = ["WRONG1", pin.new, pin.new, "WRONG1", pin.old].map(Act::Type);
    let run = Run::of(pin, hanako(), acts.into());
    assert!(run.outcome.is_ok(), "{:?}", run.code());
    let expected = [
        (ChangeStep::Current, None),
        (ChangeStep::New, None),
        (ChangeStep::Repeat, None),
        (ChangeStep::Current, Some(Mistake::Wrong)),
        (ChangeStep::Current, Some(Mistake::SameAgain)),
    ];
    assert_eq!(steps(&run), expected);
    assert_eq!(run.log().pins_sent(), 3, "the same wrong one is not sent twice");
    let shown = run.person.asked().into_iter().filter_map(|asked| match asked {
        Asked::Change { tries, .. } => tries,
        _ => None,
    });
    assert_eq!(shown.collect::<Vec<_>>(), [5, 4, 4]);
    assert_eq!(old_and_new(&run.cards, pin), (false, true));
    assert!(run.listener.stages().contains(&"waiting-for-pin pin-wrong".to_owned()));
}

#[test]
fn a_current_one_that_turns_out_to_be_the_new_one_needs_another_new_one() {
    let pin = Pin { new: "7777", ..PINS[0] };
    // They took another PIN for the current one, and chose the current one as the new one.
    let acts = ["0000", "1234", "1234", "1234", "7777", "7777"].map(Act::Type);
    let run = Run::of(pin, hanako(), acts.into());
    assert!(run.outcome.is_ok(), "{:?}", run.code());
    let again = (ChangeStep::New, Some(Mistake::SameAsCurrent));
    assert_eq!(steps(&run)[4], again);
    assert_eq!((run.log().pins_sent(), run.tries(pin)), (3, 3));
    assert_eq!(old_and_new(&run.cards, pin), (false, true));
}

#[test]
fn the_last_try_is_confirmed_once_and_for_the_current_one_only() {
    let pin = PINS[0];
    let worn = || {
        let mut card = card("hanako");
        card.jpki().unwrap().set_tries(pin.choice, 1);
        Cards::new([card])
    };
    let declined = Run::of(pin, worn(), vec![Act::Decline]);
    assert_eq!(
        (declined.code(), declined.person.typed()),
        (Some(Code::UserCancelled), 0)
    );

    let acts = [vec![Act::Confirm], pin.typed()].concat();
    let run = Run::of(pin, worn(), acts.clone());
    assert!(run.outcome.is_ok(), "{:?}", run.code());
    assert_eq!(run.person.asked()[0], Asked::LastTry { key: pin.key });
    assert_eq!(run.person.asked().len(), 4);
    assert_eq!(old_and_new(&run.cards, pin), (false, true));

    let mut wrong = acts;
    wrong[1] = Act::Type("0000");
    let lost = Run::of(pin, worn(), wrong);
    assert_eq!(lost.code(), Some(Code::PinBlocked));
    assert_eq!(lost.told(), [Asked::Blocked { key: pin.key }]);
    assert_eq!(lost.tries(pin), 0);
}
