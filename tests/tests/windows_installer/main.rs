//! The Windows installer as it ships, on Windows computers of its own (Wine prefixes), looked at from outside.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that stops is a test that failed"
)]

mod account;
mod computer;
mod concerns;
mod machine;
mod packaged;
