//! Finding every signature dictionary of a file.

use std::ops::Range;

use super::compressed::{Contents, inflated};
use super::mentions::{Mention, mentions};
use super::syntax::{Object, Parser, SyntaxError, Value};
use super::{MAX_PDF_SIGNATURES, PdfError, date};
use crate::time::UnixTime;

/// What all compressed parts together may become, in bytes.
const MOST_INFLATED: usize = 64 * 1024 * 1024;

/// What a file has of signatures.
pub(super) struct Found {
    pub(super) signatures: Vec<Result<SignatureDictionary, DictionaryError>>,
    /// Compressed parts that could not be opened.
    pub(super) unopened: usize,
}

/// What is needed of a signature dictionary (ISO 32000-1 section 12.8.1, table 252).
#[derive(Debug)]
pub(super) struct SignatureDictionary {
    pub(super) sub_filter: SubFilter,
    /// Start and length of the first piece, start and length of the second.
    pub(super) byte_range: [usize; 4],
    pub(super) contents: Vec<u8>,
    /// Where the contents stand in the file, angle brackets included.
    pub(super) contents_span: Range<usize>,
    /// When the signer claims to have signed; nothing if it is not said, or not clearly.
    pub(super) signing_time: Option<UnixTime>,
}

/// How the signature in a PDF is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SubFilter {
    /// `ETSI.CAdES.detached`: what PAdES writes.
    EtsiCadesDetached,
    /// `adbe.pkcs7.detached`: what came before it.
    AdbePkcs7Detached,
}

/// Why a signature dictionary cannot be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DictionaryError {
    /// Not a dictionary that can be read.
    #[error("a signature of the file cannot be read")]
    Malformed,
    /// It stands in a compressed part of the file.
    #[error("a signature of the file stands in a compressed part, where no signature can cover the file")]
    Compressed,
    /// An entry is missing, there twice, or not of its type.
    #[error("a signature of the file has no usable entry {entry}")]
    Entry {
        /// The entry's key.
        entry: &'static str,
    },
    /// A format that is not read here.
    #[error(
        "a signature of the file is of a format that is not looked at (neither ETSI.CAdES.detached nor adbe.pkcs7.detached)"
    )]
    SubFilter,
}

/// Finds all signatures, in plain sight and in object streams.
pub(super) fn signatures(file: &[u8]) -> Result<Found, PdfError> {
    signatures_within(file, MOST_INFLATED)
}

/// The same; all compressed parts together become at most `room` bytes, whether they can be opened or not.
fn signatures_within(file: &[u8], mut room: usize) -> Result<Found, PdfError> {
    let (ranges, streams) = mentions(file)?;
    // All objects together are read at most a few times; whoever nests them to cost more is refused.
    let mut parser = Parser::new(file, file.len().saturating_mul(4).saturating_add(1 << 16));
    let mut signatures = Vec::new();
    for mention in &ranges {
        signatures.push(match dictionary_at(&mut parser, mention)? {
            Some(dictionary) => SignatureDictionary::read(&dictionary),
            None => Err(DictionaryError::Malformed),
        });
    }
    let mut unopened = 0;
    for object in streams {
        match inflated(file, &mut parser, object, room)? {
            Contents::Plain => {}
            Contents::Unopened { spent } => {
                room = room.saturating_sub(spent);
                unopened += 1;
            }
            Contents::Inflated(bytes) => {
                room = room.saturating_sub(bytes.len());
                let hidden = mentions(&bytes)?.0.len();
                signatures.extend((0..hidden).map(|_| Err(DictionaryError::Compressed)));
            }
        }
    }
    if signatures.len() > MAX_PDF_SIGNATURES {
        return Err(PdfError::TooManySignatures);
    }
    Ok(Found { signatures, unopened })
}

/// The dictionary whose key is mentioned, read from the start of its object.
fn dictionary_at(parser: &mut Parser<'_>, mention: &Mention) -> Result<Option<Object>, PdfError> {
    let Some(object) = mention.object else {
        return Ok(None);
    };
    let whole = match parser.object_at(object) {
        Ok(whole) => whole,
        Err(SyntaxError::Malformed) => return Ok(None),
        Err(SyntaxError::TooComplex) => return Err(PdfError::TooComplex),
    };
    let has_key_there = |object: &&Object| match &object.value {
        Value::Dictionary(entries) => entries.iter().any(|(key, _)| key.span.start == mention.at),
        _ => false,
    };
    Ok(whole.walk().into_iter().find(has_key_there).cloned())
}

impl SignatureDictionary {
    fn read(dictionary: &Object) -> Result<Self, DictionaryError> {
        let entry = |key: &'static str| {
            let mut found = dictionary.entries(key.as_bytes());
            let refused = DictionaryError::Entry { entry: key };
            match (found.next(), found.next()) {
                (Some(value), None) => Ok((value, refused)),
                _ => Err(refused),
            }
        };
        let (range, refused) = entry("ByteRange")?;
        let byte_range = four_offsets(range).ok_or(refused)?;
        let (contents, refused) = entry("Contents")?;
        let Value::Hexadecimal(bytes) = &contents.value else {
            return Err(refused);
        };
        let (format, refused) = entry("SubFilter")?;
        let sub_filter = match &format.value {
            Value::Name(name) if name == b"ETSI.CAdES.detached" => SubFilter::EtsiCadesDetached,
            Value::Name(name) if name == b"adbe.pkcs7.detached" => SubFilter::AdbePkcs7Detached,
            Value::Name(_) => return Err(DictionaryError::SubFilter),
            _ => return Err(refused),
        };
        Ok(Self {
            sub_filter,
            byte_range,
            contents: bytes.clone(),
            contents_span: contents.span.clone(),
            signing_time: match entry("M") {
                Ok((
                    Object {
                        value: Value::Text(text),
                        ..
                    },
                    _,
                )) => date::parse(text),
                _ => None,
            },
        })
    }
}

fn four_offsets(object: &Object) -> Option<[usize; 4]> {
    let Value::Array(items) = &object.value else {
        return None;
    };
    let offset = |item: &Object| match item.value {
        Value::Integer(number) => usize::try_from(number).ok(),
        _ => None,
    };
    let offsets = items.iter().map(offset).collect::<Option<Vec<_>>>()?;
    offsets.try_into().ok()
}

#[cfg(test)]
mod tests {
    use miniz_oxide::deflate::compress_to_vec_zlib;

    use super::*;

    fn object_stream(compressed: &[u8]) -> Vec<u8> {
        let head = b"1 0 obj << /Type /ObjStm /Filter /FlateDecode >>\nstream\n".as_slice();
        [head, compressed, b"\nendstream\nendobj\n"].concat()
    }

    /// How many signatures are found and how many parts stay closed, with so much room.
    fn found(file: &[u8], room: usize) -> (usize, usize) {
        let found = signatures_within(file, room).unwrap();
        (found.signatures.len(), found.unopened)
    }

    #[test]
    fn what_comes_out_of_all_parts_together_is_limited() {
        let part = object_stream(&compress_to_vec_zlib(
            &[b"/ByteRange ".as_slice(), &[b' '; 989]].concat(),
            6,
        ));
        let file = part.repeat(3);
        assert_eq!(found(&file, 3000), (3, 0));
        assert_eq!(found(&file, 2999), (2, 1));
        assert_eq!(found(&file, 1000), (1, 2));
        assert_eq!(found(&file, 0), (0, 3));
    }

    #[test]
    fn a_part_that_breaks_costs_what_came_out_of_it() {
        let mut broken = compress_to_vec_zlib(&[b' '; 1000], 6);
        let last = broken.len() - 1;
        broken[last] ^= 1; // the checksum
        let good = compress_to_vec_zlib(b"/ByteRange", 6);
        let file = [object_stream(&broken), object_stream(&broken), object_stream(&good)].concat();
        assert_eq!(found(&file, 5000), (1, 2));
        assert_eq!(found(&file, 2000), (0, 3));
    }
}
