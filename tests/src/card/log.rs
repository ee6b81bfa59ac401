//! The APDU log: what the card was sent, in order, with power events between. PINs are never in it.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Write};
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Instant;

use serde::{Deserialize, Serialize};

use super::apdu::{Answer, ReadRange, Request};
use super::application::Application;

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogEntry {
    /// Counts all lines from 1.
    pub sequence: u64,
    /// Milliseconds since the card was made, at the end of the event.
    pub milliseconds: u64,
    /// What happened.
    #[serde(flatten)]
    pub event: LogEvent,
}

/// What can happen to a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum LogEvent {
    /// Cold reset.
    PowerOn,
    /// The power was taken away.
    PowerOff,
    /// Reset under power.
    WarmReset,
    /// Pulled out.
    Removed,
    /// Put back.
    Inserted,
    /// A command and its answer.
    Command(CommandRecord),
}

/// A command and its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommandRecord {
    /// The command in hex; of VERIFY and CHANGE REFERENCE DATA only the header.
    pub command: String,
    /// Length of the data that was left out of `command`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub masked: Option<usize>,
    /// The application that is selected after the command.
    pub application: String,
    /// The status word in hex.
    pub status: String,
    /// Length of the answer's body in bytes.
    pub body: usize,
    /// What READ BINARY read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read: Option<ReadRange>,
}

#[derive(Debug)]
struct Lines {
    entries: Vec<LogEntry>,
    last: u64,
    begin: Instant,
    sink: Option<File>,
}

/// A shared handle on a card's log.
#[derive(Debug, Clone)]
pub struct ApduLog(Arc<Mutex<Lines>>);

impl Default for ApduLog {
    fn default() -> Self {
        Self::with(Vec::new(), None)
    }
}

impl ApduLog {
    fn with(entries: Vec<LogEntry>, sink: Option<File>) -> Self {
        let last = entries.last().map_or(0, |entry: &LogEntry| entry.sequence);
        Self(Arc::new(Mutex::new(Lines {
            entries,
            last,
            begin: Instant::now(),
            sink,
        })))
    }

    /// A log that is also written to `path`, one JSON object a line.
    pub fn into_file(path: &Path) -> io::Result<Self> {
        Ok(Self::with(Vec::new(), Some(File::create(path)?)))
    }

    /// Reads such a file; a last line that is still being written is left out.
    pub fn read(path: &Path) -> io::Result<Self> {
        let text = std::fs::read_to_string(path)?;
        let complete = text.rfind('\n').map_or("", |end| &text[..end]);
        let entries = complete.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
        Ok(Self::with(entries, None))
    }

    /// All lines.
    pub fn entries(&self) -> Vec<LogEntry> {
        self.lines().entries.clone()
    }

    /// The commands only.
    pub fn commands(&self) -> Vec<CommandRecord> {
        let command = |entry: LogEntry| match entry.event {
            LogEvent::Command(record) => Some(record),
            _ => None,
        };
        self.entries().into_iter().filter_map(command).collect()
    }

    /// How many commands there were.
    pub fn count(&self) -> usize {
        self.commands().len()
    }

    /// CLA INS P1 P2 of every command, as eight hex digits.
    pub fn headers(&self) -> Vec<String> {
        self.commands()
            .into_iter()
            .map(|record| record.command.chars().take(8).collect())
            .collect()
    }

    /// How many VERIFY commands carried a PIN: each spent, or could have spent, a try.
    pub fn pins_sent(&self) -> usize {
        self.commands()
            .iter()
            .filter(|record| record.command.starts_with("0020") && record.masked.is_some())
            .count()
    }

    /// How often each byte of the JPKI file `id` was read; as long as the file was read.
    pub fn reads(&self, id: u16) -> Vec<u32> {
        let mut counts = Vec::new();
        for range in self.ranges(id) {
            counts.resize(counts.len().max(range.end), 0);
            counts[range].iter_mut().for_each(|count| *count += 1);
        }
        counts
    }

    /// The files of which a byte was read more than once, with the number of such bytes.
    pub fn read_again(&self) -> BTreeMap<u16, usize> {
        let files: Vec<u16> = self
            .commands()
            .iter()
            .filter_map(|record| record.read)
            .map(|read| read.file)
            .collect();
        let again = |id: u16| self.reads(id).iter().filter(|count| **count > 1).count();
        files
            .into_iter()
            .map(|id| (id, again(id)))
            .filter(|(_, bytes)| *bytes > 0)
            .collect()
    }

    /// The number of the last line, 0 if there is none: a mark for [`after`](Self::after).
    pub fn mark(&self) -> u64 {
        self.lines().last
    }

    /// A copy of the lines after a mark, such as those of one ceremony.
    pub fn after(&self, mark: u64) -> Self {
        let mut entries = self.entries();
        entries.retain(|entry| entry.sequence > mark);
        Self::with(entries, None)
    }

    /// Forgets the lines until now (not those in the file), so that the next ceremony is counted by itself.
    pub fn clear(&self) {
        self.lines().entries.clear();
    }

    fn ranges(&self, id: u16) -> Vec<Range<usize>> {
        let commands = self.commands();
        let reads = commands
            .iter()
            .filter_map(|record| record.read)
            .filter(|read| read.file == id);
        reads.map(|read| read.offset..read.offset + read.length).collect()
    }

    pub(super) fn event(&self, event: LogEvent) {
        let mut lines = self.lines();
        lines.last += 1;
        let sequence = lines.last;
        let milliseconds = u64::try_from(lines.begin.elapsed().as_millis()).expect("no test lasts so long");
        let entry = LogEntry {
            sequence,
            milliseconds,
            event,
        };
        if let Some(sink) = &mut lines.sink {
            let line = serde_json::to_string(&entry).expect("an entry is plain JSON");
            sink.write_all(format!("{line}\n").as_bytes())
                .expect("the log can be written");
        }
        lines.entries.push(entry);
    }

    pub(super) fn command(&self, application: Application, bytes: &[u8], answer: &Answer) {
        let request = Request::parse(bytes).ok();
        // a PIN stays out of the log also where the command around it is ill-formed
        let pin = bytes
            .get(1)
            .is_some_and(|instruction| matches!(instruction, 0x20 | 0x24 | 0x32))
            && bytes.len() > 4;
        let shown = if pin { &bytes[..4] } else { bytes };
        self.event(LogEvent::Command(CommandRecord {
            command: hex(shown),
            masked: pin.then(|| request.map_or(bytes.len() - 4, |request| request.data.len())),
            application: application.name().to_owned(),
            status: format!("{:04X}", answer.status),
            body: answer.body.len(),
            read: answer.read,
        }));
    }

    fn lines(&self) -> MutexGuard<'_, Lines> {
        self.0.lock().expect("no panic under the lock")
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}
