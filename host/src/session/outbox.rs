//! The only place that writes to the extension.

use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use crate::wire::{Outgoing, write_frame};

/// Where messages to the extension go; whole frames, one at a time, from any thread.
#[derive(Clone)]
pub(super) struct Outbox(Arc<Mutex<dyn Write + Send>>);

impl Outbox {
    pub(super) fn new(output: impl Write + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(output)))
    }

    /// Sends one message. If the extension is gone, there is nobody to tell; the end of input ends the session.
    pub(super) fn send(&self, message: &Outgoing<'_>) {
        let mut output = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let sent = serde_json::to_vec(message)
            .map_err(|error| error.to_string())
            .and_then(|bytes| write_frame(&mut *output, &bytes).map_err(|error| error.to_string()));
        if let Err(error) = sent {
            tracing::warn!("a message was not sent: {error}");
        }
    }
}
