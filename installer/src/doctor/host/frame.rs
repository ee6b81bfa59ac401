//! Frames: a byte length in the machine's own order, then that many bytes of JSON.
//!
//! Source: Chrome's native messaging protocol.

use std::io::{self, Read, Write};

use serde_json::Value;

/// Longest message that Chrome takes from a host: 1 MiB.
pub(super) const LONGEST: u32 = 1024 * 1024;

/// What came from a host.
#[derive(Debug, PartialEq)]
pub(super) enum Frame {
    /// A message.
    Message(Value),
    /// A message that is longer than a browser takes; nothing of it was read.
    TooLong(u32),
    /// Not JSON, or a message that stops in its middle.
    Nonsense,
    /// The output has ended.
    End,
}

/// Reads one frame. Its length is checked before memory is taken, and memory grows only as bytes arrive.
pub(super) fn read(output: &mut impl Read) -> Frame {
    let mut header = [0; 4];
    if output.read_exact(&mut header).is_err() {
        return Frame::End;
    }
    let length = u32::from_ne_bytes(header);
    if length > LONGEST {
        return Frame::TooLong(length);
    }
    let mut message = Vec::new();
    match output.take(length.into()).read_to_end(&mut message) {
        Ok(read) if u32::try_from(read) == Ok(length) => {}
        _ => return Frame::Nonsense,
    }
    serde_json::from_slice(&message).map_or(Frame::Nonsense, Frame::Message)
}

/// Writes one short message.
pub(super) fn write(input: &mut impl Write, message: &Value) -> io::Result<()> {
    let message = message.to_string();
    let length = u32::try_from(message.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
    input.write_all(&[&length.to_ne_bytes(), message.as_bytes()].concat())?;
    input.flush()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn framed(length: u32, content: &[u8]) -> Vec<u8> {
        [length.to_ne_bytes().as_slice(), content].concat()
    }

    #[test]
    fn what_was_written_is_read_again() {
        let mut pipe = Vec::new();
        write(&mut pipe, &json!({ "a": "あ" })).unwrap();
        let mut pipe = pipe.as_slice();
        assert_eq!(read(&mut pipe), Frame::Message(json!({ "a": "あ" })));
        assert_eq!(read(&mut pipe), Frame::End);
    }

    #[test]
    fn hostile_frames_are_named() {
        assert_eq!(
            read(&mut framed(LONGEST + 1, b"{}").as_slice()),
            Frame::TooLong(LONGEST + 1)
        );
        assert_eq!(read(&mut framed(u32::MAX, b"{}").as_slice()), Frame::TooLong(u32::MAX));
        assert_eq!(read(&mut framed(2, b"{").as_slice()), Frame::Nonsense);
        assert_eq!(read(&mut framed(0, b"").as_slice()), Frame::Nonsense);
        assert_eq!(read(&mut framed(2, b"\xFF\xFE").as_slice()), Frame::Nonsense);
        assert_eq!(read(&mut [1_u8, 0].as_slice()), Frame::End);
    }
}
