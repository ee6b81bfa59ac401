//! What a test looks at afterwards: the evidence, and how the card was treated.

use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

use openjpki::certificate::{Test, TrustAnchors};
use openjpki::origin::Origin;
use openjpki::time::UnixTime;
use openjpki::verify::Verifier;

use crate::browser::PATIENCE;
use crate::card::{ApduLog, CommandRecord, LogEvent};
use crate::pcscd::PluggedCard;
use crate::pki::{Authority, Generation, Hierarchy, Purpose};

/// EF of the signing certificate. Source: `card/files.rs`.
pub const SIGNATURE_CERTIFICATE: u16 = 0x0001;
/// EF of the user authentication certificate.
pub const AUTHENTICATION_CERTIFICATE: u16 = 0x000A;

/// SELECT of the issuer domain: how a card is left.
const LEAVING: &str = "00A4040C07A0000001510000";

/// The relying party at `origin` that trusts the roots of the virtual cards.
///
/// # Panics
/// If `origin` is none.
pub fn verifier(origin: &str) -> Verifier<Test> {
    let root = |purpose| Authority::new(Hierarchy::Test, purpose, Generation::Third).certificate();
    let anchors = TrustAnchors::<Test>::new(&[root(Purpose::Signature)], &[root(Purpose::Authentication)]);
    Verifier::new(
        anchors.expect("the virtual roots"),
        Origin::parse(origin).expect("an origin"),
    )
}

/// The present.
pub fn now() -> UnixTime {
    UnixTime::from(SystemTime::now())
}

/// Waits until the card is left clean: the last command selected the issuer domain, and then the power was taken away.
///
/// # Panics
/// If that does not happen.
pub fn wait_until_left_clean(card: &PluggedCard) {
    let deadline = Instant::now() + PATIENCE;
    while !is_left_clean(card) {
        let events = card.log().expect("the log").entries();
        let last = &events[events.len().saturating_sub(6)..];
        assert!(
            Instant::now() < deadline,
            "the card was not left clean; last: {last:#?}"
        );
        sleep(Duration::from_millis(20));
    }
}

/// The commands after the last one that carried a PIN, without the leaving at the end.
///
/// # Panics
/// If no PIN was sent, or the card was not left.
pub fn commands_after_last_pin(card: &PluggedCard) -> Vec<CommandRecord> {
    let commands = card.log().expect("the log").commands();
    let pin = commands.iter().rposition(carries_pin).expect("a PIN was sent");
    let mut after = commands[pin + 1..].to_vec();
    let leaving = after.pop().expect("the card was left");
    assert!(leaving.command.starts_with(LEAVING), "the last command is {leaving:?}");
    after
}

/// Whether this is a VERIFY or CHANGE REFERENCE DATA with a PIN in it, not the free question for the tries left.
pub fn carries_pin(record: &CommandRecord) -> bool {
    record.masked.is_some_and(|length| length > 0)
}

/// Whether this is COMPUTE DIGITAL SIGNATURE.
pub fn is_signature(record: &CommandRecord) -> bool {
    record.command.starts_with("802A")
}

/// Whether this is a SELECT.
pub fn is_select(record: &CommandRecord) -> bool {
    record.command.starts_with("00A4")
}

/// After the last VERIFY come at most one SELECT, and one signature.
///
/// # Panics
/// If something else comes.
pub fn assert_only_signs(commands: &[CommandRecord]) {
    let (last, others) = commands.split_last().expect("the signature");
    assert!(is_signature(last), "the last is {last:?}");
    assert!(
        others.len() <= 1 && others.iter().all(is_select),
        "between VERIFY and the signature: {others:?}"
    );
}

/// Whether a file was read to its end: the last chunk is shorter than the 256 bytes of the others.
pub fn whole_certificate_was_read(log: &ApduLog, file: u16) -> bool {
    let mut reads = log
        .commands()
        .into_iter()
        .filter_map(|record| record.read)
        .filter(|read| read.file == file);
    reads
        .next_back()
        .is_some_and(|read| read.offset > 0 && read.length < 256)
}

fn is_left_clean(card: &PluggedCard) -> bool {
    let events = card.log().expect("the log").entries();
    let last = events
        .iter()
        .rposition(|entry| matches!(entry.event, LogEvent::Command(_)));
    let Some(last) = last else { return true };
    let LogEvent::Command(record) = &events[last].event else {
        return false;
    };
    record.command.starts_with(LEAVING) && events[last + 1..].iter().any(|entry| entry.event == LogEvent::PowerOff)
}
