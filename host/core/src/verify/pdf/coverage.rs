//! Which bytes of the file a signature covers.

use super::find::SignatureDictionary;

/// What ends each revision of a PDF (ISO 32000-1 section 7.5.5).
const END_OF_REVISION: &[u8] = b"%%EOF";

/// How the bytes that are signed fall short of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CoverageError {
    /// Not two pieces of which the first starts the file and the second ends in it.
    #[error("the signature's byte range does not describe two pieces of this file, the first from its start")]
    Range,
    /// What is left out between the pieces is not exactly the signature.
    #[error(
        "the signature leaves out bytes {gap_start} to {gap_end} of the file, which are not exactly the signature itself"
    )]
    Gap {
        /// Where the first piece ends.
        gap_start: usize,
        /// Where the second piece starts.
        gap_end: usize,
    },
    /// The space for the signature holds something besides it.
    #[error("the space for the signature holds more than the signature")]
    Padding,
    /// The signed part ends in the middle of a revision.
    #[error("the signature covers the first {covered} bytes of the file, which end in the middle of a revision")]
    NotARevision {
        /// How far the second piece reaches.
        covered: usize,
    },
    /// The file was changed after this signature.
    #[error(
        "the signature covers revision {revision} of {revisions} only: {later_bytes} bytes were added after it was made"
    )]
    LaterChanges {
        /// The revision that is signed, from 1.
        revision: usize,
        /// How many the file has.
        revisions: usize,
        /// Bytes that follow the signed ones.
        later_bytes: usize,
    },
}

/// The signed bytes of a file, from its start to the end of one of its revisions, without the signature.
pub(super) struct Covered<'a> {
    pub(super) pieces: [&'a [u8]; 2],
    pub(super) revision: usize,
    pub(super) revisions: usize,
    later_bytes: usize,
}

impl<'a> Covered<'a> {
    pub(super) fn new(file: &'a [u8], dictionary: &SignatureDictionary) -> Result<Self, CoverageError> {
        let [start, first, second_start, second] = dictionary.byte_range;
        let second_end = second_start.checked_add(second).ok_or(CoverageError::Range)?;
        let first_piece = file.get(..first).ok_or(CoverageError::Range)?;
        let second_piece = file.get(second_start..second_end).ok_or(CoverageError::Range)?;
        let later = file.get(second_end..).ok_or(CoverageError::Range)?;
        if start != 0 || second_start < first || second == 0 {
            return Err(CoverageError::Range);
        }
        if dictionary.contents_span != (first..second_start) {
            return Err(CoverageError::Gap {
                gap_start: first,
                gap_end: second_start,
            });
        }
        // two digits for each byte and the angle brackets: white space between digits is signed by nobody either
        let is_tight = dictionary.contents_span.len() == dictionary.contents.len() * 2 + 2;
        if !is_tight || padding(dictionary).iter().any(|byte| *byte != 0) {
            return Err(CoverageError::Padding);
        }
        let revision = revisions_in(file.get(..second_end).unwrap_or_default());
        if !later.is_empty() && !ends_revision(second_piece) {
            return Err(CoverageError::NotARevision { covered: second_end });
        }
        Ok(Self {
            pieces: [first_piece, second_piece],
            revision,
            revisions: revision + revisions_in(later),
            later_bytes: later.len(),
        })
    }

    /// What came after the signature, if anything did. A single byte counts.
    pub(super) fn later_changes(&self) -> Option<CoverageError> {
        (self.later_bytes > 0).then_some(CoverageError::LaterChanges {
            revision: self.revision,
            revisions: self.revisions,
            later_bytes: self.later_bytes,
        })
    }

    /// The CMS in the space for the signature, without the zeros that fill it up.
    pub(super) fn cms<'d>(&self, dictionary: &'d SignatureDictionary) -> &'d [u8] {
        let length = dictionary.contents.len() - padding(dictionary).len();
        dictionary.contents.get(..length).unwrap_or_default()
    }
}

/// What follows the DER object in the space for the signature; nothing if there is no DER object, which is then told as such.
fn padding(dictionary: &SignatureDictionary) -> &[u8] {
    use der::{Decode as _, Header, Reader as _, SliceReader};
    let length = SliceReader::new(&dictionary.contents).and_then(|mut reader| {
        let header = Header::decode(&mut reader)?;
        header.length + reader.position()
    });
    let length = length.ok().and_then(|length| usize::try_from(length).ok());
    length
        .and_then(|length| dictionary.contents.get(length..))
        .unwrap_or_default()
}

fn revisions_in(bytes: &[u8]) -> usize {
    bytes
        .windows(END_OF_REVISION.len())
        .filter(|window| *window == END_OF_REVISION)
        .count()
}

/// `%%EOF` and at most one end of line after it.
fn ends_revision(bytes: &[u8]) -> bool {
    let line_ends: [&[u8]; 4] = [b"\r\n", b"\n", b"\r", b""];
    line_ends.iter().any(|end| {
        bytes
            .strip_suffix(*end)
            .is_some_and(|rest| rest.ends_with(END_OF_REVISION))
    })
}
