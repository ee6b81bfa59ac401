//! The crate `myna-card`, written from real cards by others, reads the virtual card and signs with it.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop at once, and loudly"
)]

use myna_card::ap::jpki::{JpkiAp, SignatureScheme};
use myna_card::{Card, Error, MasterFile, Pin, Retries, TokenType, Transmit};
use openjpki_tests::card::{Persona, VirtualCard};

/// Their transport over our card.
#[derive(Debug)]
struct InProcess(VirtualCard);

impl Transmit for InProcess {
    fn transmit(&mut self, command: &[u8]) -> myna_card::Result<Vec<u8>> {
        self.0
            .transmit(command)
            .map_err(|gone| Error::Malformed(gone.to_string()))
    }
}

fn card(persona: &str) -> Card<InProcess> {
    Card::new(InProcess(VirtualCard::new(Persona::by_name(persona).unwrap())))
}

const SCHEMES: [SignatureScheme; 6] = [
    SignatureScheme::Verbatim,
    SignatureScheme::Sha256Bare,
    SignatureScheme::PreHashedDigestInfo,
    SignatureScheme::Sha256DigestInfo,
    SignatureScheme::PreHashedPss,
    SignatureScheme::Sha256Pss,
];

#[test]
fn it_reads_what_needs_no_pin() {
    let mut card = card("hanako");
    let mut jpki = JpkiAp::select(&mut card).unwrap();
    let token = jpki.read_token_info().unwrap();
    assert_eq!(token.token_type, TokenType::Card);
    assert_eq!((token.min_pin_len, token.max_pin_len), (6, 16));
    let availability = jpki.read_certificate_availability().unwrap();
    assert!(availability.has_sign_certificate() && availability.has_auth_certificate());
    assert_eq!(jpki.auth_pin_retries().unwrap(), Retries::Remaining(3));
    assert_eq!(jpki.sign_pin_retries().unwrap(), Retries::Remaining(5));
    let certificate = jpki.read_auth_certificate().unwrap();
    let root = jpki.read_auth_ca_certificate().unwrap();
    certificate.verify_signature(&root).unwrap();
    root.verify_signature(&root).unwrap();
    let signing_root = jpki.read_sign_ca_certificate().unwrap();
    certificate.verify_signature(&signing_root).unwrap_err();
    assert!(matches!(jpki.read_sign_certificate_der(), Err(Error::Status(status)) if status.value() == 0x6982));
}

#[test]
fn it_signs_with_both_keys_in_every_scheme_and_accepts_the_signatures() {
    let mut card = card("mai");
    let mut jpki = JpkiAp::select(&mut card).unwrap();
    let message = [0x5A; 32]; // 32 bytes: valid input for every scheme
    jpki.sign_with_auth_key(SignatureScheme::Sha256DigestInfo, &message)
        .unwrap_err();
    jpki.verify_auth_pin(&Pin::numeric("4649").unwrap()).unwrap();
    for scheme in SCHEMES {
        jpki.sign_with_auth_key_checked(scheme, &message).unwrap();
    }
    jpki.sign_with_sign_key(SignatureScheme::Sha256DigestInfo, &message)
        .unwrap_err();
    jpki.verify_sign_pin(&Pin::new("SAKURA2026").unwrap()).unwrap();
    for scheme in SCHEMES {
        jpki.sign_with_sign_key_checked(scheme, &message).unwrap();
    }
    let certificate = jpki.read_sign_certificate().unwrap();
    certificate
        .verify_signature(&jpki.read_sign_ca_certificate().unwrap())
        .unwrap();
}

#[test]
fn it_counts_wrong_pins_and_changes_them() {
    let mut card = card("hanako");
    let mut jpki = JpkiAp::select(&mut card).unwrap();
    let pin = |text| Pin::new(text).unwrap();
    let error = jpki.verify_sign_pin(&pin("abc123")).unwrap_err();
    assert!(
        matches!(error, Error::PinIncorrect { retries: Some(4) }),
        "lower case is another password: {error:?}"
    );
    jpki.change_sign_pin(&pin("ABC123"), &pin("NEW98765")).unwrap();
    jpki.verify_sign_pin(&pin("ABC123")).unwrap_err();
    jpki.verify_sign_pin(&pin("NEW98765")).unwrap();
    assert_eq!(jpki.sign_pin_retries().unwrap(), Retries::Remaining(5));
    for _ in 0..3 {
        jpki.verify_auth_pin(&pin("0000")).unwrap_err();
    }
    assert!(matches!(jpki.verify_auth_pin(&pin("1234")), Err(Error::PinBlocked)));
    assert_eq!(jpki.auth_pin_retries().unwrap(), Retries::Blocked);
}

#[test]
fn it_leaves_the_card_so_that_no_security_status_stays() {
    let mut card = card("hanako");
    JpkiAp::select(&mut card)
        .unwrap()
        .verify_auth_pin(&Pin::numeric("1234").unwrap())
        .unwrap();
    let mut jpki = JpkiAp::select(&mut card).unwrap();
    jpki.sign_with_auth_key(SignatureScheme::Sha256DigestInfo, b"again")
        .unwrap();
    MasterFile::select(&mut card).unwrap();
    assert_eq!(card.contact_atr().unwrap(), openjpki_tests::card::CONTACT_ATR);
    let mut jpki = JpkiAp::select(&mut card).unwrap();
    jpki.sign_with_auth_key(SignatureScheme::Sha256DigestInfo, b"again")
        .unwrap_err();
    assert_eq!(card.get_challenge(256).unwrap().len(), 256);
}

#[test]
fn it_sees_a_card_without_a_signing_certificate() {
    for persona in ["under-fifteen", "under-fifteen-blank"] {
        let mut card = card(persona);
        let mut jpki = JpkiAp::select(&mut card).unwrap();
        let availability = jpki.read_certificate_availability().unwrap();
        assert!(!availability.has_sign_certificate() && availability.has_auth_certificate());
        jpki.read_auth_certificate().unwrap();
        jpki.read_sign_certificate().unwrap_err();
    }
}

#[test]
fn it_refuses_a_foreign_card_and_notices_a_wrong_signature() {
    JpkiAp::select(&mut card("foreign-card")).unwrap_err();
    let mut card = card("hanako");
    card.transport_mut()
        .0
        .faults()
        .add(openjpki_tests::card::Fault::WrongSignature);
    let mut jpki = JpkiAp::select(&mut card).unwrap();
    jpki.verify_auth_pin(&Pin::numeric("1234").unwrap()).unwrap();
    jpki.sign_with_auth_key_checked(SignatureScheme::Sha256DigestInfo, b"message")
        .unwrap_err();
}
