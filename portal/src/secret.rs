//! Random values that nobody must guess, and their hashes, which are all that is stored.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// A SHA-256 hash, 32 bytes.
pub type Hash = [u8; 32];

/// 32 random bytes as base64url: a session cookie, a nonce, the token of a password link. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

/// The system's random generator does not answer.
#[derive(Debug, thiserror::Error)]
#[error("the system's random generator does not answer: {0}")]
pub struct NoRandomness(#[from] getrandom::Error);

impl Secret {
    /// A new one, from the system's random generator.
    ///
    /// # Errors
    /// [`NoRandomness`]; there is no other source to fall back on.
    pub fn random() -> Result<Self, NoRandomness> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)?;
        Ok(Self(URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// Reads one that came back: exactly 43 characters of base64url.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        (bytes.len() == 32).then(|| Self(text.to_owned()))
    }

    /// The 43 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is stored in its place.
    pub fn hash(&self) -> Hash {
        Sha256::digest(self.0.as_bytes()).into()
    }

    /// Another secret that follows from this one; without this one it cannot be told.
    pub fn derive(&self, purpose: &str) -> Self {
        let mut digest = Sha256::new();
        digest.update(purpose.as_bytes());
        digest.update([0]);
        digest.update(self.0.as_bytes());
        Self(URL_SAFE_NO_PAD.encode(digest.finalize()))
    }

    /// Whether `text` is this secret. Compares hashes, so the time it takes says nothing of where they differ.
    pub fn matches(&self, text: &str) -> bool {
        let theirs: Hash = Sha256::digest(text.as_bytes()).into();
        self.hash() == theirs
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_a_nonce_that_the_host_takes() {
        let secret = Secret::random().unwrap();
        assert_eq!(secret.as_str().len(), 43);
        assert!(openjpki::evidence::Nonce::parse(secret.as_str()).is_ok());
        assert_eq!(Secret::parse(secret.as_str()), Some(secret.clone()));
        assert_ne!(Secret::random().unwrap(), secret);
    }

    #[test]
    fn only_its_own_form_is_read() {
        for text in [
            "",
            "abc",
            &"A".repeat(42),
            &"A".repeat(44),
            &"=".repeat(43),
            &"/".repeat(43),
        ] {
            assert_eq!(Secret::parse(text), None, "{text}");
        }
    }

    #[test]
    fn debug_and_derivation_tell_nothing() {
        let secret = Secret::random().unwrap();
        assert_eq!(format!("{secret:?}"), "Secret(..)");
        assert!(secret.matches(secret.as_str()));
        assert!(!secret.matches(""));
        assert_eq!(secret.derive("csrf"), secret.derive("csrf"));
        assert_ne!(secret.derive("csrf"), secret.derive("other"));
        assert_ne!(secret.derive("csrf"), secret);
    }
}
