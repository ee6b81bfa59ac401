//! What a dialogue said and how it ended, as JSON lines.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::Path;

use serde::{Deserialize, Serialize};

/// What a person would have seen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dialogue {
    /// Counted from 1 over the whole script.
    pub number: usize,
    /// The pinentry process that showed it.
    pub process: u32,
    /// `pin`, `confirm` or `message`.
    pub kind: String,
    /// Title of the window.
    pub title: String,
    /// The text.
    pub description: String,
    /// The words before the field.
    pub prompt: String,
    /// What was wrong with the last answer.
    pub error: String,
    /// The words on the buttons: to go on, to say no, to stop.
    pub buttons: [String; 3],
}

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub(super) enum Event {
    /// The window came up.
    Shown(Dialogue),
    /// It was answered.
    Answered {
        number: usize,
        /// The step's word: `pin`, `cancel`, ...
        answer: String,
    },
    /// The program that asked is gone and left the window behind.
    Orphaned { number: usize },
    /// The script did not expect this.
    Unexpected { sentence: String },
}

/// Appends one line. A single write, so that processes do not mix their lines.
pub(super) fn append(file: &Path, event: &Event) -> io::Result<()> {
    let mut line = serde_json::to_vec(event)?;
    line.push(b'\n');
    OpenOptions::new()
        .create(true)
        .append(true)
        .open(file)?
        .write_all(&line)
}

/// All lines so far; none if nothing was asked yet.
pub(super) fn read(file: &Path) -> io::Result<Vec<Event>> {
    let text = match std::fs::read_to_string(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other?,
    };
    let complete = text.rfind('\n').map_or("", |end| &text[..end]);
    complete
        .lines()
        .map(|line| serde_json::from_str(line).map_err(io::Error::from))
        .collect()
}
