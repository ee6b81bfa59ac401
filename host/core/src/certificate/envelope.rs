use const_oid::db::rfc5912::{RSA_ENCRYPTION, SHA_256_WITH_RSA_ENCRYPTION};
use der::{AnyRef, Decode, Encode};
use rsa::RsaPublicKey;
use rsa::traits::PublicKeyParts;
use spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned, SubjectPublicKeyInfoRef};
use x509_cert::certificate::Version;
use x509_cert::name::Name;

use super::extensions::Extensions;
use super::holder::steers;
use super::length::certificate_length;
use super::{CertificateError, ValidityError};
use crate::pkcs1::{self, SignatureMismatch};
use crate::time::UnixTime;

/// Bits of every key and every signature in JPKI.
const RSA_BITS: usize = 2048;

/// What roots and certificates of people have in common: X.509 version 3, RSA-2048, sha256WithRSAEncryption.
#[derive(Clone)]
pub(super) struct Envelope {
    pub(super) der: Vec<u8>,
    /// The bytes that the issuer signed.
    tbs: Vec<u8>,
    /// The issuer's signature, 256 bytes.
    signature: Vec<u8>,
    pub(super) serial: Vec<u8>,
    /// The issuer's name, DER.
    pub(super) issuer: Vec<u8>,
    /// The subject's name, DER.
    pub(super) subject: Vec<u8>,
    pub(super) not_before: UnixTime,
    pub(super) not_after: UnixTime,
    pub(super) public_key: RsaPublicKey,
}

impl Envelope {
    /// Parses exactly one certificate; its extensions are still to be looked at.
    pub(super) fn from_der(der: &[u8]) -> Result<(Self, Extensions), CertificateError> {
        let expected = certificate_length(der)?;
        if der.len() != expected {
            return Err(CertificateError::Length {
                expected,
                found: der.len(),
            });
        }
        let certificate = x509_cert::Certificate::from_der(der).map_err(CertificateError::Der)?;
        if certificate.to_der().map_err(CertificateError::Der)? != der {
            return Err(CertificateError::NotDer);
        }
        let tbs = certificate.tbs_certificate;
        check_version(tbs.version)?;
        check_signature_algorithm(&tbs.signature)?;
        if certificate.signature_algorithm != tbs.signature {
            return Err(CertificateError::SignatureAlgorithmMismatch);
        }
        let signature = certificate.signature.as_bytes().unwrap_or_default().to_vec();
        if signature.len() * 8 != RSA_BITS {
            return Err(CertificateError::SignatureLength {
                bits: certificate.signature.bit_len(),
            });
        }
        let (not_before, not_after) = (tbs.validity.not_before.into(), tbs.validity.not_after.into());
        if not_after < not_before {
            return Err(CertificateError::Validity { not_before, not_after });
        }
        let envelope = Self {
            der: der.to_vec(),
            // The whole was written back byte for byte, so this part is what stands in the certificate.
            tbs: tbs.to_der().map_err(CertificateError::Der)?,
            signature,
            serial: tbs.serial_number.as_bytes().to_vec(),
            issuer: tbs.issuer.to_der().map_err(CertificateError::Der)?,
            subject: tbs.subject.to_der().map_err(CertificateError::Der)?,
            not_before,
            not_after,
            public_key: rsa_2048(&tbs.subject_public_key_info)?,
        };
        Ok((envelope, Extensions::new(tbs.extensions.unwrap_or_default())?))
    }

    /// The subject's name as people read it.
    pub(super) fn subject_text(&self) -> String {
        distinguished_name(&self.subject)
    }

    /// The issuer's name as people read it.
    pub(super) fn issuer_text(&self) -> String {
        distinguished_name(&self.issuer)
    }

    /// Whether the holder of `key` signed this certificate.
    pub(super) fn verify_issued_by(&self, key: &RsaPublicKey) -> Result<(), SignatureMismatch> {
        pkcs1::verify_sha256(key, &self.tbs, &self.signature)
    }

    /// Both ends of the validity belong to it (RFC 5280 section 4.1.2.5).
    pub(super) fn check_validity(&self, now: UnixTime) -> Result<(), ValidityError> {
        let Self {
            not_before, not_after, ..
        } = *self;
        if now < not_before {
            Err(ValidityError::NotYetValid { not_before, now })
        } else if now > not_after {
            Err(ValidityError::Expired { not_after, now })
        } else {
            Ok(())
        }
    }
}

/// A name of RFC 5280 as RFC 4514 writes it, the most particular part first; without what would steer a screen.
fn distinguished_name(der: &[u8]) -> String {
    let name = Name::from_der(der).map(|name| name.to_string()).unwrap_or_default();
    name.chars().filter(|&letter| !steers(letter)).collect()
}

fn check_version(version: Version) -> Result<(), CertificateError> {
    match version {
        Version::V3 => Ok(()),
        Version::V2 => Err(CertificateError::Version { found: 2 }),
        Version::V1 => Err(CertificateError::Version { found: 1 }),
    }
}

/// The parameters must be NULL (RFC 4055 section 5).
fn check_signature_algorithm(algorithm: &AlgorithmIdentifierOwned) -> Result<(), CertificateError> {
    let null = algorithm
        .parameters
        .as_ref()
        .is_some_and(|parameters| AnyRef::from(parameters).is_null());
    if algorithm.oid == SHA_256_WITH_RSA_ENCRYPTION && null {
        Ok(())
    } else {
        Err(CertificateError::SignatureAlgorithm { found: algorithm.oid })
    }
}

fn rsa_2048(key: &SubjectPublicKeyInfoOwned) -> Result<RsaPublicKey, CertificateError> {
    let found = key.algorithm.oid;
    if found != RSA_ENCRYPTION {
        return Err(CertificateError::KeyAlgorithm { found });
    }
    let der = key.to_der().map_err(|_| CertificateError::Key)?;
    let key = SubjectPublicKeyInfoRef::from_der(&der).map_err(|_| CertificateError::Key)?;
    let key = RsaPublicKey::try_from(key).map_err(|_| CertificateError::Key)?;
    let bits = key.n().bits();
    if bits != RSA_BITS {
        return Err(CertificateError::KeySize { bits });
    }
    if key.e() != &rsa::BigUint::from(65_537_u32) {
        return Err(CertificateError::KeyExponent);
    }
    Ok(key)
}
