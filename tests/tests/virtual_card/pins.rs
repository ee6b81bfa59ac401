//! PINs, their counters, and what a verified one survives.

use openjpki_tests::card::{ISSUER_DOMAIN_AID, JPKI_AID, PinChoice};

use crate::desk::{AUTHENTICATION_PIN, Desk, SIGNATURE_PASSWORD};

const SELECT_TEXT_INPUT: &str = "00A4040C0AD3921000310001010408";

#[test]
fn a_query_spends_no_try_and_a_wrong_pin_does() {
    let mut desk = Desk::jpki();
    assert_eq!(desk.status("00200080"), 0x6986);
    assert_eq!(desk.status("00200098"), 0x63C3);
    desk.file(0x001B);
    for _ in 0..9 {
        assert_eq!(desk.status("00200080"), 0x63C5);
    }
    assert_eq!(
        desk.verify(PinChoice::Signature, b"abc123"),
        0x63C4,
        "the card folds no case"
    );
    assert_eq!(desk.verify(PinChoice::Signature, SIGNATURE_PASSWORD), 0x9000);
    assert_eq!(desk.status("00200080"), 0x63C5, "a right one restores the counter");
    for left in [2, 1, 0] {
        assert_eq!(desk.verify(PinChoice::Authentication, b"0000"), 0x63C0 | left);
    }
    assert_eq!(
        desk.verify(PinChoice::Authentication, AUTHENTICATION_PIN),
        0x6984,
        "blocked, even for the right one"
    );
    assert_eq!(desk.status("00200098"), 0x63C0);
    desk.0.power_off();
    desk.0.power_on();
    desk.select(JPKI_AID);
    assert_eq!(desk.status("00200098"), 0x63C0, "power does not unblock");
}

#[test]
fn verify_minds_its_parameters() {
    let mut desk = Desk::jpki();
    desk.file(0x0018);
    assert_eq!(desk.status("002001800431323334"), 0x6A86);
    assert_eq!(desk.status("002000180431323334"), 0x6A86);
    assert_eq!(desk.status("0020008000"), 0x6700);
    desk.file(0x000A);
    assert_eq!(desk.status("002000800431323334"), 0x6981);
    assert_eq!(desk.verify(PinChoice::Authentication, &[b'1'; 17]), 0x6700);
    assert_eq!(
        desk.0.jpki().unwrap().tries(PinChoice::Authentication),
        Some(3),
        "none of these spent a try"
    );
}

#[test]
fn a_pin_is_changed_after_verify_only_and_within_its_rule() {
    let mut desk = Desk::jpki();
    desk.file(0x0018);
    assert_eq!(desk.status("002401800435363738"), 0x6982);
    assert_eq!(desk.verify(PinChoice::Authentication, AUTHENTICATION_PIN), 0x9000);
    assert_eq!(desk.status("00240180053536373839"), 0x6A80, "five digits");
    assert_eq!(desk.status("002401800441363738"), 0x6A80, "a letter");
    assert_eq!(desk.status("002401800435363738"), 0x9000);
    assert_eq!(desk.verify(PinChoice::Authentication, AUTHENTICATION_PIN), 0x63C2);
    assert_eq!(desk.verify(PinChoice::Authentication, b"5678"), 0x9000);
    assert_eq!(desk.verify(PinChoice::Signature, SIGNATURE_PASSWORD), 0x9000);
    assert_eq!(desk.send(b"\x00\x24\x01\x9B\x06abcdef").1, 0x6A80, "lower case");
    assert_eq!(desk.send(b"\x00\x24\x01\x9B\x10ABCDEFGHIJ012345").1, 0x9000);
}

#[test]
fn the_security_status_survives_what_the_real_one_survives() {
    let mut desk = Desk::jpki();
    let can_sign = |desk: &mut Desk| {
        desk.select(JPKI_AID);
        desk.sign(0x03, 0x97, b"message").1 == 0x9000
    };
    let verify = |desk: &mut Desk| {
        desk.select(JPKI_AID);
        assert_eq!(desk.verify(PinChoice::Authentication, AUTHENTICATION_PIN), 0x9000);
    };
    verify(&mut desk);
    assert!(can_sign(&mut desk), "selecting the same application again");
    desk.0.warm_reset();
    assert!(can_sign(&mut desk), "a warm reset");
    assert_eq!(desk.select(b"\xA0\x00\x00\x00\x00\x01\x01"), 0x6A82);
    assert!(can_sign(&mut desk), "a failed selection");
    desk.select(ISSUER_DOMAIN_AID);
    assert!(!can_sign(&mut desk), "another application");
    verify(&mut desk);
    assert_eq!(desk.status(SELECT_TEXT_INPUT), 0x9000);
    assert_eq!(desk.sign(0x03, 0x97, b"message").1, 0x6986);
    assert!(!can_sign(&mut desk), "the text application");
    verify(&mut desk);
    desk.0.power_off();
    desk.0.power_on();
    assert!(!can_sign(&mut desk), "power");
    verify(&mut desk);
    desk.0.remove();
    desk.0.insert();
    assert!(!can_sign(&mut desk), "the pocket");
}
