//! The server's nonce.

use std::fmt;

use serde::{Deserialize, Serialize};

/// 32 bytes in base64url without padding.
const SHORTEST: usize = 43;
const LONGEST: usize = 128;

/// A server's challenge: 43 to 128 characters of base64 or base64url, made from at least 32 random bytes, used once.
///
/// `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Nonce(String);

/// Why a text is no nonce.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NonceError {
    /// Shorter or longer than allowed.
    #[error("a nonce has 43 to 128 characters, not {length}")]
    Length {
        /// Bytes given.
        length: usize,
    },
    /// A character outside base64 and base64url, or padding that is not at the end.
    #[error("a nonce has only characters of base64 or base64url")]
    Character,
}

impl Nonce {
    /// Checks length and alphabet.
    ///
    /// # Errors
    /// [`NonceError`].
    ///
    /// Source: RFC 4648 sections 4 and 5.
    pub fn parse(text: &str) -> Result<Self, NonceError> {
        if !(SHORTEST..=LONGEST).contains(&text.len()) {
            return Err(NonceError::Length { length: text.len() });
        }
        let unpadded = text
            .strip_suffix("==")
            .or_else(|| text.strip_suffix('='))
            .unwrap_or(text);
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_');
        if unpadded.bytes().all(allowed) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NonceError::Character)
        }
    }

    /// The characters, as the server made them.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Nonce({} characters)", self.0.len())
    }
}

impl TryFrom<String> for Nonce {
    type Error = NonceError;

    fn try_from(text: String) -> Result<Self, NonceError> {
        Self::parse(&text)
    }
}

impl From<Nonce> for String {
    fn from(nonce: Nonce) -> Self {
        nonce.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_and_alphabet_are_checked() {
        let good = "mC1Vq0n6Zb8T4y2Jx5uHk9sLr3WgEo7DfPaQiYtUwXs";
        assert_eq!(Nonce::parse(good).unwrap().as_str(), good);
        assert!(Nonce::parse(&format!("{good}=")).is_ok());
        assert_eq!(Nonce::parse(&good[1..]), Err(NonceError::Length { length: 42 }));
        assert_eq!(Nonce::parse(&"A".repeat(129)), Err(NonceError::Length { length: 129 }));
        assert_eq!(Nonce::parse(&good.replace('V', "\n")), Err(NonceError::Character));
        assert_eq!(Nonce::parse(&good.replace('V', "=")), Err(NonceError::Character));
    }

    #[test]
    fn debug_hides_it() {
        let nonce = Nonce::parse("mC1Vq0n6Zb8T4y2Jx5uHk9sLr3WgEo7DfPaQiYtUwXs").unwrap();
        assert_eq!(format!("{nonce:?}"), "Nonce(43 characters)");
    }
}
