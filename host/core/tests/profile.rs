//! Each rule of the certificate profile, broken one at a time in the certificates of a test card.
//!
//! The issuer's signature no longer fits a changed certificate; that is looked at later, by the verifier.
#![allow(
    clippy::unwrap_used,
    reason = "a test may panic, outside of #[test] functions as well"
)]

use std::str::FromStr;

use const_oid::db::{rfc5280, rfc5912};
use const_oid::{AssociatedOid, ObjectIdentifier};
use der::asn1::{Any, BitString, OctetString};
use der::{Decode, Encode};
use openjpki::certificate::{
    AuthenticationCertificate, CertificateError, CertificateKind, HierarchyKind, Holder, SignatureCertificate,
};
use x509_cert::Certificate;
use x509_cert::certificate::Version;
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::certpolicy::PolicyInformation;
use x509_cert::ext::pkix::{
    BasicConstraints, CertificatePolicies, ExtendedKeyUsage, KeyUsage, KeyUsages, NameConstraints, SubjectAltName,
};
use x509_cert::name::Name;

const SIGNATURE: &[u8] = include_bytes!("data/test-card/signature.der");
const AUTHENTICATION: &[u8] = include_bytes!("data/test-card/authentication.der");

/// The signing certificate, changed, and what its parser says.
fn signature(change: impl FnOnce(&mut Certificate)) -> Result<SignatureCertificate, CertificateError> {
    SignatureCertificate::from_der(&changed(SIGNATURE, change))
}

/// The authentication certificate, changed, and what its parser says.
fn authentication(change: impl FnOnce(&mut Certificate)) -> Result<AuthenticationCertificate, CertificateError> {
    AuthenticationCertificate::from_der(&changed(AUTHENTICATION, change))
}

fn changed(der: &[u8], change: impl FnOnce(&mut Certificate)) -> Vec<u8> {
    let mut certificate = Certificate::from_der(der).unwrap();
    change(&mut certificate);
    certificate.to_der().unwrap()
}

fn extensions(certificate: &mut Certificate) -> &mut Vec<Extension> {
    certificate.tbs_certificate.extensions.as_mut().unwrap()
}

fn extension(certificate: &mut Certificate, oid: ObjectIdentifier) -> &mut Extension {
    extensions(certificate)
        .iter_mut()
        .find(|extension| extension.extn_id == oid)
        .unwrap()
}

fn set<T: AssociatedOid + Encode>(certificate: &mut Certificate, value: &T) {
    extension(certificate, T::OID).extn_value = OctetString::new(value.to_der().unwrap()).unwrap();
}

fn add<T: AssociatedOid + Encode>(certificate: &mut Certificate, critical: bool, value: &T) {
    let extn_value = OctetString::new(value.to_der().unwrap()).unwrap();
    extensions(certificate).push(Extension {
        extn_id: T::OID,
        critical,
        extn_value,
    });
}

fn remove(certificate: &mut Certificate, oid: ObjectIdentifier) {
    extensions(certificate).retain(|extension| extension.extn_id != oid);
}

fn policies(oids: &[&str]) -> CertificatePolicies {
    let policy = |oid: &&str| PolicyInformation {
        policy_identifier: ObjectIdentifier::new(oid).unwrap(),
        policy_qualifiers: None,
    };
    CertificatePolicies(oids.iter().map(policy).collect())
}

#[test]
fn an_unchanged_certificate_is_taken() {
    assert!(signature(|_| ()).is_ok());
    assert!(authentication(|_| ()).is_ok());
}

#[test]
fn the_order_of_extensions_says_nothing() {
    assert!(signature(|c| extensions(c).reverse()).is_ok());
    assert!(authentication(|c| extensions(c).reverse()).is_ok());
}

#[test]
fn other_versions_are_refused() {
    // Version 1 and 2 cannot have extensions; the version is looked at first.
    assert_eq!(
        signature(|c| c.tbs_certificate.version = Version::V1),
        Err(CertificateError::Version { found: 1 })
    );
    assert_eq!(
        signature(|c| c.tbs_certificate.version = Version::V2),
        Err(CertificateError::Version { found: 2 })
    );
}

#[test]
fn other_signature_algorithms_are_refused() {
    for oid in [
        rfc5912::SHA_1_WITH_RSA_ENCRYPTION,
        rfc5912::SHA_512_WITH_RSA_ENCRYPTION,
        rfc5912::ID_RSASSA_PSS,
    ] {
        let both = signature(|c| {
            c.signature_algorithm.oid = oid;
            c.tbs_certificate.signature.oid = oid;
        });
        assert_eq!(both, Err(CertificateError::SignatureAlgorithm { found: oid }));
        let outside = signature(|c| c.signature_algorithm.oid = oid);
        assert_eq!(outside, Err(CertificateError::SignatureAlgorithmMismatch));
        let inside = signature(|c| c.tbs_certificate.signature.oid = oid);
        assert_eq!(inside, Err(CertificateError::SignatureAlgorithm { found: oid }));
    }
    let found = rfc5912::SHA_256_WITH_RSA_ENCRYPTION;
    for parameters in [None, Some(Any::from_der(&[0x04, 0x00]).unwrap())] {
        let odd = signature(|c| c.tbs_certificate.signature.parameters = parameters);
        assert_eq!(odd, Err(CertificateError::SignatureAlgorithm { found }));
    }
}

#[test]
fn a_signature_has_2048_bits() {
    for length in [0, 128, 255, 257, 384] {
        let odd = signature(|c| c.signature = BitString::from_bytes(&vec![1; length]).unwrap());
        assert_eq!(odd, Err(CertificateError::SignatureLength { bits: length * 8 }));
    }
    let odd = signature(|c| c.signature = BitString::new(4, vec![0x10; 256]).unwrap());
    assert_eq!(odd, Err(CertificateError::SignatureLength { bits: 2044 }));
}

/// RSAPublicKey of RFC 8017 appendix A.1.1.
fn rsa_key(modulus: &[u8], exponent: &[u8]) -> BitString {
    let key = rsa::pkcs1::RsaPublicKey {
        modulus: rsa::pkcs1::UintRef::new(modulus).unwrap(),
        public_exponent: rsa::pkcs1::UintRef::new(exponent).unwrap(),
    };
    BitString::from_bytes(&key.to_der().unwrap()).unwrap()
}

#[test]
fn other_keys_are_refused() {
    let with = |key: BitString| signature(|c| c.tbs_certificate.subject_public_key_info.subject_public_key = key);
    assert!(with(rsa_key(&[0xff; 256], &[1, 0, 1])).is_ok());
    for length in [64, 128, 255, 257, 384, 512] {
        let odd = with(rsa_key(&vec![0xff; length], &[1, 0, 1]));
        assert_eq!(odd, Err(CertificateError::KeySize { bits: length * 8 }));
    }
    let mut short = [0xff; 256];
    short[0] = 0x7f;
    assert_eq!(
        with(rsa_key(&short, &[1, 0, 1])),
        Err(CertificateError::KeySize { bits: 2047 })
    );
    assert_eq!(with(rsa_key(&[0xff; 1024], &[1, 0, 1])), Err(CertificateError::Key));
    assert_eq!(with(rsa_key(&[0xff; 256], &[3])), Err(CertificateError::KeyExponent));
    assert_eq!(with(rsa_key(&[0xff; 256], &[1])), Err(CertificateError::Key));
    assert_eq!(
        with(BitString::from_bytes(&[0x30, 0x00]).unwrap()),
        Err(CertificateError::Key)
    );
    let found = rfc5912::ID_EC_PUBLIC_KEY;
    let elliptic = signature(|c| c.tbs_certificate.subject_public_key_info.algorithm.oid = found);
    assert_eq!(elliptic, Err(CertificateError::KeyAlgorithm { found }));
    let without_null = signature(|c| c.tbs_certificate.subject_public_key_info.algorithm.parameters = None);
    assert_eq!(without_null, Err(CertificateError::Key));
}

#[test]
fn a_validity_that_never_was_is_refused() {
    let swapped = signature(|c| {
        let validity = &mut c.tbs_certificate.validity;
        std::mem::swap(&mut validity.not_before, &mut validity.not_after);
    });
    assert!(matches!(swapped, Err(CertificateError::Validity { not_before, not_after }) if not_after < not_before));
}

#[test]
fn an_extension_comes_once() {
    let original = Certificate::from_der(SIGNATURE).unwrap();
    for extension in original.tbs_certificate.extensions.unwrap() {
        let oid = extension.extn_id;
        let twice = signature(|c| extensions(c).push(extension));
        assert_eq!(twice, Err(CertificateError::DuplicateExtension { oid }));
    }
}

#[test]
fn a_critical_extension_must_be_known() {
    let constraints = NameConstraints {
        permitted_subtrees: None,
        excluded_subtrees: None,
    };
    let oid = NameConstraints::OID;
    let error = CertificateError::UnknownCriticalExtension { oid };
    assert_eq!(signature(|c| add(c, true, &constraints)).unwrap_err(), error);
    assert_eq!(authentication(|c| add(c, true, &constraints)).unwrap_err(), error);
    assert!(signature(|c| add(c, false, &constraints)).is_ok());
    assert!(authentication(|c| add(c, false, &constraints)).is_ok());
    // Known as they are, these say nothing that a verifier acts on: critical, they would have to be acted on.
    for oid in [rfc5912::ID_CE_CRL_DISTRIBUTION_POINTS, rfc5280::ID_CE_ISSUER_ALT_NAME] {
        let error = CertificateError::UnknownCriticalExtension { oid };
        assert_eq!(signature(|c| extension(c, oid).critical = true).unwrap_err(), error);
        assert_eq!(
            authentication(|c| extension(c, oid).critical = true).unwrap_err(),
            error
        );
    }
}

#[test]
fn what_the_profile_asks_for_must_be_there() {
    for oid in [KeyUsage::OID, CertificatePolicies::OID] {
        let error = CertificateError::MissingExtension { oid };
        assert_eq!(signature(|c| remove(c, oid)).unwrap_err(), error);
        assert_eq!(authentication(|c| remove(c, oid)).unwrap_err(), error);
    }
    let oid = ExtendedKeyUsage::OID;
    assert_eq!(
        authentication(|c| remove(c, oid)),
        Err(CertificateError::MissingExtension { oid })
    );
    let none = signature(|c| c.tbs_certificate.extensions = None);
    assert_eq!(
        none,
        Err(CertificateError::MissingExtension {
            oid: CertificatePolicies::OID
        })
    );
}

#[test]
fn the_holder_may_be_missing() {
    let certificate = signature(|c| remove(c, SubjectAltName::OID)).unwrap();
    assert!(*certificate.holder() == Holder::default());
}

#[test]
fn the_policy_is_one_of_jpkis() {
    let certificate = signature(|c| set(c, &policies(&["1.2.392.200149.8.5.1.1.20"]))).unwrap();
    assert_eq!(certificate.hierarchy(), HierarchyKind::Production);
    let certificate = authentication(|c| set(c, &policies(&["1.2.392.200149.8.5.1.3.30"]))).unwrap();
    assert_eq!(certificate.hierarchy(), HierarchyKind::Production);
    for other in [
        "1.2.392.200149.8.5.1.1.10",
        "1.2.392.200149.8.5.1.1.30",
        "1.2.392.200149.8.5.1.1.200",
        "2.5.29.32.0",
    ] {
        let found = ObjectIdentifier::new(other).unwrap();
        assert_eq!(
            signature(|c| set(c, &policies(&[other]))),
            Err(CertificateError::Policy { found })
        );
        assert_eq!(
            authentication(|c| set(c, &policies(&[other]))),
            Err(CertificateError::Policy { found })
        );
    }
    let two = policies(&["1.2.392.200149.8.5.1.0.20", "1.2.392.200149.8.5.1.1.20"]);
    assert_eq!(
        signature(|c| set(c, &two)),
        Err(CertificateError::PolicyCount { found: 2 })
    );
    assert_eq!(
        signature(|c| set(c, &policies(&[]))),
        Err(CertificateError::PolicyCount { found: 0 })
    );
}

#[test]
fn the_key_usage_is_that_of_the_kind() {
    let critical = CertificateError::NotCritical { oid: KeyUsage::OID };
    assert_eq!(
        signature(|c| extension(c, KeyUsage::OID).critical = false).unwrap_err(),
        critical
    );
    assert_eq!(
        authentication(|c| extension(c, KeyUsage::OID).critical = false).unwrap_err(),
        critical
    );
    let both = KeyUsages::DigitalSignature | KeyUsages::NonRepudiation;
    for usage in [
        KeyUsages::NonRepudiation.into(),
        KeyUsages::DigitalSignature.into(),
        both | KeyUsages::KeyCertSign,
    ] {
        let error = CertificateError::KeyUsage {
            kind: CertificateKind::Signature,
            expected: 3,
            found: usage.bits(),
        };
        assert_eq!(signature(|c| set(c, &KeyUsage(usage))).unwrap_err(), error);
    }
    for usage in [
        both,
        KeyUsages::KeyEncipherment.into(),
        KeyUsages::DigitalSignature | KeyUsages::KeyAgreement,
    ] {
        let error = CertificateError::KeyUsage {
            kind: CertificateKind::Authentication,
            expected: 1,
            found: usage.bits(),
        };
        assert_eq!(authentication(|c| set(c, &KeyUsage(usage))).unwrap_err(), error);
    }
}

#[test]
fn the_authentication_certificate_is_for_clients() {
    let server = ExtendedKeyUsage(vec![rfc5280::ID_KP_SERVER_AUTH]);
    assert_eq!(
        authentication(|c| set(c, &server)),
        Err(CertificateError::ExtendedKeyUsage)
    );
    let any = ExtendedKeyUsage(vec![rfc5280::ANY_EXTENDED_KEY_USAGE]);
    assert_eq!(
        authentication(|c| set(c, &any)),
        Err(CertificateError::ExtendedKeyUsage)
    );
    let client = ExtendedKeyUsage(vec![rfc5280::ID_KP_CLIENT_AUTH]);
    let unexpected = CertificateError::UnexpectedExtension {
        kind: CertificateKind::Signature,
        oid: ExtendedKeyUsage::OID,
    };
    assert_eq!(signature(|c| add(c, false, &client)), Err(unexpected));
}

#[test]
fn an_authority_is_not_a_person() {
    for ca in [true, false] {
        let constraints = BasicConstraints {
            ca,
            path_len_constraint: None,
        };
        let expected = if ca { Err(CertificateError::Authority) } else { Ok(()) };
        assert_eq!(signature(|c| add(c, true, &constraints)).map(|_| ()), expected);
        assert_eq!(authentication(|c| add(c, false, &constraints)).map(|_| ()), expected);
    }
}

#[test]
fn an_extension_that_is_not_what_it_should_be() {
    for (oid, bytes) in [
        (KeyUsage::OID, &[0x03, 0x02, 0x06, 0xc0, 0x00][..]),
        (KeyUsage::OID, &[0x04, 0x02, 0x06, 0xc0]),
        (CertificatePolicies::OID, &[0x30]),
        (SubjectAltName::OID, &[0x30, 0x80, 0x00, 0x00]),
        (SubjectAltName::OID, &[]),
    ] {
        let broken = signature(|c| extension(c, oid).extn_value = OctetString::new(bytes).unwrap());
        assert!(
            matches!(broken, Err(CertificateError::Extension { oid: found, .. }) if found == oid),
            "{broken:?}"
        );
    }
    // A named bit list ends with its last one bit (X.690 section 11.2.2).
    let long = OctetString::new([0x03, 0x03, 0x06, 0xc0, 0x00].as_slice()).unwrap();
    let broken = signature(|c| extension(c, KeyUsage::OID).extn_value = long);
    assert!(
        matches!(
            broken,
            Err(CertificateError::NotDer | CertificateError::Extension { .. })
        ),
        "{broken:?}"
    );
}

#[test]
fn ber_that_is_not_der_is_refused() {
    // An explicit FALSE where DER leaves the default out: `critical` of the subjectAltName, after its identifier 2.5.29.17.
    let identifier = [0x06, 0x03, 0x55, 0x1d, 0x11];
    let position = SIGNATURE.windows(5).position(|window| window == identifier).unwrap();
    let mut ber = SIGNATURE.to_vec();
    ber.splice(position + 5..position + 5, [0x01, 0x01, 0x00]);
    // The lengths around it: certificate, tbsCertificate, extensions [3], SEQUENCE OF, all of two bytes, and Extension of one.
    let extension_length = position - 1;
    ber[extension_length] += 3;
    let sequence = ber.windows(2).position(|window| window == [0xa3, 0x82]).unwrap();
    for length in [2, 6, sequence + 2, sequence + 6] {
        let value = u16::from_be_bytes([ber[length], ber[length + 1]]) + 3;
        ber[length..length + 2].copy_from_slice(&value.to_be_bytes());
    }
    assert_eq!(SignatureCertificate::from_der(&ber), Err(CertificateError::NotDer));
}

#[test]
fn other_names_than_the_holders_are_not_looked_at() {
    let subject = Name::from_str("CN=somebody else").unwrap();
    assert!(signature(|c| c.tbs_certificate.subject = subject).is_ok());
}

#[test]
fn more_than_4_kib_is_not_even_parsed() {
    let mut huge = vec![0x30, 0x82, 0x10, 0x00];
    huge.resize(4 + 0x1000, 0);
    assert_eq!(
        SignatureCertificate::from_der(&huge),
        Err(CertificateError::TooLong { length: Some(4100) })
    );
}
