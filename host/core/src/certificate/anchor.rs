use x509_cert::ext::pkix::{BasicConstraints, KeyUsage, KeyUsages, SubjectAltName, SubjectKeyIdentifier};

use super::envelope::Envelope;
use super::leaf::Leaf;
use super::{CertificateError, CertificateKind};

/// One root certificate: self-signed, an authority, its key pinned.
#[derive(Clone)]
pub(super) struct Anchor {
    pub(super) envelope: Envelope,
    pub(super) key_id: Vec<u8>,
    /// What the key may be used for, in the words of RFC 5280 section 4.2.1.3.
    pub(super) key_usage: Vec<&'static str>,
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

impl Anchor {
    /// Whether the certificate names this anchor as its issuer, by name and, if it does, by key (RFC 5280 section 4.2.1.1).
    pub(super) fn may_have_issued(&self, leaf: &Leaf) -> bool {
        let same_key = leaf.authority_key_id.as_ref().is_none_or(|id| *id == self.key_id);
        same_key && self.envelope.subject == leaf.envelope.issuer
    }

    /// Whether this anchor's key signed the certificate.
    pub(super) fn issued(&self, leaf: &Leaf) -> bool {
        leaf.envelope.verify_issued_by(&self.envelope.public_key).is_ok()
    }

    pub(super) fn from_der(kind: CertificateKind, der: &[u8]) -> Result<Self, AnchorError> {
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
        if envelope.verify_issued_by(&envelope.public_key).is_err() {
            return Err(AnchorError::NotSelfSigned { kind });
        }
        Ok(Self {
            envelope,
            key_id,
            key_usage: words(&usage),
        })
    }
}

/// The uses that an authority's key can have.
fn words(usage: &KeyUsage) -> Vec<&'static str> {
    let known = [
        (KeyUsages::DigitalSignature, "digitalSignature"),
        (KeyUsages::NonRepudiation, "nonRepudiation"),
        (KeyUsages::KeyCertSign, "keyCertSign"),
        (KeyUsages::CRLSign, "cRLSign"),
    ];
    let used = known.into_iter().filter(|(flag, _)| usage.0.contains(*flag));
    used.map(|(_, word)| word).collect()
}

#[cfg(test)]
mod tests {
    use const_oid::AssociatedOid;
    use der::asn1::OctetString;
    use der::{Decode, Encode};

    use super::*;

    const SIGNATURE: &[u8] = include_bytes!("../../tests/data/test-card/signature.der");
    const SIGNATURE_2024: &[u8] = include_bytes!("../../tests/data/test-card/signature-ca-2024.der");
    const KIND: CertificateKind = CertificateKind::Signature;

    fn refusal(der: &[u8]) -> AnchorError {
        Anchor::from_der(KIND, der).err().unwrap()
    }

    #[test]
    fn a_person_is_no_authority() {
        let oid = const_oid::db::rfc5280::ID_CE_BASIC_CONSTRAINTS;
        let source = CertificateError::MissingExtension { oid };
        assert_eq!(refusal(SIGNATURE), AnchorError::Certificate { kind: KIND, source });
    }

    #[test]
    fn an_authority_may_sign_certificates() {
        let not_authority = AnchorError::NotAuthority { kind: KIND };
        let person = BasicConstraints {
            ca: false,
            path_len_constraint: None,
        };
        assert_eq!(refusal(&with(&person)), not_authority);
        assert_eq!(refusal(&with(&KeyUsage(KeyUsages::CRLSign.into()))), not_authority);
        assert_eq!(
            refusal(&with(&KeyUsage(KeyUsages::DigitalSignature.into()))),
            not_authority
        );
    }

    /// The root with another value of one extension; its signature no longer fits.
    fn with<T: AssociatedOid + Encode>(value: &T) -> Vec<u8> {
        let mut root = x509_cert::Certificate::from_der(SIGNATURE_2024).unwrap();
        let extensions = root.tbs_certificate.extensions.as_mut().unwrap();
        let extension = extensions
            .iter_mut()
            .find(|extension| extension.extn_id == T::OID)
            .unwrap();
        extension.extn_value = OctetString::new(value.to_der().unwrap()).unwrap();
        root.to_der().unwrap()
    }

    #[test]
    fn a_root_signs_itself() {
        let mut forged = SIGNATURE_2024.to_vec();
        *forged.last_mut().unwrap() ^= 1;
        assert_eq!(refusal(&forged), AnchorError::NotSelfSigned { kind: KIND });
    }
}
