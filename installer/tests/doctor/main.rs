//! The doctor: hosts that do not do what they should, and a report in which nothing identifies the person.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that stops is a test that failed"
)]

mod bundle;
mod computer;
mod hosts;
#[path = "../installer/sandbox.rs"]
#[allow(dead_code, reason = "shared with the tests of the installer, which use the rest")]
mod sandbox;
mod scripted;
