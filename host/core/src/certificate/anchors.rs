use std::fmt;
use std::marker::PhantomData;

use x509_cert::ext::pkix::{BasicConstraints, KeyUsage, KeyUsages, SubjectAltName, SubjectKeyIdentifier};

use super::envelope::Envelope;
use super::leaf::Leaf;
use super::{
    AuthenticationCertificate, CertificateError, CertificateKind, Hierarchy, Production, SignatureCertificate, Test,
    ValidityError,
};
use crate::time::UnixTime;

/// The roots of JPKI, as they are published; see `anchors/README.md` for where from.
const SIGNATURE_ROOTS: [&[u8]; 3] = [
    include_bytes!("../../anchors/signature-2015.der"),
    include_bytes!("../../anchors/signature-2019.der"),
    include_bytes!("../../anchors/signature-2023.der"),
];
const AUTHENTICATION_ROOTS: [&[u8]; 3] = [
    include_bytes!("../../anchors/authentication-2015.der"),
    include_bytes!("../../anchors/authentication-2019.der"),
    include_bytes!("../../anchors/authentication-2023.der"),
];

/// The root keys that a verifier believes: some for signing certificates, some for authentication certificates.
///
/// The generations of one root share one name, so an issuer is found by its key: the key identifier that the certificate names,
/// and then the signature itself.
#[derive(Clone)]
pub struct TrustAnchors<H: Hierarchy> {
    signature: Vec<Anchor>,
    authentication: Vec<Anchor>,
    hierarchy: PhantomData<fn() -> H>,
}

/// One root certificate: self-signed, an authority, its key pinned.
#[derive(Clone)]
struct Anchor {
    envelope: Envelope,
    key_id: Vec<u8>,
}

/// Why a root certificate is not taken as a trust anchor.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AnchorError {
    /// Not a certificate, or one that does not fit.
    #[error("the root certificate of the {kind} certificates is unusable: {source}")]
    Certificate {
        /// What it was to be the root of.
        kind: CertificateKind,
        /// What is wrong with it.
        source: CertificateError,
    },
    /// It may not sign certificates.
    #[error("the root certificate of the {kind} certificates is no authority's")]
    NotAuthority {
        /// What it was to be the root of.
        kind: CertificateKind,
    },
    /// It is not signed by its own key.
    #[error("the root certificate of the {kind} certificates is not signed by itself")]
    NotSelfSigned {
        /// What it was to be the root of.
        kind: CertificateKind,
    },
}

/// Why a certificate does not come from a trust anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IssuerError {
    /// No anchor of its kind has the issuer's name and key.
    #[error("it was issued by an authority that is not trusted for it")]
    Unknown,
    /// An anchor has the issuer's name and key identifier, but did not sign it: a forgery, or a broken copy.
    #[error("the signature of its issuer does not verify")]
    Signature,
    /// The anchor signed it, but is outside its own validity.
    #[error("its root certificate is {0}")]
    Validity(#[source] ValidityError),
}

impl TrustAnchors<Production> {
    /// The six public roots of JPKI: generations of 2015, 2019 and 2023, each for both kinds.
    pub fn jpki() -> Self {
        // They are constants, and a test reads all six. One that could not be read would be one key less to trust.
        let read = |kind, roots: [&[u8]; 3]| {
            roots
                .iter()
                .filter_map(|der| Anchor::from_der(kind, der).ok())
                .collect()
        };
        Self {
            signature: read(CertificateKind::Signature, SIGNATURE_ROOTS),
            authentication: read(CertificateKind::Authentication, AUTHENTICATION_ROOTS),
            hierarchy: PhantomData,
        }
    }
}

impl TrustAnchors<Test> {
    /// Trusts the given root certificates, DER, for certificates that have a test policy.
    ///
    /// # Errors
    ///
    /// [`AnchorError`] for the first that is not a self-signed root as JPKI makes them.
    pub fn new<D: AsRef<[u8]>>(signature: &[D], authentication: &[D]) -> Result<Self, AnchorError> {
        let read = |kind, roots: &[D]| -> Result<Vec<Anchor>, AnchorError> {
            roots.iter().map(|der| Anchor::from_der(kind, der.as_ref())).collect()
        };
        Ok(Self {
            signature: read(CertificateKind::Signature, signature)?,
            authentication: read(CertificateKind::Authentication, authentication)?,
            hierarchy: PhantomData,
        })
    }
}

impl<H: Hierarchy> TrustAnchors<H> {
    /// Checks that one of the roots issued the signing certificate, and was valid at `now`.
    ///
    /// This says that the certificate is genuine, not that anybody is there who holds its key: that takes a
    /// [`Verifier`](crate::verify::Verifier).
    ///
    /// # Errors
    ///
    /// [`IssuerError`].
    pub(crate) fn check_signature_issuer(
        &self,
        certificate: &SignatureCertificate,
        now: UnixTime,
    ) -> Result<(), IssuerError> {
        check_issuer(&self.signature, certificate.leaf(), now)
    }

    /// The same for an authentication certificate.
    pub(crate) fn check_authentication_issuer(
        &self,
        certificate: &AuthenticationCertificate,
        now: UnixTime,
    ) -> Result<(), IssuerError> {
        check_issuer(&self.authentication, certificate.leaf(), now)
    }
}

/// Finds the issuer by name and key identifier, then by signature (RFC 5280 sections 4.2.1.1 and 6.1.3).
fn check_issuer(anchors: &[Anchor], leaf: &Leaf, now: UnixTime) -> Result<(), IssuerError> {
    let named = |anchor: &&Anchor| {
        let id = leaf.authority_key_id.as_ref();
        anchor.envelope.subject == leaf.envelope.issuer && id.is_none_or(|id| *id == anchor.key_id)
    };
    let candidates: Vec<&Anchor> = anchors.iter().filter(named).collect();
    if candidates.is_empty() {
        return Err(IssuerError::Unknown);
    }
    let signed = |anchor: &&&Anchor| leaf.envelope.verify_issued_by(&anchor.envelope.public_key).is_ok();
    let anchor = candidates.iter().find(signed).ok_or(IssuerError::Signature)?;
    anchor.envelope.check_validity(now).map_err(IssuerError::Validity)
}

impl Anchor {
    fn from_der(kind: CertificateKind, der: &[u8]) -> Result<Self, AnchorError> {
        let unusable = |source| AnchorError::Certificate { kind, source };
        let (envelope, mut extensions) = Envelope::from_der(der).map_err(unusable)?;
        let constraints = extensions.require_critical::<BasicConstraints>().map_err(unusable)?;
        let usage = extensions.require_critical::<KeyUsage>().map_err(unusable)?;
        if !constraints.ca || !usage.0.contains(KeyUsages::KeyCertSign) {
            return Err(AnchorError::NotAuthority { kind });
        }
        let key_id = extensions
            .require::<SubjectKeyIdentifier>()
            .map_err(unusable)?
            .value
            .0
            .as_bytes()
            .to_vec();
        extensions.take::<SubjectAltName>().map_err(unusable)?;
        extensions.finish().map_err(unusable)?;
        let self_issued = envelope.issuer == envelope.subject;
        if !self_issued || envelope.verify_issued_by(&envelope.public_key).is_err() {
            return Err(AnchorError::NotSelfSigned { kind });
        }
        Ok(Self { envelope, key_id })
    }
}

impl<H: Hierarchy> fmt::Debug for TrustAnchors<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (signature, authentication) = (self.signature.len(), self.authentication.len());
        write!(
            f,
            "TrustAnchors({}: {signature} signing, {authentication} authentication)",
            H::KIND
        )
    }
}
