//! Object streams: parts of the file that are compressed (ISO 32000-1 section 7.5.7).

use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;

use super::PdfError;
use super::syntax::{Object, Parser, SyntaxError, Value, is_white_space};

/// What an object stream holds.
pub(super) enum Contents {
    /// It is not compressed: the file was searched already.
    Plain,
    Unopened {
        /// Bytes that were kept for what came out before it went wrong: they cost as much as others.
        spent: usize,
    },
    Inflated(Vec<u8>),
}

/// Opens the object stream whose object starts at `object`; at most `room` bytes.
pub(super) fn inflated(file: &[u8], parser: &mut Parser<'_>, object: usize, room: usize) -> Result<Contents, PdfError> {
    let dictionary = match parser.object_at(object) {
        Ok(dictionary) => dictionary,
        Err(SyntaxError::Malformed) => return Ok(Contents::Unopened { spent: 0 }),
        Err(SyntaxError::TooComplex) => return Err(PdfError::TooComplex),
    };
    let Some(filter) = dictionary.entries(b"Filter").next() else {
        return Ok(Contents::Plain);
    };
    let only = match &filter.value {
        Value::Array(filters) => filters.as_slice(),
        _ => std::slice::from_ref(filter),
    };
    let is_flate = matches!(only, [Object { value: Value::Name(name), .. }] if name == b"FlateDecode");
    let has_parameters = dictionary.entries(b"DecodeParms").next().is_some();
    let Some(start) = stream_start(file, dictionary.span.end).filter(|_| is_flate && !has_parameters) else {
        return Ok(Contents::Unopened { spent: 0 });
    };
    let end = match parser.position_of(b"endstream", start) {
        Ok(end) => end.unwrap_or(file.len()),
        Err(_) => return Err(PdfError::TooComplex),
    };
    let compressed = file.get(start..end).unwrap_or_default();
    Ok(match decompress_to_vec_zlib_with_limit(compressed, room) {
        Ok(bytes) => Contents::Inflated(bytes),
        Err(error) => Contents::Unopened {
            spent: error.output.len(),
        },
    })
}

/// Where the bytes of a stream start, whose dictionary ends here (ISO 32000-1 section 7.3.8.1).
fn stream_start(file: &[u8], dictionary_end: usize) -> Option<usize> {
    let rest = file.get(dictionary_end..)?;
    let blank = rest.iter().take_while(|byte| is_white_space(**byte)).count();
    let stream = rest.get(blank..)?.strip_prefix(b"stream")?;
    let bytes = stream.strip_prefix(b"\r\n").or_else(|| stream.strip_prefix(b"\n"))?;
    Some(file.len() - bytes.len())
}
