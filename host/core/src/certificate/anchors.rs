use std::fmt;
use std::marker::PhantomData;

use super::anchor::Anchor;
use super::leaf::Leaf;
use super::{
    AnchorError, AuthenticationCertificate, AuthorityCertificate, CertificateKind, Hierarchy, HierarchyKind,
    Production, SignatureCertificate, Test, ValidityError,
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

/// Why a certificate is not trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TrustError {
    /// Its policy is of the other hierarchy: a test card where real people are expected, or the reverse.
    #[error("it is of the {found} hierarchy, and only the {expected} hierarchy is trusted here")]
    Hierarchy {
        /// What the anchors are for.
        expected: HierarchyKind,
        /// What the certificate's policy says.
        found: HierarchyKind,
    },
    /// No anchor for its kind has the issuer's name and key.
    #[error("it was issued by an authority that is not trusted for it")]
    UnknownIssuer,
    /// An anchor has the issuer's name and key identifier, but did not sign it: a forgery, or a broken copy.
    #[error("the signature of its issuer does not verify")]
    IssuerSignature,
    /// An anchor signed it, but is outside its own validity.
    #[error("its root certificate is {0}")]
    IssuerValidity(#[source] ValidityError),
    /// It is genuine, but outside its validity.
    #[error("it is {0}")]
    Validity(#[source] ValidityError),
    /// It is genuine and valid, but does not say which of its issuer's keys signed it, as RFC 5280 section 4.2.1.1 wants.
    #[error("it does not name the key of its issuer")]
    NoKeyIdentifier,
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

impl TrustAnchors<Production> {
    /// Trusts the given root certificates, DER, for real people's certificates, in place of those of [`Self::jpki`]: for a generation
    /// that is newer than this library. Whoever gives them answers for them.
    ///
    /// # Errors
    ///
    /// [`AnchorError`] for the first that is not a self-signed root as JPKI makes them.
    pub fn chosen<D: AsRef<[u8]>>(signature: &[D], authentication: &[D]) -> Result<Self, AnchorError> {
        Self::of(signature, authentication)
    }
}

impl TrustAnchors<Test> {
    /// Trusts the given root certificates, DER, for certificates that have a test policy.
    ///
    /// # Errors
    ///
    /// [`AnchorError`] for the first that is not a self-signed root as JPKI makes them.
    pub fn new<D: AsRef<[u8]>>(signature: &[D], authentication: &[D]) -> Result<Self, AnchorError> {
        Self::of(signature, authentication)
    }
}

impl<H: Hierarchy> TrustAnchors<H> {
    fn of<D: AsRef<[u8]>>(signature: &[D], authentication: &[D]) -> Result<Self, AnchorError> {
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
    /// Checks that a signing certificate is of this hierarchy, was issued by one of its roots, and is valid at `now`, as is the
    /// root. This says that the certificate is genuine, not that anybody is there who holds its key.
    ///
    /// # Errors
    /// [`TrustError`].
    pub fn check_signature(&self, certificate: &SignatureCertificate, now: UnixTime) -> Result<(), TrustError> {
        check(H::KIND, &self.signature, certificate.leaf(), now)
    }

    /// The same for an authentication certificate.
    ///
    /// # Errors
    /// [`TrustError`].
    pub fn check_authentication(
        &self,
        certificate: &AuthenticationCertificate,
        now: UnixTime,
    ) -> Result<(), TrustError> {
        check(H::KIND, &self.authentication, certificate.leaf(), now)
    }
}

impl<H: Hierarchy> TrustAnchors<H> {
    /// The root, DER, whose key signed a signing certificate: whom to ask about its revocation. `None` if it is none of these.
    pub fn issuer_of_signature(&self, certificate: &SignatureCertificate) -> Option<&[u8]> {
        issuer(&self.signature, certificate.leaf())
    }

    /// The same for an authentication certificate.
    pub fn issuer_of_authentication(&self, certificate: &AuthenticationCertificate) -> Option<&[u8]> {
        issuer(&self.authentication, certificate.leaf())
    }
}

impl<H: Hierarchy> TrustAnchors<H> {
    /// Checks that an authority's certificate is one of these roots itself, and valid at `now`.
    ///
    /// # Errors
    /// [`TrustError::UnknownIssuer`] if it is none of them, [`TrustError::IssuerValidity`].
    pub fn check_authority(&self, certificate: &AuthorityCertificate, now: UnixTime) -> Result<(), TrustError> {
        let anchors = match certificate.kind() {
            CertificateKind::Signature => &self.signature,
            CertificateKind::Authentication => &self.authentication,
        };
        let is_root = |anchor: &&Anchor| anchor.envelope.der == certificate.der();
        let anchor = anchors.iter().find(is_root).ok_or(TrustError::UnknownIssuer)?;
        anchor.envelope.check_validity(now).map_err(TrustError::IssuerValidity)
    }
}

fn issuer<'a>(anchors: &'a [Anchor], leaf: &Leaf) -> Option<&'a [u8]> {
    let issued = |anchor: &&Anchor| anchor.may_have_issued(leaf) && anchor.issued(leaf);
    Some(&anchors.iter().find(issued)?.envelope.der)
}

/// A path of two certificates (RFC 5280 section 6.1): the anchor is found by name and key identifier, then by signature.
fn check(expected: HierarchyKind, anchors: &[Anchor], leaf: &Leaf, now: UnixTime) -> Result<(), TrustError> {
    let found = leaf.hierarchy;
    if found != expected {
        return Err(TrustError::Hierarchy { expected, found });
    }
    let candidates: Vec<&Anchor> = anchors.iter().filter(|anchor| anchor.may_have_issued(leaf)).collect();
    if candidates.is_empty() {
        return Err(TrustError::UnknownIssuer);
    }
    let anchor = candidates
        .into_iter()
        .find(|anchor| anchor.issued(leaf))
        .ok_or(TrustError::IssuerSignature)?;
    anchor
        .envelope
        .check_validity(now)
        .map_err(TrustError::IssuerValidity)?;
    leaf.envelope.check_validity(now).map_err(TrustError::Validity)?;
    leaf.authority_key_id
        .as_ref()
        .map_or(Err(TrustError::NoKeyIdentifier), |_| Ok(()))
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

#[cfg(test)]
mod tests {
    use super::*;

    const SIGNATURE: &[u8] = include_bytes!("../../tests/data/test-card/signature.der");
    const AUTHENTICATION: &[u8] = include_bytes!("../../tests/data/test-card/authentication.der");
    const SIGNATURE_2019: &[u8] = include_bytes!("../../tests/data/test-card/signature-ca-2019.der");
    const SIGNATURE_2024: &[u8] = include_bytes!("../../tests/data/test-card/signature-ca-2024.der");
    const AUTHENTICATION_2019: &[u8] = include_bytes!("../../tests/data/test-card/authentication-ca-2019.der");
    const AUTHENTICATION_2023: &[u8] = include_bytes!("../../tests/data/test-card/authentication-ca-2023.der");
    const NONE: &[&[u8]] = &[];
    /// 2026-01-01T00:00:00Z
    const NOW: UnixTime = UnixTime(1_767_225_600);

    fn signing() -> SignatureCertificate {
        SignatureCertificate::from_der(SIGNATURE).unwrap()
    }

    #[test]
    fn the_six_roots_are_the_published_ones() {
        let readme = include_str!("../../anchors/README.md");
        let anchors = TrustAnchors::jpki();
        for (roots, name) in [
            (&anchors.signature, "signature"),
            (&anchors.authentication, "authentication"),
        ] {
            assert_eq!(roots.len(), 3);
            for (root, year) in roots.iter().zip([2015, 2019, 2023]) {
                let hex: String = crate::pkcs1::sha256(&root.envelope.der)
                    .iter()
                    .map(|b| format!("{b:02x}"))
                    .collect();
                assert!(readme.contains(&format!("{hex}  {name}-{year}.der\n")));
                assert!(root.envelope.not_before.to_string().starts_with(&year.to_string()));
                assert!(root.envelope.not_after.to_string().ends_with("T14:59:59Z"));
                assert_eq!(root.envelope.subject, roots[0].envelope.subject);
                assert!(roots.iter().filter(|other| other.key_id == root.key_id).count() == 1);
            }
        }
        assert_ne!(
            anchors.signature[0].envelope.subject,
            anchors.authentication[0].envelope.subject
        );
        assert_eq!(
            format!("{anchors:?}"),
            "TrustAnchors(production: 3 signing, 3 authentication)"
        );
    }

    #[test]
    fn the_generation_that_issued_is_found() {
        let authentication = AuthenticationCertificate::from_der(AUTHENTICATION).unwrap();
        let anchors = TrustAnchors::new(
            &[SIGNATURE_2019, SIGNATURE_2024],
            &[AUTHENTICATION_2023, AUTHENTICATION_2019],
        )
        .unwrap();
        assert_eq!(anchors.check_signature(&signing(), NOW), Ok(()));
        assert_eq!(anchors.check_authentication(&authentication, NOW), Ok(()));
        assert_eq!(anchors.issuer_of_signature(&signing()), Some(SIGNATURE_2024));
        assert!(anchors.issuer_of_authentication(&authentication).is_some());
        let none = TrustAnchors::new(&[SIGNATURE_2019], NONE).unwrap();
        assert_eq!(none.issuer_of_signature(&signing()), None);
    }

    #[test]
    fn a_name_is_not_enough() {
        let anchors = TrustAnchors::new(&[SIGNATURE_2019], NONE).unwrap();
        assert_eq!(anchors.check_signature(&signing(), NOW), Err(TrustError::UnknownIssuer));
    }

    #[test]
    fn a_key_identifier_is_not_enough() {
        let anchors = TrustAnchors::new(&[SIGNATURE_2024], NONE).unwrap();
        // The issuer's organisation comes first in the certificate; the key identifier stays.
        let organisation = SIGNATURE.windows(9).position(|bytes| bytes == b"JPKI-TEST").unwrap();
        let mut renamed = SIGNATURE.to_vec();
        renamed[organisation] = b'K';
        let renamed = SignatureCertificate::from_der(&renamed).unwrap();
        assert_eq!(anchors.check_signature(&renamed, NOW), Err(TrustError::UnknownIssuer));
    }

    #[test]
    fn a_root_counts_for_its_kind_only() {
        let anchors = TrustAnchors::new(NONE, &[SIGNATURE_2024]).unwrap();
        assert_eq!(anchors.check_signature(&signing(), NOW), Err(TrustError::UnknownIssuer));
    }

    #[test]
    fn a_forged_certificate_names_a_real_root() {
        let anchors = TrustAnchors::new(&[SIGNATURE_2024], NONE).unwrap();
        // One byte of the issuer's signature, and one of the serial number (1E E6 07).
        let serial = SIGNATURE
            .windows(3)
            .position(|bytes| bytes == [0x1e, 0xe6, 0x07])
            .unwrap();
        for position in [SIGNATURE.len() - 1, serial] {
            let mut forged = SIGNATURE.to_vec();
            forged[position] ^= 1;
            let forged = SignatureCertificate::from_der(&forged).unwrap();
            assert_eq!(anchors.check_signature(&forged, NOW), Err(TrustError::IssuerSignature));
        }
    }

    #[test]
    fn a_test_card_is_nobody_in_production() {
        let (expected, found) = (HierarchyKind::Production, HierarchyKind::Test);
        let anchors = TrustAnchors::jpki();
        assert_eq!(
            anchors.check_signature(&signing(), NOW),
            Err(TrustError::Hierarchy { expected, found })
        );
    }

    #[test]
    fn root_and_certificate_are_valid_at_the_time() {
        let anchors = TrustAnchors::new(&[SIGNATURE_2024], NONE).unwrap();
        let (certificate, root) = (signing(), &anchors.signature[0].envelope);
        let check = |now| anchors.check_signature(&certificate, now);
        assert_eq!(check(certificate.not_before()), Ok(()));
        assert_eq!(check(certificate.not_after()), Ok(()));
        let (not_before, not_after) = (certificate.not_before(), certificate.not_after());
        let now = UnixTime(not_before.0 - 1);
        assert_eq!(
            check(now),
            Err(TrustError::Validity(ValidityError::NotYetValid { not_before, now }))
        );
        let now = UnixTime(not_after.0 + 1);
        assert_eq!(
            check(now),
            Err(TrustError::Validity(ValidityError::Expired { not_after, now }))
        );
        let (not_before, not_after) = (root.not_before, root.not_after);
        let now = UnixTime(not_before.0 - 1);
        assert_eq!(
            check(now),
            Err(TrustError::IssuerValidity(ValidityError::NotYetValid {
                not_before,
                now
            }))
        );
        let now = UnixTime(not_after.0 + 1);
        assert_eq!(
            check(now),
            Err(TrustError::IssuerValidity(ValidityError::Expired { not_after, now }))
        );
    }
}
