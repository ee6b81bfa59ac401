//! Cards that say that they changed the PIN and then do not show it: what is told is what is known, and nothing is sent again.

use openjpki_host::prompt::Notice;
use openjpki_tests::card::Fault;

use super::judges::old_and_new;
use super::*;

/// The number of the CHANGE among the commands of a change that goes well, from 1; the VERIFY that confirms it comes three later.
fn change(pin: Pin) -> u64 {
    let headers = Run::of(pin, hanako(), pin.typed()).log().headers();
    let before = headers.iter().take_while(|header| *header != "00240180").count();
    u64::try_from(before).unwrap() + 1
}

fn run(pin: Pin, faults: &[Fault]) -> Run {
    let card = faults
        .iter()
        .fold(card("hanako"), |card, fault| card.with_fault(*fault));
    // The person would type anything once more; nobody asks.
    let acts = [pin.typed(), vec![Act::Type(pin.new), Act::Type(pin.old)]].concat();
    let run = Run::of(pin, Cards::new([card]), acts);
    assert!(
        run.log().pins_sent() <= 2,
        "{faults:?}: VERIFY of the current one and of the new one"
    );
    assert_eq!(run.person.typed(), 3, "{faults:?}");
    run
}

#[test]
fn a_card_that_refuses_what_it_said_it_took_leaves_both_open() {
    for pin in PINS {
        let change = change(pin);
        // It changed nothing, against its word; or it changed it, and lies when it is asked.
        for (fault, truth) in [
            (Fault::Status(change, 0x9000), (true, false)),
            (Fault::Status(change + 3, 0x63C2), (false, true)),
        ] {
            let run = run(pin, &[fault]);
            assert_eq!(old_and_new(&run.cards, pin), truth, "{fault:?}");
            assert_eq!(run.told(), [Asked::Told(Notice::PinRefused(pin.key))], "{fault:?}");
            let problem = run.outcome.err().unwrap().problem();
            assert_eq!(
                (problem.code, problem.key, problem.valid),
                (Code::CardUnusable, Some(pin.key), None),
                "{fault:?}"
            );
        }
    }
}

#[test]
fn a_card_that_blocks_instead_is_told_as_blocked() {
    for pin in PINS {
        let change = change(pin);
        for status in [0x63C0, 0x6983, 0x6984] {
            let run = run(pin, &[Fault::Status(change + 3, status)]);
            assert_eq!((run.code(), run.valid()), (Some(Code::PinBlocked), None));
            assert_eq!(run.told(), [Asked::Blocked { key: pin.key }]);
        }
    }
}

#[test]
fn an_answer_that_says_nothing_of_the_new_one_leaves_it_unknown_and_none_leaves_the_cards_word() {
    for pin in PINS {
        let change = change(pin);
        for later in 1..=3 {
            let unclear = run(pin, &[Fault::Status(change + later, 0x6F00)]);
            assert_eq!(unclear.valid(), Some(ValidPin::Unknown), "{later} after CHANGE");
            assert_eq!(unclear.told(), [Asked::Told(Notice::PinUnknown(pin.key))]);

            let mute = run(pin, &[Fault::NoStatusWord(change + later)]);
            assert_eq!(mute.valid(), Some(ValidPin::New), "{later} after CHANGE");
            assert_eq!(mute.told(), [Asked::Told(Notice::PinChanged(pin.key))]);
            assert_eq!(old_and_new(&mute.cards, pin), (false, true));
        }
    }
}
