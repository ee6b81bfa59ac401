//! Extensions, each as the real certificates have it.

use const_oid::AssociatedOid;
use const_oid::ObjectIdentifier;
use const_oid::db::rfc5280::{ID_AD_OCSP, ID_KP_CLIENT_AUTH, ID_QT_CPS};
use const_oid::db::rfc5912::{ID_CE_ISSUER_ALT_NAME, ID_CE_SUBJECT_ALT_NAME};
use der::asn1::{Any, Ia5String, OctetString};
use der::{Encode, Tag};
use rsa::RsaPublicKey;
use rsa::pkcs1::EncodeRsaPublicKey;
use sha1::{Digest, Sha1};
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::certpolicy::{PolicyInformation, PolicyQualifierInfo};
use x509_cert::ext::pkix::crl::dp::DistributionPoint;
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName, OtherName};
use x509_cert::ext::pkix::{
    AccessDescription, AuthorityInfoAccessSyntax, AuthorityKeyIdentifier, BasicConstraints, CertificatePolicies,
    CrlDistributionPoints, ExtendedKeyUsage, KeyUsage, SubjectKeyIdentifier,
};
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;

use super::holder::Holder;

/// The arc of the holder's attributes.
const ATTRIBUTES: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.392.200149.8.5.5");
const PRACTICE_STATEMENT: &str = "http://www.jpki.go.jp/cps.html";

pub(super) fn key_usage(usage: KeyUsage) -> Extension {
    extension(KeyUsage::OID, true, &usage)
}

pub(super) fn client_authentication() -> Extension {
    extension(ExtendedKeyUsage::OID, false, &ExtendedKeyUsage(vec![ID_KP_CLIENT_AUTH]))
}

/// subjectAltName of a signing certificate: one otherName with a UTF8String for each attribute.
pub(super) fn holder(holder: &Holder) -> Extension {
    let name = |(arc, text): (u32, &str)| {
        let type_id = ATTRIBUTES.push_arc(arc).expect("one more arc fits");
        let value = Any::new(Tag::Utf8String, text.as_bytes()).expect("short enough for DER");
        GeneralName::OtherName(OtherName { type_id, value })
    };
    extension(
        ID_CE_SUBJECT_ALT_NAME,
        false,
        &holder.attributes().map(name).collect::<Vec<_>>(),
    )
}

pub(super) fn subject_alternative(name: Name) -> Extension {
    extension(ID_CE_SUBJECT_ALT_NAME, false, &vec![GeneralName::DirectoryName(name)])
}

pub(super) fn issuer_alternative(name: Name) -> Extension {
    extension(ID_CE_ISSUER_ALT_NAME, false, &vec![GeneralName::DirectoryName(name)])
}

pub(super) fn policy(policy_identifier: ObjectIdentifier) -> Extension {
    let statement = Any::new(Tag::Ia5String, PRACTICE_STATEMENT.as_bytes()).expect("short enough for DER");
    let qualifier = PolicyQualifierInfo {
        policy_qualifier_id: ID_QT_CPS,
        qualifier: Some(statement),
    };
    let policy = PolicyInformation {
        policy_identifier,
        policy_qualifiers: Some(vec![qualifier]),
    };
    extension(CertificatePolicies::OID, true, &CertificatePolicies(vec![policy]))
}

/// basicConstraints of an authority, critical.
pub fn authority() -> Extension {
    extension(
        BasicConstraints::OID,
        true,
        &BasicConstraints {
            ca: true,
            path_len_constraint: None,
        },
    )
}

pub(super) fn revocation_list(name: Name) -> Extension {
    let point = DistributionPoint {
        distribution_point: Some(DistributionPointName::FullName(vec![GeneralName::DirectoryName(name)])),
        reasons: None,
        crl_issuer: None,
    };
    extension(CrlDistributionPoints::OID, false, &CrlDistributionPoints(vec![point]))
}

pub(super) fn status_responder(uri: &str) -> Extension {
    let location = GeneralName::UniformResourceIdentifier(Ia5String::new(uri).expect("a URI is ASCII"));
    let access = AccessDescription {
        access_method: ID_AD_OCSP,
        access_location: location,
    };
    extension(
        AuthorityInfoAccessSyntax::OID,
        false,
        &AuthorityInfoAccessSyntax(vec![access]),
    )
}

pub(super) fn authority_key(key: &RsaPublicKey, issuer: Name, serial: SerialNumber) -> Extension {
    let identifier = AuthorityKeyIdentifier {
        key_identifier: Some(key_identifier(key)),
        authority_cert_issuer: Some(vec![GeneralName::DirectoryName(issuer)]),
        authority_cert_serial_number: Some(serial),
    };
    extension(AuthorityKeyIdentifier::OID, false, &identifier)
}

pub(super) fn subject_key(key: &RsaPublicKey) -> Extension {
    extension(
        SubjectKeyIdentifier::OID,
        false,
        &SubjectKeyIdentifier(key_identifier(key)),
    )
}

/// SHA-1 of the key: RFC 5280 section 4.2.1.2, method 1.
fn key_identifier(key: &RsaPublicKey) -> OctetString {
    let der = key.to_pkcs1_der().expect("an RSA key can be written");
    OctetString::new(Sha1::digest(der.as_bytes()).to_vec()).expect("20 bytes fit")
}

fn extension(extn_id: ObjectIdentifier, critical: bool, value: &impl Encode) -> Extension {
    let der = value.to_der().expect("the value can be written");
    Extension {
        extn_id,
        critical,
        extn_value: OctetString::new(der).expect("short enough for DER"),
    }
}
