//! Signatures in PDF files.
//!
//! The file's own tables (cross references, the list of form fields) are written by whoever wrote the last byte, so they are not
//! followed. Every dictionary that has a `ByteRange`, wherever in the file, is a signature to look at, each against the bytes of the
//! file as they are. This finds too much rather than too little: also signatures that later changes took out of sight.
//!
//! Source: ISO 32000-1 sections 7.2, 7.3, 7.5.7 and 12.8; ETSI EN 319 142-1 section 5.

mod compressed;
pub(super) mod coverage;
mod date;
pub(super) mod find;
mod mentions;
mod syntax;

pub use coverage::CoverageError;
pub use find::{DictionaryError, SubFilter};

use self::coverage::Covered;
use self::find::{Found, SignatureDictionary};
use super::check::Check;
use super::cms::Naming;
use super::document::DocumentVerifier;
use super::report::{Fault, Outcome, SignatureReport, Unchecked};
use crate::certificate::Hierarchy;
use crate::pkcs1::sha256_of_pieces;
use crate::time::UnixTime;

/// The longest PDF that is looked at, in bytes: 32 MiB, twice what a message to the host can hold.
pub const MAX_PDF_LENGTH: usize = 32 * 1024 * 1024;

/// The most signatures in one file.
pub const MAX_PDF_SIGNATURES: usize = 64;

/// How every PDF begins (ISO 32000-1 section 7.5.2).
const HEADER: &[u8] = b"%PDF-";

/// Why a file is not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PdfError {
    /// Longer than [`MAX_PDF_LENGTH`].
    #[error("a PDF has at most {MAX_PDF_LENGTH} bytes here, this one {length}")]
    TooLong {
        /// Bytes given.
        length: usize,
    },
    /// It does not begin with `%PDF-`.
    #[error("the file does not begin as a PDF does")]
    NotPdf,
    /// There is no signature in it.
    #[error("the PDF has no signature")]
    NoSignature,
    /// More than [`MAX_PDF_SIGNATURES`].
    #[error("the PDF has more than {MAX_PDF_SIGNATURES} signatures")]
    TooManySignatures,
    /// Nested or split up so much that reading it would take too long.
    #[error("the PDF is too complex to be looked at")]
    TooComplex,
}

/// All signatures of a PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PdfReport<H: Hierarchy> {
    /// At least one, in their order in the file.
    pub signatures: Vec<PdfSignature<H>>,
    /// Compressed parts of the file that could not be opened: whether there are more signatures in them is not known.
    pub unopened: usize,
}

/// One signature of a PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PdfSignature<H: Hierarchy> {
    /// Its format, if its dictionary could be read.
    pub sub_filter: Option<SubFilter>,
    /// Which of the file's revisions is signed, from 1, and how many the file has; only if whole revisions are.
    pub revision: Option<(usize, usize)>,
    /// What was checked.
    pub report: SignatureReport<H>,
}

impl<H: Hierarchy> DocumentVerifier<H> {
    /// Looks at every signature in a PDF file.
    ///
    /// - `now`: when to look at validity.
    ///
    /// # Errors
    ///
    /// [`PdfError`] if the file is no PDF, has no signature, or is beyond the limits. What is wrong with a signature stands in its
    /// report.
    pub fn pdf(&self, file: &[u8], now: UnixTime) -> Result<PdfReport<H>, PdfError> {
        if file.len() > MAX_PDF_LENGTH {
            return Err(PdfError::TooLong { length: file.len() });
        }
        if !file.starts_with(HEADER) {
            return Err(PdfError::NotPdf);
        }
        let Found { signatures, unopened } = find::signatures(file)?;
        if signatures.is_empty() {
            return Err(PdfError::NoSignature);
        }
        let signatures = signatures
            .into_iter()
            .map(|signature| self.judge_pdf(file, signature, now))
            .collect();
        Ok(PdfReport { signatures, unopened })
    }

    fn judge_pdf(
        &self,
        file: &[u8],
        dictionary: Result<SignatureDictionary, DictionaryError>,
        now: UnixTime,
    ) -> PdfSignature<H> {
        let mut report = SignatureReport::new();
        let dictionary = match dictionary {
            Ok(dictionary) => dictionary,
            Err(error) => {
                report.set(Check::Form, Outcome::Fails(Fault::Dictionary(error)));
                return PdfSignature {
                    sub_filter: None,
                    revision: None,
                    report,
                };
            }
        };
        let sub_filter = Some(dictionary.sub_filter);
        let covered = match Covered::new(file, &dictionary) {
            Ok(covered) => covered,
            Err(error) => {
                report.set(Check::Coverage, Outcome::Fails(Fault::Coverage(error)));
                return PdfSignature {
                    sub_filter,
                    revision: None,
                    report,
                };
            }
        };
        let outcome = covered
            .later_changes()
            .map_or(Outcome::Holds, |later| Outcome::Fails(Fault::Coverage(later)));
        report.set(Check::Coverage, outcome);
        let digest = sha256_of_pieces(&covered.pieces);
        let cms = (covered.cms(&dictionary), dictionary.signing_time);
        let naming = self.judge_cms(&digest, cms, now, &mut report);
        if naming == Some(Naming::Absent) && dictionary.sub_filter == SubFilter::AdbePkcs7Detached {
            report.set(Check::SigningCertificate, Outcome::NotChecked(Unchecked::NotSaid));
        }
        PdfSignature {
            sub_filter,
            revision: Some((covered.revision, covered.revisions)),
            report,
        }
    }
}
