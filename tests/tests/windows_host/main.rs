//! The Windows host as it ships, run by Wine over a real `pcscd`, with a test in the place of the browser and a person at its
//! windows who types into them as a keyboard does.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod browser;
mod cards;
mod good_paths;
mod leaving;
mod pictures;
mod pins;
mod secrets;
mod signing;
mod window;

use std::thread::sleep;
use std::time::{Duration, Instant};

use openjpki_host::catalog::{Catalog, fill};
use openjpki_tests::browser::PATIENCE;
use openjpki_tests::pcscd::PluggedCard;
use openjpki_tests::stage::WindowsStage;
use openjpki_tests::windows::Window;
use serde_json::{Value, json};

/// Who asks in these tests.
const ORIGIN: &str = "https://portal.example.go.jp";

/// What the site's server drew.
const NONCE: &str = "mC1Vq0n6Zb8T4y2Jx5uHk9sLr3WgEo7DfPaQiYtUwXs";

/// The first persona's PINs.
const PIN: &str = "1234";
const PASSWORD: &str = "ABC123";

fn ask() -> Value {
    ask_in("en")
}

fn ask_in(language: &str) -> Value {
    json!({ "origin": ORIGIN, "nonce": NONCE, "lang": language })
}

/// The words of the windows in English.
fn words() -> &'static Catalog {
    Catalog::for_lang("en")
}

/// "4 tries left."
fn tries_left(tries: u8) -> String {
    fill(words().tries.of(tries), &[("tries", &tries.to_string())])
}

/// The window that asks for the four-digit PIN, once it takes input.
#[track_caller]
fn pin_window(windows: &WindowsStage) -> Window {
    waiting_for(windows, words().window.advice.user_authentication)
}

/// The window that asks for the password, once it takes input.
#[track_caller]
fn password_window(windows: &WindowsStage) -> Window {
    waiting_for(windows, words().window.advice.digital_signature)
}

#[track_caller]
fn waiting_for(windows: &WindowsStage, advice: &str) -> Window {
    let window = windows
        .person
        .sees(|window| window.field().is_some_and(|field| field.enabled) && window.says(advice));
    windows.person.reacts();
    window
}

/// No card was sent more PINs than the person typed.
fn assert_every_pin_was_typed<const N: usize>(windows: &WindowsStage, cards: [&PluggedCard; N]) {
    let sent: usize = cards.iter().map(|card| card.log().unwrap().pins_sent()).sum();
    assert!(
        sent <= windows.person.entered(),
        "{sent} VERIFY, {} typed",
        windows.person.entered()
    );
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
