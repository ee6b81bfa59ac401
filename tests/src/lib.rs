//! What OpenJPKI is tested with: the virtual card, its certificates, and the private service that it plugs into.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::missing_errors_doc,
    reason = "nothing of this crate ships; a broken stage should stop the test at once, and loudly"
)]

pub mod browser;
pub mod card;
pub mod demo;
pub mod display;
pub mod in_process;
pub mod kit;
pub mod packages;
pub mod pcscd;
pub mod pdf;
pub mod pinentry;
pub mod pki;
pub mod postgres;
pub mod signing;
pub mod stage;
pub mod tls;
pub mod vectors;
pub mod vpcd;
pub mod windows;
