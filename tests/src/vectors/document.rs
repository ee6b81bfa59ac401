//! Documents with raw signatures, and what documents have in common.

use rsa::traits::PublicKeyParts;
use rsa::{BigUint, RsaPrivateKey};
use sha2::{Digest, Sha256};

use super::certificates::{Flaw, certificate, signed_at};
use super::{Vector, base64, vector};
use crate::pki::{HolderKeys, Purpose};
use crate::signing::{CmsProfile, rs256};

/// What is signed.
pub(super) const CONTENT: &[u8] = "{\"申請\":\"住所変更\",\"番号\":42}\n".as_bytes();
/// The same with one byte changed.
pub(super) const OTHER_CONTENT: &[u8] = "{\"申請\":\"住所変更\",\"番号\":43}\n".as_bytes();
/// Its signature by holder A is so small a number that key A's modulus can be added to it and it still has 2048 bits.
const LOW: &[u8] = b"document 3\n";
/// What the signing key signs in a registration (docs/PROTOCOL.md section 4), with certificates that do not matter here.
const STATEMENT: &[u8] =
    b"OpenJPKI register 1\norigin https://portal.example.go.jp\nnonce mC1Vq0n6Zb8T4y2Jx5uHk9sLr3WgEo7DfPaQiYtUwXs\n";

pub(super) const SIGNING: Purpose = Purpose::Signature;

/// What is wrong with a signing certificate, and what fails of a document signed with it.
pub(super) const FLAWS: [(&str, &str, Flaw, &[&str]); 11] = [
    ("policy", "a policy that is none of JPKI's", Flaw::Policy, &["policy"]),
    (
        "production-policy",
        "the policy of real people, from the roots of the test",
        Flaw::ProductionPolicy,
        &["policy"],
    ),
    (
        "key-usage",
        "a certificate for key encipherment",
        Flaw::KeyUsage,
        &["key-usage"],
    ),
    (
        "authority",
        "a certificate of an authority",
        Flaw::Authority,
        &["basic-constraints"],
    ),
    (
        "other-root",
        "issued by another root of the same name",
        Flaw::Stranger,
        &["key-identifier", "chain"],
    ),
    (
        "other-root-named-key",
        "issued by another root of the same name, and it names the key of the trusted one",
        Flaw::StrangerWithTrustedKey,
        &["chain"],
    ),
    (
        "no-issuer-key",
        "a certificate that names no key of its issuer",
        Flaw::NoIssuerKey,
        &["key-identifier"],
    ),
    (
        "issuer-signature",
        "one bit of the issuer's signature is another",
        Flaw::IssuerSignature,
        &["chain"],
    ),
    (
        "just-expired",
        "the certificate ended after the signing time and before now",
        Flaw::JustExpired,
        &["validity-now"],
    ),
    (
        "unknown-critical",
        "a critical extension that nobody knows",
        Flaw::UnknownCritical,
        &["certificate"],
    ),
    (
        "two-key-usages",
        "keyUsage twice, the second time with the right to sign certificates",
        Flaw::TwoKeyUsages,
        &["certificate"],
    ),
];

pub(super) fn own() -> Vec<u8> {
    certificate(SIGNING, HolderKeys::A, Flaw::None)
}

/// Another number that is the same when it is divided by the modulus.
fn plus_modulus(signature: &[u8], key: &RsaPrivateKey) -> Vec<u8> {
    let sum = (BigUint::from_bytes_be(signature) + key.n()).to_bytes_be();
    assert_eq!(sum.len(), signature.len(), "another content has a smaller signature");
    sum
}

pub(super) fn raw() -> Vec<Vector> {
    let case = |name, content: &[u8], certificate: &[u8], signature: &[u8], fails: &[&'static str]| {
        let given = [
            ("content", base64(content)),
            ("certificate", base64(certificate)),
            ("signature", base64(signature)),
        ];
        vector(name, given, fails)
    };
    let key = HolderKeys::A.key(SIGNING);
    let signature = rs256(key, CONTENT);
    let hash_of_hash = rs256(key, &Sha256::digest(CONTENT));
    let other = certificate(SIGNING, HolderKeys::B, Flaw::None);
    let authentication = certificate(Purpose::Authentication, HolderKeys::A, Flaw::None);
    let attributes = CmsProfile::new(OTHER_CONTENT, &own(), key, signed_at()).signed_attributes();
    let by_authentication = rs256(HolderKeys::A.key(Purpose::Authentication), CONTENT);
    let mut vectors = vec![
        case(("good", "as the host makes it"), CONTENT, &own(), &signature, &[]),
        case(
            ("changed", "one byte of the document is another"),
            OTHER_CONTENT,
            &own(),
            &signature,
            &["signature"],
        ),
        case(
            ("other-certificate", "another card's certificate"),
            CONTENT,
            &other,
            &signature,
            &["signature"],
        ),
        case(
            (
                "plus-modulus",
                "the modulus added to the signature, which gives the same number in the end",
            ),
            LOW,
            &own(),
            &plus_modulus(&rs256(key, LOW), key),
            &["signature"],
        ),
        case(
            (
                "statement",
                "the signing key's half of a registration, passed off as a signature over a text",
            ),
            STATEMENT,
            &own(),
            &rs256(key, STATEMENT),
            &["form"],
        ),
        case(
            (
                "signed-attributes",
                "what a CMS over another document signs, passed off as a document",
            ),
            &attributes,
            &own(),
            &rs256(key, &attributes),
            &["form"],
        ),
        case(
            ("hash-of-hash", "signed over the digest as if it were the document"),
            CONTENT,
            &own(),
            &hash_of_hash,
            &["signature"],
        ),
        case(
            ("short", "a signature of 255 bytes"),
            CONTENT,
            &own(),
            &signature[..255],
            &["signature"],
        ),
        case(
            (
                "authentication-key",
                "signed with the authentication key, with its certificate",
            ),
            CONTENT,
            &authentication,
            &by_authentication,
            &["policy"],
        ),
    ];
    vectors.extend(FLAWS.map(|(name, what, flaw, fails)| {
        case(
            (name, what),
            CONTENT,
            &certificate(SIGNING, HolderKeys::A, flaw),
            &signature,
            fails,
        )
    }));
    vectors
}
