//! The two keys of the JPKI application, as types.

use serde::{Deserialize, Serialize};

use crate::iso7816::{FileId, ShortFileId};

mod sealed {
    pub trait Sealed {}
}

/// One of the card's two keys, as a type: what is verified for one key cannot be used for the other.
pub trait Key: sealed::Sealed + Send + Sync + 'static {
    /// The same, as a value.
    const KIND: KeyKind;
}

/// The user authentication key (利用者証明用): EF `0017`, PIN EF `0018`.
#[derive(Debug)]
pub enum UserAuthentication {}

/// The digital signature key (署名用): EF `001A`, password EF `001B`.
#[derive(Debug)]
pub enum DigitalSignature {}

impl sealed::Sealed for UserAuthentication {}
impl sealed::Sealed for DigitalSignature {}

impl Key for UserAuthentication {
    const KIND: KeyKind = KeyKind::UserAuthentication;
}

impl Key for DigitalSignature {
    const KIND: KeyKind = KeyKind::DigitalSignature;
}

/// What a PIN looks like. Source: J-LIS, guidance on PINs and passwords (利用者証明用, 署名用).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinRule {
    /// 4 digits.
    FourDigits,
    /// 6 to 16 of A-Z and 0-9; lower case is raised.
    SixToSixteenAlphanumeric,
}

/// One of the card's two keys, as a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyKind {
    /// 利用者証明用: proves who is there; PIN of 4 digits, 3 tries.
    UserAuthentication,
    /// 署名用: the registered seal; password of 6 to 16 letters and digits, 5 tries.
    DigitalSignature,
}

impl KeyKind {
    /// How many wrong PINs in a row block the key. Source: J-LIS, guidance on PINs and passwords.
    pub const fn most_tries(self) -> u8 {
        match self {
            Self::UserAuthentication => 3,
            Self::DigitalSignature => 5,
        }
    }

    /// What its PIN looks like.
    pub const fn rule(self) -> PinRule {
        match self {
            Self::UserAuthentication => PinRule::FourDigits,
            Self::DigitalSignature => PinRule::SixToSixteenAlphanumeric,
        }
    }

    pub(super) const fn key_file(self) -> FileId {
        match self {
            Self::UserAuthentication => FileId(0x0017),
            Self::DigitalSignature => FileId(0x001A),
        }
    }

    pub(super) const fn pin_file(self) -> FileId {
        match self {
            Self::UserAuthentication => FileId(0x0018),
            Self::DigitalSignature => FileId(0x001B),
        }
    }

    pub(super) const fn pin_reference(self) -> ShortFileId {
        match self {
            Self::UserAuthentication => ShortFileId::new(0x18),
            Self::DigitalSignature => ShortFileId::new(0x1B),
        }
    }

    /// The file of the authority that issued its certificate; free to read.
    pub(super) const fn authority(self) -> ShortFileId {
        match self {
            Self::UserAuthentication => ShortFileId::new(0x0B),
            Self::DigitalSignature => ShortFileId::new(0x02),
        }
    }

    pub(super) const fn certificate(self) -> ShortFileId {
        match self {
            Self::UserAuthentication => ShortFileId::new(0x0A),
            Self::DigitalSignature => ShortFileId::new(0x01),
        }
    }
}
