//! The fixed throw-away keys of `tests/fixtures`.

use std::sync::LazyLock;

use rsa::RsaPrivateKey;
use rsa::pkcs8::DecodePrivateKey;

use super::{Generation, Purpose};

/// The keys of one of two cards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HolderKeys {
    /// The first card's.
    A,
    /// The second card's.
    B,
}

macro_rules! key {
    ($file:literal) => {{
        static KEY: LazyLock<RsaPrivateKey> = LazyLock::new(|| {
            let pem = include_str!(concat!("../../fixtures/", $file, ".pem"));
            RsaPrivateKey::from_pkcs8_pem(pem).expect("the fixture is a PKCS #8 key")
        });
        &KEY
    }};
}

impl HolderKeys {
    /// The private key for this purpose.
    pub fn key(self, purpose: Purpose) -> &'static RsaPrivateKey {
        match (self, purpose) {
            (Self::A, Purpose::Signature) => key!("holder-a-signature"),
            (Self::A, Purpose::Authentication) => key!("holder-a-authentication"),
            (Self::B, Purpose::Signature) => key!("holder-b-signature"),
            (Self::B, Purpose::Authentication) => key!("holder-b-authentication"),
        }
    }
}

pub(super) fn of_root(purpose: Purpose, generation: Generation) -> &'static RsaPrivateKey {
    match (purpose, generation) {
        (Purpose::Signature, Generation::First) => key!("signature-ca-1"),
        (Purpose::Signature, Generation::Second) => key!("signature-ca-2"),
        (Purpose::Signature, Generation::Third) => key!("signature-ca-3"),
        (Purpose::Authentication, Generation::First) => key!("authentication-ca-1"),
        (Purpose::Authentication, Generation::Second) => key!("authentication-ca-2"),
        (Purpose::Authentication, Generation::Third) => key!("authentication-ca-3"),
        (_, Generation::Stranger) => key!("other-ca"),
    }
}
