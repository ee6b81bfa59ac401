//! A clumsy person: what they do at each window, and what their card must look like afterwards.

use std::thread::sleep;
use std::time::{Duration, Instant};

use openjpki_host::catalog::Catalog;
use openjpki_tests::browser::PATIENCE;
use openjpki_tests::pcscd::PluggedCard;
use openjpki_tests::pinentry::{Dialogue, Step};
use openjpki_tests::stage::Stage;

use crate::chance::Chance;

/// What the right PIN and password of this person are.
const RIGHT: [&str; 2] = ["1234", "ABC123"];

/// More windows than that, and the person gives up.
const MOST_WINDOWS: usize = 7;

/// Which PIN: 0 is the four digits, 1 the password.
type Which = usize;

/// Whoever asked for the card.
pub(crate) trait Asker {
    /// Whether the request has ended.
    fn is_over(&mut self) -> bool;

    /// The person reloads the page, closes it, goes elsewhere.
    /// Returns when `window` is gone, too.
    fn goes_away(&mut self, window: &Dialogue, chance: &mut Chance);
}

/// What the person did in one request; index 0 is the PIN, 1 the password.
#[derive(Debug, Default, Clone)]
struct Doings {
    /// Typed and pressed OK.
    typed: [u32; 2],
    /// The same, and it was not the right one.
    wrong: [u32; 2],
    /// Typed after they had confirmed that it is the last try.
    dared: [bool; 2],
    /// What they did at the window before.
    last: Last,
}

/// What a person did at a window.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Last {
    #[default]
    Other,
    /// Confirmed the last try.
    Confirmed,
    /// Typed what cannot be the PIN after they confirmed; the same pinentry program asks again.
    ConfirmedAndMisfit { process: u32 },
}

/// What a person does at a PIN window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    TypeRight,
    TypeWrong,
    TypeTheSame,
    TypeTheOther,
    TypeNonsense,
    Cancel,
    Pull,
    PullAndPutBack,
    GoAway,
    Crash,
}

/// What people do at PIN windows, the frequent more often than the rare.
const ACTS: [Act; 20] = {
    use Act::{
        Cancel, Crash, GoAway, Pull, PullAndPutBack, TypeNonsense, TypeRight, TypeTheOther, TypeTheSame, TypeWrong,
    };
    [
        TypeRight,
        TypeRight,
        TypeRight,
        TypeWrong,
        TypeWrong,
        TypeWrong,
        TypeWrong,
        TypeWrong,
        TypeWrong,
        TypeTheSame,
        TypeTheSame,
        TypeTheOther,
        TypeTheOther,
        TypeNonsense,
        TypeNonsense,
        Cancel,
        GoAway,
        Crash,
        Pull,
        PullAndPutBack,
    ]
};

/// What cannot be either PIN.
const NONSENSE: [&str; 5] = ["", "12", "ABC 123", "12345678901234567", "あいうえおか"];

/// The person, their computer and their card.
pub(crate) struct Person {
    pub(crate) stage: Stage,
    /// Which script they follow, for the sentence of a failure.
    pub(crate) script: String,
    card: PluggedCard,
    out: bool,
    windows: usize,
    typed_before: String,
}

impl Person {
    /// At a computer with their card in the reader.
    pub(crate) fn sit_down() -> Self {
        let (stage, card) = Stage::with_card("hanako");
        stage.pinentry.will_be_told("window-1");
        Self {
            stage,
            script: String::new(),
            card,
            out: false,
            windows: 0,
            typed_before: "0000".to_owned(),
        }
    }

    /// Starts with this many tries left of PIN and password.
    pub(crate) fn has_tries(&mut self, [pin, password]: [u8; 2]) {
        self.card.set_tries(pin, password).unwrap();
    }

    /// Answers every window until the request is over. Then the card must have lost no try that the person did not spend.
    pub(crate) fn lives_through(&mut self, chance: &mut Chance, asker: &mut impl Asker) {
        let (tries, sent) = (self.tries(), self.card.log().unwrap().pins_sent());
        let mut doings = Doings::default();
        let first = self.windows;
        let deadline = Instant::now() + PATIENCE;
        while !asker.is_over() {
            assert!(
                Instant::now() < deadline,
                "{}: the request does not end: {doings:?}",
                self.script
            );
            let shown = self.stage.pinentry.dialogues();
            let Some(window) = shown.get(self.windows) else {
                self.put_back();
                continue;
            };
            self.windows += 1;
            let weary = self.windows - first > MOST_WINDOWS;
            let number = self.windows;
            self.stage.pinentry.will_be_told(&format!("window-{}", number + 1));
            if let Some(step) = self.reacts(window, weary, chance, &mut doings, asker) {
                self.stage.pinentry.answers(&format!("window-{number}"), &step);
            }
        }
        self.put_back();
        self.judge(tries, sent, &doings);
    }

    /// What the person does at a window; nothing if the window goes away with whoever asked.
    fn reacts(
        &mut self,
        window: &Dialogue,
        weary: bool,
        chance: &mut Chance,
        doings: &mut Doings,
        asker: &mut impl Asker,
    ) -> Option<Step> {
        let last = std::mem::take(&mut doings.last);
        match window.kind.as_str() {
            "message" => Some(Step::Confirm),
            "confirm" => match chance.below(8) {
                _ if weary => Some(Step::Decline),
                0 => Some(Step::Decline),
                1 => Some(Step::Cancel),
                2 => {
                    asker.goes_away(window, chance);
                    None
                }
                _ => {
                    doings.last = Last::Confirmed;
                    Some(Step::Confirm)
                }
            },
            _ => {
                let which = which(window);
                let dared = last == Last::Confirmed
                    || last
                        == Last::ConfirmedAndMisfit {
                            process: window.process,
                        };
                assert!(
                    dared || self.tries()[which] > 1 || self.out,
                    "{}: the last try is asked for without a warning: {window:?}",
                    self.script
                );
                let act = if weary { Act::Cancel } else { chance.one_of(&ACTS) };
                if act == Act::GoAway {
                    asker.goes_away(window, chance);
                    return None;
                }
                let step = self.acts(act, which, chance);
                if let Step::Pin(value) = &step {
                    self.note(value, which, doings, (dared, window.process));
                }
                Some(step)
            }
        }
    }

    fn acts(&mut self, act: Act, which: Which, chance: &mut Chance) -> Step {
        let value = match act {
            Act::Cancel | Act::GoAway => return Step::Cancel,
            Act::Crash => return Step::Crash,
            Act::Pull | Act::PullAndPutBack => {
                self.card.remove().unwrap();
                self.out = true;
                if act == Act::PullAndPutBack {
                    self.put_back();
                }
                if chance.once_in(2) {
                    RIGHT[which].to_owned()
                } else {
                    wrong(which, chance)
                }
            }
            Act::TypeRight => RIGHT[which].to_owned(),
            Act::TypeWrong => wrong(which, chance),
            Act::TypeTheSame => self.typed_before.clone(),
            Act::TypeTheOther => RIGHT[1 - which].to_owned(),
            Act::TypeNonsense => chance.one_of(&NONSENSE).to_owned(),
        };
        Step::Pin(value)
    }

    /// Remembers what was typed.
    fn note(&mut self, value: &str, which: Which, doings: &mut Doings, (dared, process): (bool, u32)) {
        if fits(which, value) {
            doings.typed[which] += 1;
            doings.wrong[which] += u32::from(!value.eq_ignore_ascii_case(RIGHT[which]));
            doings.dared[which] |= dared;
            value.clone_into(&mut self.typed_before);
        } else if dared {
            doings.last = Last::ConfirmedAndMisfit { process };
        }
    }

    fn put_back(&mut self) {
        if self.out {
            self.card.insert().unwrap();
            self.out = false;
        } else {
            sleep(Duration::from_millis(5));
        }
    }

    /// Cancels at every window until the request is over; the card keeps its tries.
    pub(crate) fn cancels_everything(&mut self, asker: &mut impl Asker) {
        let (tries, sent) = (self.tries(), self.card.log().unwrap().pins_sent());
        while !asker.is_over() {
            if self.stage.pinentry.dialogues().len() > self.windows {
                self.windows += 1;
                self.stage
                    .pinentry
                    .will_be_told(&format!("window-{}", self.windows + 1));
                self.stage
                    .pinentry
                    .answers(&format!("window-{}", self.windows), &Step::Cancel);
            }
        }
        self.judge(tries, sent, &Doings::default());
    }

    fn tries(&mut self) -> [u8; 2] {
        let left = self.card.tries().unwrap();
        [left.authentication, left.signature.unwrap()]
    }

    fn judge(&mut self, before: [u8; 2], sent: usize, doings: &Doings) {
        let after = self.tries();
        let sent = self.card.log().unwrap().pins_sent() - sent;
        let typed = usize::try_from(doings.typed.iter().sum::<u32>()).unwrap();
        assert!(sent <= typed, "{}: {sent} VERIFY: {doings:?}", self.script);
        for which in [0, 1] {
            let lost = u32::from(before[which].saturating_sub(after[which]));
            assert!(
                lost <= doings.wrong[which],
                "{}: {before:?} -> {after:?}: {doings:?}",
                self.script
            );
            let locked = before[which] > 0 && after[which] == 0;
            assert!(
                !locked || doings.dared[which],
                "{}: {before:?} -> {after:?}: {doings:?}",
                self.script
            );
        }
    }
}

/// Which PIN a window asks for, by the words before its field.
fn which(window: &Dialogue) -> Which {
    let pin = &Catalog::for_lang("en").pin;
    let fields = [pin.user_authentication.field, pin.digital_signature.field];
    let asked = fields.iter().position(|field| window.prompt.contains(field));
    asked.unwrap_or_else(|| panic!("no such PIN: {window:?}"))
}

/// Whether the card would be asked about this value.
fn fits(which: Which, value: &str) -> bool {
    let length = value.chars().count();
    match which {
        0 => length == 4 && value.chars().all(|c| c.is_ascii_digit()),
        _ => (6..=16).contains(&length) && value.chars().all(|c| c.is_ascii_alphanumeric()),
    }
}

fn wrong(which: Which, chance: &mut Chance) -> String {
    let number = 5000 + chance.below(4000);
    if which == 0 {
        number.to_string()
    } else {
        format!("WRONG{number}")
    }
}
