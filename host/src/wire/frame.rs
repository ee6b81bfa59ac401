//! Frames: a byte length in the machine's own order, then that many bytes of JSON.
//!
//! Source: Chrome's native messaging protocol.

use std::io::{self, Read, Write};

use byteorder::{NativeEndian, ReadBytesExt as _, WriteBytesExt as _};

/// Longest message taken from the extension: 16 MiB.
pub const LARGEST_INCOMING: u32 = 16 * 1024 * 1024;

/// Longest message that Chrome takes from a host: 1 MiB.
pub const LARGEST_OUTGOING: usize = 1024 * 1024;

/// One frame, or why its content was not taken. Either way the next frame can be read.
#[derive(Debug, PartialEq, Eq)]
pub enum Frame {
    /// The content, 1 byte to 16 MiB.
    Message(Vec<u8>),
    /// A frame of length zero.
    Empty,
    /// A frame longer than 16 MiB; its content was skipped.
    TooLong {
        /// Bytes that its header announced.
        length: u32,
    },
}

/// A message could not be written.
#[derive(Debug, thiserror::Error)]
pub enum FrameError {
    /// The message is longer than Chrome takes.
    #[error("a message of {length} bytes is longer than the browser's limit of {LARGEST_OUTGOING}")]
    TooLong {
        /// Bytes of the message.
        length: usize,
    },
    /// The pipe to the browser is closed or broken.
    #[error("the pipe to the browser: {0}")]
    Pipe(#[from] io::Error),
}

/// Reads one frame; `None` at the end of input, also in the middle of a frame.
///
/// The length is checked before anything is allocated, and memory grows only as bytes arrive.
///
/// # Errors
/// Any error of `input` but its end.
pub fn read_frame(input: &mut impl Read) -> io::Result<Option<Frame>> {
    let length = match input.read_u32::<NativeEndian>() {
        Ok(length) => length,
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut content = input.take(length.into());
    if length > LARGEST_INCOMING {
        let skipped = io::copy(&mut content, &mut io::sink())?;
        return Ok((skipped == u64::from(length)).then_some(Frame::TooLong { length }));
    }
    let mut message = Vec::new();
    let read = content.read_to_end(&mut message)?;
    Ok(match read {
        0 if length == 0 => Some(Frame::Empty),
        _ if u32::try_from(read) == Ok(length) => Some(Frame::Message(message)),
        _ => None,
    })
}

/// Writes one frame and flushes it.
///
/// # Errors
/// [`FrameError`]; nothing is written if the message is too long.
pub fn write_frame(output: &mut (impl Write + ?Sized), message: &[u8]) -> Result<(), FrameError> {
    let length = message.len();
    let header = u32::try_from(length).ok().filter(|_| length <= LARGEST_OUTGOING);
    output.write_u32::<NativeEndian>(header.ok_or(FrameError::TooLong { length })?)?;
    output.write_all(message)?;
    output.flush()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn framed(length: u32, content: &[u8]) -> Vec<u8> {
        [length.to_ne_bytes().as_slice(), content].concat()
    }

    #[test]
    fn what_was_written_is_read_again() {
        let mut pipe = Vec::new();
        write_frame(&mut pipe, b"{}").unwrap();
        write_frame(&mut pipe, b"[]").unwrap();
        let mut input = pipe.as_slice();
        assert_eq!(read_frame(&mut input).unwrap(), Some(Frame::Message(b"{}".to_vec())));
        assert_eq!(read_frame(&mut input).unwrap(), Some(Frame::Message(b"[]".to_vec())));
        assert_eq!(read_frame(&mut input).unwrap(), None);
    }

    #[test]
    fn hostile_lengths_do_not_lose_the_next_frame() {
        let length = LARGEST_INCOMING + 1;
        let long = framed(length, &vec![b' '; usize::try_from(length).unwrap()]);
        let bytes = [framed(0, b""), long, framed(2, b"{}")].concat();
        let mut input = bytes.as_slice();
        assert_eq!(read_frame(&mut input).unwrap(), Some(Frame::Empty));
        assert_eq!(read_frame(&mut input).unwrap(), Some(Frame::TooLong { length }));
        assert_eq!(read_frame(&mut input).unwrap(), Some(Frame::Message(b"{}".to_vec())));
    }

    #[test]
    fn truncated_frames_end_the_input() {
        for bytes in [framed(5, b"{}"), vec![1, 0], framed(u32::MAX, b"{}")] {
            assert_eq!(read_frame(&mut bytes.as_slice()).unwrap(), None);
        }
    }

    #[test]
    fn a_message_too_long_for_chrome_is_not_written() {
        let mut pipe = Vec::new();
        assert!(write_frame(&mut pipe, &vec![b' '; LARGEST_OUTGOING + 1]).is_err());
        assert!(pipe.is_empty());
    }
}
