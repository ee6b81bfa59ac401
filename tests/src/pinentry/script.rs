//! The script file, and how far it is used up.

use std::fmt;
use std::fs::{File, OpenOptions};
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
}

impl Step {
    fn parse(line: &str) -> Option<Self> {
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
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())?;
        match self {
            Self::Pin(value) => write!(f, " {value}"),
            Self::WaitFor(file) => write!(f, " {}", file.display()),
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
        self.advance(|[_, dialogue]| *dialogue += 1)
            .map(|[_, dialogue]| dialogue)
    }

    /// Uses up the next step; none after the last one.
    pub(super) fn next_step(&self) -> io::Result<Option<Step>> {
        let [used, _] = self.advance(|[line, _]| *line += 1)?;
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
        let [used, _] = self.advance(|_| ())?;
        let text = std::fs::read_to_string(&self.steps).unwrap_or_default();
        Ok(text.lines().count().saturating_sub(used))
    }

    fn advance(&self, change: impl FnOnce(&mut [usize; 2])) -> io::Result<[usize; 2]> {
        let mut file: File = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&self.position)?;
        flock(&file, FlockOperation::LockExclusive)?;
        let mut text = String::new();
        file.read_to_string(&mut text)?;
        let mut counts = text.split_whitespace().map(|count| count.parse().unwrap_or(0));
        let mut position = [counts.next().unwrap_or(0), counts.next().unwrap_or(0)];
        change(&mut position);
        file.rewind()?;
        file.set_len(0)?;
        let [line, dialogue] = position;
        write!(file, "{line} {dialogue}")?;
        Ok(position)
    }
}
