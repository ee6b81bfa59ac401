//! Test certificates after the JPKI profile, signed by roots of our own.
//!
//! Everything is a pure function of the keys in `tests/fixtures` and the current year: two processes make the same bytes,
//! so that a card, a server and a test agree without exchanging files. Source of the profile: a test card's certificates
//! (crate `myna-card` ships them) and the published roots; `tests/tests/pki.rs` compares ours with them.

mod authority;
mod clock;
mod extension;
mod holder;
mod keys;
mod leaf;
mod name;

pub use authority::{Authority, Generation};
pub use clock::{moment, now, this_year};
pub use extension::authority as authority_extension;
pub use holder::Holder;
pub use keys::HolderKeys;
pub use leaf::{IssuerKey, LeafProfile};

use const_oid::ObjectIdentifier;

/// Which of the two certificates, and of the two hierarchies that issue them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// 署名用: carries the holder's name, address, birth date and sex.
    Signature,
    /// 利用者証明用: carries none of these.
    Authentication,
}

/// Whether certificates say that they are for tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hierarchy {
    /// `O=JPKI-TEST` and the policies of the test environment.
    Test,
    /// `O=JPKI` and the production policies, signed by keys of our own: nobody's anchors accept it.
    ProductionLike,
}

impl Hierarchy {
    /// The organisation in every name.
    pub fn organisation(self) -> &'static str {
        match self {
            Self::Test => "JPKI-TEST",
            Self::ProductionLike => "JPKI",
        }
    }

    /// The certificate policy of this hierarchy for this purpose.
    pub fn policy(self, purpose: Purpose) -> ObjectIdentifier {
        ObjectIdentifier::new_unwrap(match (self, purpose) {
            (Self::Test, Purpose::Signature) => "1.2.392.200149.8.5.1.0.20",
            (Self::Test, Purpose::Authentication) => "1.2.392.200149.8.5.1.0.30",
            (Self::ProductionLike, Purpose::Signature) => "1.2.392.200149.8.5.1.1.20",
            (Self::ProductionLike, Purpose::Authentication) => "1.2.392.200149.8.5.1.3.30",
        })
    }

    /// Where the authentication certificate says that its status can be asked. The production host is [?].
    pub fn ocsp(self) -> &'static str {
        match self {
            Self::Test => "http://test-ocspauthnorm.jpki.go.jp",
            Self::ProductionLike => "http://ocspauthnorm.jpki.go.jp",
        }
    }
}
