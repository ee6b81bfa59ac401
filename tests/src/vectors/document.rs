//! Documents with raw and CMS signatures.

use const_oid::db::rfc5912::ID_SHA_1;
use sha2::{Digest, Sha256};

use super::certificates::{Flaw, certificate, signed_at};
use super::{Vector, base64, vector};
use crate::pki::{HolderKeys, Purpose, moment};
use crate::signing::{CmsProfile, rs256};

/// What is signed.
const CONTENT: &[u8] = "{\"申請\":\"住所変更\",\"番号\":42}\n".as_bytes();
/// The same with one byte changed.
const OTHER_CONTENT: &[u8] = "{\"申請\":\"住所変更\",\"番号\":43}\n".as_bytes();

const SIGNING: Purpose = Purpose::Signature;

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

fn own() -> Vec<u8> {
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

fn profile(certificate: &[u8]) -> CmsProfile {
    CmsProfile::new(CONTENT, certificate, HolderKeys::A.key(SIGNING), signed_at())
}

fn case(name: (&'static str, &'static str), cms: &[u8], fails: &[&'static str]) -> Vector {
    of_content(name, CONTENT, cms, fails)
}

fn of_content(name: (&'static str, &'static str), content: &[u8], cms: &[u8], fails: &[&'static str]) -> Vector {
    vector(name, [("content", base64(content)), ("cms", base64(cms))], fails)
}

/// The profile, bent, as bytes.
fn bent(bend: impl FnOnce(&mut CmsProfile)) -> Vec<u8> {
    let mut profile = profile(&own());
    bend(&mut profile);
    profile.write()
}

pub(super) fn cms() -> Vec<Vector> {
    let good = profile(&own()).write();
    let mut vectors = vec![
        case(("good", "as the host makes it"), &good, &[]),
        of_content(
            ("changed", "one byte of the document is another"),
            OTHER_CONTENT,
            &good,
            &["message-digest"],
        ),
    ];
    vectors.extend(wrong_signers(&good));
    vectors.extend(wrong_times());
    vectors.extend(wrong_forms(&good));
    vectors.extend(FLAWS.map(|(name, what, flaw, fails)| {
        let certificate = certificate(SIGNING, HolderKeys::A, flaw);
        case((name, what), &profile(&certificate).write(), fails)
    }));
    vectors
}

fn wrong_signers(good: &[u8]) -> Vec<Vector> {
    let other = certificate(SIGNING, HolderKeys::B, Flaw::None);
    let authentication = certificate(Purpose::Authentication, HolderKeys::A, Flaw::None);
    let of_other = profile(&other).write();
    let claimed = bent(|profile| {
        profile.certificate = other.clone();
        profile.enclosed = vec![other.clone()];
    });
    let unnamed = bent(|profile| profile.named = None);
    let by_authentication = CmsProfile {
        key: HolderKeys::A.key(Purpose::Authentication),
        ..profile(&authentication)
    };
    let mut one_bit = good.to_vec();
    let last = one_bit.len() - 1;
    one_bit[last] ^= 1;
    vec![
        case(
            ("other-certificate", "the certificate of another card throughout"),
            &of_other,
            &["signature"],
        ),
        case(
            (
                "replaced-certificate",
                "another card's certificate put in place of the one that the signature names",
            ),
            &claimed,
            &["signing-certificate", "signature"],
        ),
        case(
            ("signature-bit", "one bit of the signature is another"),
            &one_bit,
            &["signature"],
        ),
        case(
            ("no-signing-certificate", "the signature names no certificate"),
            &unnamed,
            &["signing-certificate"],
        ),
        case(
            (
                "authentication-key",
                "signed with the authentication key, with its certificate",
            ),
            &by_authentication.write(),
            &["policy"],
        ),
    ]
}

fn wrong_times() -> Vec<Vector> {
    let expired = certificate(SIGNING, HolderKeys::A, Flaw::Expired);
    let later = certificate(SIGNING, HolderKeys::A, Flaw::NotYetValid);
    let ahead = bent(|profile| profile.signing_time = Some(moment((2026, 7, 1), (0, 0, 0))));
    let before = bent(|profile| profile.signing_time = Some(moment((2024, 12, 31), (0, 0, 0))));
    let untold = bent(|profile| profile.signing_time = None);
    vec![
        case(
            ("expired", "the certificate ended in 2024, before the signing time"),
            &profile(&expired).write(),
            &["validity-at-signing", "validity-now"],
        ),
        case(
            ("not-yet-valid", "the certificate begins in 2027"),
            &profile(&later).write(),
            &["validity-at-signing", "validity-now"],
        ),
        case(
            ("signed-before", "signed before the certificate began"),
            &before,
            &["validity-at-signing"],
        ),
        case(
            ("signed-ahead", "a signing time that is still to come"),
            &ahead,
            &["validity-at-signing"],
        ),
        case(
            ("no-signing-time", "no signing time; its validity then is not checked"),
            &untold,
            &[],
        ),
    ]
}

fn wrong_forms(good: &[u8]) -> Vec<Vector> {
    let attached = bent(|profile| profile.attached = Some(CONTENT.to_vec()));
    let two = bent(|profile| profile.signers = 2);
    let none = bent(|profile| profile.signers = 0);
    let bare = bent(|profile| profile.enclosed.clear());
    let sha_1 = bent(|profile| profile.digest_algorithm = ID_SHA_1);
    let no_digest = bent(|profile| profile.digest = None);
    let trailing = [good, b"\0"].concat();
    // The outermost length in the indefinite form of BER, and its end.
    let indefinite = [&[0x30, 0x80], &good[4..], &[0, 0]].concat();
    let form = |name, cms: &[u8]| case(name, cms, &["form"]);
    vec![
        form(("attached", "the document is inside: which one was meant?"), &attached),
        form(
            ("two-signers", "two signers, of which a careless reader checks one"),
            &two,
        ),
        form(("no-signer", "no signer at all"), &none),
        form(("no-certificate", "the signer's certificate is not inside"), &bare),
        form(("sha-1", "the digest algorithm is SHA-1"), &sha_1),
        form(
            ("no-message-digest", "nothing ties the signature to a document"),
            &no_digest,
        ),
        form(("trailing", "a byte after the end"), &trailing),
        form(("ber", "BER's indefinite length in place of DER"), &indefinite),
        form(("empty", "no bytes"), &[]),
    ]
}

/// A CMS over other bytes, for PDF: as ours, but without a signing time (PAdES).
pub(super) fn cms_over(bytes: &[u8], flaw: Flaw, bend: impl FnOnce(&mut CmsProfile)) -> Vec<u8> {
    let certificate = certificate(SIGNING, HolderKeys::A, flaw);
    let mut profile = CmsProfile::new(bytes, &certificate, HolderKeys::A.key(SIGNING), signed_at());
    profile.signing_time = None;
    bend(&mut profile);
    profile.write()
}
