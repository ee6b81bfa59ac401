//! The client side of the Assuan protocol, as far as pinentry programs speak it (libassuan manual, "Client requests" and
//! "Server responses").
//!
//! The `pinentry` crate does the same in general, but cannot be cancelled from another thread, reads the PIN through a buffer
//! that is not overwritten, and ends the process over a line that is too long. Here the only buffer that a PIN passes is a
//! fixed one that is overwritten, and the reader may be anything: the tests use memory, and hostile peers.

use std::fmt::Write as _;
use std::io::{self, Read, Write};

use openjpki::jpki::PinEntry;
use zeroize::{Zeroize as _, Zeroizing};

/// Longest line without its line feed, in bytes. Source: libassuan manual, "Server responses".
const LONGEST_LINE: usize = 1000;
/// Most status and comment lines before an answer; a pinentry sends two or three.
const MOST_LINES: usize = 100;

/// A connection to a pinentry program.
pub(super) struct Connection<R, W> {
    reader: R,
    writer: W,
    buffer: Zeroizing<[u8; LONGEST_LINE + 1]>,
    /// Bytes in `buffer`.
    filled: usize,
}

/// Why a request failed.
#[derive(Debug, thiserror::Error)]
pub(super) enum AssuanError {
    /// The program said no.
    #[error("it answered error {code}: {text}")]
    Refused {
        /// The code without its source (libgpg-error, lower 16 bits).
        code: u16,
        /// The program's own words.
        text: String,
    },
    /// The program ended.
    #[error("it ended")]
    Closed,
    /// A line longer than the protocol allows, in either direction.
    #[error("a line has more than {LONGEST_LINE} bytes")]
    LineTooLong,
    /// Something that is not the protocol.
    #[error("it does not speak the protocol of a pinentry")]
    NotAssuan,
    /// The pipe failed.
    #[error("{0}")]
    Io(#[from] io::Error),
}

/// What a person typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Typed {
    /// All of it is in the entry.
    Fits,
    /// More than an entry holds; so many bytes.
    TooLong(usize),
}

impl<R: Read, W: Write> Connection<R, W> {
    /// Starts with the program's greeting.
    pub(super) fn greeted(reader: R, writer: W) -> Result<Self, AssuanError> {
        let mut connection = Self {
            reader,
            writer,
            buffer: Zeroizing::new([0; LONGEST_LINE + 1]),
            filled: 0,
        };
        connection.answer(None)?;
        Ok(connection)
    }

    /// Sends a request without data, or with `text`, and waits for its answer.
    pub(super) fn request(&mut self, verb: &str, text: Option<&str>) -> Result<(), AssuanError> {
        self.send(verb, text)?;
        self.answer(None).map(drop)
    }

    /// Sends a request whose answer is what the person types. The person may take their time.
    pub(super) fn typed(&mut self, verb: &str, entry: &mut PinEntry) -> Result<Typed, AssuanError> {
        self.send(verb, None)?;
        entry.clear();
        let outcome = self.answer(Some(entry));
        if outcome.is_err() {
            entry.clear();
        }
        outcome
    }

    fn send(&mut self, verb: &str, text: Option<&str>) -> Result<(), AssuanError> {
        let mut line = verb.to_owned();
        if let Some(text) = text {
            line.push(' ');
            escape(text, &mut line);
        }
        if line.len() > LONGEST_LINE {
            return Err(AssuanError::LineTooLong);
        }
        line.push('\n');
        self.writer.write_all(line.as_bytes())?;
        Ok(self.writer.flush()?)
    }

    /// Reads lines up to the one that ends an answer. Data goes to `entry`.
    fn answer(&mut self, mut entry: Option<&mut PinEntry>) -> Result<Typed, AssuanError> {
        let mut typed = Typed::Fits;
        let mut bytes = 0;
        for _ in 0..MOST_LINES {
            let length = self.read_line()?;
            let line = Line::parse(self.buffer.get(..length).unwrap_or_default());
            match line {
                Line::Data(data) => {
                    for byte in Unescaped(data) {
                        bytes += 1;
                        if entry.as_mut().is_some_and(|entry| entry.push_byte(byte).is_err()) {
                            typed = Typed::TooLong(bytes);
                        }
                    }
                    self.forget_line(length);
                }
                Line::Status => self.forget_line(length),
                Line::Inquiry => {
                    self.forget_line(length);
                    self.send("CAN", None)?;
                }
                Line::End(end) => {
                    self.forget_line(length);
                    return end.map(|()| typed);
                }
            }
        }
        Err(AssuanError::NotAssuan)
    }

    /// Reads until the buffer begins with a whole line; returns its length without the line feed.
    fn read_line(&mut self) -> Result<usize, AssuanError> {
        let mut searched = 0;
        loop {
            let filled = self.buffer.get(searched..self.filled).unwrap_or_default();
            if let Some(position) = filled.iter().position(|&byte| byte == b'\n') {
                return Ok(searched + position);
            }
            searched = self.filled;
            let free = self.buffer.get_mut(self.filled..).unwrap_or_default();
            if free.is_empty() {
                return Err(AssuanError::LineTooLong);
            }
            match self.reader.read(free) {
                Ok(0) => return Err(AssuanError::Closed),
                Ok(read) => self.filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Moves what follows the first line to the front, and overwrites the rest.
    fn forget_line(&mut self, length: usize) {
        let next = (length + 1).min(self.filled);
        self.buffer.copy_within(next..self.filled, 0);
        self.filled -= next;
        self.buffer.get_mut(self.filled..).unwrap_or_default().zeroize();
    }
}

/// One line of a program. Source: libassuan manual, "Server responses".
enum Line<'a> {
    /// `D`: a piece of what was typed, still with its `%XX`.
    Data(&'a [u8]),
    /// `S` or `#`: nothing that we need.
    Status,
    /// `INQUIRE`: a question to us; we know no answers.
    Inquiry,
    /// `OK`, `ERR`, or nonsense.
    End(Result<(), AssuanError>),
}

impl<'a> Line<'a> {
    fn parse(line: &'a [u8]) -> Self {
        let (verb, rest) = split(line.strip_suffix(b"\r").unwrap_or(line));
        match verb {
            b"D" => Self::Data(rest),
            b"S" => Self::Status,
            b"INQUIRE" => Self::Inquiry,
            b"OK" => Self::End(Ok(())),
            b"ERR" => Self::End(Err(error(rest))),
            _ if line.starts_with(b"#") => Self::Status,
            _ => Self::End(Err(AssuanError::NotAssuan)),
        }
    }
}

/// The word before the first space, and what follows the space.
fn split(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text.iter().position(|&byte| byte == b' ').unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    (word, rest.get(1..).unwrap_or_default())
}

fn error(rest: &[u8]) -> AssuanError {
    let (code, text) = split(rest);
    let code = std::str::from_utf8(code).ok().and_then(|code| code.parse::<u32>().ok());
    match code {
        Some(code) => AssuanError::Refused {
            code: u16::try_from(code & 0xFFFF).unwrap_or(u16::MAX),
            text: String::from_utf8_lossy(text).into_owned(),
        },
        None => AssuanError::NotAssuan,
    }
}

/// Writes `%`, line ends and other control characters as `%XX`.
fn escape(text: &str, line: &mut String) {
    for character in text.chars() {
        match character {
            '%' | '\0'..' ' | '\x7F' => {
                let _ = write!(line, "%{:02X}", u32::from(character));
            }
            character => line.push(character),
        }
    }
}

/// The bytes of a data line, with `%XX` resolved.
struct Unescaped<'a>(&'a [u8]);

impl Iterator for Unescaped<'_> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        let hex = |digit: u8| {
            char::from(digit)
                .to_digit(16)
                .and_then(|value| u8::try_from(value).ok())
        };
        match self.0 {
            [b'%', high, low, rest @ ..] => {
                if let (Some(high), Some(low)) = (hex(*high), hex(*low)) {
                    self.0 = rest;
                    return Some(high << 4 | low);
                }
                self.0 = self.0.get(1..).unwrap_or_default();
                Some(b'%')
            }
            [byte, rest @ ..] => {
                self.0 = rest;
                Some(*byte)
            }
            [] => None,
        }
    }
}

#[cfg(test)]
mod tests;
