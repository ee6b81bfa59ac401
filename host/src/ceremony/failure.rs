//! Why a ceremony ended without an answer, and the one place that turns it into a code of the protocol.

use openjpki::certificate::{CertificateError, ValidityError};
use openjpki::evidence::SignError;
use openjpki::iso7816::TransportError;
use openjpki::jpki::{self, KeyKind};

use crate::prompt::PromptError;
use crate::reader::ReaderError;
use crate::wire::{Code, Problem, ValidPin};

/// Why a ceremony ended without an answer. The texts name nobody and nothing of the person.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// The person closed a window, or the extension cancelled.
    #[error("the person cancelled")]
    Cancelled,
    /// The PIN of this key is blocked.
    #[error("the PIN of this key is blocked; the city office can unblock it")]
    PinBlocked(KeyKind),
    /// The card has no certificate for this key.
    #[error("the card has no certificate for this key")]
    CertificateMissing(KeyKind),
    /// The certificate is not valid today.
    #[error("the card's certificate cannot be used today: {source}")]
    CertificateExpired {
        /// Which certificate.
        key: KeyKind,
        /// How far off.
        source: ValidityError,
    },
    /// The certificate is not of the JPKI profile for its key.
    #[error("the card's certificate is not one of the JPKI: {0}")]
    Certificate(#[from] CertificateError),
    /// The card gave no usable answer.
    #[error(transparent)]
    Card(#[from] jpki::Error),
    /// The card's signature does not fit its certificate.
    #[error("the card's signature does not fit its certificate")]
    Signature,
    /// The reader or the smart-card service failed.
    #[error(transparent)]
    Reader(ReaderError),
    /// The PIN window failed.
    #[error(transparent)]
    Prompt(PromptError),
    /// A PIN change did not come to its end, or not for sure.
    #[error("the change of the PIN was interrupted: {}", counts(*valid))]
    Interrupted {
        /// Whose PIN.
        key: KeyKind,
        /// Which one counts now.
        valid: ValidPin,
        /// What came between.
        code: Code,
    },
    /// The card said that it changed the PIN of this key, and refuses the new one.
    #[error("the card said that it changed the PIN, but refuses the new one")]
    Contradicted(KeyKind),
    /// A fault of this program.
    #[error("the host has a fault")]
    Internal,
}

impl From<ReaderError> for Failure {
    fn from(error: ReaderError) -> Self {
        match error {
            ReaderError::Cancelled => Self::Cancelled,
            error => Self::Reader(error),
        }
    }
}

impl From<PromptError> for Failure {
    fn from(error: PromptError) -> Self {
        match error {
            PromptError::Cancelled | PromptError::Stopped => Self::Cancelled,
            error => Self::Prompt(error),
        }
    }
}

impl From<SignError> for Failure {
    fn from(error: SignError) -> Self {
        match error {
            SignError::Card(error) => Self::Card(error),
            _ => Self::Signature,
        }
    }
}

impl Failure {
    /// The card gave no usable answer about this key.
    pub(super) fn of(key: KeyKind) -> impl Fn(jpki::Error) -> Self {
        move |error| match error {
            jpki::Error::Missing => Self::CertificateMissing(key),
            error => Self::Card(error),
        }
    }

    /// What the extension is told.
    pub fn problem(&self) -> Problem {
        let of = |code, key: &KeyKind| Problem {
            code,
            key: Some(*key),
            valid: None,
        };
        match self {
            Self::Cancelled => Code::UserCancelled.into(),
            Self::PinBlocked(key) => of(Code::PinBlocked, key),
            Self::CertificateMissing(key) => of(Code::CertificateMissing, key),
            Self::CertificateExpired { key, .. } => of(Code::CertificateExpired, key),
            Self::Certificate(_) => Code::CardUnsupported.into(),
            Self::Card(error) => card_code(error).into(),
            Self::Interrupted { key, valid, code } => Problem {
                valid: Some(*valid),
                ..of(*code, key)
            },
            Self::Contradicted(key) => of(Code::CardUnusable, key),
            Self::Signature => Code::CardUnusable.into(),
            Self::Reader(error) => reader(error).into(),
            Self::Prompt(PromptError::TimedOut) => Code::TimedOut.into(),
            Self::Prompt(PromptError::NoProgram { .. } | PromptError::NoWindow { .. } | PromptError::Failed { .. }) => {
                Code::PinWindowMissing.into()
            }
            Self::Prompt(_) | Self::Internal => Code::Internal.into(),
        }
    }
}

fn counts(valid: ValidPin) -> &'static str {
    match valid {
        ValidPin::Old => "the one from before counts",
        ValidPin::New => "the new one counts",
        ValidPin::Unknown => "which one counts is not known",
    }
}

/// What the extension is told about a card that gave no usable answer.
pub(super) fn card_code(error: &jpki::Error) -> Code {
    match error {
        jpki::Error::Transport(TransportError::Removed) => Code::CardRemoved,
        jpki::Error::Transport(TransportError::Reset) => Code::CardBusy,
        jpki::Error::Transport(TransportError::ServiceStopped) => Code::ServiceStopped,
        jpki::Error::Missing => Code::CertificateMissing,
        _ => Code::CardUnusable,
    }
}

fn reader(error: &ReaderError) -> Code {
    match error {
        ReaderError::Removed => Code::CardRemoved,
        ReaderError::Busy => Code::CardBusy,
        ReaderError::ServiceStopped => Code::ServiceStopped,
        ReaderError::NoReader => Code::NoReader,
        ReaderError::Mute => Code::CardUnusable,
        _ => Code::Internal,
    }
}
