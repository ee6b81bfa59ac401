//! Documents with CMS signatures.

mod variants;

use const_oid::db::rfc5912::ID_SHA_1;

use self::variants::{name_with, other_forms, wrong_algorithms, wrong_attributes};
use super::certificates::{Flaw, certificate, signed_at};
use super::document::{CONTENT, FLAWS, OTHER_CONTENT, SIGNING, own};
use super::{Vector, base64, vector};
use crate::pki::{HolderKeys, Purpose, moment};
use crate::signing::CmsProfile;

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

pub(super) fn vectors() -> Vec<Vector> {
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
    vectors.extend(other_forms());
    vectors.extend(wrong_signers(&good));
    vectors.extend(wrong_times());
    vectors.extend(wrong_forms(&good));
    vectors.extend(wrong_algorithms());
    vectors.extend(wrong_attributes());
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
    let names_other = bent(|profile| profile.named = Some(other.clone()));
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
            (
                "names-other-certificate",
                "the signature names another certificate than the one of its key",
            ),
            &names_other,
            &["signing-certificate"],
        ),
        case(
            ("no-signing-certificate", "the signature names no certificate"),
            &unnamed,
            &["signing-certificate"],
        ),
        case(
            (
                "names-other-number",
                "the signature names the right certificate's digest and another one's number",
            ),
            &bent(|profile| name_with(profile, &other)),
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
    let sha_1 = bent(|profile| profile.digest_algorithm.oid = ID_SHA_1);
    let no_digest = bent(|profile| profile.digest = None);
    let trailing = [good, b"\0"].concat();
    // The outermost length with a zero before it, and in the indefinite form of BER with its end.
    let long_length = [&[0x30, 0x83, 0], &good[2..]].concat();
    let indefinite = [&[0x30, 0x80], &good[4..], &[0, 0]].concat();
    let unsorted = swap_first_attributes(good);
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
        form(("long-length", "a length with a zero before it"), &long_length),
        form(
            ("unsorted", "the signed attributes in another order than DER's"),
            &unsorted,
        ),
        form(("empty", "no bytes"), &[]),
    ]
}

/// Puts the signing time before the content type.
fn swap_first_attributes(cms: &[u8]) -> Vec<u8> {
    // content-type and the head of signing-time, as DER sorts them
    let content_type =
        b"\x30\x18\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x09\x03\x31\x0B\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x01";
    let start = cms
        .windows(content_type.len())
        .position(|window| window == content_type);
    let start = start.expect("the CMS has a content type");
    let (middle, end) = (start + content_type.len(), start + content_type.len() + 30);
    [&cms[..start], &cms[middle..end], &cms[start..middle], &cms[end..]].concat()
}

/// A CMS over other bytes, for PDF: as ours, but without a signing time (PAdES).
pub(super) fn cms_over(bytes: &[u8], flaw: Flaw, bend: impl FnOnce(&mut CmsProfile)) -> Vec<u8> {
    let certificate = certificate(SIGNING, HolderKeys::A, flaw);
    let mut profile = CmsProfile::new(bytes, &certificate, HolderKeys::A.key(SIGNING), signed_at());
    profile.signing_time = None;
    bend(&mut profile);
    profile.write()
}
