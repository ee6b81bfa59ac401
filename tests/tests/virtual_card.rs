//! The virtual card over a real PC/SC service, and the service of one's own that it plugs into.

use openjpki_tests::pcscd::{CardSetup, PrivatePcscd};

#[test]
fn a_foreign_card_answers_over_the_real_service() {
    let pcscd = PrivatePcscd::start().unwrap();
    let mut card = pcscd.plug(&CardSetup::persona("foreign-card")).unwrap();
    let apdu = "00A4040C0AD392F000260100000001";
    let output = pcscd.command("opensc-tool").args(["-s", apdu]).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.contains("SW1=0x6A, SW2=0x82"), "{text} {output:?}");
    assert_eq!(card.log().unwrap().commands().last().unwrap().command, apdu);
    card.remove().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(800));
    let output = pcscd.command("opensc-tool").args(["--list-readers"]).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.contains("No     "), "{text}");
    card.insert().unwrap();
}
