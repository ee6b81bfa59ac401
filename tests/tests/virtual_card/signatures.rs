//! Signing.

use openjpki_tests::card::{Fault, PinChoice};
use openjpki_tests::pki::{HolderKeys, Purpose};
use rsa::{Pkcs1v15Sign, Pss};
use sha2::{Digest, Sha256};

use crate::desk::{AUTHENTICATION_PIN, Desk, SIGNATURE_PASSWORD};

#[test]
fn every_scheme_makes_a_signature_that_verifies() {
    let mut desk = Desk::jpki();
    desk.verify(PinChoice::Authentication, AUTHENTICATION_PIN);
    desk.verify(PinChoice::Signature, SIGNATURE_PASSWORD);
    let message = [7; 32]; // as long as a hash, so that every scheme takes it
    let hash = Sha256::digest(message);
    let bare = Pkcs1v15Sign::new_unprefixed;
    for (reference, purpose) in [(0x97, Purpose::Authentication), (0x9A, Purpose::Signature)] {
        let key = HolderKeys::A.key(purpose).to_public_key();
        let mut sign = |p1| desk.sign(p1, reference, &message).0;
        key.verify(bare(), &message, &sign(0x00)).unwrap();
        key.verify(bare(), &hash, &sign(0x01)).unwrap();
        key.verify(Pkcs1v15Sign::new::<Sha256>(), &message, &sign(0x02))
            .unwrap();
        key.verify(Pkcs1v15Sign::new::<Sha256>(), &hash, &sign(0x03)).unwrap();
        key.verify(Pss::new::<Sha256>(), &message, &sign(0x04)).unwrap();
        key.verify(Pss::new::<Sha256>(), &hash, &sign(0x05)).unwrap();
    }
    assert_eq!(desk.sign(0x06, 0x97, &message).1, 0x6A86);
    assert_eq!(desk.sign(0x02, 0x97, &message[..31]).1, 0x6985);
    assert_eq!(desk.sign(0x00, 0x97, &[1; 246]).1, 0x6985);
    assert_eq!(desk.sign(0x00, 0x97, &[1; 245]).1, 0x9000);
    assert_eq!(desk.status("802A03970141"), 0x6700, "no Le");
}

#[test]
fn a_signature_needs_the_pin_of_its_own_key() {
    let mut desk = Desk::jpki();
    desk.verify(PinChoice::Authentication, AUTHENTICATION_PIN);
    assert_eq!(desk.sign(0x03, 0x9A, b"message").1, 0x6982);
    assert_eq!(
        desk.sign(0x03, 0x80, b"message").1,
        0x6982,
        "9A selected the signing key"
    );
    desk.file(0x0017);
    assert_eq!(desk.sign(0x03, 0x80, b"message").1, 0x9000);
    desk.file(0x000A);
    assert_eq!(desk.sign(0x03, 0x80, b"message").1, 0x6981);
    assert_eq!(desk.verify(PinChoice::Authentication, b"9999"), 0x63C2);
    assert_eq!(
        desk.sign(0x03, 0x97, b"message").1,
        0x6982,
        "a wrong PIN takes the status away"
    );
}

#[test]
fn a_card_may_want_the_password_before_each_signature() {
    let mut desk = Desk(Desk::jpki().0.with_pin_per_signature());
    for _ in 0..2 {
        assert_eq!(desk.verify(PinChoice::Signature, SIGNATURE_PASSWORD), 0x9000);
        assert_eq!(desk.sign(0x03, 0x9A, b"message").1, 0x9000);
        assert_eq!(desk.sign(0x03, 0x9A, b"message").1, 0x6982);
    }
    desk.verify(PinChoice::Authentication, AUTHENTICATION_PIN);
    for _ in 0..2 {
        assert_eq!(desk.sign(0x03, 0x97, b"message").1, 0x9000, "the other key does not");
    }
}

#[test]
fn a_wrong_signature_differs_in_one_bit() {
    let mut desk = Desk::jpki();
    desk.verify(PinChoice::Authentication, AUTHENTICATION_PIN);
    let (right, _) = desk.sign(0x03, 0x97, b"message");
    desk.0.faults().add(Fault::WrongSignature);
    let (wrong, _) = desk.sign(0x03, 0x97, b"message");
    let different: u32 = right.iter().zip(&wrong).map(|(a, b)| (a ^ b).count_ones()).sum();
    assert_eq!(different, 1);
}
