//! The whole path: registration site, Chromium with the extension, the host as it ships, `pcscd`, a virtual card, PIN windows.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod cards;
mod interrupted;
mod page_calls;
mod registration;
mod sign_in;

use openjpki_tests::pinentry::Step;

fn pin(value: &str) -> Step {
    Step::Pin(value.to_owned())
}
