use std::sync::{Arc, OnceLock};
use std::thread;

use openjpki::iso7816::TransportError;

use crate::cancel::Cancel;

/// Notices that a card leaves, for as long as it is kept: sends the card nothing, and holds nobody up.
///
/// Dropping it ends the watch.
pub struct Watch {
    gone: Cancel,
    why: Arc<OnceLock<TransportError>>,
    over: Cancel,
}

impl Watch {
    /// Watches by `wait`, on a thread of its own.
    ///
    /// - `wait`: returns why the card is gone, or nothing when it is told to stop or cannot tell.
    pub fn start(wait: impl FnOnce(&Cancel) -> Option<TransportError> + Send + 'static) -> Self {
        let watch = Self {
            gone: Cancel::new(),
            why: Arc::default(),
            over: Cancel::new(),
        };
        let (gone, why, over) = (watch.gone.clone(), Arc::clone(&watch.why), watch.over.clone());
        let run = move || {
            if let Some(left) = wait(&over)
                && !over.is_cancelled()
            {
                tracing::debug!("the card is gone: {left}");
                let _ = why.set(left);
                gone.cancel();
            }
        };
        if let Err(error) = thread::Builder::new().name("watch".to_owned()).spawn(run) {
            tracing::warn!("nobody watches the card: {error}");
        }
        watch
    }

    /// Made when the card is gone.
    pub fn gone(&self) -> &Cancel {
        &self.gone
    }

    /// Why the card is gone; nothing as long as it is there.
    pub fn why(&self) -> Option<TransportError> {
        self.why.get().cloned()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.over.cancel();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[test]
    fn a_card_that_leaves_is_told_once_it_is_known_why() {
        let (leave, left) = channel::<()>();
        let watch = Watch::start(move |_| left.recv().ok().map(|()| TransportError::Removed));
        let (tell, told) = channel();
        let why = Arc::clone(&watch.why);
        let _registration = watch.gone().on_cancel(move || tell.send(why.get().cloned()).unwrap());
        assert_eq!(watch.why(), None);
        leave.send(()).unwrap();
        assert_eq!(told.recv().unwrap(), Some(TransportError::Removed));
    }

    #[test]
    fn a_watch_that_is_over_tells_nothing() {
        let (stopped, ended) = channel();
        let watch = Watch::start(move |over| {
            let _registration = over.on_cancel(move || stopped.send(()).unwrap());
            while !over.is_cancelled() {
                thread::yield_now();
            }
            Some(TransportError::Removed)
        });
        let gone = watch.gone().clone();
        drop(watch);
        ended.recv().unwrap();
        assert!(!gone.is_cancelled());
    }
}
