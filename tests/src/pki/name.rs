//! Distinguished names: C is a PrintableString, everything else a UTF8String, one attribute in each RDN.

use const_oid::ObjectIdentifier;
use const_oid::db::rfc4519::{C, CN, L, O, OU};
use der::Tag;
use der::asn1::{Any, SetOfVec};
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::name::{Name, RdnSequence, RelativeDistinguishedName};

use super::{Hierarchy, Purpose};

const AGENCY: &str = "Japan Agency for Local Authority Information Systems";

/// The name that all generations of a root share.
pub(super) fn of_root(hierarchy: Hierarchy, purpose: Purpose) -> Name {
    name(&[
        (C, "JP"),
        (O, hierarchy.organisation()),
        (OU, unit(purpose)),
        (OU, AGENCY),
    ])
}

/// The root's name in Japanese: its subjectAltName, and its leaves' issuerAltName. The same in both hierarchies.
pub(super) fn of_root_in_japanese(purpose: Purpose) -> Name {
    let unit = match purpose {
        Purpose::Signature => "公的個人認証サービス署名用",
        Purpose::Authentication => "公的個人認証サービス利用者証明用",
    };
    name(&[
        (C, "JP"),
        (O, "公的個人認証サービス"),
        (OU, unit),
        (OU, "地方公共団体情報システム機構"),
    ])
}

/// The directory entry of a municipality's revocation list.
pub(super) fn of_revocation_list(hierarchy: Hierarchy, purpose: Purpose, prefecture: &str, city: &str) -> Name {
    let entry = format!("{city} CRLDP");
    let points = "CRL Distribution Points";
    let organisation = hierarchy.organisation();
    name(&[
        (C, "JP"),
        (O, organisation),
        (OU, unit(purpose)),
        (OU, points),
        (OU, prefecture),
        (CN, &entry),
    ])
}

/// The subject of a signing certificate.
pub(super) fn of_signature_holder(prefecture: &str, city: &str, common_name: &str) -> Name {
    name(&[(C, "JP"), (L, prefecture), (L, city), (CN, common_name)])
}

/// The subject of an authentication certificate.
pub(super) fn of_authentication_holder(common_name: &str) -> Name {
    name(&[(C, "JP"), (CN, common_name)])
}

fn unit(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Signature => "JPKI for digital signature",
        Purpose::Authentication => "JPKI for user authentication",
    }
}

fn name(attributes: &[(ObjectIdentifier, &str)]) -> Name {
    let rdn = |(oid, text): &(ObjectIdentifier, &str)| {
        let tag = if *oid == C {
            Tag::PrintableString
        } else {
            Tag::Utf8String
        };
        let value = Any::new(tag, text.as_bytes()).expect("short enough for DER");
        let set = SetOfVec::try_from(vec![AttributeTypeAndValue { oid: *oid, value }]);
        RelativeDistinguishedName(set.expect("one attribute is a set"))
    };
    RdnSequence(attributes.iter().map(rdn).collect())
}
