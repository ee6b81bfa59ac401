//! The script file, and how far it is used up.

use std::fmt;
use std::fs::OpenOptions;
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::{FlockOperation, flock};

/// What the person does. One line of the script, written as [`fmt::Display`] shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// `pin VALUE`: types the value and presses OK.
    Pin(String),
    /// `cancel`: closes the window.
    Cancel,
    /// `confirm`: presses OK where no PIN is asked for.
    Confirm,
    /// `decline`: presses the button that says no.
    Decline,
    /// `hang`: goes away from the computer.
    Hang,
    /// `crash`: the pinentry program dies.
    Crash,
    /// `wait-for FILE`: does nothing until the file is there, then the next step.
    WaitFor(PathBuf),
    /// `pause MILLISECONDS`: does nothing for so long, then the next step.
    Pause(Duration),
    /// `as-in FILE`: does nothing until the file is there, then what its line says.
    AsIn(PathBuf),
}

impl Step {
    pub(super) fn parse(line: &str) -> Option<Self> {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        Some(match word {
            "pin" => Self::Pin(rest.to_owned()),
            "cancel" => Self::Cancel,
            "confirm" => Self::Confirm,
            "decline" => Self::Decline,
            "hang" => Self::Hang,
            "crash" => Self::Crash,
            "wait-for" => Self::WaitFor(rest.into()),
            "pause" => Self::Pause(Duration::from_millis(rest.parse().ok()?)),
            "as-in" => Self::AsIn(rest.into()),
            _ => return None,
        })
    }

    /// The step's word, without the PIN.
    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::Pin(_) => "pin",
            Self::Cancel => "cancel",
            Self::Confirm => "confirm",
            Self::Decline => "decline",
            Self::Hang => "hang",
            Self::Crash => "crash",
            Self::WaitFor(_) => "wait-for",
            Self::Pause(_) => "pause",
            Self::AsIn(_) => "as-in",
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())?;
        match self {
            Self::Pin(value) => write!(f, " {value}"),
            Self::WaitFor(file) | Self::AsIn(file) => write!(f, " {}", file.display()),
            Self::Pause(time) => write!(f, " {}", time.as_millis()),
            _ => Ok(()),
        }
    }
}

/// A script shared by several processes: a file of steps, and beside it one that counts the used ones.
pub(super) struct Script {
    steps: PathBuf,
    position: PathBuf,
}

impl Script {
    pub(super) fn new(steps: &Path) -> Self {
        Self {
            steps: steps.to_owned(),
            position: steps.with_extension("position"),
        }
    }

    /// Adds a step at the end.
    pub(super) fn add(&self, step: &Step) -> io::Result<()> {
        writeln!(
            OpenOptions::new().create(true).append(true).open(&self.steps)?,
            "{step}"
        )
    }

    /// Counts one more dialogue and returns its number.
    pub(super) fn next_dialogue(&self) -> io::Result<usize> {
        self.count(Some(DIALOGUE)).map(|[_, dialogues]| dialogues)
    }

    /// Uses up the next step; none after the last one.
    pub(super) fn next_step(&self) -> io::Result<Option<Step>> {
        let [used, _] = self.count(Some(STEP))?;
        let text = std::fs::read_to_string(&self.steps).unwrap_or_default();
        let Some(line) = text.lines().nth(used - 1) else {
            return Ok(None);
        };
        Step::parse(line)
            .map(Some)
            .ok_or_else(|| io::Error::other(format!("no such step: {line}")))
    }

    /// How many steps are left.
    pub(super) fn left(&self) -> io::Result<usize> {
        let [used, _] = self.count(None)?;
        let text = std::fs::read_to_string(&self.steps).unwrap_or_default();
        Ok(text.lines().count().saturating_sub(used))
    }

    /// Counts the steps and the dialogues so far, with `one` more of a kind. Only ever adds a byte to the file, so that a program
    /// that is killed in the middle loses nothing.
    fn count(&self, one: Option<u8>) -> io::Result<[usize; 2]> {
        let mut file = OpenOptions::new()
            .create(true)
            .append(true)
            .read(true)
            .open(&self.position)?;
        flock(&file, FlockOperation::LockExclusive)?;
        if let Some(kind) = one {
            file.write_all(&[kind])?;
        }
        let mut marks = Vec::new();
        file.rewind()?;
        file.read_to_end(&mut marks)?;
        Ok([STEP, DIALOGUE].map(|kind| marks.iter().filter(|mark| **mark == kind).count()))
    }
}

/// A used step, in the file that counts.
const STEP: u8 = b's';
/// A dialogue that was shown.
const DIALOGUE: u8 = b'd';
