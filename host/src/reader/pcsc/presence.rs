//! Watching one reader for the moment in which its card leaves, beside the connection to the card.

use std::ffi::CString;

use openjpki::iso7816::TransportError;
use pcsc::{Context, Error, ReaderState, Scope, State};

use super::error::is_stopped;
use super::{BREATH, LONGEST_WAIT, interruptibly};
use crate::cancel::Cancel;
use crate::reader::service;

/// How often in a row an error that says nothing is asked about again: a service that is just stopping gives such.
const ATTEMPTS: u8 = 10;

/// Waits until the card that is in `reader` now is gone; nothing if `over` is made first, or if this service tells nothing.
///
/// It has a connection of its own to the service and sends the card nothing, so that the ceremony does with the card what it does.
pub(super) fn wait_until_gone(reader: CString, over: &Cancel) -> Option<TransportError> {
    let mut look = Look {
        states: [ReaderState::new(reader, State::UNAWARE)],
        first: None,
        last: None,
    };
    for _ in 0..ATTEMPTS {
        let error = match Context::establish(Scope::User).and_then(|context| look.on(&context, over)) {
            Ok(left) => return left,
            Err(error) => error,
        };
        if let Some(left) = why(error) {
            return Some(left);
        }
        tracing::debug!(?error, "the watch looks again");
        service::pause(BREATH, over);
        if over.is_cancelled() {
            break;
        }
    }
    None
}

/// What was heard of the reader.
struct Look {
    states: [ReaderState; 1],
    /// How often a card had come or gone there at first.
    first: Option<u32>,
    last: Option<State>,
}

impl Look {
    /// Waits until the card is gone or `over` is made, which is nothing.
    fn on(&mut self, context: &Context, over: &Cancel) -> Result<Option<TransportError>, Error> {
        loop {
            let states = &mut self.states;
            match interruptibly(context, over, || context.get_status_change(LONGEST_WAIT, states)) {
                _ if over.is_cancelled() => return Ok(None),
                Ok(()) | Err(Error::Timeout | Error::Cancelled) => {}
                Err(error) => return Err(error),
            }
            for state in &mut self.states {
                state.sync_current_state();
                let (flags, count) = (state.event_state() - State::CHANGED, state.event_count());
                let is_there = flags.contains(State::PRESENT) && !flags.intersects(State::UNKNOWN | State::UNAVAILABLE);
                // Out and in again between two looks: the count tells.
                if !is_there || *self.first.get_or_insert(count) != count {
                    return Ok(Some(TransportError::Removed));
                }
                // Wine's service returns at once, changes or not.
                if self.last.replace(flags) == Some(flags) {
                    service::pause(BREATH, over);
                }
            }
        }
    }
}

/// What an error says of the card; nothing if it says nothing.
fn why(error: Error) -> Option<TransportError> {
    match error {
        Error::UnknownReader | Error::ReaderUnavailable | Error::NoReadersAvailable => Some(TransportError::Removed),
        error if is_stopped(error) && service::starts_with_a_reader() => Some(TransportError::Removed),
        error if is_stopped(error) => Some(TransportError::ServiceStopped),
        _ => None,
    }
}
