//! Nobody locks a card by accident, and no page locks one at all: random people at the host's library, at the
//! host as it ships, and at Chromium.
//!
//! What a person does is drawn from a seed, so a failure can be repeated: the sentence of a failure names seed and script.
//! `OPENJPKI_SEED` and `OPENJPKI_SCRIPTS` give others. Judge is the virtual card: its counters, and how many VERIFYs it was sent.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod chance;
mod hosts;
mod library;
mod mind;
mod pages;
mod person;

/// A number from the environment, else `usual`.
fn setting(name: &str, usual: u64) -> u64 {
    std::env::var(name).map_or(usual, |value| value.parse().expect("a number"))
}
