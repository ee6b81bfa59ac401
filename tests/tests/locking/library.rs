//! Random people at the host's library and a virtual reader: every use case that asks for a PIN, a change of it among them.
//!
//! Without processes and `pcscd` between, many more of them sit down, and the card leaves at any command.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::SystemTime;

use openjpki::jpki::KeyKind;
use openjpki::time::UnixTime;
use openjpki_host::cancel::Cancel;
use openjpki_host::ceremony::{Ceremonies, Failure, Observer};
use openjpki_host::wire::{Answer, Call, Candidate, Code, Detail, Incoming, Stage, ValidPin};
use openjpki_tests::card::{Fault, Persona, VirtualCard};
use openjpki_tests::in_process::{Cards, VirtualReaders};
use serde_json::json;

use crate::chance::Chance;
use crate::mind::{KEYS, Mind, choice};
use crate::setting;

const SCRIPTS: u64 = 600;
/// How many sit side by side, half of them with a card that wants the password before each signature.
const DESKS: u64 = 4;
/// Most documents that are signed at once.
const MOST_DOCUMENTS: u64 = 3;

#[test]
fn at_every_use_case_a_counter_moves_only_by_what_was_typed_and_confirmed() {
    let (seed, scripts) = (
        setting("OPENJPKI_SEED", 20_261_121),
        setting("OPENJPKI_SCRIPTS", SCRIPTS),
    );
    println!("OPENJPKI_SEED={seed} OPENJPKI_SCRIPTS={scripts}");
    let lived = std::thread::scope(|desks| {
        let sit_down = |desk| {
            desks.spawn(move || {
                let mut person = Desk::new(desk % 2 == 1);
                for number in (desk..scripts).step_by(usize::try_from(DESKS).unwrap()) {
                    person.script(seed, number);
                }
                person.lived
            })
        };
        let desks: Vec<_> = (0..DESKS).map(sit_down).collect();
        desks.into_iter().map(|desk| desk.join().unwrap()).collect::<Vec<_>>()
    });
    // Otherwise the test says less than its name.
    for (what, count) in [
        ("PINs changed", lived.iter().map(|lived| lived.changed).sum::<usize>()),
        ("changes in doubt", lived.iter().map(|lived| lived.in_doubt).sum()),
        ("documents signed", lived.iter().map(|lived| lived.signed).sum()),
        (
            "PINs locked by a last try",
            lived.iter().map(|lived| lived.locked).sum(),
        ),
    ] {
        println!("{what}: {count}");
        assert!(count > 0 || scripts < SCRIPTS, "{what}: none");
    }
}

/// What happened at a desk.
#[derive(Debug, Default)]
struct Lived {
    /// PINs changed.
    changed: usize,
    /// Changes of which the person and the card had to find out whether they took effect.
    in_doubt: usize,
    signed: usize,
    locked: usize,
}

/// One person with a card; the PINs go on from script to script.
struct Desk {
    cards: Cards,
    right: [String; 2],
    lived: Lived,
}

impl Desk {
    fn new(pin_per_signature: bool) -> Self {
        let card = VirtualCard::new(Persona::by_name("hanako").unwrap());
        let card = if pin_per_signature {
            card.with_pin_per_signature()
        } else {
            card
        };
        Self {
            cards: Cards::new([card]),
            right: ["1234", "ABC123"].map(str::to_owned),
            lived: Lived::default(),
        }
    }

    fn script(&mut self, seed: u64, number: u64) {
        let mut chance = Chance::new(seed, number);
        let name = format!("OPENJPKI_SEED={seed}, script {number}");
        let tries = [chance.one_of(&[1, 2, 3, 3]), chance.one_of(&[1, 2, 3, 5])];
        self.cards.with(0, |card| {
            card.faults().clear();
            card.log().clear();
            for (key, tries) in KEYS.into_iter().zip(tries) {
                card.jpki().unwrap().set_tries(choice(key), tries);
            }
        });
        for _ in 0..=chance.below(2) {
            chance = self.asks(chance, &name);
        }
    }

    /// One request, whatever becomes of it.
    fn asks(&mut self, mut chance: Chance, script: &str) -> Chance {
        let method = chance.one_of(&["change-pin", "change-pin", "sign", "sign", "register", "authenticate"]);
        let key = chance.one_of(&KEYS);
        let documents = 1 + chance.below(MOST_DOCUMENTS);
        if !self.cards.with(0, |card| card.is_present()) {
            self.cards.insert(0);
        }
        if chance.once_in(2) {
            self.will_leave_at_a_command(method, &mut chance);
        }
        let before = (self.tries(), self.pins_sent());
        let cancel = Cancel::new();
        let mind = Mind::new(chance, self.cards.clone(), cancel.clone(), self.right.clone(), script);
        let person = Person(Arc::new(Mutex::new(mind)));
        let mut ceremonies = Ceremonies::new(VirtualReaders(self.cards.clone()), person.clone());
        let call = call(method, key, documents);
        let outcome = ceremonies.run(&call, UnixTime::from(SystemTime::now()), &person, &cancel);
        let mind = person.mind().clone();
        self.judge(&mind, before, documents, script);
        self.takes_home(&mind, key, outcome, script);
        mind.chance
    }

    /// Somebody knocks at the table, sooner or later; a PIN is changed by about the thirteenth command.
    fn will_leave_at_a_command(&self, method: &str, chance: &mut Chance) {
        let later = match method {
            "change-pin" => 11 + chance.below(6),
            _ => 1 + chance.below(30),
        };
        self.cards.with(0, |card| {
            let command = card.faults().commands() + later;
            card.faults().add(match chance.below(2) {
                0 => Fault::RemoveBefore(command),
                _ => Fault::RemoveAfter(command),
            });
        });
    }

    /// The counters moved by nothing but what was typed, and to zero only after a confirmation.
    fn judge(&mut self, mind: &Mind, (tries, sent): ([u8; 2], usize), documents: u64, script: &str) {
        assert!(!self.cards.is_connected(), "{script}: the card was not left");
        let after = self.tries();
        // For each document after the first a card may want the password that it accepted.
        let again = usize::try_from(documents - 1).unwrap();
        let sent = self.pins_sent() - sent;
        assert!(sent <= mind.typed + again, "{script}: {sent} VERIFY: {mind:?}");
        for which in [0, 1] {
            let lost = u32::from(tries[which].saturating_sub(after[which]));
            assert!(lost <= mind.wrong[which], "{script}: {tries:?} -> {after:?}: {mind:?}");
            let locked = tries[which] > 0 && after[which] == 0;
            assert!(
                !locked || mind.dared[which],
                "{script}: {tries:?} -> {after:?}: {mind:?}"
            );
            self.lived.locked += usize::from(locked);
        }
    }

    /// What the person was told of a change is true; which PINs count now.
    fn takes_home(&mut self, mind: &Mind, key: KeyKind, outcome: Result<Answer, Failure>, script: &str) {
        self.lived.in_doubt += usize::from(mind.doubts > 0);
        for (which, key) in KEYS.into_iter().enumerate() {
            let is_new = !self.is_pin(key, &self.right[which]);
            if is_new {
                assert!(self.is_pin(key, &mind.new), "{script}: neither old nor new: {mind:?}");
                self.right[which].clone_from(&mind.new);
            }
        }
        let told = match &outcome {
            Ok(Answer::Changed {}) => Some(ValidPin::New),
            Ok(Answer::Sign(evidence)) => {
                self.lived.signed += evidence.signatures.len();
                None
            }
            Ok(_) => None,
            Err(failure) => failure.problem().valid,
        };
        let counts = |value: &str| self.is_pin(key, value);
        match told {
            Some(ValidPin::New) => {
                assert!(counts(&mind.new), "{script}: {mind:?}");
                self.lived.changed += 1;
            }
            Some(ValidPin::Old) => assert!(counts(&mind.right[mind.which(key)]), "{script}: {mind:?}"),
            Some(ValidPin::Unknown) | None => {}
        }
        let code = outcome.err().map(|failure| failure.problem().code);
        assert!(
            !matches!(code, Some(Code::Internal | Code::CardUnusable)),
            "{script}: {code:?}"
        );
    }

    fn is_pin(&self, key: KeyKind, value: &str) -> bool {
        self.cards
            .with(0, |card| card.jpki().unwrap().is_pin(choice(key), value))
    }

    fn tries(&self) -> [u8; 2] {
        KEYS.map(|key| {
            self.cards
                .with(0, |card| card.jpki().unwrap().tries(choice(key)).unwrap())
        })
    }

    fn pins_sent(&self) -> usize {
        self.cards.with(0, |card| card.log().pins_sent())
    }
}

/// The person, at the PIN windows and where the extension hears how far it is; clones are the same one.
#[derive(Clone)]
pub(crate) struct Person(Arc<Mutex<Mind>>);

impl Person {
    pub(crate) fn mind(&self) -> MutexGuard<'_, Mind> {
        self.0.lock().unwrap()
    }
}

impl Observer for Person {
    fn progress(&self, stage: Stage, _: Detail) {
        if stage == Stage::WaitingForCard {
            self.mind().is_missing_the_card();
        }
    }

    fn choose(&self, _: &[Candidate], _: &Cancel) -> Option<usize> {
        None
    }
}

fn call(method: &str, key: KeyKind, documents: u64) -> Call {
    let mut params = json!({ "lang": "en" });
    match method {
        "change-pin" => params["key"] = json!(key),
        "sign" => {
            let document = |n| json!({ "name": format!("{n}.txt"), "mediaType": "text/plain", "content": "YQ==" });
            params["documents"] = (1..=documents).map(document).collect();
            params["output"] = json!("raw");
        }
        _ => params["nonce"] = json!("n".repeat(43)),
    }
    if method != "change-pin" {
        params["origin"] = json!("https://a.example");
    }
    let message = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
    match Incoming::parse(message.to_string().as_bytes()) {
        Ok(Incoming::Request { call, .. }) => call,
        other => panic!("{other:?}"),
    }
}
