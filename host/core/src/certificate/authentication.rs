use super::leaf::{Leaf, certificate};
use super::{CertificateError, CertificateKind};

/// The certificate of the user authentication key (利用者証明用電子証明書), checked against the profile.
///
/// It names nobody, but is the same on every site. Two of them are equal if their DER is. `Debug` shows nothing of it.
#[derive(Clone)]
pub struct AuthenticationCertificate {
    leaf: Leaf,
}

certificate!(AuthenticationCertificate);

impl AuthenticationCertificate {
    const KIND: CertificateKind = CertificateKind::Authentication;

    /// Parses exactly one certificate, at most [`MAX_CERTIFICATE_LENGTH`](super::MAX_CERTIFICATE_LENGTH) bytes, nothing after it.
    ///
    /// # Errors
    ///
    /// [`CertificateError`]: not DER, or not of the profile (RSA-2048, sha256WithRSAEncryption, one JPKI policy of this kind,
    /// critical keyUsage digitalSignature, extendedKeyUsage clientAuth, not an authority, no unknown critical extension).
    ///
    /// Source: RFC 5280 section 4; a JPKI test card.
    pub fn from_der(der: &[u8]) -> Result<Self, CertificateError> {
        Ok(Self {
            leaf: Leaf::authentication(der)?,
        })
    }

    pub(super) fn leaf(&self) -> &Leaf {
        &self.leaf
    }
}
