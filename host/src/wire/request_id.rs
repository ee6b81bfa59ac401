//! Ids of requests.

use serde::{Deserialize, Serialize};

/// Longest id that is a string, in bytes.
const LONGEST: usize = 128;

/// The id of a request: a whole number or a string.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum RequestId {
    /// A whole number.
    Number(i64),
    /// A string of at most 128 bytes.
    Text(String),
}

impl RequestId {
    /// Whether a string is no longer than it may be, and not empty.
    pub(super) fn is_well_formed(&self) -> bool {
        match self {
            Self::Number(_) => true,
            Self::Text(text) => (1..=LONGEST).contains(&text.len()),
        }
    }
}
