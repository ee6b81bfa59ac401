//! CMS in which an algorithm or an attribute is written in another way: as others write it, or wrong.

use const_oid::ObjectIdentifier;
use const_oid::db::rfc5911::{ID_AA_SIGNING_CERTIFICATE_V_2, ID_MESSAGE_DIGEST, ID_SIGNED_DATA};
use const_oid::db::rfc5912::{ID_RSASSA_PSS, RSA_ENCRYPTION};
use der::asn1::{Any, Null, OctetString};
use der::{Decode, Encode, Tag};
use sha2::{Digest, Sha256};
use x509_cert::Certificate;
use x509_cert::ext::pkix::name::GeneralName;

use super::super::Vector;
use super::super::certificates::root;
use super::super::document::{CONTENT, OTHER_CONTENT, SIGNING, own};
use super::{bent, case};
use crate::pki::Generation;
use crate::signing::{CmsProfile, any, attribute};

/// An attribute that nobody knows.
const UNKNOWN: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.392.200149.8.5.9.99");

/// What others write and is as good.
pub(super) fn other_forms() -> Vec<Vector> {
    let null = |profile: &mut CmsProfile| profile.digest_algorithm.parameters = Some(Null.into());
    let by_key = |profile: &mut CmsProfile| profile.by_key_identifier = true;
    let root = root(SIGNING, Generation::Third).certificate();
    let case = |name, bend: &dyn Fn(&mut CmsProfile)| case(name, &bent(bend), &[]);
    vec![
        case(
            ("rsa-encryption", "the signature algorithm is named rsaEncryption"),
            &|profile| profile.signature_algorithm.oid = RSA_ENCRYPTION,
        ),
        case(
            ("null-parameters", "the digest algorithm has parameters, which are NULL"),
            &null,
        ),
        case(
            (
                "by-key-identifier",
                "the signer is named by the key identifier in the certificate",
            ),
            &by_key,
        ),
        case(("with-root", "the root certificate is inside as well"), &|profile| {
            profile.enclosed.push(root.clone());
        }),
        case(
            (
                "issuer-serial",
                "signing-certificate-v2 names the certificate's issuer and number as well as its digest",
            ),
            &|profile| name_with(profile, &own()),
        ),
        case(
            ("unknown-attribute", "a signed attribute that nobody knows"),
            &|profile| profile.extra.push(attribute(UNKNOWN, Null.into())),
        ),
    ]
}

/// Names the right certificate by its digest, and with issuer and number of `of`.
pub(super) fn name_with(profile: &mut CmsProfile, of: &[u8]) {
    let tbs = Certificate::from_der(of).expect("a certificate").tbs_certificate;
    let wrap = |tag, parts: &[&[u8]]| {
        Any::new(tag, parts.concat())
            .and_then(|any| any.to_der())
            .expect("short")
    };
    let digest = wrap(Tag::OctetString, &[&Sha256::digest(&profile.certificate)]);
    let issuer = GeneralName::DirectoryName(tbs.issuer).to_der().expect("a name");
    let issuer = wrap(Tag::Sequence, &[&issuer]);
    let serial = wrap(Tag::Sequence, &[&issuer, &tbs.serial_number.to_der().expect("short")]);
    let named = wrap(Tag::Sequence, &[&wrap(Tag::Sequence, &[&digest, &serial])]);
    let value = Any::from_der(&wrap(Tag::Sequence, &[&named])).expect("it was just written");
    profile.named = None;
    profile.extra = vec![attribute(ID_AA_SIGNING_CERTIFICATE_V_2, value)];
}

pub(super) fn wrong_algorithms() -> Vec<Vector> {
    let octets = |bytes: &[u8]| Any::new(Tag::OctetString, bytes).expect("short");
    let form = |name, bend: &dyn Fn(&mut CmsProfile)| case(name, &bent(bend), &["form"]);
    vec![
        form(
            (
                "digest-parameters",
                "the digest algorithm has parameters, of which SHA-256 has none",
            ),
            &|profile| profile.digest_algorithm.parameters = Some(octets(b"hidden")),
        ),
        form(
            (
                "signature-parameters",
                "the signature algorithm has parameters, which nobody signed: NULL is all it may have",
            ),
            &|profile| profile.signature_algorithm.parameters = Some(octets(b"hidden")),
        ),
        form(
            (
                "pss",
                "the signature algorithm is RSASSA-PSS, which these cards do not have",
            ),
            &|profile| profile.signature_algorithm.oid = ID_RSASSA_PSS,
        ),
    ]
}

pub(super) fn wrong_attributes() -> Vec<Vector> {
    let digest = |content: &[u8]| OctetString::new(Sha256::digest(content).as_slice()).expect("32 bytes");
    let second = attribute(ID_MESSAGE_DIGEST, any(&digest(OTHER_CONTENT)));
    let short = OctetString::new(&Sha256::digest(CONTENT)[..16]).expect("16 bytes");
    let form = |name, bend: &dyn Fn(&mut CmsProfile)| case(name, &bent(bend), &["form"]);
    vec![
        form(
            (
                "no-signed-attributes",
                "the document is signed itself, as a raw signature is, and nothing names the certificate",
            ),
            &|profile| profile.plainly = Some(CONTENT.to_vec()),
        ),
        form(
            (
                "other-content-type",
                "the signed attributes say that the content is something else",
            ),
            &|profile| profile.content_type = ID_SIGNED_DATA,
        ),
        form(
            ("two-digests", "two digests are signed: which document was meant?"),
            &|profile| profile.extra.push(second.clone()),
        ),
        case(
            ("short-digest", "the first half of the digest is signed"),
            &bent(|profile| {
                profile.digest = None;
                profile.extra.push(attribute(ID_MESSAGE_DIGEST, any(&short)));
            }),
            &["message-digest"],
        ),
    ]
}
