//! Installing on Windows, in folders and registry keys of each test's own. Runs on Windows and under Wine.
#![cfg(windows)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that stops is a test that failed"
)]

mod computer;
mod install;
mod package;
mod running;
mod status;
mod uninstall;
