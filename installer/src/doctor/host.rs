//! Starts a host as a browser does, hears its hello, asks for `status`, and ends it by closing its input.
//!
//! Everything is bounded: time, size of a frame (1 MiB, what Chrome takes from a host), number of frames. The host has had
//! its input closed, and is killed if it lingers, before [`ask`] returns.

mod conversation;
mod frame;

use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::printable::one_line;
use conversation::Conversation;

/// The protocol that this installer's host speaks. Source: docs/PROTOCOL.md section 3.
const PROTOCOL: u64 = 1;

/// Id of the one request.
const STATUS_ID: u64 = 1;

/// How many frames may come before the answer.
const MOST_FRAMES: usize = 64;

/// Longest version that is taken, in characters.
const LONGEST_VERSION: usize = 32;

/// How long a host may take.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// From its start to its hello.
    pub hello: Duration,
    /// From the request to its answer; a card on a slow reader is read meanwhile.
    pub status: Duration,
    /// From the end of its input to its own end.
    pub end: Duration,
}

/// Hello: what the extension waits (docs/PROTOCOL.md section 2). End: what Chrome waits before it kills a host.
impl Default for Patience {
    fn default() -> Self {
        Self {
            hello: Duration::from_secs(5),
            status: Duration::from_secs(30),
            end: Duration::from_secs(2),
        }
    }
}

/// What a host that spoke hello went on to say.
#[derive(Debug)]
pub struct Answer {
    /// Its version: letters, digits, `.`, `+` and `-`, at most 32.
    pub version: String,
    /// Its answer to `status`.
    pub status: Result<HostStatus, Trouble>,
    /// Whether it ended by itself when its input was closed.
    pub ended: bool,
}

/// What a host does in place of what it should.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "detail")]
#[non_exhaustive]
pub enum Trouble {
    /// The operating system did not start it, with its answer.
    NotStarted(String),
    /// It ended before it answered.
    Ended {
        /// Its exit code; none if a signal ended it.
        code: Option<i32>,
        /// What it wrote to standard error, cut to 200 characters.
        said: Option<String>,
    },
    /// It said nothing for so many seconds.
    Silent(u64),
    /// It announced a message of so many bytes, more than a browser takes.
    TooLong(u32),
    /// What it said is not what a host says.
    Nonsense,
    /// It speaks another version of the protocol.
    OtherProtocol(u64),
    /// It refused to look, with a code of the protocol.
    Refused(String),
    /// It went on running when its input was closed, which a browser answers by killing it.
    Lingers,
}

/// The host's answer to `status`. Source: docs/PROTOCOL.md section 3.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct HostStatus {
    /// Whether the smart-card service runs.
    pub service: Service,
    /// Every reader.
    pub readers: Vec<Reader>,
}

/// Whether the smart-card service runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Service {
    /// It does.
    Running,
    /// It does not.
    Stopped,
}

/// A reader and what is in it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reader {
    /// As PC/SC names it.
    pub name: String,
    /// What is in it.
    pub card: Card,
    /// Tries left, of a My Number Card.
    pub tries: Option<Tries>,
    /// Dates of its user authentication certificate.
    pub authentication_certificate: Option<Dates>,
}

/// What is in a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Card {
    /// Nothing.
    None,
    /// A My Number Card.
    Jpki,
    /// Certificates in a phone.
    Phone,
    /// A resident register card, out of use since 2025.
    Old,
    /// Another card, or one that does not answer.
    Unsupported,
    /// A card that another program holds.
    Busy,
}

/// Tries left, 0 when blocked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tries {
    /// Of the user authentication PIN.
    pub user_authentication: u8,
    /// Of the signature password; none where the card has no signing key.
    pub digital_signature: Option<u8>,
}

/// From when to when a certificate is valid, RFC 3339.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Dates {
    /// First second.
    pub not_before: String,
    /// Last second.
    pub not_after: String,
}

/// Starts `program` as a browser would, and asks it what it sees.
///
/// # Errors
/// [`Trouble`] when it speaks no hello that this version understands. What goes wrong after that is in the [`Answer`].
pub fn ask(program: &Path, patience: &Patience) -> Result<Answer, Trouble> {
    let mut host =
        Conversation::start(program, patience.end).map_err(|error| Trouble::NotStarted(error.to_string()))?;
    let hello = host.next(patience.hello)?;
    let version = version_of(&hello)?;
    host.send(&json!({ "jsonrpc": "2.0", "id": STATUS_ID, "method": "status", "params": {} }));
    let status = answer(&mut host, patience);
    let ended = host.end().is_some();
    Ok(Answer { version, status, ended })
}

fn version_of(hello: &Value) -> Result<String, Trouble> {
    #[derive(Deserialize)]
    struct Hello {
        method: String,
        params: Params,
    }
    #[derive(Deserialize)]
    struct Params {
        version: String,
        protocol: u64,
    }
    let hello = Hello::deserialize(hello).map_err(|_| Trouble::Nonsense)?;
    let Params { version, protocol } = hello.params;
    if hello.method != "hello" {
        return Err(Trouble::Nonsense);
    }
    if protocol != PROTOCOL {
        return Err(Trouble::OtherProtocol(protocol));
    }
    let is_version = |c: char| c.is_ascii_alphanumeric() || ".+-".contains(c);
    if version.is_empty() || version.len() > LONGEST_VERSION || !version.chars().all(is_version) {
        return Err(Trouble::Nonsense);
    }
    Ok(version)
}

/// The answer to `status`; what the host says of its own accord meanwhile is not wanted.
fn answer(host: &mut Conversation, patience: &Patience) -> Result<HostStatus, Trouble> {
    for _ in 0..MOST_FRAMES {
        let frame = host.next(patience.status)?;
        if frame.get("method").is_some() {
            continue;
        }
        if frame.get("id").and_then(Value::as_u64) != Some(STATUS_ID) {
            return Err(Trouble::Nonsense);
        }
        if let Some(result) = frame.get("result") {
            return HostStatus::deserialize(result).map_err(|_| Trouble::Nonsense);
        }
        let code = frame.pointer("/error/data/code").and_then(Value::as_str);
        return Err(code.map_or(Trouble::Nonsense, |code| Trouble::Refused(one_line(code))));
    }
    Err(Trouble::Nonsense)
}
