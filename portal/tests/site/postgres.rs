//! All of `main.rs` once more, on a PostgreSQL that is started for it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests: what does not hold should stop the test, at the line where it does not hold"
)]

mod account;
mod audit;
mod browser;
mod card;
mod ceremony;
mod copies;
mod crowd;
mod delay;
mod dump;
mod erase;
mod forgotten;
mod form;
mod lost;
mod mail;
mod mail_change;
mod password;
mod process;
mod program;
mod protection;
mod registration;
mod renewed;
mod schema;
mod service;
mod sign_in;
mod smtp;
mod stage;
mod tls;
mod wire;

/// `main.rs` is the same, on the other database.
const ENGINE: openjpki_portal::store::Engine = openjpki_portal::store::Engine::Postgres;
