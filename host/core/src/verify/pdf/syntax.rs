//! Objects of PDF, as far as dictionaries with strings, names and numbers need them.
//!
//! Source: ISO 32000-1 sections 7.2 and 7.3.

use std::ops::Range;

/// How deep objects may be nested.
const DEEPEST: usize = 24;

/// How many objects may be in one; what is looked for has a dozen.
const MOST_OBJECTS: usize = 20_000;

/// An object and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Object {
    pub(super) value: Value,
    /// Offsets in the file, delimiters included.
    pub(super) span: Range<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Dictionary(Vec<(Object, Object)>),
    Array(Vec<Object>),
    Name(Vec<u8>),
    Integer(i64),
    /// Written in hexadecimal, between angle brackets.
    Hexadecimal(Vec<u8>),
    /// Written between parentheses, as it stands there.
    Text(Vec<u8>),
    /// Everything else: real numbers, keywords, the `R` of references.
    Other,
}

/// Why no object could be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SyntaxError {
    /// Not an object, or one with more in it than is looked for here.
    Malformed,
    /// The work that one file may cause is used up.
    TooComplex,
}

/// Reads objects from a file, with a limit on the work that all readings together may cause.
pub(super) struct Parser<'a> {
    file: &'a [u8],
    at: usize,
    /// Bytes that may still be looked at.
    work: usize,
    /// Objects that may still be in the one that is read.
    room: usize,
}

impl<'a> Parser<'a> {
    pub(super) fn new(file: &'a [u8], work: usize) -> Self {
        Self {
            file,
            at: 0,
            work,
            room: 0,
        }
    }

    /// Reads the object that starts at `offset` or after the white space there; tells where it ends.
    pub(super) fn object_at(&mut self, offset: usize) -> Result<Object, SyntaxError> {
        (self.at, self.room) = (offset, MOST_OBJECTS);
        self.object(DEEPEST)
    }

    /// Where `wanted` stands next, from `offset` on.
    pub(super) fn position_of(&mut self, wanted: &[u8], offset: usize) -> Result<Option<usize>, SyntaxError> {
        let rest = self.file.get(offset..).unwrap_or_default();
        let within = rest.get(..self.work).unwrap_or(rest);
        let found = within.windows(wanted.len()).position(|window| window == wanted);
        if found.is_none() && within.len() < rest.len() {
            return Err(SyntaxError::TooComplex);
        }
        self.work = self.work.saturating_sub(found.unwrap_or(within.len()));
        Ok(found.map(|distance| offset + distance))
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.file.get(self.at + ahead).copied()
    }

    /// The next byte, which is paid for.
    fn next(&mut self) -> Result<u8, SyntaxError> {
        let byte = self.peek(0).ok_or(SyntaxError::Malformed)?;
        self.work = self.work.checked_sub(1).ok_or(SyntaxError::TooComplex)?;
        self.at += 1;
        Ok(byte)
    }

    fn skip_white_space(&mut self) -> Result<(), SyntaxError> {
        while let Some(byte) = self.peek(0) {
            if byte == b'%' {
                while !matches!(self.peek(0), None | Some(b'\r' | b'\n')) {
                    self.next()?;
                }
            } else if is_white_space(byte) {
                self.next()?;
            } else {
                break;
            }
        }
        Ok(())
    }

    fn object(&mut self, depth: usize) -> Result<Object, SyntaxError> {
        self.skip_white_space()?;
        let start = self.at;
        let depth = depth.checked_sub(1).ok_or(SyntaxError::Malformed)?;
        self.room = self.room.checked_sub(1).ok_or(SyntaxError::Malformed)?;
        let value = match (self.next()?, self.peek(0)) {
            (b'<', Some(b'<')) => {
                self.next()?;
                self.dictionary(depth)?
            }
            (b'<', _) => self.hexadecimal()?,
            (b'[', _) => self.array(depth)?,
            (b'/', _) => Value::Name(self.name()?),
            (b'(', _) => self.text()?,
            (first, _) if is_regular(first) => self.word(start)?,
            _ => return Err(SyntaxError::Malformed),
        };
        Ok(Object {
            value,
            span: start..self.at,
        })
    }

    fn dictionary(&mut self, depth: usize) -> Result<Value, SyntaxError> {
        let mut entries: Vec<(Object, Object)> = Vec::new();
        loop {
            self.skip_white_space()?;
            if (self.peek(0), self.peek(1)) == (Some(b'>'), Some(b'>')) {
                self.next()?;
                self.next()?;
                return Ok(Value::Dictionary(entries));
            }
            let key = self.object(depth)?;
            match key.value {
                Value::Name(_) => {
                    let value = self.object(depth)?;
                    entries.push((key, value));
                }
                // `5 0 R` is read as one integer for its value; what follows it belongs to the reference
                Value::Integer(_) | Value::Other if !entries.is_empty() => {}
                _ => return Err(SyntaxError::Malformed),
            }
        }
    }

    fn array(&mut self, depth: usize) -> Result<Value, SyntaxError> {
        let mut items = Vec::new();
        loop {
            self.skip_white_space()?;
            if self.peek(0) == Some(b']') {
                self.next()?;
                return Ok(Value::Array(items));
            }
            items.push(self.object(depth)?);
        }
    }

    /// After the slash; `#xx` stands for a byte (section 7.3.5).
    fn name(&mut self) -> Result<Vec<u8>, SyntaxError> {
        let mut name = Vec::new();
        while self.peek(0).is_some_and(is_regular) {
            let byte = self.next()?;
            let escaped = match (byte, self.peek(0).and_then(digit), self.peek(1).and_then(digit)) {
                (b'#', Some(high), Some(low)) => Some(high * 16 + low),
                _ => None,
            };
            if escaped.is_some() {
                self.next()?;
                self.next()?;
            }
            name.push(escaped.unwrap_or(byte));
        }
        Ok(name)
    }

    fn hexadecimal(&mut self) -> Result<Value, SyntaxError> {
        let (mut bytes, mut half) = (Vec::new(), None);
        loop {
            let byte = self.next()?;
            match (digit(byte), half) {
                (Some(low), Some(high)) => {
                    bytes.push(high * 16 + low);
                    half = None;
                }
                (Some(high), None) => half = Some(high),
                (None, _) if byte == b'>' => break,
                (None, _) if is_white_space(byte) => {}
                (None, _) => return Err(SyntaxError::Malformed),
            }
        }
        bytes.extend(half.map(|high| high * 16));
        Ok(Value::Hexadecimal(bytes))
    }

    /// After the opening parenthesis, to the one that closes it (section 7.3.4.2).
    fn text(&mut self) -> Result<Value, SyntaxError> {
        let (mut open, start) = (1_usize, self.at);
        while open > 0 {
            match self.next()? {
                b'\\' => {
                    self.next()?;
                }
                b'(' => open += 1,
                b')' => open -= 1,
                _ => {}
            }
        }
        let written = self.file.get(start..self.at - 1).unwrap_or_default();
        Ok(Value::Text(written.to_vec()))
    }

    /// A number or a keyword.
    fn word(&mut self, start: usize) -> Result<Value, SyntaxError> {
        while self.peek(0).is_some_and(is_regular) {
            self.next()?;
        }
        let word = self.file.get(start..self.at).unwrap_or_default();
        let number = std::str::from_utf8(word).ok().and_then(|word| word.parse().ok());
        Ok(number.map_or(Value::Other, Value::Integer))
    }
}

impl Object {
    /// The entries of a dictionary with this key.
    pub(super) fn entries<'o>(&'o self, key: &'o [u8]) -> impl Iterator<Item = &'o Object> {
        let entries = match &self.value {
            Value::Dictionary(entries) => entries.as_slice(),
            _ => &[],
        };
        let is_key = move |(name, _): &&'o (Object, Object)| matches!(&name.value, Value::Name(name) if name == key);
        entries.iter().filter(is_key).map(|(_, value)| value)
    }

    /// This object and all that are in it.
    pub(super) fn walk(&self) -> Vec<&Object> {
        let mut all = vec![self];
        let mut next = 0;
        while let Some(object) = all.get(next).copied() {
            match &object.value {
                Value::Dictionary(entries) => all.extend(entries.iter().map(|(_, value)| value)),
                Value::Array(items) => all.extend(items),
                _ => {}
            }
            next += 1;
        }
        all
    }
}

/// Section 7.2.2, table 1.
pub(super) fn is_white_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0C | b'\r' | b' ')
}

/// Neither white space nor a delimiter (section 7.2.2, table 2).
pub(super) fn is_regular(byte: u8) -> bool {
    !is_white_space(byte)
        && !matches!(
            byte,
            b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
        )
}

/// The value of a hexadecimal digit.
fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &[u8]) -> Result<Object, SyntaxError> {
        Parser::new(text, 10_000).object_at(0)
    }

    #[test]
    fn a_dictionary_of_everything() {
        let text = b" <</Type/Sig/Byte#52ange[0 1 % two\n 2 -3]/R 5 0 R/Name(a\\)(b))/Contents < 0a B>/X<</Y null>>/Z 1.5>> rest";
        let object = read(text).unwrap();
        assert_eq!(object.span, 1..text.len() - 5);
        let range = object.entries(b"ByteRange").next().unwrap();
        let Value::Array(numbers) = &range.value else {
            panic!("{range:?}")
        };
        let numbers: Vec<_> = numbers.iter().map(|number| number.value.clone()).collect();
        assert_eq!(numbers, [0, 1, 2, -3].map(Value::Integer));
        let contents = object.entries(b"Contents").next().unwrap();
        assert_eq!(contents.value, Value::Hexadecimal(vec![0x0A, 0xB0]));
        assert_eq!(&text[contents.span.clone()], b"< 0a B>");
        assert_eq!(object.entries(b"R").next().unwrap().value, Value::Integer(5));
        assert_eq!(object.entries(b"X").count(), 1);
        assert_eq!(object.walk().len(), 13);
    }

    #[test]
    fn what_does_not_end_is_refused() {
        for text in [
            &b"<</A"[..],
            b"<</A 1",
            b"[1 2",
            b"(a(b)",
            b"<0a",
            b"<0x>",
            b")",
            b"",
            b"<</A 1 ]>>",
        ] {
            assert_eq!(read(text), Err(SyntaxError::Malformed), "{text:?}");
        }
        assert_eq!(read(&b"[".repeat(1000)), Err(SyntaxError::Malformed));
        assert_eq!(read(&b"<</A ".repeat(1000)), Err(SyntaxError::Malformed));
        let many = [b"[".to_vec(), b"1 ".repeat(MOST_OBJECTS), b"]".to_vec()].concat();
        assert_eq!(Parser::new(&many, 1 << 20).object_at(0), Err(SyntaxError::Malformed));
        assert_eq!(read(&b" ".repeat(20_000)), Err(SyntaxError::TooComplex));
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(bytes in prop::collection::vec(prop::sample::select(&b"<<>>[]()/#%\\ 09afR\n\x00\xff"[..]), 0..200)) {
            let _ = read(&bytes);
        }
    }
}
