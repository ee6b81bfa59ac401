//! Watching one reader for the moment in which its card leaves, beside the connection to the card.

use std::ffi::CString;

use openjpki::iso7816::TransportError;
use pcsc::{Context, Error, ReaderState, Scope, State};

use super::error::is_stopped;
use super::{BREATH, LONGEST_WAIT, interruptibly};
use crate::cancel::Cancel;
use crate::reader::service;

/// Waits until the card that is in `reader` now is gone; nothing if `over` is made first, or if this service tells nothing.
///
/// It has a connection of its own to the service and sends the card nothing, so that the ceremony does with the card what it does.
pub(super) fn wait_until_gone(reader: CString, over: &Cancel) -> Option<TransportError> {
    let context = match Context::establish(Scope::User) {
        Ok(context) => context,
        Err(error) => return why(error),
    };
    let mut states = [ReaderState::new(reader, State::UNAWARE)];
    let mut first = None;
    let mut last = None;
    loop {
        let heard = interruptibly(&context, over, || context.get_status_change(LONGEST_WAIT, &mut states));
        if over.is_cancelled() {
            return None;
        }
        match heard {
            Ok(()) | Err(Error::Timeout | Error::Cancelled) => {}
            Err(error) => return why(error),
        }
        for state in &mut states {
            state.sync_current_state();
            let (flags, count) = (state.event_state() - State::CHANGED, state.event_count());
            let is_there = flags.contains(State::PRESENT) && !flags.intersects(State::UNKNOWN | State::UNAVAILABLE);
            // Out and in again between two looks: the count tells.
            if !is_there || *first.get_or_insert(count) != count {
                return Some(TransportError::Removed);
            }
            // Wine's service returns at once, changes or not.
            if last.replace(flags) == Some(flags) {
                service::pause(BREATH, over);
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
        error => {
            tracing::debug!(?error, "nobody watches the card");
            None
        }
    }
}
