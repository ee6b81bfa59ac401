use super::anchor::{Anchor, AnchorError};
use super::{CertificateKind, HierarchyKind};
use crate::time::UnixTime;

/// What the name of every root of the real hierarchy holds; a test root has `O=JPKI-TEST`.
const PRODUCTION: &str = "O=JPKI,";

/// The certificate of an authority of JPKI, as a card carries it: self-signed, which anybody can do.
///
/// Whether it is one that JPKI published is for [`TrustAnchors`](super::TrustAnchors) to say.
#[derive(Clone)]
pub struct AuthorityCertificate {
    kind: CertificateKind,
    anchor: Anchor,
}

impl AuthorityCertificate {
    /// Parses exactly one certificate of the authority that issues certificates of `kind`.
    ///
    /// # Errors
    /// [`AnchorError`]: not DER, not an authority, or not signed by itself.
    pub fn from_der(kind: CertificateKind, der: &[u8]) -> Result<Self, AnchorError> {
        Anchor::from_der(kind, der).map(|anchor| Self { kind, anchor })
    }

    /// Which certificates it issues.
    pub fn kind(&self) -> CertificateKind {
        self.kind
    }

    /// The certificate itself, DER.
    pub fn der(&self) -> &[u8] {
        &self.anchor.envelope.der
    }

    /// SHA-256 over the DER, 32 bytes.
    pub fn sha256(&self) -> [u8; 32] {
        crate::pkcs1::sha256(self.der())
    }

    /// Serial number, big-endian, without leading zeros.
    pub fn serial(&self) -> &[u8] {
        &self.anchor.envelope.serial
    }

    /// Its name, as RFC 4514 writes it.
    pub fn subject(&self) -> String {
        self.anchor.envelope.subject_text()
    }

    /// Who issued it, as RFC 4514 writes it: itself.
    pub fn issuer(&self) -> String {
        self.anchor.envelope.issuer_text()
    }

    /// First second of the validity.
    pub fn not_before(&self) -> UnixTime {
        self.anchor.envelope.not_before
    }

    /// Last second of the validity.
    pub fn not_after(&self) -> UnixTime {
        self.anchor.envelope.not_after
    }

    /// What its key may be used for, in the words of RFC 5280 section 4.2.1.3.
    pub fn key_usage(&self) -> &[&'static str] {
        &self.anchor.key_usage
    }

    /// Which hierarchy its name says.
    pub fn hierarchy(&self) -> HierarchyKind {
        if self.subject().contains(PRODUCTION) {
            HierarchyKind::Production
        } else {
            HierarchyKind::Test
        }
    }
}

impl std::fmt::Debug for AuthorityCertificate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AuthorityCertificate(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Production, TrustAnchors, TrustError};
    use super::*;

    const PUBLISHED: &[u8] = include_bytes!("../../anchors/signature-2023.der");
    const TEST: &[u8] = include_bytes!("../../tests/data/test-card/signature-ca-2024.der");
    /// 2026-01-01T00:00:00Z
    const NOW: UnixTime = UnixTime(1_767_225_600);

    #[test]
    fn a_published_root_is_told_from_one_with_another_name() {
        let read = |der| AuthorityCertificate::from_der(CertificateKind::Signature, der).unwrap();
        let anchors = TrustAnchors::<Production>::jpki();
        let (published, test) = (read(PUBLISHED), read(TEST));
        assert_eq!(published.hierarchy(), HierarchyKind::Production);
        assert_eq!(published.subject(), published.issuer());
        assert_eq!(published.key_usage(), ["keyCertSign", "cRLSign"]);
        assert_eq!(anchors.check_authority(&published, NOW), Ok(()));
        assert_eq!(test.hierarchy(), HierarchyKind::Test, "{}", test.subject());
        assert_eq!(anchors.check_authority(&test, NOW), Err(TrustError::UnknownIssuer));
        let late = UnixTime(published.not_after().0 + 1);
        assert!(matches!(
            anchors.check_authority(&published, late),
            Err(TrustError::IssuerValidity(_))
        ));
    }

    #[test]
    fn a_root_of_the_other_kind_is_not_the_published_one() {
        let other = AuthorityCertificate::from_der(CertificateKind::Authentication, PUBLISHED).unwrap();
        let anchors = TrustAnchors::<Production>::jpki();
        assert_eq!(anchors.check_authority(&other, NOW), Err(TrustError::UnknownIssuer));
    }
}
