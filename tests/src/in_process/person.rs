//! A person who follows a script.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

use openjpki::jpki::{Key, KeyKind, Pin, PinEntry};
use openjpki_host::cancel::Cancel;
use openjpki_host::prompt::{
    ChangeStep, ConfirmRequest, MessageRequest, Mistake, Notice, PinPrompt, PinRequest, PromptError, Purpose,
};

/// Longest wait for what a test waits for; only a broken test waits so long.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the person does with the next window.
#[derive(Clone)]
pub enum Act {
    /// Types this and presses OK.
    Type(&'static str),
    /// Types this as soon as something is true.
    TypeWhen(&'static str, Arc<dyn Fn() -> bool + Send + Sync>),
    /// Presses Cancel.
    Cancel,
    /// Does nothing until the window is closed for them.
    Hang,
    /// Presses OK in a confirmation.
    Confirm,
    /// Presses Cancel in a confirmation.
    Decline,
    /// Does something else before they close a message.
    Does(Arc<dyn Fn() + Send + Sync>),
}

/// What the person was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// A PIN.
    Pin {
        /// Of which key.
        key: KeyKind,
        /// Tries left, as shown.
        tries: u8,
        /// What was wrong before, as shown.
        mistake: Option<Mistake>,
    },
    /// Something on the way to another PIN.
    Change {
        /// Of which key.
        key: KeyKind,
        /// What.
        step: ChangeStep,
        /// Tries left, as shown; nothing where none can be lost.
        tries: Option<u8>,
        /// What was wrong before, as shown.
        mistake: Option<Mistake>,
    },
    /// Whether to use the last try.
    LastTry {
        /// Of which key.
        key: KeyKind,
    },
    /// Nothing, but told that this key's PIN is blocked.
    Blocked {
        /// Which key.
        key: KeyKind,
    },
    /// Nothing, but told this.
    Told(Notice),
}

#[derive(Default)]
struct Script {
    acts: VecDeque<Act>,
    asked: Vec<Asked>,
    documents: Vec<usize>,
    typed: usize,
    last_typed: Option<Instant>,
    closes_while_card_works: bool,
}

/// The person; clones are the same one.
#[derive(Clone)]
pub struct Person(Arc<Mutex<Script>>);

impl Person {
    /// Somebody who does this, in this order; afterwards they cancel.
    pub fn new(acts: Vec<Act>) -> Self {
        Self(Arc::new(Mutex::new(Script {
            acts: acts.into(),
            ..Script::default()
        })))
    }

    /// The same, but after their last typing they close the window while the card works.
    #[must_use]
    pub fn who_closes_while_the_card_works(self) -> Self {
        self.script().closes_while_card_works = true;
        self
    }

    /// What they were asked until now.
    pub fn asked(&self) -> Vec<Asked> {
        self.script().asked.clone()
    }

    /// How many documents each window about documents listed.
    pub fn documents(&self) -> Vec<usize> {
        self.script().documents.clone()
    }

    /// How many PINs they typed until now.
    pub fn typed(&self) -> usize {
        self.script().typed
    }

    /// When they pressed OK for the last time.
    pub fn last_typed(&self) -> Option<Instant> {
        self.script().last_typed
    }

    fn next(&self, asked: Asked) -> Act {
        let mut script = self.script();
        script.asked.push(asked);
        script.acts.pop_front().unwrap_or(Act::Cancel)
    }

    fn type_in<K: Key>(&self, text: &str) -> Result<Pin<K>, PromptError> {
        let mut script = self.script();
        script.typed += 1;
        script.last_typed = Some(Instant::now());
        drop(script);
        let mut entry = PinEntry::new();
        for byte in text.bytes() {
            entry.push_byte(byte).expect("a script's PIN is short");
        }
        Ok(Pin::parse(&entry).expect("a script's PIN has the right form"))
    }

    fn script(&self) -> MutexGuard<'_, Script> {
        self.0.lock().expect("no panic under the lock")
    }
}

impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Person(asked {} times)", self.asked().len())
    }
}

/// Waits until `condition`; stops with the window.
fn wait(cancel: &Cancel, condition: impl Fn() -> bool) -> Result<(), PromptError> {
    let begin = Instant::now();
    while !condition() {
        if cancel.is_cancelled() {
            return Err(PromptError::Stopped);
        }
        assert!(begin.elapsed() < PATIENCE, "what the script waits for never came");
        thread::sleep(Duration::from_millis(2));
    }
    Ok(())
}

impl PinPrompt for Person {
    fn ask<K: Key>(
        &mut self,
        request: &PinRequest<'_>,
        _misfit: &dyn Fn(),
        cancel: &Cancel,
    ) -> Result<Pin<K>, PromptError> {
        let (key, tries, mistake) = (K::KIND, request.tries, request.mistake);
        if request.purpose == Purpose::Sign {
            self.script().documents.push(request.documents.len());
        }
        let asked = match request.purpose {
            Purpose::ChangePin(step) => Asked::Change {
                key,
                step,
                tries: request.purpose.is_compared().then_some(tries),
                mistake,
            },
            _ => Asked::Pin { key, tries, mistake },
        };
        match self.next(asked) {
            Act::Type(text) => self.type_in(text),
            Act::TypeWhen(text, condition) => {
                wait(cancel, || condition())?;
                self.type_in(text)
            }
            Act::Hang => wait(cancel, || false).and(Err(PromptError::Cancelled)),
            Act::Cancel | Act::Confirm | Act::Decline | Act::Does(_) => Err(PromptError::Cancelled),
        }
    }

    fn confirm_last_try(&mut self, request: &ConfirmRequest<'_>, _: &Cancel) -> Result<bool, PromptError> {
        Ok(matches!(self.next(Asked::LastTry { key: request.key }), Act::Confirm))
    }
    fn message(&mut self, request: &MessageRequest<'_>, _: &Cancel) -> Result<(), PromptError> {
        let mut script = self.script();
        script.asked.push(match request.notice {
            Notice::PinBlocked(key) => Asked::Blocked { key },
            notice => Asked::Told(notice),
        });
        let does = matches!(script.acts.front(), Some(Act::Does(_)));
        let act = if does { script.acts.pop_front() } else { None };
        drop(script);
        if let Some(Act::Does(act)) = act {
            act();
        }
        Ok(())
    }

    fn close(&mut self) -> bool {
        self.script().closes_while_card_works
    }
}
