//! Changing a PIN: what may be sent, and what is known afterwards.
//!
//! A CHANGE whose answer is lost may or may not have taken effect. That is a value here ([`ChangeError::Uncertain`]), never a guess: only
//! the card can tell, when a person types the new PIN once more.

use std::fmt;

use super::key::Key;
use super::pin::{Pin, PinFormatError};
use super::session::{Error, Jpki, Rejected, Verified};
use crate::iso7816::{Command, StatusWord, Transport, TransportError};

/// A PIN that a person chose: typed twice alike, in the form that a new one must have.
///
/// Each typing is sent at most once: the first changes the PIN, the second has the card confirm it.
#[derive(Debug)]
pub struct NewPin<K: Key> {
    first: Pin<K>,
    second: Pin<K>,
}

/// Why what was typed twice is no new PIN. The card has not seen anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NewPinError {
    /// Two different ones.
    #[error("the two are not the same")]
    Different,
    /// Not in the form of a new one.
    #[error(transparent)]
    Format(#[from] PinFormatError),
}

impl<K: Key> NewPin<K> {
    /// Takes what was typed twice.
    ///
    /// # Errors
    /// [`NewPinError`]; no try is spent.
    pub fn repeated(first: Pin<K>, second: Pin<K>) -> Result<Self, NewPinError> {
        first.check_new()?;
        if !first.is(&second) {
            return Err(NewPinError::Different);
        }
        Ok(Self { first, second })
    }

    /// Whether `pin` is the same: a person who changes a PIN to itself has made a mistake.
    pub fn is(&self, pin: &Pin<K>) -> bool {
        self.first.is(pin)
    }
}

/// Why a PIN was not changed, or may not have been. No try is spent.
pub enum ChangeError<K: Key> {
    /// The card did not change it: the current PIN still counts.
    Unchanged(Error),
    /// CHANGE was sent, and no answer came, or one that does not say whether it took effect: either counts.
    Uncertain {
        /// What came.
        error: Error,
        /// What recognises the new PIN when it is typed again.
        new: UncertainPin<K>,
    },
}

impl<K: Key> fmt::Debug for ChangeError<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unchanged(error) => write!(f, "Unchanged({error:?})"),
            Self::Uncertain { error, .. } => write!(f, "Uncertain({error:?})"),
        }
    }
}

/// The new PIN of a CHANGE of which nobody knows whether it took effect: good for nothing but recognising it, so that a slip of the finger is not taken for
/// the card's refusal.
#[derive(Debug)]
pub struct UncertainPin<K: Key>(Pin<K>);

impl<K: Key> UncertainPin<K> {
    /// Whether `pin` is the new one, in time that does not depend on where they differ.
    pub fn is(&self, pin: &Pin<K>) -> bool {
        self.0.is(pin)
    }
}

/// A card that said that it changed the PIN, and has yet to show it.
pub struct Changed<T, K: Key> {
    card: Jpki<T>,
    second: Pin<K>,
}

/// Why a card that said that it changed a PIN did not show it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unconfirmed {
    /// The card, or its answer, did not come: its answer to CHANGE stands, so the new PIN counts.
    #[error(transparent)]
    NoAnswer(TransportError),
    /// The card answered something that says nothing of the new PIN: which one counts is not known.
    #[error(transparent)]
    Unclear(Error),
    /// The card refuses the new PIN, against its own word, and one try is spent: that the one before counts is likely, not known.
    #[error("the card said that it changed the PIN, but refuses the new one")]
    Refused,
    /// The same, and no try is left.
    #[error("the card said that it changed the PIN, but refuses the new one, and blocks")]
    Blocked,
}

impl From<Error> for Unconfirmed {
    fn from(error: Error) -> Self {
        match error {
            Error::Transport(error) => Self::NoAnswer(error),
            error => Self::Unclear(error),
        }
    }
}

impl<T: Transport, K: Key> Verified<T, K> {
    /// Changes the PIN that was verified: SELECT of the PIN, then one CHANGE REFERENCE DATA (`00 24 01 80`), never repeated.
    ///
    /// # Errors
    /// [`ChangeError`]: which PIN counts is in the variant.
    ///
    /// Source: ISO/IEC 7816-4 section 11.5.7, with P1 `01` and after VERIFY, as the JPKI application wants it.
    pub fn change(self, new: NewPin<K>) -> Result<Changed<T, K>, ChangeError<K>> {
        let NewPin { first, second } = new;
        let mut card = self.release();
        card.select_pin(K::KIND).map_err(ChangeError::Unchanged)?;
        let command = Command::change_reference_data(first.as_bytes());
        let error = match card.transport.transmit(&command) {
            Ok(answer) if answer.status == StatusWord::SUCCESS => return Ok(Changed { card, second }),
            Ok(answer) => Error::Status {
                status: answer.status,
                command: "CHANGE REFERENCE DATA",
            },
            Err(error) => Error::Transport(error),
        };
        match error {
            Error::Status { status, .. } if status.says_that_nothing_changed() => Err(ChangeError::Unchanged(error)),
            error => Err(ChangeError::Uncertain {
                error,
                new: UncertainPin(second),
            }),
        }
    }
}

impl<T: Transport, K: Key> Changed<T, K> {
    /// Has the card show that it now knows the new PIN: it forgets what was verified (two SELECTs) and compares what was typed the
    /// second time, with one VERIFY, never repeated.
    ///
    /// # Errors
    /// [`Unconfirmed`]: what is known of which PIN counts is in the variant.
    pub fn confirm(mut self) -> Result<(), Unconfirmed> {
        self.card.forget_verified()?;
        match self.card.verify(self.second) {
            Ok(_) => Ok(()),
            Err(Rejected::Wrong { .. }) => Err(Unconfirmed::Refused),
            Err(Rejected::Blocked) => Err(Unconfirmed::Blocked),
            Err(Rejected::Failed(error)) => Err(error.into()),
        }
    }
}
