//! The JPKI application of the My Number Card (公的個人認証): its files, PINs and keys.
//!
//! The order of things is in the types: [`Jpki::select`] finds the application, [`Jpki::verify`] turns a typed [`Pin`] into a
//! [`Verified`] card, and only that one signs, only with the key whose PIN was verified, and changes only that PIN.

mod change;
mod key;
mod pin;
mod session;
mod token;

pub use change::{ChangeError, Changed, NewPin, NewPinError, UncertainPin, Unconfirmed};
pub use key::{DigitalSignature, Key, KeyKind, PinRule, UserAuthentication};
pub use pin::{EntryFull, Pin, PinEntry, PinFormatError, RefusedPin};
pub use session::{Error, Jpki, Presence, Rejected, SelectError, Tries, Verified};
pub use token::Token;

use crate::iso7816::Aid;

/// The JPKI application.
pub const JPKI_APPLICATION: Aid = Aid::new(&[0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01]);

/// The issuer domain, selected after power-up. Selecting it makes the card forget every verified PIN.
///
/// Source: GlobalPlatform Card Specification section 6.4.
pub const ISSUER_DOMAIN: Aid = Aid::new(&[0xA0, 0x00, 0x00, 0x01, 0x51, 0x00, 0x00]);
