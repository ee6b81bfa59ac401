//! The packages: what is in them, and what they do to a computer.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod debian;
mod extension;
mod fleet;
mod installer_tables;
mod policy;
mod private_debian;
