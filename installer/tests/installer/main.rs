//! Runs the installer's program, as it ships, in temporary homes and package folders.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that stops is a test that failed"
)]

mod install;
mod profile;
mod refusal;
mod sandbox;
mod status;
mod system;
mod uninstall;
