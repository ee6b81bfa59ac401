//! Command and answer bytes, parsed apart from the host's own code. ISO/IEC 7816-3 section 12.1.

use rsa::rand_core::{OsRng, RngCore};
use serde::{Deserialize, Serialize};

/// The status words of the card.
pub mod status {
    /// Done.
    pub const OK: u16 = 0x9000;
    /// VERIFY failed, or a query: the low digit is the number of tries left.
    pub const TRIES: u16 = 0x63C0;
    /// Wrong length.
    pub const WRONG_LENGTH: u16 = 0x6700;
    /// Only logical channel 0 works.
    pub const NO_CHANNEL: u16 = 0x6881;
    /// Secure messaging is not offered.
    pub const NO_SECURE_MESSAGING: u16 = 0x6882;
    /// The file is not of the kind that the command needs.
    pub const WRONG_FILE_KIND: u16 = 0x6981;
    /// A PIN is needed first.
    pub const SECURITY: u16 = 0x6982;
    /// VERIFY on a PIN that is blocked.
    pub const BLOCKED: u16 = 0x6984;
    /// Conditions of use: input that cannot be signed, a length form that is not offered.
    pub const CONDITIONS: u16 = 0x6985;
    /// No file is selected.
    pub const NO_FILE: u16 = 0x6986;
    /// The new PIN breaks its rule [?].
    pub const WRONG_DATA: u16 = 0x6A80;
    /// No such application or file.
    pub const NOT_FOUND: u16 = 0x6A82;
    /// P1 or P2 is not offered.
    pub const WRONG_P1_P2: u16 = 0x6A86;
    /// No such data object.
    pub const NO_DATA_OBJECT: u16 = 0x6A88;
    /// READ BINARY at or past the end of the file.
    pub const WRONG_OFFSET: u16 = 0x6B00;
    /// No such instruction.
    pub const NO_INSTRUCTION: u16 = 0x6D00;
    /// No such class.
    pub const NO_CLASS: u16 = 0x6E00;
}

/// A command, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// CLA.
    pub class: u8,
    /// INS.
    pub instruction: u8,
    /// P1.
    pub p1: u8,
    /// P2.
    pub p2: u8,
    /// The command data; empty without Lc.
    pub data: Vec<u8>,
    /// How many bytes are asked for, at most; `Le=00` is 256, an extended `0000` is 65536.
    pub expected: Option<usize>,
    /// Whether the lengths were written in the extended form.
    pub extended: bool,
}

impl Request {
    /// Takes a command apart.
    ///
    /// # Errors
    /// The status word for bytes that are no command.
    pub fn parse(bytes: &[u8]) -> Result<Self, u16> {
        let [class, instruction, p1, p2, rest @ ..] = bytes else {
            return Err(status::WRONG_LENGTH);
        };
        let (data, expected, extended) = lengths(rest).ok_or(status::WRONG_LENGTH)?;
        let (class, instruction, p1, p2) = (*class, *instruction, *p1, *p2);
        Ok(Self {
            class,
            instruction,
            p1,
            p2,
            data: data.to_vec(),
            expected,
            extended,
        })
    }

    /// CLA INS P1 P2.
    pub fn header(&self) -> [u8; 4] {
        [self.class, self.instruction, self.p1, self.p2]
    }

    /// The status word for a class that the card refuses whatever the instruction.
    pub(super) fn refused_class(&self) -> Option<u16> {
        match self.class {
            0x00 | 0x80 => None,
            class if class & 0x70 == 0 && class & 0x03 != 0 => Some(status::NO_CHANNEL),
            class if class & 0x70 == 0 && class & 0x0C != 0 => Some(status::NO_SECURE_MESSAGING),
            _ => Some(status::NO_CLASS),
        }
    }
}

/// Data, expected length and form of what follows the four header bytes.
fn lengths(rest: &[u8]) -> Option<(&[u8], Option<usize>, bool)> {
    match rest {
        [] => Some((&[], None, false)),
        [le] => Some((&[], Some(short(*le)), false)),
        [0, high, low] => Some((&[], Some(long(*high, *low)), true)),
        [0, high, low, tail @ ..] => {
            let (data, tail) = tail.split_at_checked(usize::from(u16::from_be_bytes([*high, *low])))?;
            match tail {
                [] => Some((data, None, true)),
                [high, low] => Some((data, Some(long(*high, *low)), true)),
                _ => None,
            }
        }
        [lc, tail @ ..] => {
            let (data, tail) = tail.split_at_checked(usize::from(*lc))?;
            match tail {
                _ if data.is_empty() => None,
                [] => Some((data, None, false)),
                [le] => Some((data, Some(short(*le)), false)),
                _ => None,
            }
        }
    }
}

fn short(le: u8) -> usize {
    if le == 0 { 256 } else { usize::from(le) }
}

fn long(high: u8, low: u8) -> usize {
    match u16::from_be_bytes([high, low]) {
        0 => 65536,
        length => usize::from(length),
    }
}

/// An answer, and what the log and the clock want to know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The bytes before the status word.
    pub body: Vec<u8>,
    /// SW1 SW2.
    pub status: u16,
    /// What READ BINARY read.
    pub read: Option<ReadRange>,
    /// Whether the RSA key was used.
    pub signed: bool,
}

/// A stretch of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadRange {
    /// Which file.
    pub file: u16,
    /// First byte.
    pub offset: usize,
    /// Number of bytes.
    pub length: usize,
}

impl Answer {
    /// An answer without a body.
    pub fn status(status: u16) -> Self {
        Self {
            body: Vec::new(),
            status,
            read: None,
            signed: false,
        }
    }

    /// `9000` with a body.
    pub fn body(body: Vec<u8>) -> Self {
        Self {
            body,
            ..Self::status(status::OK)
        }
    }

    /// What goes over the wire.
    pub fn to_bytes(&self) -> Vec<u8> {
        [self.body.as_slice(), &self.status.to_be_bytes()].concat()
    }
}

/// GET CHALLENGE: 1 to 256 random bytes; the extended form is refused [1 source].
pub(super) fn random(request: &Request) -> Answer {
    match request.expected {
        _ if request.p1 != 0 || request.p2 != 0 => Answer::status(status::WRONG_P1_P2),
        _ if request.extended => Answer::status(status::CONDITIONS),
        None => Answer::status(status::WRONG_LENGTH),
        Some(length) => {
            let mut body = vec![0; length];
            OsRng.fill_bytes(&mut body);
            Answer::body(body)
        }
    }
}
