//! The native-messaging host of OpenJPKI: passes what a web page asks to the person and their My Number Card.

pub mod caller;
pub mod cancel;
pub mod catalog;
pub mod ceremony;
pub mod config;
pub mod hardening;
pub mod log;
pub mod pdf;
pub mod prompt;
pub mod reader;
pub mod session;
pub mod terminal;
pub mod wire;
