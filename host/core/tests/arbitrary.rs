//! Parsers of what a card, a page or a client sends never panic, whatever it is, and never take what they would not write.
#![allow(
    clippy::indexing_slicing,
    reason = "a test may panic, outside of #[test] functions as well"
)]

use openjpki::certificate::{AuthenticationCertificate, BirthDate, SignatureCertificate, TrustAnchors};
use proptest::prelude::*;

const SIGNATURE: &[u8] = include_bytes!("data/test-card/signature.der");
const AUTHENTICATION: &[u8] = include_bytes!("data/test-card/authentication.der");
const ROOT: &[u8] = include_bytes!("data/test-card/signature-ca-2024.der");

/// One of the three certificates, with some of its bytes changed, taken out or put in.
fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let edit = (any::<prop::sample::Index>(), 0..3_u8, any::<u8>());
    (
        prop::sample::select(vec![SIGNATURE, AUTHENTICATION, ROOT]),
        prop::collection::vec(edit, 1..6),
    )
        .prop_map(|(certificate, edits)| {
            let mut bytes = certificate.to_vec();
            for (index, edit, byte) in edits {
                let index = index.index(bytes.len());
                match edit {
                    0 => bytes[index] = byte,
                    1 => drop(bytes.remove(index)),
                    _ => bytes.insert(index, byte),
                }
            }
            bytes
        })
}

/// Whatever is accepted is kept byte for byte, and can be asked everything.
fn read(bytes: &[u8]) {
    if let Ok(certificate) = SignatureCertificate::from_der(bytes) {
        assert_eq!(certificate.der(), bytes);
        assert!(certificate.verify(b"", &[0; 256]).is_err());
        assert_eq!(
            format!("{certificate:?} {:?}", certificate.holder()),
            "SignatureCertificate(..) Holder(..)"
        );
    }
    if let Ok(certificate) = AuthenticationCertificate::from_der(bytes) {
        assert_eq!(certificate.der(), bytes);
        assert!(certificate.not_before() <= certificate.not_after());
    }
    if TrustAnchors::new(&[bytes], &[]).is_ok() {
        assert_eq!(bytes, ROOT, "a changed root still verified itself");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2048) })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..512)) {
        read(&bytes);
    }

    #[test]
    fn a_sequence_of_any_bytes(body in prop::collection::vec(any::<u8>(), 128..1024)) {
        let mut bytes = vec![0x30, 0x82];
        bytes.extend(u16::try_from(body.len()).unwrap().to_be_bytes());
        bytes.extend(body);
        read(&bytes);
    }

    #[test]
    fn a_certificate_with_changes(bytes in mutated()) {
        read(&bytes);
    }

    #[test]
    fn any_text_as_a_birth_date(text in ".{0,12}", digits in "[0-9]{9}") {
        let _ = BirthDate::parse(&text);
        let date = BirthDate::parse(&digits).unwrap();
        prop_assert!(date.month.is_none_or(|month| (1..=12).contains(&month)));
        prop_assert!(date.day.is_none_or(|day| (1..=31).contains(&day)));
        if let Some(iso) = date.iso_8601() {
            prop_assert_eq!(iso.replace('-', ""), &digits[1..]);
        }
    }
}

#[test]
fn a_certificate_cut_anywhere() {
    for certificate in [SIGNATURE, AUTHENTICATION, ROOT] {
        for length in 0..certificate.len() {
            assert!(SignatureCertificate::from_der(&certificate[..length]).is_err());
            assert!(AuthenticationCertificate::from_der(&certificate[..length]).is_err());
        }
    }
}
