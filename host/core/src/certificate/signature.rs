use super::leaf::{Leaf, certificate};
use super::{CertificateError, CertificateKind, Holder};

/// The certificate of the digital signature key (署名用電子証明書), checked against the profile.
///
/// Two of them are equal if their DER is. `Debug` shows nothing of it.
#[derive(Clone)]
pub struct SignatureCertificate {
    leaf: Leaf,
    holder: Holder,
}

certificate!(SignatureCertificate);

impl SignatureCertificate {
    const KIND: CertificateKind = CertificateKind::Signature;

    /// Parses exactly one certificate, at most [`MAX_CERTIFICATE_LENGTH`](super::MAX_CERTIFICATE_LENGTH) bytes, nothing after it.
    ///
    /// # Errors
    ///
    /// [`CertificateError`]: not DER, or not of the profile (RSA-2048, sha256WithRSAEncryption, one JPKI policy of this kind,
    /// critical keyUsage digitalSignature and nonRepudiation, not an authority, no unknown critical extension).
    ///
    /// Source: RFC 5280 section 4; a JPKI test card.
    pub fn from_der(der: &[u8]) -> Result<Self, CertificateError> {
        let (leaf, holder) = Leaf::signature(der)?;
        Ok(Self { leaf, holder })
    }

    /// What it says of its holder.
    pub fn holder(&self) -> &Holder {
        &self.holder
    }

    /// Which of the issuer's keys signed, if it says so (authorityKeyIdentifier).
    pub(crate) fn authority_key_id(&self) -> Option<&[u8]> {
        self.leaf.authority_key_id.as_deref()
    }

    pub(super) fn leaf(&self) -> &Leaf {
        &self.leaf
    }
}
