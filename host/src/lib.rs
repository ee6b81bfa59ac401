//! The native-messaging host of OpenJPKI: passes what a web page asks to the person and their My Number Card.

pub mod cancel;
pub mod wire;
