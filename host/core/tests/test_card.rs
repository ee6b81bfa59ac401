//! The certificates of a JPKI test card, as its issuer made them: what we take for the profile is what cards hold.

use openjpki::certificate::{
    AuthenticationCertificate, BirthDate, CertificateError, CertificateKind, HierarchyKind, Sex, SignatureCertificate,
    TrustAnchors, ValidityError,
};
use openjpki::time::UnixTime;

const SIGNATURE: &[u8] = include_bytes!("data/test-card/signature.der");
const AUTHENTICATION: &[u8] = include_bytes!("data/test-card/authentication.der");
const SIGNATURE_CA: &[u8] = include_bytes!("data/test-card/signature-ca-2024.der");
const AUTHENTICATION_CA: &[u8] = include_bytes!("data/test-card/authentication-ca-2023.der");

#[test]
fn the_signing_certificate_says_who_holds_it() {
    let certificate = SignatureCertificate::from_der(SIGNATURE).unwrap();
    assert_eq!(certificate.der(), SIGNATURE);
    assert_eq!(certificate.hierarchy(), HierarchyKind::Test);
    assert_eq!(certificate.serial(), [0x1e, 0xe6, 0x07]);
    assert_eq!(certificate.not_before().to_string(), "2025-10-27T01:35:57Z");
    assert_eq!(certificate.not_after().to_string(), "2030-02-17T14:59:59Z");
    let holder = certificate.holder();
    assert_eq!(holder.name.as_deref(), Some("黒桐　幹也"));
    assert_eq!(holder.name_substitutions.as_deref(), Some("00000"));
    assert_eq!(holder.sex, Some(Sex::Male));
    assert_eq!(holder.birth_date, Some(BirthDate::parse("319800217").unwrap()));
    assert_eq!(holder.birth_date.unwrap().iso_8601().as_deref(), Some("1980-02-17"));
    assert_eq!(holder.address.as_deref(), Some("東京都清瀬市観布子南１２－７－２０２"));
    assert_eq!(holder.address_substitutions.as_deref(), Some("000000000000000000"));
    assert!(!holder.has_substitutions());
}

#[test]
fn the_authentication_certificate_names_nobody() {
    let certificate = AuthenticationCertificate::from_der(AUTHENTICATION).unwrap();
    assert_eq!(certificate.der(), AUTHENTICATION);
    assert_eq!(certificate.hierarchy(), HierarchyKind::Test);
    assert_eq!(certificate.serial(), [0x22, 0x7b, 0x13]);
    assert_eq!(certificate.not_before().to_string(), "2025-10-27T01:35:42Z");
    assert_eq!(certificate.not_after().to_string(), "2030-02-17T14:59:59Z");
}

#[test]
fn the_fingerprint_is_that_of_openssl() {
    // openssl x509 -inform DER -in signature.der -noout -fingerprint -sha256
    let hex: String = SignatureCertificate::from_der(SIGNATURE)
        .unwrap()
        .sha256()
        .iter()
        .map(|b| format!("{b:02X}"))
        .collect();
    assert_eq!(hex, "B3994BC27590A3E8A58BE28DC1B9554281FC010CFBE03AE1DD858563A7F68D27");
}

#[test]
fn one_is_not_taken_for_the_other() {
    let (signature, authentication) = (CertificateKind::Signature, CertificateKind::Authentication);
    assert_eq!(
        SignatureCertificate::from_der(AUTHENTICATION).unwrap_err(),
        CertificateError::Kind {
            expected: signature,
            found: authentication
        }
    );
    assert_eq!(
        AuthenticationCertificate::from_der(SIGNATURE).unwrap_err(),
        CertificateError::Kind {
            expected: authentication,
            found: signature
        }
    );
}

#[test]
fn a_root_is_nobodys_certificate() {
    for root in [SIGNATURE_CA, AUTHENTICATION_CA] {
        assert!(matches!(
            SignatureCertificate::from_der(root),
            Err(CertificateError::MissingExtension { .. })
        ));
        assert!(matches!(
            AuthenticationCertificate::from_der(root),
            Err(CertificateError::MissingExtension { .. })
        ));
    }
}

#[test]
fn filler_after_the_certificate_is_not_part_of_it() {
    let mut file = SIGNATURE.to_vec();
    file.resize(2048, 0xff);
    assert_eq!(
        SignatureCertificate::from_der(&file).unwrap_err(),
        CertificateError::Length {
            expected: 1758,
            found: 2048
        }
    );
    assert!(SignatureCertificate::from_der(&file[..1758]).is_ok());
}

#[test]
fn both_ends_of_the_validity_belong_to_it() {
    let certificate = AuthenticationCertificate::from_der(AUTHENTICATION).unwrap();
    let (UnixTime(first), UnixTime(last)) = (certificate.not_before(), certificate.not_after());
    assert_eq!(certificate.check_validity(UnixTime(first)), Ok(()));
    assert_eq!(certificate.check_validity(UnixTime(last)), Ok(()));
    let now = UnixTime(first - 1);
    let early = certificate.check_validity(now).unwrap_err();
    assert_eq!(
        early,
        ValidityError::NotYetValid {
            not_before: UnixTime(first),
            now
        }
    );
    assert_eq!(
        early.to_string(),
        "valid from 2025-10-27T01:35:42Z, and it is 2025-10-27T01:35:41Z"
    );
    let now = UnixTime(last + 1);
    assert_eq!(
        certificate.check_validity(now),
        Err(ValidityError::Expired {
            not_after: UnixTime(last),
            now
        })
    );
}

#[test]
fn the_test_roots_are_roots_of_their_kind() {
    assert!(TrustAnchors::new(&[SIGNATURE_CA], &[AUTHENTICATION_CA]).is_ok());
    assert!(TrustAnchors::new(&[SIGNATURE], &[]).is_err());
}

#[test]
fn debug_shows_nothing_of_the_person() {
    let signature = SignatureCertificate::from_der(SIGNATURE).unwrap();
    let authentication = AuthenticationCertificate::from_der(AUTHENTICATION).unwrap();
    assert_eq!(format!("{signature:?}"), "SignatureCertificate(..)");
    assert_eq!(format!("{authentication:?}"), "AuthenticationCertificate(..)");
    assert_eq!(format!("{:?}", signature.holder()), "Holder(..)");
    assert_eq!(
        format!("{:#?}", signature.holder().birth_date),
        "Some(\n    BirthDate(..),\n)"
    );
}
