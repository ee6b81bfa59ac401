//! OpenJPKI's core: the JPKI application of the My Number Card and the evidence that it signs.
//!
//! No I/O, no unsafe code, no C. A program supplies a [`iso7816::Transport`]; a relying party needs [`verify`] only.
//!
//! The modules are floors, and an arrow between them only points down:
//!
//! ```text
//! 5 verify
//! 4 evidence
//! 3 jpki, certificate
//! 2 pkcs1
//! 1 iso7816, origin, time
//! ```
#![forbid(unsafe_code)]

pub mod certificate;
pub mod evidence;
pub mod iso7816;
pub mod jpki;
pub mod origin;
pub mod pkcs1;
pub mod time;
pub mod verify;
