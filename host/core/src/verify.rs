//! The relying party: from evidence to who it was, over what, and how sure that is.
//!
//! A [`Verifier`] belongs to one site. It writes the statement anew from its own origin and its own nonce, so evidence made for
//! another site or another moment does not verify. There is no function here that takes a bare certificate: holding a copy of one
//! proves nothing.
//!
//! Using up the nonce, once and within five minutes, is the caller's part, and so is revocation: see [`Revocation`].
//!
//! Documents are another matter: a [`DocumentVerifier`] looks at raw, CMS and PDF signatures and says line by line what it checked.

mod check;
mod cms;
mod document;
mod error;
mod pdf;
mod report;
mod revocation;
mod web_eid;

pub use check::Check;
pub use cms::{CmsError, MAX_CMS_LENGTH};
pub use document::DocumentVerifier;
pub use error::VerifyError;
pub use pdf::{
    CoverageError, DictionaryError, MAX_PDF_LENGTH, MAX_PDF_SIGNATURES, PdfError, PdfReport, PdfSignature, SubFilter,
};
pub use report::{Fault, Line, Outcome, SignatureReport, Signer, Unchecked};
pub use revocation::{NotCheckedReason, Revocation};

use std::fmt;
use std::marker::PhantomData;

use crate::certificate::{AuthenticationCertificate, CertificateKind, Hierarchy, SignatureCertificate, TrustAnchors};
use crate::evidence::{AuthenticateEvidence, AuthenticateStatement, Nonce, RegisterEvidence, RegisterStatement};
use crate::origin::Origin;
use crate::time::UnixTime;

/// Verifies evidence for one site, against one set of trust anchors.
///
/// ```
/// use openjpki::certificate::TrustAnchors;
/// use openjpki::origin::Origin;
/// use openjpki::verify::Verifier;
///
/// let origin = Origin::parse("https://portal.example.go.jp")?;
/// let verifier = Verifier::new(TrustAnchors::jpki(), origin);
/// # Ok::<(), openjpki::origin::OriginError>(())
/// ```
#[derive(Clone)]
pub struct Verifier<H: Hierarchy> {
    anchors: TrustAnchors<H>,
    origin: Origin,
}

/// The holder of an authentication certificate was there, for this site and this nonce.
///
/// Only a [`Verifier`] makes one.
#[derive(Clone, PartialEq, Eq)]
pub struct Authenticated<H: Hierarchy> {
    /// The certificate whose key signed.
    pub certificate: AuthenticationCertificate,
    /// Whether the certificate is revoked, as far as known.
    pub revocation: Revocation,
    hierarchy: PhantomData<fn() -> H>,
}

/// One person held both keys of a card, in one ceremony, for this site and this nonce.
///
/// Only a [`Verifier`] makes one. That of a test card is another type:
///
/// ```compile_fail,E0308
/// use openjpki::certificate::{Production, Test};
/// use openjpki::verify::Registered;
///
/// fn open_account(person: Registered<Production>) {}
/// fn main_of_a_test_site(person: Registered<Test>) {
///     open_account(person);
/// }
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Registered<H: Hierarchy> {
    /// The certificate that says who it is.
    pub signature_certificate: SignatureCertificate,
    /// The certificate that the same card signs in with from now on.
    pub authentication_certificate: AuthenticationCertificate,
    /// Whether the signing certificate is revoked, as far as known.
    pub signature_revocation: Revocation,
    /// Whether the authentication certificate is revoked, as far as known.
    pub authentication_revocation: Revocation,
    hierarchy: PhantomData<fn() -> H>,
}

impl<H: Hierarchy> Verifier<H> {
    /// A verifier for the site at `origin`, which must be the site's own and never one that a client sent.
    pub fn new(anchors: TrustAnchors<H>, origin: Origin) -> Self {
        Self { anchors, origin }
    }

    /// The site's own origin.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The roots that it trusts.
    pub fn anchors(&self) -> &TrustAnchors<H> {
        &self.anchors
    }

    /// A verifier of signatures over documents that trusts the same roots.
    pub fn documents(&self) -> DocumentVerifier<H> {
        DocumentVerifier::new(self.anchors.clone())
    }

    /// Verifies that the holder of the authentication certificate was there.
    ///
    /// - `nonce`: the one that this server made for this session; never one that came with the evidence.
    /// - `now`: when to look at validity.
    ///
    /// # Errors
    ///
    /// [`VerifyError`]; nothing of the evidence may then be used.
    pub fn authenticate(
        &self,
        evidence: &AuthenticateEvidence,
        nonce: &Nonce,
        now: UnixTime,
    ) -> Result<Authenticated<H>, VerifyError> {
        let certificate = self.authentication_certificate(&evidence.authentication_certificate, now)?;
        let statement = AuthenticateStatement::new(&self.origin, nonce, &certificate);
        certificate
            .verify(statement.as_bytes(), &evidence.authentication_signature)
            .map_err(|_| VerifyError::Statement {
                kind: CertificateKind::Authentication,
            })?;
        let revocation = Revocation::NotChecked(NotCheckedReason::NoSource);
        Ok(Authenticated {
            certificate,
            revocation,
            hierarchy: PhantomData,
        })
    }

    /// Verifies that one person held both keys, in one ceremony: both signed the same statement, which names both certificates.
    ///
    /// - `nonce`: the one that this server made for this session; never one that came with the evidence.
    /// - `now`: when to look at validity.
    ///
    /// # Errors
    ///
    /// [`VerifyError`]; nothing of the evidence may then be used.
    pub fn register(
        &self,
        evidence: &RegisterEvidence,
        nonce: &Nonce,
        now: UnixTime,
    ) -> Result<Registered<H>, VerifyError> {
        let signature_certificate = self.signature_certificate(&evidence.signature_certificate, now)?;
        let authentication_certificate = self.authentication_certificate(&evidence.authentication_certificate, now)?;
        let statement =
            RegisterStatement::new(&self.origin, nonce, &signature_certificate, &authentication_certificate);
        signature_certificate
            .verify(statement.as_bytes(), &evidence.signature)
            .map_err(|_| VerifyError::Statement {
                kind: CertificateKind::Signature,
            })?;
        authentication_certificate
            .verify(statement.as_bytes(), &evidence.authentication_signature)
            .map_err(|_| VerifyError::Statement {
                kind: CertificateKind::Authentication,
            })?;
        Ok(Registered {
            signature_certificate,
            authentication_certificate,
            signature_revocation: Revocation::NotChecked(NotCheckedReason::NoSource),
            authentication_revocation: Revocation::NotChecked(NotCheckedReason::NoSource),
            hierarchy: PhantomData,
        })
    }

    fn signature_certificate(&self, der: &[u8], now: UnixTime) -> Result<SignatureCertificate, VerifyError> {
        let kind = CertificateKind::Signature;
        let certificate =
            SignatureCertificate::from_der(der).map_err(|source| VerifyError::Certificate { kind, source })?;
        self.anchors
            .check_signature(&certificate, now)
            .map_err(|source| VerifyError::Untrusted { kind, source })?;
        Ok(certificate)
    }

    fn authentication_certificate(&self, der: &[u8], now: UnixTime) -> Result<AuthenticationCertificate, VerifyError> {
        let kind = CertificateKind::Authentication;
        let certificate =
            AuthenticationCertificate::from_der(der).map_err(|source| VerifyError::Certificate { kind, source })?;
        self.anchors
            .check_authentication(&certificate, now)
            .map_err(|source| VerifyError::Untrusted { kind, source })?;
        Ok(certificate)
    }
}

impl<H: Hierarchy> fmt::Debug for Verifier<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("anchors", &self.anchors)
            .field("origin", &self.origin)
            .finish()
    }
}

impl<H: Hierarchy> fmt::Debug for Authenticated<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Authenticated({}, revocation {:?})", H::KIND, self.revocation)
    }
}

impl<H: Hierarchy> fmt::Debug for Registered<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (signature, authentication) = (self.signature_revocation, self.authentication_revocation);
        write!(
            f,
            "Registered({}, revocation {signature:?} and {authentication:?})",
            H::KIND
        )
    }
}
