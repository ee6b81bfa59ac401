//! What happens between a service, its readers and the probe, on either system.

use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::probe::{PATIENCE, System, becomes_clean, busy, first_slot};

pub(crate) fn a_wait_goes_from_the_service_to_the_card(system: &mut impl System) {
    let stopped = json!(system.waits_without_service());
    system.pcscd().stop_service().unwrap();
    let mut probe = system.start();
    probe.say("wait");
    probe.hears("waiting", stopped.clone());
    system.pcscd().start_service().unwrap();
    probe.hears("waiting", json!("Card"));
    let mut card = system.hanako();
    probe.hears("wait", first_slot());

    probe.does("except", json!("except"));
    probe.say("wait");
    assert!(
        probe.is_silent_for(Duration::from_secs(1)),
        "nothing but an unsuitable card"
    );
    card.remove().unwrap();
    probe.hears("waiting", json!("Card"));
    card.insert().unwrap();
    probe.hears("wait", first_slot());
}

pub(crate) fn a_card_that_is_left_is_clean(system: &mut impl System) {
    let card = system.hanako();
    let mut probe = system.start();
    probe.does("wait", first_slot());
    probe.does("open", json!("opened"));
    probe.does("select", json!("9000"));
    probe.does("close", json!("closed"));
    assert!(becomes_clean(&card));
}

pub(crate) fn a_panic_leaves_the_card_clean(system: &mut impl System) {
    let card = system.hanako();
    let mut probe = system.start();
    probe.does("wait", first_slot());
    probe.does("open", json!("opened"));
    probe.does("select", json!("9000"));
    probe.say("panic");
    assert!(becomes_clean(&card));
    assert_eq!(probe.process.wait().unwrap().code(), Some(101));
}

pub(crate) fn a_card_in_use_is_waited_for(system: &mut impl System) {
    let _card = system.hanako();
    let (mut probe, mut other) = (system.start(), system.start());
    for end in ["close", "killed"] {
        probe.does("wait", first_slot());
        other.does("wait", first_slot());
        other.does("open", json!("opened"));
        probe.does("open", json!({ "error": "Busy" }));
        probe.say("wait");
        probe.hears("waiting", busy());
        assert!(probe.is_silent_for(Duration::from_secs(2)), "told once");
        let start = Instant::now();
        if end == "close" {
            other.does("close", json!("closed"));
        } else {
            other.kill();
        }
        probe.hears("wait", first_slot());
        assert!(start.elapsed() < Duration::from_secs(2), "{end}: {:?}", start.elapsed());
    }
    probe.does("open", json!("opened"));
}

pub(crate) fn a_card_pulled_in_use_is_removed_and_another_is_waited_for(system: &mut impl System) {
    let mut card = system.hanako();
    let mut probe = system.start();
    probe.does("wait", first_slot());
    probe.does("open", json!("opened"));
    card.remove().unwrap();
    for _ in 0..2 {
        probe.does("select", json!({ "error": "Removed" }));
    }
    probe.does("close", json!("closed"));
    probe.does("open", json!({ "error": "Removed" }));
    probe.say("wait");
    probe.hears("waiting", json!("Card"));
    card.insert().unwrap();
    probe.hears("wait", first_slot());
}

/// Beside an exclusive connection, and without a word to the card.
pub(crate) fn a_card_that_leaves_is_noticed(system: &mut impl System) {
    let mut card = system.hanako();
    let mut probe = system.start();
    probe.does("wait", first_slot());
    probe.does("open", json!("opened"));
    probe.does("watch", json!("watching"));
    probe.does("select", json!("9000"));
    let sent = card.log().unwrap().count();
    assert!(probe.is_silent_for(Duration::from_millis(600)), "the card is there");
    assert_eq!(card.log().unwrap().count(), sent);
    card.remove().unwrap();
    probe.hears("gone", json!(true));
    probe.does("close", json!("closed"));

    probe.say("wait");
    probe.hears("waiting", json!("Card"));
    card.insert().unwrap();
    probe.hears("wait", first_slot());
    probe.does("open", json!("opened"));
    probe.does("watch", json!("watching"));
    system.pcscd().stop_service().unwrap();
    probe.hears("gone", json!(true));
}

pub(crate) fn a_service_that_stops_is_waited_for(system: &mut impl System) {
    let stopped = json!(system.waits_without_service());
    let (gone, readers) = match system.waits_without_service() {
        "Reader" => (json!({ "error": "Removed" }), json!("[]")),
        _ => (
            json!({ "error": "ServiceStopped" }),
            json!({ "error": "ServiceStopped" }),
        ),
    };
    let mut card = system.hanako();
    let mut probe = system.start();
    probe.does("wait", first_slot());
    probe.does("open", json!("opened"));
    system.pcscd().stop_service().unwrap();
    probe.does("select", gone.clone());
    probe.does("close", json!("closed"));
    probe.does("open", gone);
    probe.does("survey", readers);
    probe.say("wait");
    probe.hears("waiting", stopped.clone());
    card.remove().unwrap();
    system.pcscd().start_service().unwrap();
    probe.hears("waiting", json!("Card"));
    system.pcscd().stop_service().unwrap();
    probe.hears("waiting", stopped.clone());
    system.pcscd().start_service().unwrap();
    probe.hears("waiting", json!("Card"));
    card.insert().unwrap();
    probe.hears("wait", first_slot());
    probe.does("open", json!("opened"));
}

pub(crate) fn a_wait_ends_when_it_is_cancelled(system: &mut impl System) {
    let mut probe = system.start();
    let cancelled = json!({ "error": "Cancelled" });
    for waiting in ["Card", system.waits_without_service()] {
        probe.say("wait");
        probe.hears("waiting", json!(waiting));
        thread::sleep(Duration::from_millis(200));
        let start = Instant::now();
        probe.say("cancel");
        probe.hears("wait", cancelled.clone());
        assert!(
            start.elapsed() < Duration::from_secs(1),
            "{waiting}: {:?}",
            start.elapsed()
        );
        probe.does("cancelled", cancelled.clone());
        probe.does("fresh", json!("fresh"));
        system.pcscd().stop_service().unwrap();
    }
    system.pcscd().start_service().unwrap();
    for delay in 0..30 {
        probe.say("wait");
        thread::sleep(Duration::from_micros(delay * 100)); // also before the wait began
        probe.say("cancel");
        loop {
            let line = probe.lines.recv_timeout(PATIENCE).unwrap();
            if line.get("waiting").is_none() {
                assert_eq!(line["wait"], cancelled);
                break;
            }
        }
        probe.does("fresh", json!("fresh"));
    }
    let _card = system.hanako();
    probe.does("wait", first_slot());
    probe.does("open", json!("opened"));
}
