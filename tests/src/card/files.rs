//! Elementary files and READ BINARY.

use super::apdu::{Answer, ReadRange, Request, status};

/// Who may read a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    Free,
    AfterSignaturePassword,
    Never,
}

/// A file of bytes.
#[derive(Debug)]
pub(super) struct Transparent {
    pub(super) access: Access,
    pub(super) content: Vec<u8>,
}

impl Transparent {
    /// A file exactly as long as its content.
    pub(super) fn new(access: Access, content: Vec<u8>) -> Self {
        Self { access, content }
    }

    /// A file with `FF` after its object, as the card's certificates have (how much is [?]: here up to the next multiple
    /// of 256, and at least 32 bytes).
    pub(super) fn filled(access: Access, mut content: Vec<u8>) -> Self {
        content.resize((content.len() + 32).next_multiple_of(256), 0xFF);
        Self { access, content }
    }

    /// READ BINARY from `offset`: what is there, if less than asked for [1 source]; `6B00` from the end on.
    pub(super) fn read(&self, file: u16, offset: usize, expected: usize) -> Answer {
        let Some(rest) = self.content.get(offset..).filter(|rest| !rest.is_empty()) else {
            return Answer::status(status::WRONG_OFFSET);
        };
        let body = rest[..expected.min(rest.len())].to_vec();
        let read = Some(ReadRange {
            file,
            offset,
            length: body.len(),
        });
        Answer {
            read,
            ..Answer::body(body)
        }
    }
}

/// Where READ BINARY reads: the file that P1 names by its short id, if any, and the offset.
pub(super) fn read_position(request: &Request) -> Result<(Option<u16>, usize), u16> {
    match request.p1 {
        p1 if p1 & 0x80 == 0 => Ok((None, usize::from(u16::from_be_bytes([p1, request.p2])))),
        p1 if p1 & 0x60 == 0 => Ok((short_id(p1), usize::from(request.p2))),
        _ => Err(status::WRONG_P1_P2),
    }
}

/// The file of a reference `80 | short id`; none for `80`, which means the selected file.
pub(super) fn short_id(reference: u8) -> Option<u16> {
    match reference & 0x1F {
        0 => None,
        id => Some(u16::from(id)),
    }
}
