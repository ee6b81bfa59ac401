//! The test's side of the scripted pinentry: says what the person will do, sees what they were shown.

use std::io;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::log::{Dialogue, Event, read};
use super::script::{Script, Step};
use super::{LOG, SCRIPT};
use crate::browser::PATIENCE;

/// A script and its log in a folder of their own.
pub struct ScriptedPinentry {
    folder: PathBuf,
}

impl ScriptedPinentry {
    /// Uses `folder`, which must be there.
    pub fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
        }
    }

    /// The environment that the pinentry program needs.
    pub fn environment(&self) -> [(&'static str, PathBuf); 2] {
        [(SCRIPT, self.script()), (LOG, self.log())]
    }

    /// Adds steps to what the person will do.
    ///
    /// # Panics
    /// If the script cannot be written.
    pub fn will<const N: usize>(&self, steps: [Step; N]) {
        let script = Script::new(&self.script());
        steps
            .iter()
            .for_each(|step| script.add(step).expect("the script can be written"));
    }

    /// A step that waits until [`ScriptedPinentry::go_on`] is called with the same word.
    pub fn waits(&self, word: &str) -> Step {
        Step::WaitFor(self.folder.join(word))
    }

    /// Lets the person go on who waits for `word`.
    ///
    /// # Panics
    /// If the file cannot be written.
    pub fn go_on(&self, word: &str) {
        std::fs::write(self.folder.join(word), "").expect("the folder can be written");
    }

    /// The next dialogue that has no step yet will be answered by [`ScriptedPinentry::answers`] with the same word.
    ///
    /// # Panics
    /// If the script cannot be written.
    pub fn will_be_told(&self, word: &str) {
        self.will([Step::AsIn(self.folder.join(word))]);
    }

    /// What the person does who waits to be told by `word`.
    ///
    /// # Panics
    /// If the file cannot be written.
    pub fn answers(&self, word: &str, step: &Step) {
        let (file, unfinished) = (self.folder.join(word), self.folder.join("unfinished"));
        std::fs::write(&unfinished, step.to_string()).expect("the folder can be written");
        std::fs::rename(unfinished, file).expect("the folder can be written");
    }

    /// Waits until the dialogue of this number, counted from 1, is on the screen.
    ///
    /// # Panics
    /// If it never comes.
    pub fn wait_for(&self, number: usize) -> Dialogue {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(dialogue) = self.dialogues().into_iter().find(|dialogue| dialogue.number == number) {
                return dialogue;
            }
            assert!(
                Instant::now() < deadline,
                "no dialogue {number} came; there were {:?}",
                self.dialogues()
            );
            sleep(Duration::from_millis(20));
        }
    }

    /// Everything that was shown so far.
    pub fn dialogues(&self) -> Vec<Dialogue> {
        let shown = |event| {
            if let Event::Shown(dialogue) = event {
                Some(dialogue)
            } else {
                None
            }
        };
        self.events().into_iter().filter_map(shown).collect()
    }

    /// Whether a dialogue's process still runs.
    pub fn is_open(dialogue: &Dialogue) -> bool {
        let state = std::fs::read_to_string(format!("/proc/{}/stat", dialogue.process)).unwrap_or_default();
        let after_name = state.rsplit(')').next().unwrap_or_default();
        !matches!(after_name.trim_start().chars().next(), None | Some('Z' | 'X'))
    }

    /// Waits until a dialogue's process is gone.
    ///
    /// # Panics
    /// If it stays.
    pub fn wait_until_closed(dialogue: &Dialogue) {
        let deadline = Instant::now() + PATIENCE;
        while Self::is_open(dialogue) {
            assert!(
                Instant::now() < deadline,
                "the window of dialogue {} stays open",
                dialogue.number
            );
            sleep(Duration::from_millis(20));
        }
    }

    /// Whether everything went by the script: no dialogue too many, none of the wrong kind, none left behind, no step unused.
    ///
    /// # Errors
    /// A sentence about the first thing that did not.
    pub fn went_as_written(&self) -> Result<(), String> {
        for event in self.events() {
            match event {
                Event::Unexpected { sentence } => return Err(sentence),
                Event::Orphaned { number } => return Err(format!("the window of dialogue {number} was left behind")),
                Event::Shown(_) | Event::Answered { .. } => {}
            }
        }
        match Script::new(&self.script()).left() {
            Ok(0) => Ok(()),
            Ok(left) => Err(format!("{left} steps of the script were not used")),
            Err(error) => Err(error.to_string()),
        }
    }

    fn events(&self) -> Vec<Event> {
        read(&self.log()).unwrap_or_else(|error: io::Error| panic!("the pinentry log cannot be read: {error}"))
    }

    fn script(&self) -> PathBuf {
        self.folder.join("pinentry.script")
    }

    fn log(&self) -> PathBuf {
        self.folder.join("pinentry.log")
    }
}
