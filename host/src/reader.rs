//! The card reader: waiting for the service, a reader and a card, and connecting to the card so that nobody else can.

mod leave;
mod pcsc;
mod service;
mod slots;
mod watch;

use openjpki::iso7816::Transport;

use crate::cancel::Cancel;

pub use self::leave::leave_on_panic;
pub use self::pcsc::{PcscCard, PcscReader};
pub use self::watch::Watch;

/// A card that only we talk to. Dropping it selects the issuer domain and unpowers the card, so that no other program
/// finds a verified PIN.
pub trait Card: Transport + Send {
    /// How card and reader touch, as far as the card's answer to reset tells.
    fn interface(&self) -> Interface;
}

/// How a card and its reader touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interface {
    /// By contacts: the card is in the reader.
    Contact,
    /// By a field: the card lies on the reader.
    Contactless,
    /// Nobody knows.
    Unknown,
}

impl Interface {
    /// Tells it by an answer to reset. A reader makes one up for a card without contacts: `3B 8x 80 01`, then what the card is.
    ///
    /// Source: PC/SC Workgroup specification, part 3, section 3.1.3.2.3.
    pub fn of_answer_to_reset(answer: &[u8]) -> Self {
        match answer {
            [] => Self::Unknown,
            [0x3B, format, 0x80, 0x01, ..] if format & 0xF0 == 0x80 => Self::Contactless,
            _ => Self::Contact,
        }
    }
}

/// A reader in which a card is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// The reader's name as PC/SC gives it.
    pub reader: String,
    /// A number that changes when the card is taken out or another one put in; otherwise without meaning.
    pub insertion: u64,
}

/// What a wait is waiting for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Waiting {
    /// The smart-card service is not running, and it does not start by itself.
    Service,
    /// No reader is connected (or, on Windows, the smart-card service does not run because there is none).
    Reader,
    /// No card is in any reader.
    Card,
    /// The only cards there are in use by another program, for more than a moment (3 s).
    CardBusy {
        /// Where such a card is.
        reader: String,
    },
}

/// The readers of this computer. The real ones are PC/SC; tests use virtual ones.
pub trait Reader {
    /// An exclusive connection to one card.
    type Card: Card;

    /// Waits until at least one slot holds a card that can be connected, and returns all such slots.
    ///
    /// - `except`: slots whose card was already found unsuitable. They are passed over until that card is taken out; as
    ///   long as nothing but such cards is there, `waiting` hears nothing new.
    /// - `waiting`: hears what the wait is for, each change once.
    ///
    /// A card that does not answer (wrong way round, not a card at all) is returned like any other: [`Reader::open`] says so.
    ///
    /// # Errors
    /// [`ReaderError::Cancelled`] if `cancel` was made meanwhile; [`ReaderError::Other`] if the service refuses us. A service
    /// that stops is waited for.
    fn wait_for_cards(
        &mut self,
        except: &[Slot],
        cancel: &Cancel,
        waiting: &mut dyn FnMut(Waiting),
    ) -> Result<Vec<Slot>, ReaderError>;

    /// Connects to the card in `slot`, exclusively.
    ///
    /// # Errors
    /// [`ReaderError`]; no command was sent to the card. After [`ReaderError::Busy`] the next
    /// [`Reader::wait_for_cards`] waits until the card is free.
    fn open(&mut self, slot: &Slot) -> Result<Self::Card, ReaderError>;

    /// Notices from now on that the card in `slot`, to which we are connected, leaves.
    fn watch(&self, slot: &Slot) -> Watch;

    /// What is there now. Never waits.
    ///
    /// # Errors
    /// [`ReaderError::ServiceStopped`] if the service is not running and does not start by itself, [`ReaderError::Other`] if it
    /// refuses us.
    fn survey(&mut self) -> Result<Vec<SlotState>, ReaderError>;
}

/// A reader, and what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotState {
    /// The reader's name as PC/SC gives it.
    pub reader: String,
    /// What is in it.
    pub card: CardState,
}

/// What is in a reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CardState {
    /// Nothing.
    Absent,
    /// A card that nobody uses.
    Present(Slot),
    /// A card that another program uses.
    Busy(Slot),
    /// A card that does not answer.
    Mute(Slot),
}

/// Why there is no card to talk to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReaderError {
    /// The [`Cancel`] was made.
    #[error("the wait was cancelled")]
    Cancelled,
    /// Another program uses the card.
    #[error("another program uses the card")]
    Busy,
    /// The card, or the reader with it, is gone.
    #[error("the card was removed")]
    Removed,
    /// The card does not answer when it is powered: it lies badly, the wrong way round, or is no card with a chip.
    #[error("the card does not answer")]
    Mute,
    /// No reader is connected.
    #[error("no card reader is connected")]
    NoReader,
    /// The smart-card service is not running.
    #[error("the smart-card service is not running")]
    ServiceStopped,
    /// Anything else, in the words of PC/SC.
    #[error("the smart-card service reported: {0}")]
    Other(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_to_reset_tell_how_card_and_reader_touch() {
        let told = |answer: &[u8]| Interface::of_answer_to_reset(answer);
        // seen on My Number Cards
        assert_eq!(
            told(&[0x3B, 0xDA, 0x13, 0xFF, 0x81, 0x31, 0xFB, 0x46]),
            Interface::Contact
        );
        assert_eq!(told(&[0x3B, 0xE0, 0x00, 0xFF, 0x81, 0x31]), Interface::Contact);
        assert_eq!(
            told(&[0x3B, 0x88, 0x80, 0x01, 0x00, 0x00, 0x05, 0xE0]),
            Interface::Contactless
        );
        assert_eq!(told(&[]), Interface::Unknown);
    }
}
