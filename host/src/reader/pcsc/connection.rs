//! The connection to one card.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use openjpki::iso7816::{Command, Response, Transport, TransportError};
use openjpki::jpki::ISSUER_DOMAIN;
use pcsc::{Disposition, Error};

use super::error::{is_failed_exchange, is_stopped};
use crate::reader::leave::{self, Leave};
use crate::reader::{Card, Interface, service};

/// How long the service may take to notice that a card was pulled.
const NOTICED: Duration = Duration::from_millis(700);

/// An exclusive connection to a card over PC/SC.
pub struct PcscCard(Arc<Connection>);

/// Taken out when it is closed, by its owner or by the panic hook.
struct Connection(Mutex<Option<pcsc::Card>>);

impl PcscCard {
    /// Takes over `card`; a panic will leave it clean as well.
    pub(super) fn new(card: pcsc::Card) -> Self {
        let connection = Arc::new(Connection(Mutex::new(Some(card))));
        leave::remember(&connection);
        Self(connection)
    }
}

impl Card for PcscCard {
    fn interface(&self) -> Interface {
        let card = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        let status = card.as_ref().and_then(|card| card.status2_owned().ok());
        status.map_or(Interface::Unknown, |status| Interface::of_answer_to_reset(status.atr()))
    }
}

impl Transport for PcscCard {
    fn transmit(&mut self, command: &Command) -> Result<Response, TransportError> {
        let card = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        let card = card.as_ref().ok_or(TransportError::Removed)?;
        let start = Instant::now();
        let answer = transmit(card, command);
        tracing::trace!(
            ?command,
            ?answer,
            milliseconds = start.elapsed().as_millis(),
            "transmitted"
        );
        answer
    }
}

impl Drop for PcscCard {
    fn drop(&mut self) {
        self.0.leave(Duration::MAX);
    }
}

impl Leave for Connection {
    fn leave(&self, patience: Duration) {
        let card = leave::lock_within(&self.0, patience).and_then(|mut card| card.take());
        if let Some(card) = card {
            let _ = transmit(&card, &Command::select_application(ISSUER_DOMAIN));
            if let Err((_, error)) = card.disconnect(Disposition::UnpowerCard) {
                tracing::debug!(?error, "cannot unpower the card");
            }
        }
    }
}

fn transmit(card: &pcsc::Card, command: &Command) -> Result<Response, TransportError> {
    let mut answer = [0; Response::LONGEST];
    let answer = card
        .transmit(command.as_bytes(), &mut answer)
        .map_err(|error| transport_error(error, card))?;
    match Response::try_from(answer) {
        // A card that is pulled while it works can also end in an answer of no bytes.
        Err(_) if answer.is_empty() && is_removed(card) => Err(TransportError::Removed),
        response => Ok(response?),
    }
}

fn transport_error(error: Error, card: &pcsc::Card) -> TransportError {
    match error {
        Error::RemovedCard | Error::NoSmartcard | Error::ReaderUnavailable | Error::UnknownReader => {
            TransportError::Removed
        }
        // What the card knew of this connection, a verified PIN above all, is lost; nothing is sent again.
        Error::ResetCard | Error::UnpoweredCard => TransportError::Reset,
        error if is_stopped(error) && service::starts_with_a_reader() => TransportError::Removed,
        error if is_stopped(error) => TransportError::ServiceStopped,
        // A card that is pulled while it works is a failed exchange first.
        error if is_failed_exchange(error) && is_removed(card) => TransportError::Removed,
        error => TransportError::Other(error.to_string()),
    }
}

/// Whether the service finds the card gone, within the time that it takes to notice (pcsc-lite looks every 400 ms).
fn is_removed(card: &pcsc::Card) -> bool {
    let end = Instant::now() + NOTICED;
    while card.status2_owned().is_ok() {
        if Instant::now() >= end {
            return false;
        }
        thread::sleep(Duration::from_millis(20));
    }
    true
}
