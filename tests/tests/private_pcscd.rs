//! The private PC/SC service: cards come and go, the service stops and starts, and nothing is left behind.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop at once, and loudly"
)]

use std::io::Read as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use openjpki_tests::browser::PATIENCE;
use openjpki_tests::pcscd::{CardSetup, PrivatePcscd, Pull, TriesLeft};
use rustix::process::{Pid, Signal, kill_process_group};

const SELECT_JPKI: &str = "00A4040C0AD392F000260100000001";
const VERIFY_AUTHENTICATION: &str = "002000980431323334";
const SIGN: &str = "802A039707 6D657373616765 00";

/// Sends commands in one connection and returns all that `opensc-tool` prints.
fn send(pcscd: &PrivatePcscd, reader: &str, commands: &[&str]) -> String {
    let mut tool = pcscd.command("opensc-tool");
    tool.args(["--card-driver", "default", "--reader", reader]); // no probing
    for command in commands {
        tool.args(["--send-apdu", &command.replace(' ', "")]);
    }
    text(&tool.output().unwrap())
}

fn readers(pcscd: &PrivatePcscd) -> String {
    text(&pcscd.command("opensc-tool").arg("--list-readers").output().unwrap())
}

fn text(output: &Output) -> String {
    [&output.stdout, &output.stderr]
        .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
        .concat()
}

#[track_caller]
fn eventually(mut condition: impl FnMut() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !condition() {
        assert!(Instant::now() < end, "what was awaited did not happen");
        sleep(Duration::from_millis(50));
    }
}

#[test]
fn two_cards_sit_in_two_slots() {
    let pcscd = PrivatePcscd::start().unwrap();
    let mut hanako = pcscd.plug(&CardSetup::persona("hanako")).unwrap();
    let mut setup = CardSetup::persona("foreign-card");
    setup.slot = 1;
    let other = pcscd.plug(&setup).unwrap();
    let list = readers(&pcscd);
    assert!(
        list.contains("Virtual PCD 00 00") && list.contains("Virtual PCD 00 01"),
        "{list}"
    );
    assert!(send(&pcscd, "0", &[SELECT_JPKI]).contains("SW1=0x90, SW2=0x00"));
    assert!(send(&pcscd, "1", &[SELECT_JPKI]).contains("SW1=0x6A, SW2=0x82"));
    assert_eq!(other.log().unwrap().count(), 1);
    assert_eq!(
        hanako.tries().unwrap(),
        TriesLeft {
            authentication: 3,
            signature: Some(5)
        }
    );
}

#[test]
fn a_card_is_pulled_and_put_back() {
    let pcscd = PrivatePcscd::start().unwrap();
    let mut card = pcscd.plug(&CardSetup::persona("hanako")).unwrap();
    card.remove().unwrap();
    eventually(|| readers(&pcscd).contains("0    No "));
    let output = send(&pcscd, "0", &[SELECT_JPKI]);
    assert!(output.contains("Card not present"), "{output}");
    card.insert().unwrap();
    let output = send(&pcscd, "0", &[SELECT_JPKI]);
    assert!(output.contains("SW1=0x90, SW2=0x00"), "{output}");
}

#[test]
fn a_card_pulls_itself_at_the_chosen_command() {
    let pcscd = PrivatePcscd::start().unwrap();
    let setup = CardSetup::persona("hanako").with("--remove-after", 2);
    let mut card = pcscd.plug(&setup).unwrap();
    let output = send(&pcscd, "0", &[SELECT_JPKI, "00 20 00 98 04 39393939", "00 20 00 98"]);
    assert_eq!(output.matches("SW1").count(), 1, "{output}");
    assert_eq!(card.tries().unwrap().authentication, 2, "it had reached the card");
    assert_eq!(card.log().unwrap().count(), 2);
    card.insert().unwrap();
    assert!(send(&pcscd, "0", &[SELECT_JPKI, "00200098"]).contains("SW1=0x63, SW2=0xC2"));
}

#[test]
fn faults_and_counters_can_be_set_while_the_card_is_in_use() {
    let pcscd = PrivatePcscd::start().unwrap();
    let mut card = pcscd.plug(&CardSetup::persona("hanako")).unwrap();
    send(&pcscd, "0", &[SELECT_JPKI, "00200098"]);
    let mark = card.log().unwrap().mark();
    card.set_tries(1, 2).unwrap();
    card.remove_at(3, Pull::Before).unwrap();
    let output = send(&pcscd, "0", &[SELECT_JPKI, "00200098", "00200098"]);
    assert!(
        output.contains("SW1=0x63, SW2=0xC1") && output.matches("SW1").count() == 2,
        "{output}"
    );
    assert_eq!(card.log().unwrap().after(mark).headers(), ["00A4040C", "00200098"]);
    card.insert().unwrap();
    card.remove_at(1, Pull::Before).unwrap();
    card.heal().unwrap();
    assert!(send(&pcscd, "0", &[SELECT_JPKI, "0020009B"]).contains("SW1=0x63, SW2=0xC2"));
    let signature = Some(2);
    assert_eq!(
        card.tries().unwrap(),
        TriesLeft {
            authentication: 1,
            signature
        }
    );
}

#[test]
fn an_answer_without_a_status_word_is_an_error_and_no_more() {
    let pcscd = PrivatePcscd::start().unwrap();
    let _card = pcscd
        .plug(&CardSetup::persona("hanako").with("--no-status-word", 2))
        .unwrap();
    let output = send(&pcscd, "0", &[SELECT_JPKI, "00200098"]);
    assert!(output.contains("APDU transmit failed"), "{output}");
    assert!(send(&pcscd, "0", &[SELECT_JPKI, "00200098"]).contains("SW1=0x63, SW2=0xC3"));
}

/// What makes it so important to leave the card clean: a program that comes later inherits the PIN.
#[test]
fn a_verified_pin_outlives_the_connection_until_another_application_is_selected() {
    let pcscd = PrivatePcscd::start().unwrap();
    let _card = pcscd.plug(&CardSetup::persona("hanako")).unwrap();
    assert!(send(&pcscd, "0", &[SELECT_JPKI, VERIFY_AUTHENTICATION]).ends_with("SW2=0x00)\n"));
    let inherited = send(&pcscd, "0", &[SELECT_JPKI, SIGN]);
    assert_eq!(inherited.matches("SW1=0x90, SW2=0x00").count(), 2, "{inherited}");
    send(&pcscd, "0", &["00A4040C07A0000001510000"]);
    let left = send(&pcscd, "0", &[SELECT_JPKI, SIGN]);
    assert!(left.contains("SW1=0x69, SW2=0x82"), "{left}");
}

#[test]
fn the_service_stops_and_the_card_comes_back_with_it() {
    let mut pcscd = PrivatePcscd::without_service().unwrap();
    assert!(!readers(&pcscd).contains("Virtual PCD"));
    pcscd.start_service().unwrap();
    let card = pcscd.plug(&CardSetup::persona("hanako")).unwrap();
    assert!(readers(&pcscd).contains("Virtual PCD 00 00"));
    pcscd.stop_service().unwrap();
    card.wait_for_event("disconnected").unwrap();
    assert!(!readers(&pcscd).contains("Virtual PCD"));
    pcscd.start_service().unwrap();
    card.wait_for_event("power-on").unwrap();
    let output = send(&pcscd, "0", &[SELECT_JPKI]);
    assert!(output.contains("SW1=0x90, SW2=0x00"), "{output}");
}

#[test]
fn nothing_runs_on_when_it_is_dropped() {
    let pcscd = PrivatePcscd::start().unwrap();
    let card = pcscd.plug(&CardSetup::persona("hanako")).unwrap();
    let service = process(&pcscd);
    assert!(service.join("exe").exists());
    let folder = card.log_file().parent().unwrap().to_owned();
    assert!(folder.exists());
    drop(card);
    drop(pcscd);
    assert!(!folder.exists());
    assert!(!service.exists());
}

/// The service's folder below `/proc`.
fn process(pcscd: &PrivatePcscd) -> PathBuf {
    let output = pcscd.command("cat").arg("/run/pcscd/pcscd.pid").output().unwrap();
    Path::new("/proc").join(text(&output).trim_end_matches(['\0', '\n']))
}

/// Ctrl-C reaches all that runs before a terminal, and `pcscd` does not mind it.
#[test]
fn nothing_runs_on_when_the_test_is_interrupted() {
    const INTERRUPTED: &str = "OPENJPKI_INTERRUPTED";
    if let Some(file) = std::env::var_os(INTERRUPTED) {
        let pcscd = PrivatePcscd::start().unwrap();
        let _card = pcscd.plug(&CardSetup::persona("hanako")).unwrap();
        std::fs::write(file, process(&pcscd).to_str().unwrap()).unwrap();
        let _ = std::io::stdin().read(&mut [0]);
        unreachable!("it was interrupted before");
    }
    let told = tempfile::NamedTempFile::new().unwrap();
    let mut test = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "nothing_runs_on_when_the_test_is_interrupted"])
        .env(INTERRUPTED, told.path())
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let said = || std::fs::read_to_string(told.path()).unwrap();
    eventually(|| !said().is_empty());
    let service = PathBuf::from(said());
    assert!(service.join("exe").exists());
    kill_process_group(Pid::from_child(&test), Signal::INT).unwrap();
    assert!(!test.wait().unwrap().success());
    eventually(|| !service.exists());
}
