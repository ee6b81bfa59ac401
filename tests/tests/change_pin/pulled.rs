//! The card is pulled at every command of a change: afterwards exactly one of the two PINs counts, and the person was told which.

use openjpki_host::prompt::{ChangeStep, Mistake, Notice};
use openjpki_tests::card::Fault;

use super::judges::old_and_new;
use super::*;

/// The command that changes the PIN.
const CHANGE: &str = "00240180";

/// Changes `pin` of a card with this fault; somebody puts it back whenever it is out.
fn run(pin: Pin, fault: Fault, acts: Vec<Act>) -> Run {
    run_on(pin, card("hanako").with_fault(fault), acts)
}

fn run_on(pin: Pin, card: VirtualCard, acts: Vec<Act>) -> Run {
    let cards = Cards::new([card]);
    let over = Cancel::new();
    thread::scope(|scope| {
        scope.spawn(|| {
            while !over.is_cancelled() {
                if cards.with(0, |card| !card.is_present()) {
                    cards.insert(0);
                }
                thread::sleep(Duration::from_millis(1));
            }
        });
        // Also where the change does not end as it should.
        let _ends = CancelOnDrop(&over);
        Run::of(pin, cards.clone(), acts)
    })
}

struct CancelOnDrop<'a>(&'a Cancel);

impl Drop for CancelOnDrop<'_> {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

/// How many commands a change takes, and which of them changes the PIN; both from 1.
fn commands(pin: Pin) -> (u64, u64) {
    let headers = Run::of(pin, hanako(), pin.typed()).log().headers();
    let change = headers.iter().position(|header| header == CHANGE).unwrap() + 1;
    let number = |position: usize| u64::try_from(position).unwrap();
    (number(headers.len()), number(change))
}

/// What the person was told last about which PIN counts; nothing is said of a change that went well.
fn told_last(run: &Run) -> Option<Notice> {
    match run.told().pop() {
        Some(Asked::Told(notice)) => Some(notice),
        _ => None,
    }
}

fn assert_told_the_truth(run: &Run, pin: Pin, fault: Fault) {
    let (old, new) = old_and_new(&run.cards, pin);
    assert!(old != new, "{fault:?}: both or none of the PINs count");
    let truth = if new { ValidPin::New } else { ValidPin::Old };
    assert_eq!(run.valid(), Some(truth), "{fault:?}: {:?}", run.code());
    match (told_last(run), &run.outcome) {
        (None | Some(Notice::PinChanged(_)), Ok(_)) => assert!(new, "{fault:?}"),
        (Some(Notice::PinChanged(_)), Err(_)) => assert!(new, "{fault:?}"),
        (Some(Notice::PinUnchanged(_)), Err(_)) => assert!(old, "{fault:?}"),
        other => panic!("{fault:?}: told {:?}", other.0),
    }
    if let Err(failure) = &run.outcome {
        let problem = failure.problem();
        assert_eq!(
            (problem.code, problem.key),
            (Code::CardRemoved, Some(pin.key)),
            "{fault:?}"
        );
    }
}

#[test]
fn at_every_command_both_ways() {
    for pin in PINS {
        let (all, change) = commands(pin);
        // One more typing for the new PIN, should it be asked for.
        let acts = [pin.typed(), vec![Act::Type(pin.new)]].concat();
        let mut in_doubt = 0;
        for command in 1..=all {
            for fault in [Fault::RemoveBefore(command), Fault::RemoveAfter(command)] {
                let run = run(pin, fault, acts.clone());
                assert_told_the_truth(&run, pin, fault);
                let doubt = run.told().contains(&Asked::Told(Notice::PinInDoubt(pin.key)));
                assert_eq!(doubt, command == change, "{fault:?}");
                in_doubt += u8::from(doubt);
                let effective = command > change || fault == Fault::RemoveAfter(change);
                // Before anything was typed the card may come back, and nothing was lost.
                if command > 2 {
                    assert_eq!(run.valid() == Some(ValidPin::New), effective, "{fault:?}");
                }
                let lost = u8::from(doubt && !effective);
                assert_eq!(run.tries(pin), pin.key.most_tries() - lost, "{fault:?}");
            }
        }
        assert_eq!(in_doubt, 2);
    }
}

#[test]
fn twice_in_a_row() {
    let pin = PINS[0];
    let (_, change) = commands(pin);
    let acts = [pin.typed(), [pin.new; 2].map(Act::Type).into()].concat();
    for first in [Fault::RemoveBefore(change), Fault::RemoveAfter(change)] {
        // Whatever comes after the card was put back, up to the VERIFY that tells.
        for later in 1..=12 {
            for second in [Fault::RemoveBefore(change + later), Fault::RemoveAfter(change + later)] {
                let card = card("hanako").with_fault(first).with_fault(second);
                assert_told_the_truth(&run_on(pin, card, acts.clone()), pin, second);
            }
        }
    }
}

#[test]
fn a_slip_of_the_finger_is_not_taken_for_the_cards_refusal() {
    for pin in PINS {
        let (_, change) = commands(pin);
        let slip = match pin.key {
            KeyKind::UserAuthentication => "8025",
            KeyKind::DigitalSignature => "NEW98766",
        };
        let acts = [pin.typed(), [slip, pin.new].map(Act::Type).into()].concat();
        let fault = Fault::RemoveAfter(change);
        let run = run(pin, fault, acts);
        assert_eq!(run.log().pins_sent(), 2, "the slip was not sent");
        assert_told_the_truth(&run, pin, fault);
        let last = run.person.asked().into_iter().rev().find_map(|asked| match asked {
            Asked::Change { step, mistake, .. } => Some((step, mistake)),
            _ => None,
        });
        assert_eq!(last, Some((ChangeStep::Settle, Some(Mistake::NotTheNewOne))));
        assert_eq!(run.tries(pin), pin.key.most_tries());
    }
}

#[test]
fn whoever_does_not_find_out_is_told_that_nobody_knows() {
    let pin = PINS[0];
    let (_, change) = commands(pin);
    for (fault, expected) in [
        (Fault::RemoveBefore(change), (true, false)),
        (Fault::RemoveAfter(change), (false, true)),
    ] {
        let run = run(pin, fault, pin.typed());
        assert_eq!(
            (run.code(), run.valid()),
            (Some(Code::CardRemoved), Some(ValidPin::Unknown))
        );
        assert_eq!(told_last(&run), Some(Notice::PinUnknown(pin.key)));
        assert_eq!(run.log().pins_sent(), 1, "nothing is sent that nobody typed");
        assert_eq!(old_and_new(&run.cards, pin), expected);
    }
}

#[test]
fn another_persons_card_is_sent_no_pin() {
    let other = card("mai");
    let log = other.log();
    another_token_is_sent_no_pin(other, move || log.reads(0x000A).len() > 1400);
}

/// A phone shows no certificate without its PIN.
#[test]
fn another_persons_phone_is_sent_no_pin() {
    let phone = card("mai").with_fault(Fault::Status(3, 0x6982));
    let log = phone.log();
    another_token_is_sent_no_pin(phone, move || log.count() >= 3);
}

/// Somebody puts `other` down instead of the card that was changed, which comes once `other` was looked at.
fn another_token_is_sent_no_pin(other: VirtualCard, is_seen: impl Fn() -> bool + Send + Sync + Clone + 'static) {
    let pin = PINS[0];
    let (_, change) = commands(pin);
    let cards = Cards::new([card("hanako").with_fault(Fault::RemoveAfter(change))]);
    let log = other.log();
    let slot = std::sync::Mutex::new(Some(other));
    let places_another = {
        let cards = cards.clone();
        Act::Does(Arc::new(move || {
            cards.connect(slot.lock().unwrap().take());
            let (cards, is_seen) = (cards.clone(), is_seen.clone());
            thread::spawn(move || {
                wait_until(is_seen);
                cards.insert(0);
            });
        }))
    };
    let acts = [pin.typed(), vec![places_another, Act::Type(pin.new)]].concat();
    let run = Run::of(pin, cards, acts);
    assert!(run.outcome.is_ok(), "{:?}", run.code());
    assert_eq!(log.pins_sent(), 0);
    assert!(
        run.listener
            .stages()
            .contains(&"waiting-for-card card-removed".to_owned())
    );
    assert_eq!(old_and_new(&run.cards, pin), (false, true));
}

#[test]
fn what_the_card_answers_in_place_of_success_is_told_as_well() {
    let pin = PINS[1];
    let (_, change) = commands(pin);
    for (fault, valid, in_doubt) in [
        (Fault::Status(change, 0x6A80), ValidPin::Old, false),
        (Fault::Status(change, 0x6982), ValidPin::Old, false),
        (Fault::Status(change, 0x6581), ValidPin::Old, true),
        (Fault::NoStatusWord(change), ValidPin::New, true),
    ] {
        let acts = [pin.typed(), vec![Act::Type(pin.new)]].concat();
        let run = Run::of(pin, Cards::new([card("hanako").with_fault(fault)]), acts);
        assert_eq!(run.valid(), Some(valid), "{fault:?}: {:?}", run.code());
        let doubt = run.told().contains(&Asked::Told(Notice::PinInDoubt(pin.key)));
        assert_eq!(doubt, in_doubt, "{fault:?}");
        let (old, new) = old_and_new(&run.cards, pin);
        assert_eq!(
            (old, new),
            (valid == ValidPin::Old, valid == ValidPin::New),
            "{fault:?}"
        );
    }
}
