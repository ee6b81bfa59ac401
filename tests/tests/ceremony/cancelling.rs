//! Ceremonies that are cancelled.

use super::*;

#[test]
fn cancelling_closes_the_window_and_ends_the_wait() {
    for acts in [vec![Act::Hang], vec![pin("ABC123"), Act::Hang]] {
        let cancel = Cancel::new();
        let later = cancel.clone();
        let extension = thread::spawn(move || {
            thread::sleep(Duration::from_millis(100));
            later.cancel();
        });
        let run = run_with(
            "register",
            Cards::new([card("hanako")]),
            acts,
            Listener::default(),
            &cancel,
        );
        extension.join().unwrap();
        assert_eq!(run.code(), Some(Code::UserCancelled));
        assert_left_clean(&run.cards);
    }
    let cancel = Cancel::new();
    let later = cancel.clone();
    thread::spawn(move || {
        thread::sleep(Duration::from_millis(30));
        later.cancel();
    });
    let waiting = run_with("register", Cards::new([]), vec![], Listener::default(), &cancel);
    assert_eq!(waiting.code(), Some(Code::UserCancelled));
}

/// Cancels when the ceremony reaches a stage for the n-th time.
struct CancelsAt {
    stage: Stage,
    times: AtomicUsize,
    cancel: Cancel,
}

impl Observer for CancelsAt {
    fn progress(&self, stage: Stage, _: Detail) {
        if stage == self.stage && self.times.fetch_sub(1, Ordering::SeqCst) == 1 {
            self.cancel.cancel();
        }
    }

    fn choose(&self, _: &[Candidate], _: &Cancel) -> Option<usize> {
        None
    }
}

#[test]
fn a_cancelled_ceremony_sends_the_card_no_pin_that_was_typed_already() {
    for (times, sent) in [(1, 0), (2, 1)] {
        let cancel = Cancel::new();
        let observer = CancelsAt {
            stage: Stage::Signing,
            times: AtomicUsize::new(times),
            cancel: cancel.clone(),
        };
        let cards = Cards::new([card("hanako")]);
        let person = Person::new(right("register", "hanako"));
        let mut ceremonies = Ceremonies::new(VirtualReaders(cards.clone()), person);
        let outcome = ceremonies.run(&call("register"), now(), &observer, &cancel);
        assert!(matches!(outcome, Err(Failure::Cancelled)));
        assert_eq!(cards.with(0, |card| card.log().pins_sent()), sent);
        assert_left_clean(&cards);
    }
}

#[test]
fn a_ceremony_cancelled_while_the_card_compares_or_signs_has_no_answer() {
    // The last three commands of `authenticate` before the card is left: VERIFY, SELECT, COMPUTE DIGITAL SIGNATURE.
    let commands = run("authenticate", card("hanako"), right("authenticate", "hanako"))
        .log()
        .count() as u64;
    for (n, signatures) in [(commands - 3, 0), (commands - 1, 1)] {
        let slow = card("hanako").with_fault(Fault::Slow(n, Duration::from_millis(600)));
        let (log, cancel) = (slow.log(), Cancel::new());
        let later = cancel.clone();
        let sent = log.clone();
        let extension = thread::spawn(move || {
            // The card is at the n-th command, or about to be, and there is nothing in between that would stop.
            while (sent.count() as u64) < n - 1 {
                thread::sleep(Duration::from_millis(1));
            }
            later.cancel();
        });
        let acts = right("authenticate", "hanako");
        let run = run_with("authenticate", Cards::new([slow]), acts, Listener::default(), &cancel);
        extension.join().unwrap();
        assert_eq!(run.code(), Some(Code::UserCancelled), "command {n}");
        let signed = log.headers().iter().filter(|header| *header == "802A0080").count();
        assert_eq!(signed, signatures, "command {n}");
        assert_left_clean(&run.cards);
    }
}

#[test]
fn whoever_closes_the_window_while_the_card_signs_gives_no_answer() {
    let cards = Cards::new([card("hanako")]);
    let person = Person::new(right("register", "hanako")).who_closes_while_the_card_works();
    let mut ceremonies = Ceremonies::new(VirtualReaders(cards.clone()), person.clone());
    let outcome = ceremonies.run(&call("register"), now(), &Listener::default(), &Cancel::new());
    assert!(matches!(outcome, Err(Failure::Cancelled)));
    assert_eq!(person.typed(), 2);
    assert_left_clean(&cards);
}
