//! RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 sections 8.2 and 9.2), public-key side only.

use rsa::{Pkcs1v15Sign, RsaPublicKey};
use sha2::{Digest as _, Sha256};

/// DER of `DigestInfo` before the digest, for SHA-256. Source: RFC 8017 section 9.2, note 1.
const SHA256_PREFIX: [u8; 19] = [
    0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20,
];

/// SHA-256 of a message, 32 bytes.
pub type Sha256Digest = [u8; 32];

/// Hashes `message` with SHA-256 (FIPS 180-4).
pub fn sha256(message: &[u8]) -> Sha256Digest {
    Sha256::digest(message).into()
}

/// Hashes several pieces one after the other, as if they were one message.
pub fn sha256_of_pieces(pieces: &[&[u8]]) -> Sha256Digest {
    let mut hasher = Sha256::new();
    for piece in pieces {
        hasher.update(piece);
    }
    hasher.finalize().into()
}

/// `DigestInfo` of a SHA-256 digest, 51 bytes: what the card pads and signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DigestInfo([u8; 51]);

impl DigestInfo {
    /// Wraps a SHA-256 digest.
    pub fn sha256(digest: &Sha256Digest) -> Self {
        let mut bytes = [0; 51];
        let (prefix, rest) = bytes.split_at_mut(SHA256_PREFIX.len());
        prefix.copy_from_slice(&SHA256_PREFIX);
        rest.copy_from_slice(digest);
        Self(bytes)
    }

    /// The DER bytes, 51.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// The signature is not one of this key over this message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the signature does not verify with the certificate's key")]
pub struct SignatureMismatch;

/// Checks an RS256 signature.
///
/// - `signature`: big-endian, as long as the modulus (256 bytes for RSA-2048).
///
/// # Errors
/// [`SignatureMismatch`] whatever the reason.
///
/// Source: RFC 8017 section 8.2.2.
pub fn verify_sha256(key: &RsaPublicKey, message: &[u8], signature: &[u8]) -> Result<(), SignatureMismatch> {
    verify_sha256_digest(key, &sha256(message), signature)
}

/// Checks an RS256 signature over the message that has this digest.
///
/// - `signature`: big-endian, as long as the modulus (256 bytes for RSA-2048).
///
/// # Errors
/// [`SignatureMismatch`] whatever the reason.
///
/// Source: RFC 8017 section 8.2.2.
pub fn verify_sha256_digest(
    key: &RsaPublicKey,
    digest: &Sha256Digest,
    signature: &[u8],
) -> Result<(), SignatureMismatch> {
    key.verify(Pkcs1v15Sign::new::<Sha256>(), digest, signature)
        .map_err(|_| SignatureMismatch)
}

#[cfg(test)]
mod tests {
    use super::*;
    use der::Decode as _;

    #[test]
    fn digest_info_is_the_der_of_the_standard() {
        let digest = sha256(b"abc");
        let info = DigestInfo::sha256(&digest);
        let read = rsa::pkcs8::der::asn1::AnyRef::from_der(info.as_bytes()).unwrap();
        let inner = read.sequence(|r| {
            let algorithm = spki::AlgorithmIdentifierRef::decode(r)?;
            Ok((algorithm.oid, der::asn1::OctetStringRef::decode(r)?.as_bytes().to_vec()))
        });
        let (oid, octets) = inner.unwrap();
        assert_eq!(oid, const_oid::db::rfc5912::ID_SHA_256);
        assert_eq!(octets, digest);
    }
}
