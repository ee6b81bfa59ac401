//! The host as it ships, over a real `pcscd`, with a test in the place of the browser.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod bad_cards;
mod bad_pins;
mod good_paths;
mod hostile_frames;
mod leaving;
mod readers;
mod secrets;
mod signing;

use std::thread::sleep;
use std::time::{Duration, Instant};

use openjpki_tests::browser::PATIENCE;
use openjpki_tests::pinentry::Step;
use serde_json::{Value, json};

/// Who asks in these tests.
const ORIGIN: &str = "https://portal.example.go.jp";

/// What the site's server drew.
const NONCE: &str = "mC1Vq0n6Zb8T4y2Jx5uHk9sLr3WgEo7DfPaQiYtUwXs";

/// The first persona's PINs.
const PIN: &str = "1234";
const PASSWORD: &str = "ABC123";

fn ask() -> Value {
    json!({ "origin": ORIGIN, "nonce": NONCE, "lang": "en" })
}

fn pin(value: &str) -> Step {
    Step::Pin(value.to_owned())
}

/// Waits until something is true, and fails where the test called it if that never happens.
#[track_caller]
fn wait_until(mut condition: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !condition() {
        assert!(Instant::now() < deadline, "what was awaited did not happen");
        sleep(Duration::from_millis(20));
    }
}
