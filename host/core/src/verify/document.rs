//! Signatures over documents: raw, CMS, and what both have in common.

use super::check::Check;
use super::cms::{Naming, Parsed};
use super::report::{Fault, Outcome, SignatureReport, Unchecked};
use crate::certificate::{CertificateError, Hierarchy, SignatureCertificate, TrustAnchors, TrustError};
use crate::evidence::document::check_content;
use crate::pkcs1::{Sha256Digest, sha256};
use crate::time::UnixTime;
use const_oid::db::rfc5280::{ID_CE_BASIC_CONSTRAINTS, ID_CE_CERTIFICATE_POLICIES, ID_CE_KEY_USAGE};

/// How far a signer's clock may be ahead of ours, in seconds.
const CLOCK_TOLERANCE: i64 = 300;

/// Verifies signatures over documents, against one set of trust anchors.
///
/// ```
/// use openjpki::certificate::TrustAnchors;
/// use openjpki::time::UnixTime;
/// use openjpki::verify::{Check, DocumentVerifier, Outcome};
///
/// let report = DocumentVerifier::new(TrustAnchors::jpki()).cms(b"a document", b"no signature", UnixTime(1_800_000_000));
/// assert!(matches!(report.outcome(Check::Form), Outcome::Fails(_)));
/// assert!(report.signer().is_none());
/// ```
#[derive(Debug, Clone)]
pub struct DocumentVerifier<H: Hierarchy> {
    anchors: TrustAnchors<H>,
}

/// What a format leaves to the common part, once it was read.
pub(super) struct Claim<'a> {
    /// DER of the certificate that came with the signature.
    pub(super) certificate: &'a [u8],
    /// Digest of the signed bytes.
    pub(super) signed: Sha256Digest,
    /// The signature, 256 bytes.
    pub(super) signature: &'a [u8],
    /// When the signer claims to have signed.
    pub(super) signing_time: Option<UnixTime>,
}

impl<H: Hierarchy> DocumentVerifier<H> {
    /// A verifier that trusts these roots.
    pub fn new(anchors: TrustAnchors<H>) -> Self {
        Self { anchors }
    }

    /// Looks at a raw signature (RS256) over `content`.
    ///
    /// - `certificate`: the signing certificate that came with it, DER.
    /// - `signature`: 256 bytes, big-endian.
    /// - `now`: when to look at validity.
    pub fn raw(&self, content: &[u8], certificate: &[u8], signature: &[u8], now: UnixTime) -> SignatureReport<H> {
        let mut report = SignatureReport::new();
        let form =
            check_content(content).map_or_else(|error| Outcome::Fails(Fault::Content(error)), |()| Outcome::Holds);
        report.set(Check::Form, form);
        report.set(Check::Coverage, Outcome::Holds);
        for check in [
            Check::MessageDigest,
            Check::SigningCertificate,
            Check::ValidityAtSigning,
        ] {
            report.set(check, Outcome::NotChecked(Unchecked::Raw));
        }
        let claim = Claim {
            certificate,
            signed: sha256(content),
            signature,
            signing_time: None,
        };
        self.judge(&claim, now, &mut report);
        report
    }

    /// Looks at a detached CMS signature over `content`.
    ///
    /// - `cms`: DER of a `ContentInfo` with `SignedData`, as in a `.p7s` file.
    /// - `now`: when to look at validity.
    pub fn cms(&self, content: &[u8], cms: &[u8], now: UnixTime) -> SignatureReport<H> {
        self.cms_over_digest(&sha256(content), cms, now)
    }

    /// The same, for a content of which only the SHA-256 digest is here.
    pub fn cms_over_digest(&self, digest: &Sha256Digest, cms: &[u8], now: UnixTime) -> SignatureReport<H> {
        let mut report = SignatureReport::new();
        report.set(Check::Coverage, Outcome::Holds);
        self.judge_cms(digest, (cms, None), now, &mut report);
        report
    }

    /// Reads the CMS and fills in everything but the coverage. Returns whether the certificate was named, if the CMS could be read.
    ///
    /// - `cms`: the CMS, and when it was made as the document around it says, which counts where the CMS says nothing.
    pub(super) fn judge_cms(
        &self,
        digest: &Sha256Digest,
        (cms, told): (&[u8], Option<UnixTime>),
        now: UnixTime,
        report: &mut SignatureReport<H>,
    ) -> Option<Naming> {
        let parsed = match Parsed::from_der(cms) {
            Ok(parsed) => parsed,
            Err(error) => {
                report.set(Check::Form, Outcome::Fails(Fault::Cms(error)));
                return None;
            }
        };
        report.set(Check::Form, Outcome::Holds);
        report.set(
            Check::MessageDigest,
            holds_or(parsed.message_digest == digest.as_slice(), Fault::MessageDigest),
        );
        report.set(
            Check::SigningCertificate,
            match parsed.naming {
                Naming::This => Outcome::Holds,
                Naming::Other => Outcome::Fails(Fault::SigningCertificate),
                Naming::Absent => Outcome::Fails(Fault::NoSigningCertificate),
            },
        );
        if parsed.has_time_stamp {
            report.set(Check::TimeStamp, Outcome::NotChecked(Unchecked::TimeStamp));
        }
        let signing_time = parsed.signing_time.or(told);
        report.set_signing_time(signing_time);
        if signing_time.is_none() {
            report.set(Check::ValidityAtSigning, Outcome::NotChecked(Unchecked::NotSaid));
        }
        let claim = Claim {
            certificate: &parsed.certificate,
            signed: parsed.signed,
            signature: &parsed.signature,
            signing_time,
        };
        self.judge(&claim, now, report);
        Some(parsed.naming)
    }

    /// What is the same for every format: the certificate, its issuer, its time, and the signature itself.
    fn judge(&self, claim: &Claim<'_>, now: UnixTime, report: &mut SignatureReport<H>) {
        let certificate = match SignatureCertificate::from_der(claim.certificate) {
            Ok(certificate) => certificate,
            Err(error) => return refuse_certificate(error, report),
        };
        for check in [
            Check::Certificate,
            Check::Policy,
            Check::KeyUsage,
            Check::BasicConstraints,
        ] {
            report.set(check, Outcome::Holds);
        }
        let made = certificate.verify_digest(&claim.signed, claim.signature).is_ok();
        report.set(Check::Signature, holds_or(made, Fault::Signature));
        self.judge_issuer(&certificate, now, report);
        if *report.outcome(Check::Chain) == Outcome::Holds {
            self.judge_validity(&certificate, claim.signing_time, now, report);
        }
        report.set_certificate(certificate);
    }

    fn judge_issuer(&self, certificate: &SignatureCertificate, now: UnixTime, report: &mut SignatureReport<H>) {
        let outcome = match self.anchors.check_signature(certificate, now) {
            Ok(()) | Err(TrustError::Validity(_) | TrustError::IssuerValidity(_) | TrustError::NoKeyIdentifier) => {
                Outcome::Holds
            }
            Err(error @ TrustError::Hierarchy { .. }) => {
                return report.set(Check::Policy, Outcome::Fails(Fault::Trust(error)));
            }
            Err(error) => Outcome::Fails(Fault::Trust(error)),
        };
        let known = !matches!(outcome, Outcome::Fails(Fault::Trust(TrustError::UnknownIssuer)));
        let identifier = match (certificate.authority_key_id(), known) {
            (None, _) => Outcome::Fails(Fault::NoKeyIdentifier),
            (Some(_), true) => Outcome::Holds,
            (Some(_), false) => Outcome::Fails(Fault::KeyIdentifier),
        };
        report.set(Check::KeyIdentifier, identifier);
        report.set(Check::Chain, outcome);
    }

    fn judge_validity(
        &self,
        certificate: &SignatureCertificate,
        signing_time: Option<UnixTime>,
        now: UnixTime,
        report: &mut SignatureReport<H>,
    ) {
        let valid_at = |time| match self.anchors.check_signature(certificate, time) {
            Ok(()) | Err(TrustError::NoKeyIdentifier) => Outcome::Holds,
            Err(error) => Outcome::Fails(Fault::Trust(error)),
        };
        report.set(Check::ValidityNow, valid_at(now));
        let Some(signing_time) = signing_time else { return };
        let is_ahead = signing_time.0.saturating_sub(now.0) > CLOCK_TOLERANCE;
        let outcome = if is_ahead {
            Outcome::Fails(Fault::SigningTimeAhead { signing_time, now })
        } else {
            valid_at(signing_time)
        };
        report.set(Check::ValidityAtSigning, outcome);
    }
}

fn holds_or(holds: bool, fault: Fault) -> Outcome {
    if holds { Outcome::Holds } else { Outcome::Fails(fault) }
}

/// Writes a refused certificate into the line that it is about; the profile looks at policy, key usage and constraints in this order.
fn refuse_certificate<H: Hierarchy>(error: CertificateError, report: &mut SignatureReport<H>) {
    let check = check_of(&error);
    let before: &[Check] = match check {
        Check::KeyUsage => &[Check::Policy],
        Check::BasicConstraints => &[Check::Policy, Check::KeyUsage],
        _ => &[],
    };
    for passed in before {
        report.set(*passed, Outcome::Holds);
    }
    report.set(check, Outcome::Fails(Fault::Certificate(error)));
}

/// Which line an error of the certificate belongs to.
fn check_of(error: &CertificateError) -> Check {
    match error {
        CertificateError::PolicyCount { .. } | CertificateError::Policy { .. } | CertificateError::Kind { .. } => {
            Check::Policy
        }
        CertificateError::KeyUsage { .. } => Check::KeyUsage,
        CertificateError::Authority => Check::BasicConstraints,
        CertificateError::MissingExtension { oid }
        | CertificateError::NotCritical { oid }
        | CertificateError::Extension { oid, .. } => match *oid {
            ID_CE_CERTIFICATE_POLICIES => Check::Policy,
            ID_CE_KEY_USAGE => Check::KeyUsage,
            ID_CE_BASIC_CONSTRAINTS => Check::BasicConstraints,
            _ => Check::Certificate,
        },
        _ => Check::Certificate,
    }
}
