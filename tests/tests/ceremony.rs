//! The use cases over virtual cards, in process: what the card is sent, what the person is asked, what the extension hears.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "a test stops at the first surprise"
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

use openjpki::certificate::{Test, TrustAnchors};
use openjpki::evidence::{Nonce, RegisterEvidence};
use openjpki::jpki::KeyKind;
use openjpki::origin::Origin;
use openjpki::time::UnixTime;
use openjpki::verify::Verifier;
use openjpki_host::cancel::Cancel;
use openjpki_host::ceremony::{Ceremonies, Failure, Observer};
use openjpki_host::prompt::Mistake;
use openjpki_host::reader::{Reader, ReaderError, Slot, SlotState, Waiting};
use openjpki_host::wire::{Answer, Call, Candidate, CardState, Code, Detail, Incoming, Stage};
use openjpki_tests::card::{ApduLog, CommandRecord, Fault, LogEvent, Persona, PinChoice, VirtualCard};
use openjpki_tests::in_process::{Act, Asked, Cards, Listener, Person, VirtualConnection, VirtualReaders};
use openjpki_tests::pki::{Authority, Generation, Hierarchy, Purpose};

const ORIGIN: &str = "https://portal.example.go.jp";
const NONCE: &str = "mC1Vq0n6Zb8T4y2Jx5uHk9sLr3WgEo7DfPaQiYtUwXs";
const PATIENCE: Duration = Duration::from_secs(20);

/// One ceremony and all that was seen of it.
struct Run {
    outcome: Result<Answer, Failure>,
    person: Person,
    listener: Listener,
    cards: Cards,
}

impl Run {
    fn code(&self) -> Option<Code> {
        self.outcome.as_ref().err().map(|failure| failure.problem().code)
    }

    fn log(&self) -> ApduLog {
        self.cards.with(0, |card| card.log())
    }

    fn tries(&self, pin: PinChoice) -> u8 {
        self.cards.with(0, |card| card.jpki().unwrap().tries(pin).unwrap())
    }
}

fn call(method: &str) -> Call {
    let params = match method {
        "status" => "{}".to_owned(),
        "certificate-of-authentication" => {
            format!(r#"{{"origin":"{ORIGIN}","key":"user-authentication","lang":"ja"}}"#)
        }
        "certificate-of-signature" => format!(r#"{{"origin":"{ORIGIN}","key":"digital-signature","lang":"ja"}}"#),
        _ => format!(r#"{{"origin":"{ORIGIN}","nonce":"{NONCE}","lang":"ja"}}"#),
    };
    let method = if method.starts_with("certificate") {
        "certificate"
    } else {
        method
    };
    let message = format!(r#"{{"jsonrpc":"2.0","id":1,"method":"{method}","params":{params}}}"#);
    match Incoming::parse(message.as_bytes()) {
        Ok(Incoming::Request { call, .. }) => call,
        other => panic!("{other:?}"),
    }
}

fn now() -> UnixTime {
    UnixTime::from(SystemTime::now())
}

fn run_with(method: &str, cards: Cards, acts: Vec<Act>, listener: Listener, cancel: &Cancel) -> Run {
    let person = Person::new(acts);
    let mut ceremonies = Ceremonies::new(VirtualReaders(cards.clone()), person.clone());
    let outcome = ceremonies.run(&call(method), now(), &listener, cancel);
    assert!(!cards.is_connected(), "a card was not left");
    Run {
        outcome,
        person,
        listener,
        cards,
    }
}

fn run(method: &str, card: VirtualCard, acts: Vec<Act>) -> Run {
    run_with(method, Cards::new([card]), acts, Listener::default(), &Cancel::new())
}

fn persona(name: &str) -> &'static Persona {
    Persona::by_name(name).unwrap()
}

fn card(name: &str) -> VirtualCard {
    VirtualCard::new(persona(name))
}

fn pin(text: &'static str) -> Act {
    Act::Type(text)
}

/// The acts of a person of this name for this method, without mistakes.
fn right(method: &str, name: &str) -> Vec<Act> {
    let pins = persona(name).pins;
    match method {
        "register" => vec![pin(pins.signature), pin(pins.authentication)],
        "certificate-of-signature" => vec![pin(pins.signature)],
        "status" => vec![],
        _ => vec![pin(pins.authentication)],
    }
}

fn verifier() -> Verifier<Test> {
    let root = |purpose| {
        Authority::new(Hierarchy::Test, purpose, Generation::Third)
            .certificate()
            .to_vec()
    };
    let (signature, authentication) = (root(Purpose::Signature), root(Purpose::Authentication));
    let anchors = TrustAnchors::<Test>::new(&[&signature], &[&authentication]).unwrap();
    Verifier::new(anchors, Origin::parse(ORIGIN).unwrap())
}

fn nonce() -> Nonce {
    Nonce::parse(NONCE).unwrap()
}

fn registered(outcome: &Result<Answer, Failure>) -> &RegisterEvidence {
    match outcome {
        Ok(Answer::Register(evidence)) => evidence,
        Ok(_) => panic!("another answer"),
        Err(failure) => panic!("{failure}"),
    }
}

/// Commands from the last VERIFY with a PIN on.
fn after_last_ok(log: &ApduLog) -> Vec<String> {
    let commands = log.commands();
    let is_pin = |record: &CommandRecord| record.masked.is_some();
    let last = commands.iter().rposition(is_pin).unwrap();
    log.headers()[last..].to_vec()
}

/// The card was told to forget every PIN: nothing after the last command but power off. One that was never touched is clean.
fn assert_left_clean(cards: &Cards) {
    cards.with(0, |card| {
        let jpki = card.jpki().unwrap();
        assert!(!jpki.is_verified(PinChoice::Authentication) && !jpki.is_verified(PinChoice::Signature));
    });
    let last = cards.with(0, |card| card.log().entries().pop().map(|entry| entry.event));
    assert!(
        matches!(last, None | Some(LogEvent::PowerOff | LogEvent::Removed)),
        "the last event is {last:?}"
    );
}

#[test]
fn authenticate_takes_14_commands_and_its_evidence_verifies() {
    let run = run("authenticate", card("hanako"), right("authenticate", "hanako"));
    let Ok(Answer::Authenticate(evidence)) = &run.outcome else {
        panic!("{:?}", run.code())
    };
    let verified = verifier().authenticate(evidence, &nonce(), now()).unwrap();
    assert_eq!(verified.certificate.der(), evidence.authentication_certificate);
    assert!(run.log().count() <= 14, "{:?}", run.log().headers());
    assert_eq!(
        after_last_ok(&run.log()),
        ["00200098", "00A4020C", "802A0080", "00A4040C"]
    );
    assert!(run.log().read_again().is_empty(), "{:?}", run.log().read_again());
    assert_left_clean(&run.cards);
    let stages = ["reading", "waiting-for-pin", "signing"];
    assert_eq!(run.listener.stages(), stages);
}

#[test]
fn register_takes_at_most_30_commands_and_its_evidence_verifies() {
    let run = run("register", card("hanako"), right("register", "hanako"));
    let verified = verifier().register(registered(&run.outcome), &nonce(), now()).unwrap();
    assert_eq!(
        verified.signature_certificate.holder().name.as_deref(),
        Some("日本　花子")
    );
    assert!(
        run.log().count() <= 30,
        "{} {:?}",
        run.log().count(),
        run.log().headers()
    );
    assert_eq!(
        after_last_ok(&run.log()),
        ["00200098", "00A4020C", "802A0080", "00A4040C"]
    );
    assert!(run.log().read_again().is_empty(), "{:?}", run.log().read_again());
    assert_left_clean(&run.cards);
    assert_eq!(run.log().pins_sent(), 2);
}

#[test]
fn while_the_person_types_the_card_works() {
    let card = card("hanako");
    let log = card.log();
    let read = |file: u16| {
        let log = log.clone();
        Act::TypeWhen(
            persona("hanako").pins.authentication,
            Arc::new(move || log.reads(file).len() > 1400),
        )
    };
    let authenticate = run("authenticate", card, vec![read(0x000A)]);
    assert!(
        authenticate.outcome.is_ok(),
        "the certificate is not read before the PIN window closes"
    );

    let card = self::card("hanako");
    let log = card.log();
    let certificate_read = {
        let log = log.clone();
        Act::TypeWhen(
            persona("hanako").pins.signature,
            Arc::new(move || log.reads(0x000A).len() > 1400),
        )
    };
    let signed = Act::TypeWhen(
        persona("hanako").pins.authentication,
        Arc::new(move || log.reads(0x0001).len() > 1400 && log.headers().last().is_some_and(|last| last == "802A0080")),
    );
    let register = run("register", card, vec![certificate_read, signed]);
    assert!(
        register.outcome.is_ok(),
        "the signing key has not signed before the second PIN window closes"
    );
}

#[test]
fn every_persona_with_both_keys_registers() {
    for name in [
        "hanako",
        "mai",
        "paul",
        "no-name",
        "unknown-birth-date",
        "partial-birth-date",
    ] {
        let run = run("register", card(name), right("register", name));
        let verified = verifier().register(registered(&run.outcome), &nonce(), now()).unwrap();
        assert_eq!(
            verified.signature_certificate.holder().name,
            persona(name).holder().name,
            "{name}"
        );
    }
}

#[test]
fn a_wrong_pin_is_told_with_the_tries_left() {
    let acts = vec![pin("WRONG1"), pin("ABC123"), pin("0000"), pin("1234")];
    let run = run("register", card("hanako"), acts);
    assert!(run.outcome.is_ok());
    let asked = |key, tries, mistake| Asked::Pin { key, tries, mistake };
    let (signature, authentication) = (KeyKind::DigitalSignature, KeyKind::UserAuthentication);
    let expected = [
        asked(signature, 5, None),
        asked(signature, 4, Some(Mistake::Wrong)),
        asked(authentication, 3, None),
        asked(authentication, 2, Some(Mistake::Wrong)),
    ];
    assert_eq!(run.person.asked(), expected);
    assert_eq!(
        (run.tries(PinChoice::Signature), run.tries(PinChoice::Authentication)),
        (5, 3)
    );
    assert_eq!(run.log().pins_sent(), 4);
    assert!(run.listener.stages().contains(&"waiting-for-pin pin-wrong".to_owned()));
}

#[test]
fn the_same_wrong_pin_is_not_sent_twice() {
    let (wrong, other) = (pin("0000"), pin("1111"));
    let acts = vec![wrong.clone(), wrong.clone(), other, Act::Confirm, wrong, Act::Decline];
    let run = run("authenticate", card("hanako"), acts);
    assert_eq!(run.code(), Some(Code::UserCancelled));
    assert_eq!((run.person.typed(), run.log().pins_sent()), (4, 2));
    assert_eq!(run.tries(PinChoice::Authentication), 1);
    let key = KeyKind::UserAuthentication;
    let asked = |tries, mistake| Asked::Pin { key, tries, mistake };
    let expected = [
        asked(3, None),
        asked(2, Some(Mistake::Wrong)),
        asked(2, Some(Mistake::SameAgain)),
        Asked::LastTry { key },
        asked(1, Some(Mistake::Wrong)),
        Asked::LastTry { key },
    ];
    assert_eq!(run.person.asked(), expected);
}

#[test]
fn the_last_try_is_confirmed_first() {
    let worn = || {
        let mut card = card("hanako");
        card.jpki().unwrap().set_tries(PinChoice::Authentication, 1);
        card
    };
    let declined = run("authenticate", worn(), vec![Act::Decline]);
    assert_eq!(
        (declined.code(), declined.log().pins_sent()),
        (Some(Code::UserCancelled), 0)
    );
    assert_eq!(
        declined.person.asked(),
        [Asked::LastTry {
            key: KeyKind::UserAuthentication
        }]
    );

    let confirmed = run("authenticate", worn(), vec![Act::Confirm, pin("1234")]);
    assert!(confirmed.outcome.is_ok());
    assert_eq!(confirmed.tries(PinChoice::Authentication), 3);

    let lost = run("authenticate", worn(), vec![Act::Confirm, pin("0000")]);
    assert_eq!((lost.code(), lost.log().pins_sent()), (Some(Code::PinBlocked), 1));
    assert_eq!(
        lost.person.asked().last(),
        Some(&Asked::Blocked {
            key: KeyKind::UserAuthentication
        })
    );
}

#[test]
fn a_blocked_pin_is_known_before_anybody_types() {
    for (method, choice) in [
        ("authenticate", PinChoice::Authentication),
        ("register", PinChoice::Signature),
        ("register", PinChoice::Authentication),
        ("certificate-of-signature", PinChoice::Signature),
    ] {
        let mut card = card("hanako");
        card.jpki().unwrap().set_tries(choice, 0);
        let run = run(method, card, vec![]);
        assert_eq!(
            (run.code(), run.log().pins_sent()),
            (Some(Code::PinBlocked), 0),
            "{method}"
        );
        assert!(run.person.asked().is_empty());
    }
}

#[test]
fn a_card_pulled_at_any_command_ends_in_a_code_and_costs_nothing_untyped() {
    for method in [
        "authenticate",
        "register",
        "certificate-of-authentication",
        "certificate-of-signature",
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
    for method in ["authenticate", "register"] {
        let commands = run(method, card("hanako"), right(method, "hanako")).log().count();
        for n in 1..commands as u64 {
            for fault in [Fault::NoStatusWord(n), Fault::Status(n, 0x6F00)] {
                let cards = Cards::new([card("hanako").with_fault(fault)]);
                let cancel = Cancel::new();
                let later = cancel.clone();
                let unsupported = fault == Fault::Status(1, 0x6F00);
                let timer = thread::spawn(move || {
                    thread::sleep(if unsupported {
                        Duration::from_millis(50)
                    } else {
                        PATIENCE
                    });
                    later.cancel();
                });
                let run = run_with(method, cards, right(method, "hanako"), Listener::default(), &cancel);
                if unsupported {
                    timer.join().unwrap();
                    assert_eq!(
                        run.listener.stages().last().unwrap(),
                        "waiting-for-card card-unsupported"
                    );
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
    for method in ["authenticate", "register"] {
        let run = run(
            method,
            card("hanako").with_fault(Fault::WrongSignature),
            right(method, "hanako"),
        );
        assert_eq!(run.code(), Some(Code::CardUnusable), "{method}");
        assert_left_clean(&run.cards);
    }
}

#[test]
fn certificates_that_cannot_be_used_are_refused_with_a_reason() {
    for (method, name, code) in [
        ("register", "under-fifteen", Code::CertificateMissing),
        ("register", "under-fifteen-blank", Code::CertificateMissing),
        ("certificate-of-signature", "under-fifteen", Code::CertificateMissing),
        ("register", "expired", Code::CertificateExpired),
        ("authenticate", "expired-authentication", Code::CertificateExpired),
        ("authenticate", "wrong-policy", Code::CardUnsupported),
        ("register", "wrong-policy", Code::CardUnsupported),
        ("authenticate", "wrong-key-usage", Code::CardUnsupported),
    ] {
        let mut acts = right(method, name);
        acts.push(Act::Cancel);
        let run = run(method, card(name), acts);
        assert_eq!(run.code(), Some(code), "{method} {name}");
        assert_left_clean(&run.cards);
    }
    let child = run(
        "authenticate",
        card("under-fifteen"),
        right("authenticate", "under-fifteen"),
    );
    assert!(child.outcome.is_ok(), "a child signs in: {:?}", child.code());
}

#[test]
fn the_bare_certificates_are_given_after_their_pin() {
    for (method, file) in [
        ("certificate-of-authentication", 0x000A),
        ("certificate-of-signature", 0x0001),
    ] {
        let run = run(method, card("hanako"), right(method, "hanako"));
        let Ok(Answer::Certificate { certificate }) = &run.outcome else {
            panic!("{method}: {:?}", run.code())
        };
        let length = certificate.trim_end_matches('=').len() * 3 / 4;
        assert_eq!(run.log().reads(file).len().min(length), length, "{method}");
        assert_eq!(run.log().pins_sent(), 1);
        let refused = self::run(method, card("hanako"), vec![Act::Cancel]);
        assert_eq!(refused.code(), Some(Code::UserCancelled));
    }
}

#[test]
fn readers_and_cards_come_while_the_ceremony_waits() {
    let cards = Cards::new([]);
    let later = cards.clone();
    let hands = thread::spawn(move || {
        thread::sleep(Duration::from_millis(30));
        let mut out = card("hanako");
        out.remove();
        later.connect(Some(out));
        thread::sleep(Duration::from_millis(30));
        later.hold(0, true);
        later.insert(0);
        thread::sleep(Duration::from_millis(30));
        later.hold(0, false);
    });
    let acts = right("authenticate", "hanako");
    let run = run_with("authenticate", cards, acts, Listener::default(), &Cancel::new());
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
    let hands = thread::spawn(move || {
        thread::sleep(Duration::from_millis(50));
        later.connect(Some(card("hanako")));
    });
    let acts = right("authenticate", "hanako");
    let run = run_with("authenticate", cards, acts, Listener::default(), &Cancel::new());
    hands.join().unwrap();
    assert!(run.outcome.is_ok(), "{:?}", run.code());
    assert_eq!(
        run.listener.stages()[..2],
        ["reading", "waiting-for-card card-unsupported"]
    );
}

#[test]
fn a_token_that_is_no_my_number_card_is_told_and_passed_over() {
    let phone = || {
        let mut phone = card("hanako");
        phone
            .jpki()
            .unwrap()
            .set_file(0x0006, b"JPKIAPGPSETOKEN                 ".to_vec());
        phone
    };
    let cards = Cards::new([phone(), card("mai")]);
    let acts = right("authenticate", "mai");
    let run = run_with("authenticate", cards, acts, Listener::default(), &Cancel::new());
    assert!(run.outcome.is_ok(), "{:?}", run.code());
    assert_eq!(run.listener.stages()[1], "waiting-for-card card-unsupported");
    assert_eq!(run.log().pins_sent(), 0);
    let Ok(Answer::Status(status)) = self::run("status", phone(), vec![]).outcome else {
        panic!("no status")
    };
    assert_eq!(status.readers[0].card, CardState::Unsupported);
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
    assert_eq!((code, stages[0].as_str()), (None, "waiting-for-card card-busy"));
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

    fn choose(&self, _: &[Candidate]) -> Option<usize> {
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
            while sent.pins_sent() == 0 && (sent.count() as u64) < n - 1 {
                thread::sleep(Duration::from_millis(1));
            }
            thread::sleep(Duration::from_millis(60));
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
fn a_missing_certificate_is_told_with_its_key() {
    // The fourth command of `authenticate` reads the certificate, the third asks for the tries.
    for fault in [
        vec![Fault::Status(4, 0x6A82)],
        vec![Fault::Status(3, 0x6A86), Fault::Status(4, 0x6A82)],
    ] {
        let card = fault.iter().fold(card("hanako"), |card, fault| card.with_fault(*fault));
        let problem = run("authenticate", card, vec![Act::Hang])
            .outcome
            .err()
            .unwrap()
            .problem();
        let expected = (Code::CertificateMissing, Some(KeyKind::UserAuthentication));
        assert_eq!((problem.code, problem.key), expected, "{fault:?}");
    }
}

#[test]
fn a_card_that_hides_which_certificates_it_has_may_still_register() {
    let hiding = card("hanako").with_fault(Fault::Status(3, 0x6982));
    assert!(run("register", hiding, right("register", "hanako")).outcome.is_ok());
    let pulled = card("hanako").with_fault(Fault::RemoveBefore(3));
    assert_eq!(run("register", pulled, vec![]).code(), Some(Code::CardRemoved));
}

#[test]
fn status_tells_what_is_there_without_a_pin() {
    let mut out = card("hanako");
    out.remove();
    let cards = Cards::new([card("hanako"), card("foreign-card"), out]);
    let run = run_with("status", cards, vec![], Listener::default(), &Cancel::new());
    let Ok(Answer::Status(status)) = &run.outcome else {
        panic!("{:?}", run.code())
    };
    let states: Vec<_> = status.readers.iter().map(|reader| reader.card).collect();
    assert_eq!(states, [CardState::Jpki, CardState::Unsupported, CardState::None]);
    let hanako = &status.readers[0];
    assert_eq!(hanako.applet.as_deref(), Some("JPKIAPICCTOKEN2"));
    let tries = hanako.tries.unwrap();
    assert_eq!((tries.user_authentication, tries.digital_signature), (3, Some(5)));
    assert!(
        hanako
            .authentication_certificate
            .as_ref()
            .unwrap()
            .not_after
            .ends_with("T14:59:59Z")
    );
    assert_eq!(run.log().pins_sent(), 0);
}
