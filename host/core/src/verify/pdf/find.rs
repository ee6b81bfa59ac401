//! Finding every signature dictionary of a file.

use std::ops::Range;

use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;

use super::syntax::{Object, Parser, SyntaxError, Value, is_regular, is_white_space};
use super::{MAX_PDF_SIGNATURES, PdfError, date};
use crate::time::UnixTime;

/// What all compressed parts together may become, in bytes.
const MOST_INFLATED: usize = 64 * 1024 * 1024;

/// The longest name that is compared; `#xx` for each byte of `ByteRange`.
const LONGEST_NAME: usize = 27;

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

/// Where a name stands, and after which `obj` keyword.
struct Mention {
    at: usize,
    object: Option<usize>,
}

/// Finds all signatures, in plain sight and in object streams.
pub(super) fn signatures(file: &[u8]) -> Result<Found, PdfError> {
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
    let (mut unopened, mut room) = (0, MOST_INFLATED);
    for object in streams {
        match inflated(file, &mut parser, object, room)? {
            Contents::Plain => {}
            Contents::Unopened => unopened += 1,
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

/// Every place that names `ByteRange`, and every object that names `ObjStm`.
fn mentions(bytes: &[u8]) -> Result<(Vec<Mention>, Vec<usize>), PdfError> {
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

/// What an object stream holds.
enum Contents {
    /// It is not compressed: the file was searched already.
    Plain,
    Unopened,
    Inflated(Vec<u8>),
}

/// Opens the object stream whose object starts at `object`; at most `room` bytes.
fn inflated(file: &[u8], parser: &mut Parser<'_>, object: usize, room: usize) -> Result<Contents, PdfError> {
    let dictionary = match parser.object_at(object) {
        Ok(dictionary) => dictionary,
        Err(SyntaxError::Malformed) => return Ok(Contents::Unopened),
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
    let rest = file.get(dictionary.span.end..).unwrap_or_default();
    let blank = rest.iter().take_while(|byte| is_white_space(**byte)).count();
    let stream = rest.get(blank..).and_then(|rest| rest.strip_prefix(b"stream"));
    let Some(stream) = stream.filter(|_| is_flate && !has_parameters) else {
        return Ok(Contents::Unopened);
    };
    let compressed = stream
        .strip_prefix(b"\r\n")
        .or_else(|| stream.strip_prefix(b"\n"))
        .unwrap_or(stream);
    let opened = decompress_to_vec_zlib_with_limit(compressed, room);
    Ok(opened.map_or(Contents::Unopened, Contents::Inflated))
}
