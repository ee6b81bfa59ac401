//! What an extension would hear of a ceremony.

use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use openjpki_host::cancel::Cancel;
use openjpki_host::ceremony::Observer;
use openjpki_host::wire::{Candidate, Detail, Placed, Stage};

/// Longest wait for what a test does meanwhile.
const PATIENCE: Duration = Duration::from_secs(20);

/// One thing that the ceremony said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// How far it is.
    Progress(Stage, Detail),
    /// Which cards there are to choose from.
    Choice(Vec<Candidate>),
}

/// Keeps what it hears, and chooses the card that it was told to.
#[derive(Debug, Clone, Default)]
pub struct Listener {
    heard: Arc<Mutex<Vec<Heard>>>,
    choice: Option<usize>,
    hesitates: bool,
}

impl Listener {
    /// A listener that chooses this one of two cards.
    pub fn choosing(choice: usize) -> Self {
        Self {
            choice: Some(choice),
            ..Self::default()
        }
    }

    /// A listener that chooses none of two cards until one is taken away.
    pub fn hesitating() -> Self {
        Self {
            hesitates: true,
            ..Self::default()
        }
    }

    /// Everything until now.
    pub fn heard(&self) -> Vec<Heard> {
        self.heard.lock().expect("no panic under the lock").clone()
    }

    /// The stages and reasons until now, in the words of the wire: `waiting-for-card no-card`.
    pub fn stages(&self) -> Vec<String> {
        let word = |value: serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let line = |heard: Heard| match heard {
            Heard::Progress(stage, detail) => {
                let stage = word(serde_json::to_value(stage).expect("a word"));
                let reason = detail
                    .reason
                    .map(|reason| word(serde_json::to_value(reason).expect("a word")));
                reason.map_or(stage.clone(), |reason| format!("{stage} {reason}"))
            }
            Heard::Choice(candidates) => {
                let words = candidates.iter().map(|candidate| match candidate.placed {
                    Placed::JustNow => format!("{} (just now)", candidate.reader),
                    Placed::Before => candidate.reader.clone(),
                });
                format!("choose {}", words.collect::<Vec<_>>().join(", "))
            }
        };
        self.heard().into_iter().map(line).collect()
    }

    fn note(&self, heard: Heard) {
        self.heard.lock().expect("no panic under the lock").push(heard);
    }
}

impl Observer for Listener {
    fn progress(&self, stage: Stage, detail: Detail) {
        self.note(Heard::Progress(stage, detail));
    }

    fn choose(&self, candidates: &[Candidate], moot: &Cancel) -> Option<usize> {
        self.note(Heard::Choice(candidates.to_vec()));
        let begin = Instant::now();
        while self.hesitates && !moot.is_cancelled() {
            assert!(begin.elapsed() < PATIENCE, "no card was taken away");
            thread::sleep(Duration::from_millis(2));
        }
        self.choice
    }
}
