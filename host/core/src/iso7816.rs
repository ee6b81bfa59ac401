//! Commands and answers of a smart card (ISO/IEC 7816-4 and 7816-8), and the seam behind which the card is.

mod command;
mod response;

pub use command::{Aid, Command, FileId, Length, Reference, ShortFileId};
pub use response::{MalformedResponse, Response, StatusWord};

/// A connection to one card. The real one is PC/SC; tests use a virtual card.
pub trait Transport {
    /// Sends one command and waits for its answer.
    ///
    /// An implementation never repeats a command by itself: a repeated VERIFY would spend a PIN try.
    ///
    /// # Errors
    /// [`TransportError`] if there was no well-formed answer. Whether the card saw the command is then unknown.
    fn transmit(&mut self, command: &Command) -> Result<Response, TransportError>;
}

/// Why a command got no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TransportError {
    /// The card left the reader, or the reader left the computer.
    #[error("the card was removed")]
    Removed,
    /// Another program reset the card; every verified PIN may be gone.
    #[error("the card was reset by another program")]
    Reset,
    /// The smart-card service stopped.
    #[error("the smart-card service stopped")]
    ServiceStopped,
    /// The answer was no response APDU.
    #[error(transparent)]
    Malformed(#[from] MalformedResponse),
    /// Anything else, in the words of the layer below.
    #[error("the reader reported: {0}")]
    Other(String),
}
