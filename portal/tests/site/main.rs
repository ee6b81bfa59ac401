//! The site as browsers meet it: every test drives the whole router, with a database and an outbox of its own, and evidence that
//! the keys of the test cards really signed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests: what does not hold should stop the test, at the line where it does not hold"
)]

mod account;
mod anchors;
mod audit;
mod backup;
mod browser;
mod card;
mod ceremony;
mod crowd;
mod delay;
mod erase;
mod forgotten;
mod form;
mod lost;
mod mail;
mod mail_change;
mod ocsp;
mod owasp;
mod password;
mod power;
mod process;
mod program;
mod protection;
mod registration;
mod renewed;
mod service;
mod sign_in;
mod smtp;
mod stage;
mod verify;
mod wire;

/// `postgres.rs` is the same, on the other database.
const ENGINE: openjpki_portal::store::Engine = openjpki_portal::store::Engine::Sqlite;
