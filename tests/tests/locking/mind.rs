//! What a clumsy person does at the windows of the host's library, and what they have done.

use std::fmt;
use std::thread;
use std::time::{Duration, Instant};

use openjpki::jpki::{Key, KeyKind, Pin, PinEntry};
use openjpki_host::cancel::Cancel;
use openjpki_host::prompt::{
    ChangeStep, ConfirmRequest, MessageRequest, Notice, PinPrompt, PinRequest, PromptError, Purpose,
};
use openjpki_tests::card::PinChoice;
use openjpki_tests::in_process::Cards;

use crate::chance::Chance;
use crate::library::Person;

pub(crate) const KEYS: [KeyKind; 2] = [KeyKind::UserAuthentication, KeyKind::DigitalSignature];

/// More windows than that, and the person gives up.
const MOST_WINDOWS: usize = 12;
/// Longest wait for a window to close with its card; only a broken host waits so long.
const PATIENCE: Duration = Duration::from_secs(20);
/// What cannot be either PIN.
const NONSENSE: [&str; 5] = ["", "12", "ABC 123", "12345678901234567", "あいうえおか"];

pub(crate) fn choice(key: KeyKind) -> PinChoice {
    match key {
        KeyKind::UserAuthentication => PinChoice::Authentication,
        KeyKind::DigitalSignature => PinChoice::Signature,
    }
}

/// Index 0 is the PIN, 1 the password.
#[derive(Clone)]
pub(crate) struct Mind {
    pub(crate) chance: Chance,
    cards: Cards,
    cancel: Cancel,
    script: String,
    /// What counted when they sat down.
    pub(crate) right: [String; 2],
    /// The new one that they chose last.
    pub(crate) new: String,
    before: String,
    windows: usize,
    confirmed: bool,
    /// Typed and pressed OK.
    pub(crate) typed: usize,
    /// The same, where the card compares it, and it was not the right one.
    pub(crate) wrong: [u32; 2],
    /// Typed after they had confirmed that it is the last try.
    pub(crate) dared: [bool; 2],
    /// How often they were told that it is to be found out which one counts.
    pub(crate) doubts: usize,
}

/// For the sentence of a failure: what was done, without the card.
impl fmt::Debug for Mind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mind")
            .field("right", &self.right)
            .field("new", &self.new)
            .field("typed", &self.typed)
            .field("wrong", &self.wrong)
            .field("dared", &self.dared)
            .field("doubts", &self.doubts)
            .field("windows", &self.windows)
            .finish_non_exhaustive()
    }
}

/// What a person does at a PIN window.
enum Does {
    Types(String),
    Closes,
    /// Nothing more, since what they did closes the window.
    Waits,
}

impl Mind {
    pub(crate) fn new(chance: Chance, cards: Cards, cancel: Cancel, right: [String; 2], script: &str) -> Self {
        Self {
            chance,
            cards,
            cancel,
            script: script.to_owned(),
            right,
            new: String::new(),
            before: "0000".to_owned(),
            windows: 0,
            confirmed: false,
            typed: 0,
            wrong: [0; 2],
            dared: [false; 2],
            doubts: 0,
        }
    }

    pub(crate) fn which(&self, key: KeyKind) -> usize {
        usize::from(key == KEYS[1])
    }

    /// Puts the card back, or has had enough.
    pub(crate) fn is_missing_the_card(&mut self) {
        self.windows += 1;
        if self.is_weary() || self.chance.once_in(8) {
            self.cancel.cancel();
        } else if !self.cards.with(0, |card| card.is_present()) {
            self.cards.insert(0);
        }
    }

    fn is_weary(&self) -> bool {
        self.windows > MOST_WINDOWS
    }

    /// What is shown is true, and nobody uses the last try unwarned.
    fn looks(&mut self, request: &PinRequest<'_>, key: KeyKind) -> bool {
        self.windows += 1;
        let confirmed = std::mem::take(&mut self.confirmed);
        if request.purpose.is_compared() {
            let left = self.cards.with(0, |card| card.jpki().unwrap().tries(choice(key)));
            assert_eq!(left, Some(request.tries), "{}: shown {request:?}", self.script);
            assert_eq!(confirmed, request.tries == 1, "{}: {self:?}", self.script);
        }
        confirmed
    }

    fn reacts(&mut self, request: &PinRequest<'_>, key: KeyKind) -> Does {
        if self.is_weary() {
            return Does::Closes;
        }
        match self.chance.below(24) {
            0 => return Does::Closes,
            1 => {
                self.cancel.cancel();
                return Does::Waits;
            }
            2 => {
                self.cards.remove(0);
                if self.chance.once_in(2) {
                    self.cards.insert(0);
                }
                if self.chance.once_in(2) {
                    return Does::Waits;
                }
            }
            _ => {}
        }
        Does::Types(match request.purpose {
            Purpose::ChangePin(ChangeStep::New) => self.chooses(key),
            Purpose::ChangePin(ChangeStep::Repeat | ChangeStep::Settle) => self.repeats(key),
            _ => self.guesses(key),
        })
    }

    fn guesses(&mut self, key: KeyKind) -> String {
        let which = self.which(key);
        match self.chance.below(12) {
            0..6 => self.right[which].clone(),
            6 => self.right[1 - which].clone(),
            7 => self.before.clone(),
            8 => self.chance.one_of(&NONSENSE).to_owned(),
            _ => self.any(key),
        }
    }

    fn chooses(&mut self, key: KeyKind) -> String {
        self.new = match self.chance.below(8) {
            0 => self.right[self.which(key)].clone(),
            1 => "ABCDEFG".to_owned(),
            _ => self.any(key),
        };
        self.new.clone()
    }

    fn repeats(&mut self, key: KeyKind) -> String {
        if self.chance.once_in(8) {
            self.any(key)
        } else {
            self.new.clone()
        }
    }

    /// Some value of the right form.
    fn any(&mut self, key: KeyKind) -> String {
        let number = 5000 + self.chance.below(4000);
        match key {
            KeyKind::UserAuthentication => number.to_string(),
            KeyKind::DigitalSignature => format!("any{number}"),
        }
    }

    /// Remembers what was typed, before the card can have seen it.
    fn notes(&mut self, request: &PinRequest<'_>, key: KeyKind, value: &str, confirmed: bool) {
        self.typed += 1;
        value.clone_into(&mut self.before);
        if request.purpose.is_compared() {
            let which = self.which(key);
            let is_right = self
                .cards
                .with(0, |card| card.jpki().unwrap().is_pin(choice(key), value));
            self.wrong[which] += u32::from(!is_right);
            self.dared[which] |= confirmed;
        }
    }
}

impl PinPrompt for Person {
    fn ask<K: Key>(
        &mut self,
        request: &PinRequest<'_>,
        misfit: &dyn Fn(),
        cancel: &Cancel,
    ) -> Result<Pin<K>, PromptError> {
        let confirmed = self.mind().looks(request, K::KIND);
        loop {
            let does = self.mind().reacts(request, K::KIND);
            match does {
                Does::Closes => return Err(PromptError::Cancelled),
                Does::Waits => return Err(closed(cancel)),
                Does::Types(value) => {
                    if let Some(pin) = parsed(&value) {
                        self.mind().notes(request, K::KIND, &value, confirmed);
                        return Ok(pin);
                    }
                    misfit();
                    self.mind().windows += 1;
                }
            }
        }
    }

    fn confirm_last_try(&mut self, _: &ConfirmRequest<'_>, cancel: &Cancel) -> Result<bool, PromptError> {
        let mut mind = self.mind();
        match mind.chance.below(8) {
            0 => Ok(false),
            1 => {
                mind.cards.remove(0);
                drop(mind);
                Err(closed(cancel))
            }
            _ => {
                mind.confirmed = true;
                Ok(true)
            }
        }
    }

    fn message(&mut self, request: &MessageRequest<'_>, _: &Cancel) -> Result<(), PromptError> {
        self.mind().doubts += usize::from(matches!(request.notice, Notice::PinInDoubt(_)));
        Ok(())
    }
}

/// Waits until the window is closed for them.
fn closed(cancel: &Cancel) -> PromptError {
    let begin = Instant::now();
    while !cancel.is_cancelled() {
        assert!(begin.elapsed() < PATIENCE, "the window stayed open");
        thread::sleep(Duration::from_millis(1));
    }
    PromptError::Stopped
}

fn parsed<K: Key>(value: &str) -> Option<Pin<K>> {
    let mut entry = PinEntry::new();
    value.bytes().try_for_each(|byte| entry.push_byte(byte)).ok()?;
    Pin::parse(&entry).ok()
}
