//! Signatures over documents that somebody uploads, looked at with this site's roots; the other place that talks to `openjpki::verify`.

use openjpki::certificate::Hierarchy;
use openjpki::time::UnixTime;
use openjpki::verify::{DocumentVerifier, Line, Outcome, PdfError, SignatureReport};

use crate::evidence::SiteVerifier;

/// What somebody wants to know about: a document, and its signature if that is a file of its own.
pub struct Upload {
    /// The document.
    pub document: Vec<u8>,
    /// DER of a CMS `ContentInfo`, as in a `.p7s` file; without it the signatures are in the document, which is a PDF.
    pub signature: Option<Vec<u8>>,
}

/// Why there is nothing to say about an upload.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UploadProblem {
    /// No document came.
    #[error("no document")]
    NoDocument,
    /// No signature came with a document that is no PDF.
    #[error("no signature with a document that is no PDF")]
    NoSignature,
    /// A PDF without a signature in it.
    #[error("a PDF without a signature")]
    NoSignatureInPdf,
    /// A PDF that is not read here: too many signatures, or too complex.
    #[error("a PDF that is not read here")]
    Pdf,
}

/// What was checked of an upload.
pub struct Looked {
    /// Each signature, in the order of the file; at least one.
    pub signatures: Vec<Signature>,
    /// Parts of a PDF that could not be opened: there may be more signatures in them.
    pub unopened: usize,
}

/// What was checked of one signature.
pub struct Signature {
    /// Every question and its answer.
    pub lines: Vec<Line>,
    /// The name in the certificate, if no check failed.
    pub signer: Option<String>,
    /// Whether no check failed and all that matter were made.
    pub holds: bool,
    /// When the signer claims to have signed.
    pub claimed_time: Option<UnixTime>,
}

impl SiteVerifier {
    /// Looks at every signature of an upload.
    ///
    /// # Errors
    /// [`UploadProblem`] if there is none to look at. What is wrong with a signature stands in its lines.
    pub fn look_at(&self, upload: &Upload, now: UnixTime) -> Result<Looked, UploadProblem> {
        match self {
            Self::Production(verifier) => look(&verifier.documents(), upload, now),
            Self::Test(verifier) => look(&verifier.documents(), upload, now),
        }
    }
}

fn look<H: Hierarchy>(verifier: &DocumentVerifier<H>, upload: &Upload, now: UnixTime) -> Result<Looked, UploadProblem> {
    if upload.document.is_empty() {
        return Err(UploadProblem::NoDocument);
    }
    if let Some(cms) = &upload.signature {
        let report = verifier.cms(&upload.document, cms, now);
        let signatures = vec![Signature::from(&report)];
        return Ok(Looked {
            signatures,
            unopened: 0,
        });
    }
    let report = verifier.pdf(&upload.document, now).map_err(|error| match error {
        PdfError::NotPdf => UploadProblem::NoSignature,
        PdfError::NoSignature => UploadProblem::NoSignatureInPdf,
        _ => UploadProblem::Pdf,
    })?;
    Ok(Looked {
        signatures: report
            .signatures
            .iter()
            .map(|signature| Signature::from(&signature.report))
            .collect(),
        unopened: report.unopened,
    })
}

impl<H: Hierarchy> From<&SignatureReport<H>> for Signature {
    fn from(report: &SignatureReport<H>) -> Self {
        let signer = report.signer();
        Self {
            lines: report.lines().to_vec(),
            holds: signer.is_some(),
            signer: signer.and_then(|signer| signer.certificate.holder().name.clone()),
            claimed_time: report.claimed_signing_time(),
        }
    }
}

impl Signature {
    /// Whether some check failed.
    pub fn has_fault(&self) -> bool {
        self.lines.iter().any(|line| matches!(line.outcome, Outcome::Fails(_)))
    }
}
