//! Readers and cards that come, go and are something else.

use super::*;

#[test]
fn readers_and_cards_come_while_the_ceremony_waits() {
    let cards = Cards::new([]);
    let later = cards.clone();
    let listener = Listener::default();
    let heard = listener.clone();
    let hands = thread::spawn(move || {
        wait_until_heard(&heard, "waiting-for-reader no-reader");
        let mut out = card("hanako");
        out.remove();
        later.connect(Some(out));
        wait_until_heard(&heard, "waiting-for-card no-card");
        later.hold(0, true);
        later.insert(0);
        wait_until_heard(&heard, "waiting-for-card card-busy");
        later.hold(0, false);
    });
    let acts = right("authenticate", "hanako");
    let run = run_with("authenticate", cards, acts, listener, &Cancel::new());
    hands.join().unwrap();
    assert!(run.outcome.is_ok());
    let stages = [
        "waiting-for-reader no-reader",
        "waiting-for-card no-card",
        "waiting-for-card card-busy",
        "reading",
        "waiting-for-pin",
        "signing",
    ];
    assert_eq!(run.listener.stages(), stages);
}

#[test]
fn a_card_of_another_kind_is_told_and_passed_over() {
    let cards = Cards::new([card("foreign-card")]);
    let later = cards.clone();
    let listener = Listener::default();
    let heard = listener.clone();
    let hands = thread::spawn(move || {
        wait_until_heard(&heard, "waiting-for-card card-unsupported");
        later.connect(Some(card("hanako")));
    });
    let acts = right("authenticate", "hanako");
    let run = run_with("authenticate", cards, acts, listener, &Cancel::new());
    hands.join().unwrap();
    assert!(run.outcome.is_ok(), "{:?}", run.code());
    assert_eq!(
        run.listener.stages()[..2],
        ["reading", "waiting-for-card card-unsupported"]
    );
}

/// A card that says that it is another token.
fn token(label: &str) -> VirtualCard {
    let mut token = card("hanako");
    let label = format!("{label:<32}").into_bytes();
    token.jpki().unwrap().set_file(0x0006, label);
    token
}

#[test]
fn tokens_that_are_no_my_number_card_are_explained_and_passed_over() {
    for (label, told, state) in [
        ("JPKIAPGPSETOKEN", "waiting-for-card card-phone", CardState::Phone),
        ("JPKIAPIOSTOKEN", "waiting-for-card card-phone", CardState::Phone),
        ("JPKIAPICCTOKEN", "waiting-for-card card-old", CardState::Old),
        ("SOMETHING", "waiting-for-card card-unsupported", CardState::Unsupported),
    ] {
        let cards = Cards::new([token(label), card("mai")]);
        let acts = right("authenticate", "mai");
        let run = run_with("authenticate", cards, acts, Listener::default(), &Cancel::new());
        assert!(run.outcome.is_ok(), "{label}: {:?}", run.code());
        assert_eq!(run.listener.stages()[1], told);
        assert_eq!(run.log().pins_sent(), 0);
        let Ok(Answer::Status(status)) = self::run("status", token(label), vec![]).outcome else {
            panic!("no status")
        };
        assert_eq!(status.readers[0].card, state);
    }
}

#[test]
fn of_two_cards_the_person_chooses() {
    let two = || Cards::new([card("hanako"), card("mai")]);
    let acts = right("register", "mai");
    let run = run_with("register", two(), acts, Listener::choosing(1), &Cancel::new());
    let verified = verifier().register(registered(&run.outcome), &nonce(), now()).unwrap();
    assert_eq!(
        verified.signature_certificate.holder().name.as_deref(),
        Some("NGUYEN THI MAI")
    );
    assert!(run.listener.stages().contains(&"choose Reader 0, Reader 1".to_owned()));
    assert_eq!(run.log().pins_sent(), 0, "the other card was sent a PIN");
    let none = run_with("register", two(), vec![], Listener::default(), &Cancel::new());
    assert_eq!(none.code(), Some(Code::UserCancelled));
}

#[test]
fn the_card_that_was_just_placed_is_offered_first() {
    let mut out = card("mai");
    out.remove();
    let cards = Cards::new([card("hanako"), out]);
    cards.hold(0, true);
    cards.hold(1, true);
    let listener = Listener::choosing(0);
    let hands = {
        let (cards, heard) = (cards.clone(), listener.clone());
        thread::spawn(move || {
            wait_until_heard(&heard, "waiting-for-card card-busy");
            cards.insert(1);
            cards.release();
        })
    };
    let acts = right("authenticate", "mai");
    let run = run_with("authenticate", cards, acts, listener, &Cancel::new());
    hands.join().unwrap();
    assert!(run.outcome.is_ok(), "{:?}", run.code());
    let lines = run.listener.stages();
    assert!(
        lines.contains(&"choose Reader 1 (just now), Reader 0".to_owned()),
        "{lines:?}"
    );
}

#[test]
fn whoever_takes_one_of_two_cards_away_has_chosen() {
    let cards = Cards::new([card("hanako"), card("mai")]);
    let listener = Listener::hesitating();
    let hands = {
        let (cards, listener) = (cards.clone(), listener.clone());
        thread::spawn(move || {
            wait_until_heard(&listener, "choose Reader 0, Reader 1");
            cards.remove(0);
        })
    };
    let acts = right("authenticate", "mai");
    let run = run_with("authenticate", cards, acts, listener, &Cancel::new());
    hands.join().unwrap();
    assert!(run.outcome.is_ok(), "{:?}", run.code());
    assert_eq!(run.log().pins_sent(), 0, "the card that was taken away was sent a PIN");
}

#[test]
fn a_card_that_leaves_closes_the_window_at_once() {
    for (persona, acts, tries) in [
        ("hanako", vec![Act::Hang], 3),
        ("hanako", vec![pin("9999"), Act::Hang], 2),
    ] {
        let cards = Cards::new([card(persona)]);
        let person = Person::new(acts.clone());
        let hands = {
            let (cards, person) = (cards.clone(), person.clone());
            thread::spawn(move || {
                while person.asked().len() < acts.len() {
                    thread::sleep(Duration::from_millis(2));
                }
                // The certificate was read long before.
                thread::sleep(Duration::from_millis(50));
                cards.remove(0);
            })
        };
        let mut ceremonies = Ceremonies::new(VirtualReaders(cards.clone()), person);
        let outcome = ceremonies.run(&call("authenticate"), now(), &Listener::default(), &Cancel::new());
        hands.join().unwrap();
        let code = outcome.err().map(|failure| failure.problem().code);
        assert_eq!(code, Some(Code::CardRemoved));
        let left = cards.with(0, |card| card.jpki().unwrap().tries(PinChoice::Authentication));
        assert_eq!(left, Some(tries));
    }
}

/// Readers whose first connections fail in these ways, last first.
struct Failing(VirtualReaders, Vec<ReaderError>);

impl Reader for Failing {
    type Card = VirtualConnection;

    fn wait_for_cards(
        &mut self,
        except: &[Slot],
        cancel: &Cancel,
        waiting: &mut dyn FnMut(Waiting),
    ) -> Result<Vec<Slot>, ReaderError> {
        self.0.wait_for_cards(except, cancel, waiting)
    }

    fn open(&mut self, slot: &Slot) -> Result<VirtualConnection, ReaderError> {
        match self.1.pop() {
            Some(error) => Err(error),
            None => self.0.open(slot),
        }
    }

    fn watch(&self, slot: &Slot) -> Watch {
        self.0.watch(slot)
    }

    fn survey(&mut self) -> Result<Vec<SlotState>, ReaderError> {
        self.0.survey()
    }
}

#[test]
fn a_card_that_cannot_be_connected_is_told_or_waited_for() {
    let run = |error, cards: Cards| {
        let listener = Listener::default();
        let person = Person::new(right("authenticate", "hanako"));
        let mut ceremonies = Ceremonies::new(Failing(VirtualReaders(cards), vec![error]), person);
        let outcome = ceremonies.run(&call("authenticate"), now(), &listener, &Cancel::new());
        (outcome.err().map(|failure| failure.problem().code), listener.stages())
    };
    let one = || Cards::new([card("hanako")]);
    let (code, stages) = run(ReaderError::Removed, one());
    assert_eq!((code, stages[0].as_str()), (None, "reading"), "back again: it is used");
    let (code, stages) = run(ReaderError::Busy, one());
    assert_eq!((code, stages[0].as_str()), (None, "reading"), "free again: it is used");
    let (code, stages) = run(ReaderError::Mute, Cards::new([card("mai"), card("hanako")]));
    assert_eq!(code, None, "the card that answers is used");
    assert_eq!(stages[0], "waiting-for-card card-unsupported");
    let (code, _) = run(ReaderError::NoReader, one());
    assert_eq!(code, Some(Code::NoReader));
    let (code, _) = run(ReaderError::ServiceStopped, one());
    assert_eq!(code, Some(Code::ServiceStopped));
    let (code, _) = run(ReaderError::Other("odd".to_owned()), one());
    assert_eq!(code, Some(Code::Internal));
}
