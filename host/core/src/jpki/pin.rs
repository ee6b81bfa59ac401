//! PINs: what a person typed, and what may be sent to the card.

use std::fmt;
use std::marker::PhantomData;

use zeroize::{Zeroize as _, ZeroizeOnDrop};

use super::key::{Key, KeyKind, PinRule};

/// Most bytes of UTF-8 that a person can type into a PIN field: 16 full-width characters are 48.
const LONGEST_ENTRY: usize = 64;
/// Longest password of the card, in characters.
const LONGEST_PIN: usize = 16;

/// What a person typed, in UTF-8: a buffer of fixed size that is overwritten when dropped.
#[derive(ZeroizeOnDrop)]
pub struct PinEntry {
    bytes: [u8; LONGEST_ENTRY],
    length: usize,
}

/// The person typed more than a [`PinEntry`] holds (64 bytes).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("more was typed than any PIN is long")]
pub struct EntryFull;

impl PinEntry {
    /// Nothing typed yet.
    pub const fn new() -> Self {
        Self {
            bytes: [0; LONGEST_ENTRY],
            length: 0,
        }
    }

    /// Appends one byte of UTF-8.
    ///
    /// # Errors
    /// [`EntryFull`] after 64 bytes; the entry keeps what it has.
    pub fn push_byte(&mut self, byte: u8) -> Result<(), EntryFull> {
        let slot = self.bytes.get_mut(self.length).ok_or(EntryFull)?;
        *slot = byte;
        self.length += 1;
        Ok(())
    }

    /// Overwrites what was typed.
    pub fn clear(&mut self) {
        self.bytes.zeroize();
        self.length = 0;
    }

    fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }
}

impl Default for PinEntry {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for PinEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PinEntry(..)")
    }
}

/// A PIN of the right form for the key `K`. Only [`super::Jpki::verify`] consumes it, so it is sent at most once; only
/// [`super::Jpki::verify_for_several`] keeps one that the card accepted, for the signatures of the same ceremony.
///
/// It lies in memory of its own: handing it from function to function leaves no copies on the stack.
#[derive(ZeroizeOnDrop)]
pub struct Pin<K: Key> {
    bytes: Box<[u8; LONGEST_PIN]>,
    length: usize,
    #[zeroize(skip)]
    key: PhantomData<K>,
}

impl<K: Key> Pin<K> {
    /// Checks what was typed against the rule of the key. Full-width characters are folded; lower case is raised.
    ///
    /// # Errors
    /// [`PinFormatError`]; the card has not seen anything and no try is spent.
    ///
    /// Source: J-LIS, guidance on PINs and passwords; the password is registered in upper case and compared byte by byte.
    pub fn parse(entry: &PinEntry) -> Result<Self, PinFormatError> {
        let mut pin = Self {
            bytes: Box::new([0; LONGEST_PIN]),
            length: 0,
            key: PhantomData,
        };
        let text = std::str::from_utf8(entry.as_bytes()).map_err(|_| PinFormatError::ForbiddenCharacter)?;
        let mut typed = 0;
        for character in text.chars() {
            typed += 1;
            let byte = fold(character).ok_or(PinFormatError::ForbiddenCharacter)?;
            if let Some(slot) = pin.bytes.get_mut(pin.length) {
                *slot = byte;
                pin.length += 1;
            }
        }
        check(K::KIND, pin.as_bytes(), typed)?;
        Ok(pin)
    }

    /// Checks what cards do not ask of a PIN that they have, but people must keep to when they choose one: a password has at
    /// least one letter and at least one digit.
    ///
    /// # Errors
    /// [`PinFormatError::NotMixed`].
    ///
    /// Source: JPKI portal site, "パスワードの失念" (数字とアルファベットの混在が必須).
    pub fn check_new(&self) -> Result<(), PinFormatError> {
        let has = |kind: fn(&u8) -> bool| self.as_bytes().iter().any(kind);
        let mixed = has(u8::is_ascii_digit) && has(u8::is_ascii_uppercase);
        match K::KIND.rule() {
            PinRule::SixToSixteenAlphanumeric if !mixed => Err(PinFormatError::NotMixed),
            PinRule::SixToSixteenAlphanumeric | PinRule::FourDigits => Ok(()),
        }
    }

    /// Whether `other` is the same, in time that does not depend on where they differ.
    pub fn is(&self, other: &Self) -> bool {
        let differing = self
            .bytes
            .iter()
            .zip(&*other.bytes)
            .fold(0, |bits, (a, b)| bits | (a ^ b));
        self.length == other.length && differing == 0
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }
}

impl<K: Key> fmt::Debug for Pin<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(..)")
    }
}

/// A PIN that the card refused: good for nothing but recognising the same mistake, so that it does not spend a second try.
#[derive(Debug)]
pub struct RefusedPin<K: Key>(Pin<K>);

impl<K: Key> RefusedPin<K> {
    pub(super) fn new(pin: Pin<K>) -> Self {
        Self(pin)
    }

    /// Whether `pin` is the refused one, in time that does not depend on where they differ.
    pub fn is(&self, pin: &Pin<K>) -> bool {
        self.0.is(pin)
    }
}

/// A PIN that the card accepted, kept for the rest of one ceremony and for one use: to be shown to the card again before another
/// signature, where a card forgets it with each. Nobody outside [`super::Verified`] gets at it, and it is overwritten with that.
#[derive(Debug)]
pub(super) struct AcceptedPin<K: Key>(Pin<K>);

impl<K: Key> AcceptedPin<K> {
    pub(super) fn new(pin: Pin<K>) -> Self {
        Self(pin)
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// Why what was typed cannot be the PIN of this key. It was not sent to the card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PinFormatError {
    /// Nothing was typed.
    #[error("nothing was typed")]
    Empty,
    /// Fewer characters than the shortest PIN of this key.
    #[error("{length} characters are too few")]
    TooShort {
        /// Characters typed.
        length: usize,
    },
    /// More characters than the longest PIN of this key.
    #[error("{length} characters are too many")]
    TooLong {
        /// Characters typed.
        length: usize,
    },
    /// A character that is neither A-Z nor 0-9.
    #[error("a PIN has only the letters A to Z and digits")]
    ForbiddenCharacter,
    /// Letters where only digits can be.
    #[error("this PIN has digits only")]
    NotDigits,
    /// It has the form of the card's other PIN: four digits for the signature key, 6 to 16 characters for the other.
    #[error("this looks like the card's other PIN")]
    LooksLikeOtherPin,
    /// A new password without a letter, or without a digit.
    #[error("a new password has at least one letter and one digit")]
    NotMixed,
}

/// An ASCII letter (upper case) or digit from its half-width or full-width form (U+FF01 to U+FF5E).
fn fold(character: char) -> Option<u8> {
    let code = u32::from(character);
    let half_width = if (0xFF01..=0xFF5E).contains(&code) {
        code - 0xFEE0
    } else {
        code
    };
    let byte = u8::try_from(half_width).ok()?.to_ascii_uppercase();
    byte.is_ascii_alphanumeric().then_some(byte)
}

fn check(kind: KeyKind, pin: &[u8], typed: usize) -> Result<(), PinFormatError> {
    let digits_only = pin.iter().all(u8::is_ascii_digit);
    match (kind.rule(), typed) {
        (_, 0) => Err(PinFormatError::Empty),
        (PinRule::FourDigits, 4) if digits_only => Ok(()),
        (PinRule::FourDigits, 6..=16) => Err(PinFormatError::LooksLikeOtherPin),
        (PinRule::FourDigits, _) if !digits_only => Err(PinFormatError::NotDigits),
        (PinRule::FourDigits, length @ ..4) => Err(PinFormatError::TooShort { length }),
        (PinRule::FourDigits, length) => Err(PinFormatError::TooLong { length }),
        (PinRule::SixToSixteenAlphanumeric, 6..=16) => Ok(()),
        (PinRule::SixToSixteenAlphanumeric, 4) if digits_only => Err(PinFormatError::LooksLikeOtherPin),
        (PinRule::SixToSixteenAlphanumeric, length @ ..6) => Err(PinFormatError::TooShort { length }),
        (PinRule::SixToSixteenAlphanumeric, length) => Err(PinFormatError::TooLong { length }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jpki::{DigitalSignature, UserAuthentication};

    fn entry(text: &str) -> PinEntry {
        let mut entry = PinEntry::new();
        for byte in text.bytes() {
            entry.push_byte(byte).unwrap();
        }
        entry
    }

    fn bytes<K: Key>(text: &str) -> Result<Vec<u8>, PinFormatError> {
        Pin::<K>::parse(&entry(text)).map(|pin| pin.as_bytes().to_vec())
    }

    #[test]
    fn good_pins_pass() {
        assert_eq!(bytes::<UserAuthentication>("0420").unwrap(), b"0420");
        assert_eq!(bytes::<UserAuthentication>("０４２０").unwrap(), b"0420");
        assert_eq!(bytes::<DigitalSignature>("abc123").unwrap(), b"ABC123");
        assert_eq!(
            bytes::<DigitalSignature>("ＡＢＣａｂｃ１２３４５６７８９０").unwrap(),
            b"ABCABC1234567890"
        );
    }

    #[test]
    fn bad_pins_are_told_apart() {
        use PinFormatError::{Empty, ForbiddenCharacter, LooksLikeOtherPin, NotDigits, TooLong, TooShort};
        for (text, error) in [
            ("", Empty),
            ("123", TooShort { length: 3 }),
            ("12345", TooLong { length: 5 }),
            ("12a4", NotDigits),
            ("ABC123", LooksLikeOtherPin),
            ("12 4", ForbiddenCharacter),
        ] {
            assert_eq!(bytes::<UserAuthentication>(text), Err(error), "{text:?}");
        }
        for (text, error) in [
            ("", Empty),
            ("ABCDE", TooShort { length: 5 }),
            ("1234", LooksLikeOtherPin),
            ("ABCD", TooShort { length: 4 }),
            ("ABCDEFGHIJKLMNOPQ", TooLong { length: 17 }),
            ("ABC-123", ForbiddenCharacter),
            ("あいうえおか", ForbiddenCharacter),
        ] {
            assert_eq!(bytes::<DigitalSignature>(text), Err(error), "{text:?}");
        }
    }

    #[test]
    fn a_new_password_has_letters_and_digits() {
        let password = |text| Pin::<DigitalSignature>::parse(&entry(text)).unwrap().check_new();
        assert_eq!(password("abcde1"), Ok(()));
        assert_eq!(password("ABCDEF"), Err(PinFormatError::NotMixed));
        assert_eq!(password("123456"), Err(PinFormatError::NotMixed));
        let pin = Pin::<UserAuthentication>::parse(&entry("1234")).unwrap();
        assert_eq!(pin.check_new(), Ok(()));
    }

    #[test]
    fn an_entry_holds_64_bytes() {
        let mut entry = entry(&"A".repeat(64));
        assert_eq!(entry.push_byte(b'A'), Err(EntryFull));
    }

    #[test]
    fn debug_shows_no_pin() {
        let entry = entry("4321");
        assert_eq!(format!("{entry:?}"), "PinEntry(..)");
        assert_eq!(
            format!("{:?}", Pin::<UserAuthentication>::parse(&entry).unwrap()),
            "Pin(..)"
        );
    }

    #[test]
    fn a_refused_pin_is_recognised() {
        let pin = |text| Pin::<DigitalSignature>::parse(&entry(text)).unwrap();
        let refused = RefusedPin::new(pin("abc123"));
        assert!(refused.is(&pin("ABC123")));
        assert!(!refused.is(&pin("ABC1230")));
    }
}
