//! Response APDUs and status words (ISO/IEC 7816-4 section 5.1 and 5.6).

use std::fmt;

/// An answer of the card: data and status word.
#[derive(Clone, PartialEq, Eq)]
pub struct Response {
    /// What the card answered before the status word, 0 to 256 bytes (a card is not trusted to keep to that).
    pub body: Vec<u8>,
    /// How it went.
    pub status: StatusWord,
}

impl Response {
    /// The longest answer to a short command: 256 bytes and the status word.
    pub const LONGEST: usize = 256 + 2;
}

impl TryFrom<&[u8]> for Response {
    type Error = MalformedResponse;

    fn try_from(bytes: &[u8]) -> Result<Self, MalformedResponse> {
        match bytes {
            [body @ .., sw1, sw2] => Ok(Self {
                body: body.to_vec(),
                status: StatusWord(u16::from_be_bytes([*sw1, *sw2])),
            }),
            _ => Err(MalformedResponse { length: bytes.len() }),
        }
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} bytes)", self.status, self.body.len())
    }
}

/// The card answered less than a status word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the card answered {length} bytes, but a status word has 2")]
pub struct MalformedResponse {
    /// Bytes of the answer, 0 or 1.
    pub length: usize,
}

/// The two bytes that end every answer. Source: ISO/IEC 7816-4 section 5.6.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct StatusWord(pub u16);

impl StatusWord {
    /// Normal processing.
    pub const SUCCESS: Self = Self(0x9000);
    /// File or application not found.
    pub const FILE_NOT_FOUND: Self = Self(0x6A82);
    /// Security status not satisfied: the PIN comes first.
    pub const SECURITY_STATUS_NOT_SATISFIED: Self = Self(0x6982);
    /// Authentication method blocked.
    pub const BLOCKED: Self = Self(0x6983);
    /// Referenced file is blocked (JICSAP); what the card answers to VERIFY of a blocked PIN.
    pub const REFERENCED_FILE_BLOCKED: Self = Self(0x6984);

    /// Tries left, from `63Cx`.
    pub fn tries(self) -> Option<u8> {
        let [high, low] = self.0.to_be_bytes();
        (high == 0x63 && low & 0xF0 == 0xC0).then_some(low & 0x0F)
    }

    /// Whether this says that the PIN is blocked: `63C0`, `6983` or `6984`.
    pub fn is_blocked(self) -> bool {
        self.tries() == Some(0) || self == Self::BLOCKED || self == Self::REFERENCED_FILE_BLOCKED
    }

    /// Whether this error says that the card's memory is as it was: an execution error of that kind (`64xx`), or an error found
    /// before the command was carried out (`67xx` to `6Exx`). Any other, such as `6581` or `6F00`, leaves it open.
    ///
    /// Source: ISO/IEC 7816-4 section 5.6, tables of SW1-SW2.
    pub fn says_that_nothing_changed(self) -> bool {
        let [class, _] = self.0.to_be_bytes();
        matches!(class, 0x64 | 0x67..=0x6E)
    }
}

impl fmt::Display for StatusWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04X}", self.0)
    }
}

impl fmt::Debug for StatusWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StatusWord({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_ends_with_its_status_word() {
        let response = Response::try_from([1, 2, 0x90, 0x00].as_slice()).unwrap();
        assert_eq!(
            (response.body.as_slice(), response.status),
            ([1, 2].as_slice(), StatusWord::SUCCESS)
        );
        assert_eq!(
            Response::try_from([0x90].as_slice()),
            Err(MalformedResponse { length: 1 })
        );
        assert_eq!(Response::try_from([].as_slice()), Err(MalformedResponse { length: 0 }));
    }

    #[test]
    fn tries_come_from_63cx_only() {
        assert_eq!(StatusWord(0x63C5).tries(), Some(5));
        assert_eq!(StatusWord(0x6300).tries(), None);
        for blocked in [0x63C0, 0x6983, 0x6984] {
            assert!(StatusWord(blocked).is_blocked());
        }
        assert!(!StatusWord(0x63C1).is_blocked());
    }

    #[test]
    fn only_some_errors_say_that_nothing_changed() {
        for unchanged in [0x6400, 0x6700, 0x6982, 0x6A80, 0x6D00] {
            assert!(StatusWord(unchanged).says_that_nothing_changed(), "{unchanged:04X}");
        }
        for open in [0x9000, 0x6282, 0x6300, 0x63C2, 0x6581, 0x6600, 0x6F00, 0x9FFF] {
            assert!(!StatusWord(open).says_that_nothing_changed(), "{open:04X}");
        }
    }

    #[test]
    fn debug_hides_the_body() {
        let response = Response {
            body: b"secret".to_vec(),
            status: StatusWord::SUCCESS,
        };
        assert_eq!(format!("{response:?}"), "9000 (6 bytes)");
    }
}
