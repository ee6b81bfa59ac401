//! Cards that are pulled, answer nonsense or sign wrongly.

use super::*;

#[test]
fn a_card_pulled_at_any_command_ends_in_a_code_and_costs_nothing_untyped() {
    for method in [
        "authenticate",
        "register",
        "certificate-of-authentication",
        "certificate-of-signature",
        "sign",
        "web-eid-authenticate",
    ] {
        let commands = run(method, card("hanako"), right(method, "hanako")).log().count();
        for fault in (1..commands).flat_map(|n| [Fault::RemoveBefore(n as u64), Fault::RemoveAfter(n as u64)]) {
            let pulled = run_pulled(method, fault);
            let typed = pulled.person.typed();
            assert!(
                pulled.log().pins_sent() <= typed,
                "{method} {fault:?}: more VERIFY than typings"
            );
            let code = pulled.code();
            assert!(
                matches!(code, Some(Code::CardRemoved | Code::UserCancelled)),
                "{method} {fault:?}: {code:?}"
            );
            pulled.cards.with(0, |card| card.faults().clear());
            pulled.cards.insert(0);
            let again = run_with(
                method,
                pulled.cards,
                right(method, "hanako"),
                Listener::default(),
                &Cancel::new(),
            );
            assert!(
                again.outcome.is_ok(),
                "{method} {fault:?}: the next request fails with {:?}",
                again.code()
            );
        }
    }
}

/// A ceremony whose card is pulled; if it is pulled while the host waits for a card, the person cancels.
fn run_pulled(method: &str, fault: Fault) -> Run {
    let cancel = Cancel::new();
    let (watcher, cards) = (cancel.clone(), Cards::new([card("hanako").with_fault(fault)]));
    let watched = cards.clone();
    let watch = thread::spawn(move || {
        while !watcher.is_cancelled() {
            let gone = watched.with(0, |card| !card.is_present());
            if gone && !watched.is_connected() {
                thread::sleep(Duration::from_millis(30));
                watcher.cancel();
            }
            thread::sleep(Duration::from_millis(5));
        }
    });
    let run = run_with(method, cards, right(method, "hanako"), Listener::default(), &cancel);
    cancel.cancel();
    watch.join().unwrap();
    run
}

#[test]
fn a_card_that_answers_nonsense_is_not_trusted() {
    for method in ["authenticate", "register", "sign"] {
        let commands = run(method, card("hanako"), right(method, "hanako")).log().count();
        for n in 1..commands as u64 {
            for fault in [Fault::NoStatusWord(n), Fault::Status(n, 0x6F00)] {
                let cards = Cards::new([card("hanako").with_fault(fault)]);
                let cancel = Cancel::new();
                let later = cancel.clone();
                let listener = Listener::default();
                let unsupported = (fault == Fault::Status(1, 0x6F00)).then(|| {
                    let heard = listener.clone();
                    thread::spawn(move || {
                        wait_until_heard(&heard, "waiting-for-card card-unsupported");
                        later.cancel();
                    })
                });
                let run = run_with(method, cards, right(method, "hanako"), listener, &cancel);
                if let Some(waited) = unsupported {
                    waited.join().unwrap();
                }
                assert!(run.log().pins_sent() <= run.person.typed(), "{method} {fault:?}");
                // A card that does not know a query by short identifier is asked by file selection: that may still succeed.
                if run.outcome.is_err() {
                    let code = run.code().unwrap();
                    assert!(
                        matches!(code, Code::CardUnusable | Code::UserCancelled),
                        "{method} {fault:?}: {code:?}"
                    );
                }
                assert_left_clean(&run.cards);
            }
        }
    }
}

#[test]
fn a_card_without_short_references_is_asked_by_file_selection() {
    // The query by short identifier is the third command of `authenticate`.
    let run = run(
        "authenticate",
        card("hanako").with_fault(Fault::Status(3, 0x6A86)),
        right("authenticate", "hanako"),
    );
    assert!(run.outcome.is_ok(), "{:?}", run.code());
    assert_eq!(
        after_last_ok(&run.log()),
        ["00200080", "00A4020C", "802A0080", "00A4040C"]
    );
}

#[test]
fn a_signature_that_does_not_verify_is_not_passed_on() {
    for method in ["authenticate", "register", "sign", "web-eid-authenticate"] {
        let run = run(
            method,
            card("hanako").with_fault(Fault::WrongSignature),
            right(method, "hanako"),
        );
        assert_eq!(run.code(), Some(Code::CardUnusable), "{method}");
        assert_left_clean(&run.cards);
    }
}
