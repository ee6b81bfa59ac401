//! The virtual card in process, rule by rule, as the notes on the real card have them.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop at once, and loudly"
)]

mod desk;
mod files;
mod personas;
mod pins;
mod signatures;
mod stage;
