//! The host's reader over a real `pcscd`: service, reader and cards that come, go and are in use, each told by an event.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a broken stage should stop the test at once"
)]

mod door;
mod probe;
mod scenes;

use std::process::Command;

use openjpki_tests::pcscd::{PrivatePcscd, program};
use serde_json::json;

use self::probe::{Probe, System, first_slot};

/// This system.
struct Linux(PrivatePcscd);

impl System for Linux {
    fn pcscd(&mut self) -> &mut PrivatePcscd {
        &mut self.0
    }

    fn probe(&self) -> Command {
        self.0.command(program("openjpki-reader-probe").unwrap())
    }

    fn waits_without_service(&self) -> &'static str {
        "Service"
    }
}

fn linux() -> Linux {
    Linux(PrivatePcscd::start().unwrap())
}

#[test]
fn a_wait_goes_from_the_service_to_the_card() {
    scenes::a_wait_goes_from_the_service_to_the_card(&mut linux());
}

#[test]
fn a_card_that_is_left_is_clean() {
    scenes::a_card_that_is_left_is_clean(&mut linux());
}

#[test]
fn a_panic_leaves_the_card_clean() {
    scenes::a_panic_leaves_the_card_clean(&mut linux());
}

#[test]
fn a_card_in_use_is_waited_for() {
    scenes::a_card_in_use_is_waited_for(&mut linux());
}

#[test]
fn a_card_pulled_in_use_is_removed_and_another_is_waited_for() {
    scenes::a_card_pulled_in_use_is_removed_and_another_is_waited_for(&mut linux());
}

#[test]
fn a_card_that_leaves_is_noticed() {
    scenes::a_card_that_leaves_is_noticed(&mut linux());
}

#[test]
fn a_service_that_stops_is_waited_for() {
    scenes::a_service_that_stops_is_waited_for(&mut linux());
}

#[test]
fn a_wait_ends_when_it_is_cancelled() {
    scenes::a_wait_ends_when_it_is_cancelled(&mut linux());
}

#[test]
fn a_service_that_hangs_up_is_waited_for() {
    let (mut system, folder) = (linux(), tempfile::tempdir().unwrap());
    let card = system.hanako();
    let door = folder.path().join("pcscd.comm");
    door::open(&door, 3, &system.0.socket());
    let mut probe = system.0.command("env");
    probe.arg(format!("PCSCLITE_CSOCK_NAME={}", door.display()));
    probe.arg(program("openjpki-reader-probe").unwrap());
    let mut probe = Probe::start(probe);
    probe.say("wait");
    probe.hears("waiting", json!("Service"));
    probe.hears("wait", first_slot());
    probe.does("open", json!("opened"));
    drop(card);
}
