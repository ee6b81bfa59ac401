//! Selecting and reading.

use openjpki_tests::card::{CONTACT_ATR, ISSUER_DOMAIN_AID, JPKI_AID};

use crate::desk::{Desk, hex};

#[test]
fn after_power_up_no_file_can_be_reached() {
    let mut desk = Desk::new("hanako");
    assert_eq!(desk.0.power_on(), CONTACT_ATR);
    assert_eq!(desk.status("00A40000"), 0x6A86);
    assert_eq!(desk.status("00A4000C023F00"), 0x6A82);
    assert_eq!(desk.file(0x000A), 0x6A82);
    assert_eq!(desk.select(ISSUER_DOMAIN_AID), 0x9000);
    assert_eq!(desk.select(&JPKI_AID[..9]), 0x6A82);
    assert_eq!(desk.select(JPKI_AID), 0x9000);
    assert_eq!(desk.status("00A40000"), 0x9000, "a do-nothing inside an application");
    assert_eq!(desk.file(0x000A), 0x9000, "which is still selected");
    assert_eq!(desk.status("00A4000C023F00"), 0x6A82);
}

#[test]
fn only_channel_zero_and_plain_classes_work() {
    let mut desk = Desk::jpki();
    assert_eq!(desk.status("01A4020C02000A"), 0x6881);
    assert_eq!(desk.status("0CA4020C02000A"), 0x6882);
    assert_eq!(desk.status("40A4020C02000A"), 0x6E00);
    assert_eq!(desk.status("00B2010400"), 0x6D00);
    assert_eq!(desk.status("00B000"), 0x6700);
    assert_eq!(desk.status("00A4020C0200"), 0x6700, "Lc says more than there is");
}

#[test]
fn files_are_there_and_of_their_kind() {
    let mut desk = Desk::jpki();
    for id in [
        0x0001, 0x0002, 0x0006, 0x0008, 0x0009, 0x000A, 0x000B, 0x0016, 0x0017, 0x0018, 0x001A, 0x001B,
    ] {
        assert_eq!(desk.file(id), 0x9000, "{id:04X}");
    }
    assert_eq!(desk.file(0x0003), 0x6A82);
    for (id, status) in [
        (0x0016, 0x6981),
        (0x0017, 0x6981),
        (0x0018, 0x6981),
        (0x0001, 0x6982),
        (0x0009, 0x6982),
    ] {
        desk.file(id);
        assert_eq!(desk.status("00B0000000"), status, "{id:04X}");
    }
    desk.file(0x0006);
    let (token, _) = desk.send(&hex("00B0000000"));
    assert_eq!(
        (token.len(), &token[..32]),
        (160, b"JPKIAPICCTOKEN2                 ".as_slice())
    );
    desk.file(0x0008);
    assert_eq!(desk.send(&hex("00B0000000")), (vec![0x8F, 0x8F, 0x00], 0x9000));
}

#[test]
fn read_binary_gives_what_is_left_and_nothing_past_the_end() {
    let mut desk = Desk::jpki();
    assert_eq!(desk.status("00B0000000"), 0x6986, "no file is selected");
    desk.file(0x000A);
    let whole = desk.0.jpki().unwrap().file(0x000A).unwrap().to_vec();
    let object = 4 + usize::from(u16::from_be_bytes([whole[2], whole[3]]));
    assert!(
        whole.len() > object && whole[object..].iter().all(|byte| *byte == 0xFF),
        "filler"
    );
    assert_eq!(desk.send(&hex("00B0000004")), (whole[..4].to_vec(), 0x9000));
    assert_eq!(
        desk.send(&hex("00B0010000")),
        (whole[256..512].to_vec(), 0x9000),
        "Le=00 is 256"
    );
    let near = u16::try_from(whole.len() - 5).unwrap().to_be_bytes();
    assert_eq!(
        desk.send(&[0x00, 0xB0, near[0], near[1], 0x00]),
        (whole[whole.len() - 5..].to_vec(), 0x9000)
    );
    let end = u16::try_from(whole.len()).unwrap().to_be_bytes();
    assert_eq!(desk.send(&[0x00, 0xB0, end[0], end[1], 0x01]).1, 0x6B00);
    assert_eq!(desk.status("00B07FFF00"), 0x6B00);
    assert_eq!(desk.status("00B00000"), 0x6700);
    assert_eq!(
        desk.send(&hex("00B00000000000")),
        (whole.clone(), 0x9000),
        "extended Le"
    );
    assert_eq!(
        desk.send(&hex("00B00004000200")),
        (whole[4..516].to_vec(), 0x9000),
        "extended Le"
    );
}

#[test]
fn a_short_id_selects_and_reads_at_once() {
    let mut desk = Desk::jpki();
    let certificate = desk.0.jpki().unwrap().file(0x000A).unwrap().to_vec();
    assert_eq!(desk.send(&hex("00B08A1010")), (certificate[16..32].to_vec(), 0x9000));
    assert_eq!(
        desk.send(&hex("00B0010010")),
        (certificate[256..272].to_vec(), 0x9000),
        "now it is selected"
    );
    assert_eq!(desk.status("00B0830000"), 0x6A82);
    assert_eq!(desk.status("00B0EA0000"), 0x6A86);
    assert_eq!(desk.status("00B0980000"), 0x6981);
}

#[test]
fn random_bytes_come_in_every_length_but_not_extended() {
    let mut desk = Desk::new("foreign-card");
    let (first, second) = (desk.send(&hex("0084000000")), desk.send(&hex("0084000000")));
    assert_eq!((first.0.len(), first.1), (256, 0x9000));
    assert_ne!(first, second);
    assert_eq!(desk.send(&hex("0084000008")).0.len(), 8);
    assert_eq!(desk.status("00840000000100"), 0x6985);
    assert_eq!(desk.status("0084010008"), 0x6A86);
}
