//! What was checked of a document's signature, line by line.

use std::fmt;
use std::marker::PhantomData;

use super::check::Check;
use super::cms::CmsError;
use super::pdf::coverage::CoverageError;
use super::pdf::find::DictionaryError;
use super::{NotCheckedReason, Revocation};
use crate::certificate::{CertificateError, Hierarchy, SignatureCertificate, TrustError};
use crate::evidence::document::DocumentError;
use crate::time::UnixTime;

/// Everything that is asked of one signature over a document, each with its own answer.
///
/// There is no single answer, because there is no single question: a person reads the [`lines`](Self::lines), a program asks for the
/// [`signer`](Self::signer), and both see what nobody checked.
#[derive(Clone, PartialEq, Eq)]
pub struct SignatureReport<H: Hierarchy> {
    certificate: Option<SignatureCertificate>,
    signing_time: Option<UnixTime>,
    lines: Vec<Line>,
    hierarchy: PhantomData<fn() -> H>,
}

/// One question and its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What was asked.
    pub check: Check,
    /// What came out.
    pub outcome: Outcome,
}

/// The answer to a [`Check`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was checked and is so.
    Holds,
    /// It was checked and is not so.
    Fails(Fault),
    /// Nobody looked.
    NotChecked(Unchecked),
}

/// Why a check fails.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// The CMS is not one that is read here.
    #[error("{0}")]
    Cms(#[source] CmsError),
    /// The PDF's signature dictionary is not one that is read here.
    #[error("{0}")]
    Dictionary(#[source] DictionaryError),
    /// A raw signature over something else than a document.
    #[error("{0}")]
    Content(#[source] DocumentError),
    /// Some of the file is not signed.
    #[error("{0}")]
    Coverage(#[source] CoverageError),
    /// The signature was made over another document, or the document was changed since.
    #[error("the document is not the one that was signed: its digest differs from the signed digest")]
    MessageDigest,
    /// The signature names no certificate.
    #[error("the signature does not name the certificate it was made with")]
    NoSigningCertificate,
    /// The signature names another certificate.
    #[error("the signature names another certificate than the one that came with it")]
    SigningCertificate,
    /// Not made with the certificate's key, or not over this.
    #[error("the signature does not verify with the certificate's key")]
    Signature,
    /// Not a JPKI signing certificate.
    #[error("{0}")]
    Certificate(#[source] CertificateError),
    /// The certificate names the key of no trusted root, though it may name the root.
    #[error("the certificate names the key of an issuer that is not trusted here")]
    KeyIdentifier,
    /// The certificate names no issuer's key.
    #[error("the certificate does not name the key of its issuer")]
    NoKeyIdentifier,
    /// Of the other hierarchy, of no trusted issuer, or outside its time.
    #[error("{0}")]
    Trust(#[source] TrustError),
    /// The signer claims a time that is still to come.
    #[error("the signer claims to have signed at {signing_time}, and it is {now}")]
    SigningTimeAhead {
        /// What the signature says.
        signing_time: UnixTime,
        /// When it was checked.
        now: UnixTime,
    },
}

/// Why a check was not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unchecked {
    /// Another check failed before, and this one builds on it.
    #[error("not checked, because another check failed before")]
    FailedBefore,
    /// A raw signature has no such part.
    #[error("not checked: a raw signature says nothing of it")]
    Raw,
    /// The signature has no such part, and its format allows that.
    #[error("not checked: the signature says nothing of it")]
    NotSaid,
    /// There is a time-stamp, and time-stamping authorities are not known here.
    #[error("not checked: there is a time-stamp, which is not looked into")]
    TimeStamp,
    /// Nobody looked whether the certificate is revoked.
    #[error("{}", Revocation::NotChecked(*.0))]
    Revocation(NotCheckedReason),
}

/// Who signed, where no check failed. What nobody checked is still unknown: look at `revocation`.
#[derive(Clone, PartialEq, Eq)]
pub struct Signer<H: Hierarchy> {
    /// The certificate that says who it is.
    pub certificate: SignatureCertificate,
    /// When the signer claims to have signed, if they do; nobody confirms it.
    pub signing_time: Option<UnixTime>,
    /// Whether the certificate is revoked, as far as known.
    pub revocation: Revocation,
    hierarchy: PhantomData<fn() -> H>,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Holds => f.write_str("checked, and it is so"),
            Self::Fails(fault) => fault.fmt(f),
            Self::NotChecked(why) => why.fmt(f),
        }
    }
}

impl<H: Hierarchy> SignatureReport<H> {
    /// A report on which nothing was checked yet; revocation never is.
    pub(super) fn new() -> Self {
        let line = |check| Line {
            check,
            outcome: Outcome::NotChecked(match check {
                Check::Revocation => Unchecked::Revocation(NotCheckedReason::NoSource),
                Check::TimeStamp => Unchecked::NotSaid,
                _ => Unchecked::FailedBefore,
            }),
        };
        Self {
            certificate: None,
            signing_time: None,
            lines: Check::ALL.map(line).to_vec(),
            hierarchy: PhantomData,
        }
    }

    pub(super) fn set(&mut self, check: Check, outcome: Outcome) {
        if let Some(line) = self.lines.iter_mut().find(|line| line.check == check) {
            line.outcome = outcome;
        }
    }

    pub(super) fn set_certificate(&mut self, certificate: SignatureCertificate) {
        self.certificate = Some(certificate);
    }

    pub(super) fn set_signing_time(&mut self, time: Option<UnixTime>) {
        self.signing_time = time;
    }

    /// All lines, in the order of [`Check::ALL`].
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The answer to one check.
    pub fn outcome(&self, check: Check) -> &Outcome {
        const MISSING: &Outcome = &Outcome::NotChecked(Unchecked::FailedBefore);
        let line = self.lines.iter().find(|line| line.check == check);
        line.map_or(MISSING, |line| &line.outcome)
    }

    /// What failed, in the order of the lines.
    pub fn faults(&self) -> impl Iterator<Item = (Check, &Fault)> {
        self.lines.iter().filter_map(|line| match &line.outcome {
            Outcome::Fails(fault) => Some((line.check, fault)),
            Outcome::Holds | Outcome::NotChecked(_) => None,
        })
    }

    /// The certificate that came with the signature, if it is one of JPKI's form. It says who signed only if nothing failed.
    pub fn claimed_certificate(&self) -> Option<&SignatureCertificate> {
        self.certificate.as_ref()
    }

    /// When the signer claims to have signed, if they do.
    pub fn claimed_signing_time(&self) -> Option<UnixTime> {
        self.signing_time
    }

    /// Who signed this document; nobody if any check failed.
    pub fn signer(&self) -> Option<Signer<H>> {
        let holds = |check| *self.outcome(check) == Outcome::Holds;
        let essential = [Check::Coverage, Check::Signature, Check::Chain, Check::ValidityNow];
        if self.faults().next().is_some() || !essential.into_iter().all(holds) {
            return None;
        }
        Some(Signer {
            certificate: self.certificate.clone()?,
            signing_time: self.signing_time,
            revocation: Revocation::NotChecked(NotCheckedReason::NoSource),
            hierarchy: PhantomData,
        })
    }
}

impl<H: Hierarchy> fmt::Debug for SignatureReport<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignatureReport({})", H::KIND)?;
        f.debug_list().entries(&self.lines).finish()
    }
}

impl<H: Hierarchy> fmt::Debug for Signer<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signer({}, revocation {:?})", H::KIND, self.revocation)
    }
}
