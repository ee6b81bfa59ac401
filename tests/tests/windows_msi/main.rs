//! The Windows packages on a Windows computer of Wine's: put in, upgraded, refused, repaired, taken out, leaving nothing.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod account;
mod computer;
mod machine;
mod readme;
mod signing;
