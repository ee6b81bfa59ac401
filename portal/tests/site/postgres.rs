//! All of `main.rs` once more, on a PostgreSQL that is started for it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests: what does not hold should stop the test, at the line where it does not hold"
)]

mod account;
mod browser;
mod card;
mod ceremony;
mod delay;
mod forgotten;
mod form;
mod mail;
mod password;
mod program;
mod protection;
mod registration;
mod sign_in;
mod stage;

/// `main.rs` is the same, on the other database.
const ENGINE: openjpki_portal::store::Engine = openjpki_portal::store::Engine::Postgres;
