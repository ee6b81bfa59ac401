//! Where a file names what is looked for.

use super::syntax::{Object, Parser, Value, is_regular, is_white_space};
use super::{MAX_PDF_SIGNATURES, PdfError};

/// The longest name that is compared; `#xx` for each byte of `ByteRange`.
const LONGEST_NAME: usize = 27;

/// Where a name stands, and after which `obj` keyword.
pub(super) struct Mention {
    pub(super) at: usize,
    pub(super) object: Option<usize>,
}

/// Every place that names `ByteRange`, and every object that names `ObjStm`.
pub(super) fn mentions(bytes: &[u8]) -> Result<(Vec<Mention>, Vec<usize>), PdfError> {
    let (mut ranges, mut streams) = (Vec::new(), Vec::new());
    let mut object = None;
    for (at, byte) in bytes.iter().enumerate() {
        if *byte == b'o' && starts_object(bytes, at) {
            object = Some(at + b"obj".len());
        } else if *byte == b'/' {
            if is_name(bytes, at, b"ByteRange") {
                ranges.push(Mention { at, object });
            } else if is_name(bytes, at, b"ObjStm") {
                streams.extend(object);
            }
        }
        if ranges.len() > MAX_PDF_SIGNATURES {
            return Err(PdfError::TooManySignatures);
        }
    }
    streams.dedup();
    Ok((ranges, streams))
}

/// Whether the `o` at this place starts the `obj` of `12 0 obj` (ISO 32000-1 section 7.3.10).
fn starts_object(bytes: &[u8], at: usize) -> bool {
    let follows = bytes.get(at..).is_some_and(|rest| rest.starts_with(b"obj"));
    let ends = !bytes.get(at + b"obj".len()).is_some_and(|byte| is_regular(*byte));
    // two numbers of at most ten digits, with some white space around them
    let before = bytes.get(at.saturating_sub(32)..at).unwrap_or_default();
    let without = |text: &mut &[u8], of: fn(u8) -> bool| {
        let length = text.len();
        while let [rest @ .., last] = *text
            && of(*last)
        {
            *text = rest;
        }
        text.len() < length
    };
    let mut text = before;
    let classes: [fn(u8) -> bool; 4] = [
        is_white_space,
        |byte| byte.is_ascii_digit(),
        is_white_space,
        |byte| byte.is_ascii_digit(),
    ];
    follows && ends && classes.into_iter().all(|class| without(&mut text, class))
}

/// Whether the slash at this place starts this name, perhaps with bytes written as `#xx`.
fn is_name(bytes: &[u8], at: usize, wanted: &[u8]) -> bool {
    let start = at + 1;
    let rest = bytes.get(start..).unwrap_or_default();
    let longest = rest.get(..LONGEST_NAME + 1).unwrap_or(rest);
    let length = longest.iter().take_while(|byte| is_regular(**byte)).count();
    let Some(written) = longest.get(..length) else {
        return false;
    };
    if !written.contains(&b'#') {
        return written == wanted;
    }
    let slashed = bytes.get(at..start + length).unwrap_or_default();
    let read = Parser::new(slashed, LONGEST_NAME * 4).object_at(0);
    matches!(read, Ok(Object { value: Value::Name(name), .. }) if name == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_starts_with_two_numbers() {
        let starts = |text: &[u8]| starts_object(text, text.iter().position(|byte| *byte == b'o').unwrap());
        for text in [&b"1 0 obj"[..], b"12  0\nobj<<", b"\n3 65535 obj "] {
            assert!(starts(text));
        }
        for text in [
            &b"obj"[..],
            b"0 obj",
            b"x 0 obj",
            b"1 0 object",
            b"1 0obj",
            b"1 0 ob",
            b"endobj",
        ] {
            assert!(!starts(text), "{text:?}");
        }
    }
}
