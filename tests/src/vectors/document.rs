//! Documents with raw signatures, and what documents have in common.

use sha2::{Digest, Sha256};

use super::certificates::{Flaw, certificate};
use super::{Vector, base64, vector};
use crate::pki::{HolderKeys, Purpose};
use crate::signing::rs256;

/// What is signed.
pub(super) const CONTENT: &[u8] = "{\"申請\":\"住所変更\",\"番号\":42}\n".as_bytes();
/// The same with one byte changed.
pub(super) const OTHER_CONTENT: &[u8] = "{\"申請\":\"住所変更\",\"番号\":43}\n".as_bytes();

pub(super) const SIGNING: Purpose = Purpose::Signature;

/// What is wrong with a signing certificate, and what fails of a document signed with it.
pub(super) const FLAWS: [(&str, &str, Flaw, &[&str]); 9] = [
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
];

pub(super) fn own() -> Vec<u8> {
    certificate(SIGNING, HolderKeys::A, Flaw::None)
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
