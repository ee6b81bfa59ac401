//! What the card does for tests: faults, log and speeds.

use openjpki_tests::card::{
    ApduLog, CONTACTLESS_ATR, CardGone, Fault, JPKI_AID, Link, LogEvent, PERSONAS, PinChoice, VirtualCard,
};

use crate::desk::{Desk, SIGNATURE_PASSWORD, hex};

#[test]
fn faults_strike_at_their_command() {
    let mut card = VirtualCard::new(&PERSONAS[0]).with_fault(Fault::RemoveBefore(2));
    let select = [&[0x00, 0xA4, 0x04, 0x0C, 0x0A], JPKI_AID].concat();
    card.transmit(&select).unwrap();
    assert_eq!(card.transmit(&select), Err(CardGone));
    assert!(!card.is_present());
    assert_eq!(card.transmit(&select), Err(CardGone));
    card.insert();
    assert_eq!(card.transmit(&select).unwrap(), [0x90, 0x00]);

    let mut desk = Desk::jpki();
    desk.0.faults().add(Fault::RemoveAfter(2));
    assert_eq!(desk.0.transmit(b"\x00\x20\x00\x98\x040000"), Err(CardGone));
    assert_eq!(
        desk.0.jpki().unwrap().tries(PinChoice::Authentication),
        Some(2),
        "the card had carried it out"
    );

    let mut desk = Desk::jpki();
    desk.0.faults().add(Fault::NoStatusWord(2));
    desk.0.faults().add(Fault::Status(3, 0x6F00));
    assert_eq!(desk.0.transmit(&hex("00200098")).unwrap(), Vec::<u8>::new());
    assert_eq!(desk.status("00200098"), 0x6F00);
    assert_eq!(desk.status("00200098"), 0x63C3);
    desk.0
        .faults()
        .add(Fault::Slow(5, std::time::Duration::from_millis(30)));
    let begin = std::time::Instant::now();
    desk.status("00200098");
    assert!(begin.elapsed().as_millis() >= 30);
}

#[test]
fn the_log_counts_reads_and_hides_pins() {
    let file = std::env::temp_dir().join(format!("openjpki-log-{}.jsonl", std::process::id()));
    let card = VirtualCard::new(&PERSONAS[0]).with_log(ApduLog::into_file(&file).unwrap());
    let mut desk = Desk(card);
    let log = desk.0.log();
    desk.0.power_on();
    desk.select(JPKI_AID);
    desk.send(&hex("00B08A0004"));
    desk.send(&hex("00B0000210"));
    desk.verify(PinChoice::Signature, SIGNATURE_PASSWORD);
    desk.send(b"\x00\x20\x00\x9B\x09ABC123"); // a PIN in a command whose length is wrong
    desk.send(b"\x00\x24\x01\x9B\x06XYZ789");
    desk.status("00200098");
    desk.0.remove();
    assert_eq!(log.count(), 7);
    assert_eq!(log.headers()[..3], ["00A4040C", "00B08A00", "00B00002"]);
    assert_eq!(log.pins_sent(), 2);
    let mut reads = vec![1; 18];
    reads[2..4].fill(2);
    assert_eq!(log.reads(0x000A), reads);
    assert_eq!(log.read_again(), [(0x000A, 2)].into());
    assert!(matches!(log.entries().last().unwrap().event, LogEvent::Removed));
    let text = std::fs::read_to_string(&file).unwrap() + &format!("{:?}", log.entries());
    for secret in ["ABC123", "414243313233", "XYZ789", "58595A373839"] {
        assert!(!text.contains(secret), "{text}");
    }
    assert_eq!(ApduLog::read(&file).unwrap().entries(), log.entries());
    log.clear();
    assert_eq!(log.count(), 0);
    std::fs::remove_file(file).unwrap();
}

#[test]
fn links_take_as_long_as_they_say() {
    let mut card = VirtualCard::new(&PERSONAS[0]).with_link(Link::NFC);
    assert_eq!(card.power_on(), CONTACTLESS_ATR);
    let read_certificate = |link: Link| {
        let mut desk = Desk(VirtualCard::new(&PERSONAS[0]).with_link(link));
        let begin = std::time::Instant::now();
        desk.select(JPKI_AID);
        desk.file(0x000A);
        (0..7).for_each(|chunk| drop(desk.send(&[0x00, 0xB0, chunk, 0x00, 0x00])));
        begin.elapsed().as_millis()
    };
    // on a busy machine all of them take longer
    assert!(read_certificate(Link::INSTANT) < 150);
    assert!((150..2000).contains(&read_certificate(Link::NFC)));
    assert!((500..3000).contains(&read_certificate(Link::CONTACT)));
}
