use const_oid::AssociatedOid;
use const_oid::db::rfc5280::ID_KP_CLIENT_AUTH;
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, CertificatePolicies, ExtendedKeyUsage, KeyUsage, KeyUsages,
    SubjectAltName,
};

use super::envelope::Envelope;
use super::extensions::{Extensions, Taken};
use super::kind::meaning_of_policy;
use super::{CertificateError, CertificateKind, HierarchyKind, Holder};

/// A person's certificate of one kind, checked against the profile.
#[derive(Clone)]
pub(super) struct Leaf {
    pub(super) envelope: Envelope,
    pub(super) hierarchy: HierarchyKind,
    /// Which of the issuer's keys signed, if it says so.
    pub(super) authority_key_id: Option<Vec<u8>>,
}

impl Leaf {
    /// Parses the certificate of the user authentication key.
    pub(super) fn authentication(der: &[u8]) -> Result<Self, CertificateError> {
        let (leaf, mut extensions) = Self::new(der, CertificateKind::Authentication)?;
        let usage = extensions.require::<ExtendedKeyUsage>()?.value;
        if !usage.0.contains(&ID_KP_CLIENT_AUTH) {
            return Err(CertificateError::ExtendedKeyUsage);
        }
        extensions.finish()?;
        Ok(leaf)
    }

    /// Parses the certificate of the digital signature key.
    pub(super) fn signature(der: &[u8]) -> Result<(Self, Holder), CertificateError> {
        let kind = CertificateKind::Signature;
        let (leaf, mut extensions) = Self::new(der, kind)?;
        if extensions.has(ExtendedKeyUsage::OID) {
            return Err(CertificateError::UnexpectedExtension {
                kind,
                oid: ExtendedKeyUsage::OID,
            });
        }
        let names = extensions.take::<SubjectAltName>()?;
        let holder = names
            .map(|names| Holder::from_names(&names.value))
            .transpose()?
            .unwrap_or_default();
        extensions.finish()?;
        Ok((leaf, holder))
    }

    /// What both kinds have in common; the extensions of one kind only are left.
    fn new(der: &[u8], kind: CertificateKind) -> Result<(Self, Extensions), CertificateError> {
        let (envelope, mut extensions) = Envelope::from_der(der)?;
        let hierarchy = check_policy(&mut extensions, kind)?;
        check_key_usage(&mut extensions, kind)?;
        if extensions
            .take::<BasicConstraints>()?
            .is_some_and(|Taken { value, .. }| value.ca)
        {
            return Err(CertificateError::Authority);
        }
        let authority = extensions.take::<AuthorityKeyIdentifier>()?;
        let authority_key_id = authority
            .and_then(|taken| taken.value.key_identifier)
            .map(|id| id.as_bytes().to_vec());
        Ok((
            Self {
                envelope,
                hierarchy,
                authority_key_id,
            },
            extensions,
        ))
    }
}

/// The one policy says the kind and the hierarchy; it is looked at first, so that the wrong certificate is named as such.
fn check_policy(extensions: &mut Extensions, expected: CertificateKind) -> Result<HierarchyKind, CertificateError> {
    let policies = extensions.require::<CertificatePolicies>()?.value.0;
    let [policy] = policies.as_slice() else {
        return Err(CertificateError::PolicyCount { found: policies.len() });
    };
    let oid = policy.policy_identifier;
    let (found, hierarchy) = meaning_of_policy(oid).ok_or(CertificateError::Policy { found: oid })?;
    if found == expected {
        Ok(hierarchy)
    } else {
        Err(CertificateError::Kind { expected, found })
    }
}

fn check_key_usage(extensions: &mut Extensions, kind: CertificateKind) -> Result<(), CertificateError> {
    let found = extensions.require_critical::<KeyUsage>()?.0;
    let expected = match kind {
        CertificateKind::Signature => KeyUsages::DigitalSignature | KeyUsages::NonRepudiation,
        CertificateKind::Authentication => KeyUsages::DigitalSignature.into(),
    };
    if found == expected {
        Ok(())
    } else {
        Err(CertificateError::KeyUsage {
            kind,
            expected: expected.bits(),
            found: found.bits(),
        })
    }
}

/// What certificates of this kind may be used for: exactly this, or they are refused.
pub(super) const fn key_usage(kind: CertificateKind) -> &'static [&'static str] {
    match kind {
        CertificateKind::Signature => &["digitalSignature", "nonRepudiation"],
        CertificateKind::Authentication => &["digitalSignature"],
    }
}

/// Gives a certificate type, whose field `leaf` is a [`Leaf`], what both kinds have.
macro_rules! certificate {
    ($type:ident) => {
        impl $type {
            /// The certificate itself, DER.
            pub fn der(&self) -> &[u8] {
                &self.leaf.envelope.der
            }

            /// SHA-256 over the DER, 32 bytes: what statements name the certificate by.
            pub fn sha256(&self) -> [u8; 32] {
                $crate::pkcs1::sha256(self.der())
            }

            /// Serial number, big-endian, without leading zeros. Unique among the certificates of one issuer only.
            pub fn serial(&self) -> &[u8] {
                &self.leaf.envelope.serial
            }

            /// Who it was issued to, as RFC 4514 writes it. No person's name is in there: `CN` is made of numbers.
            pub fn subject(&self) -> String {
                self.leaf.envelope.subject_text()
            }

            /// Who issued it, as RFC 4514 writes it.
            pub fn issuer(&self) -> String {
                self.leaf.envelope.issuer_text()
            }

            /// The object identifier of its one policy, with dots.
            pub fn policy(&self) -> String {
                let policy = super::kind::policy(Self::KIND, self.leaf.hierarchy);
                policy.map(|oid| oid.to_string()).unwrap_or_default()
            }

            /// What its key may be used for, in the words of RFC 5280 section 4.2.1.3.
            pub fn key_usage(&self) -> &'static [&'static str] {
                super::leaf::key_usage(Self::KIND)
            }

            /// First second of the validity.
            pub fn not_before(&self) -> $crate::time::UnixTime {
                self.leaf.envelope.not_before
            }

            /// Last second of the validity.
            pub fn not_after(&self) -> $crate::time::UnixTime {
                self.leaf.envelope.not_after
            }

            /// Checks that `now` lies in the validity.
            ///
            /// # Errors
            ///
            /// [`ValidityError`](super::ValidityError), with the times.
            pub fn check_validity(&self, now: $crate::time::UnixTime) -> Result<(), super::ValidityError> {
                self.leaf.envelope.check_validity(now)
            }

            /// Which hierarchy the policy names; whether it is true shows when a verifier finds the root.
            pub fn hierarchy(&self) -> super::HierarchyKind {
                self.leaf.hierarchy
            }

            /// The public key, RSA-2048 with exponent 65537.
            pub fn public_key(&self) -> &rsa::RsaPublicKey {
                &self.leaf.envelope.public_key
            }

            /// Checks an RS256 signature over `message` with this certificate's key.
            ///
            /// - `signature`: 256 bytes, big-endian.
            ///
            /// # Errors
            ///
            /// [`SignatureMismatch`](crate::pkcs1::SignatureMismatch), whatever the reason.
            ///
            /// Source: RFC 8017 section 8.2.2.
            pub fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), $crate::pkcs1::SignatureMismatch> {
                $crate::pkcs1::verify_sha256(self.public_key(), message, signature)
            }

            /// The same for the message that has this SHA-256 digest.
            ///
            /// # Errors
            ///
            /// [`SignatureMismatch`](crate::pkcs1::SignatureMismatch), whatever the reason.
            pub fn verify_digest(
                &self,
                digest: &$crate::pkcs1::Sha256Digest,
                signature: &[u8],
            ) -> Result<(), $crate::pkcs1::SignatureMismatch> {
                $crate::pkcs1::verify_sha256_digest(self.public_key(), digest, signature)
            }
        }

        impl PartialEq for $type {
            fn eq(&self, other: &Self) -> bool {
                self.der() == other.der()
            }
        }

        impl Eq for $type {}

        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($type), "(..)"))
            }
        }
    };
}

pub(super) use certificate;
