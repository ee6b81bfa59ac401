//! How long the card takes.

use std::time::Duration;

/// The speed of a reader and of the card's RSA engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// Overhead of one command and its answer.
    pub per_command: Duration,
    /// One byte in either direction.
    pub per_byte: Duration,
    /// One RSA-2048 signature.
    pub signature: Duration,
    /// Whether the card lies on the reader instead of being in it.
    pub contactless: bool,
}

impl Link {
    /// No delay.
    pub const INSTANT: Self = Self {
        per_command: Duration::ZERO,
        per_byte: Duration::ZERO,
        signature: Duration::ZERO,
        contactless: false,
    };

    /// In a contact reader. TA1 = 13 of the ATR is 93 clocks a bit: at 4 MHz and 12 bits a character 0.28 ms a byte, so a
    /// signing certificate takes about 0.6 s, the slow end of what is known of real cards. RSA about half a second.
    pub const CONTACT: Self = Self {
        per_command: Duration::from_millis(8),
        per_byte: Duration::from_micros(280),
        signature: Duration::from_millis(500),
        contactless: false,
    };

    /// On a contactless reader: ISO/IEC 14443 at 106 kbit/s and about ten bits a byte, so a certificate takes about 0.2 s.
    pub const NFC: Self = Self {
        per_command: Duration::from_millis(5),
        per_byte: Duration::from_micros(94),
        signature: Duration::from_millis(500),
        contactless: true,
    };

    /// The link of this name: `instant`, `contact` or `nfc`.
    pub fn by_name(name: &str) -> Option<Self> {
        match name {
            "instant" => Some(Self::INSTANT),
            "contact" => Some(Self::CONTACT),
            "nfc" => Some(Self::NFC),
            _ => None,
        }
    }

    pub(super) fn duration(&self, sent: usize, received: usize, signed: bool) -> Duration {
        let bytes = u32::try_from(sent + received).expect("an APDU is short");
        let signature = if signed { self.signature } else { Duration::ZERO };
        self.per_command + self.per_byte * bytes + signature
    }
}
