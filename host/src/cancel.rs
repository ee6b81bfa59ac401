//! A request to stop, shared between the thread that hears it and the thread that waits for the person or the card.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A request to stop; cheap to clone, set once, never unset.
#[derive(Clone, Default)]
pub struct Cancel(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    cancelled: bool,
    next: u64,
    actions: Vec<(u64, Box<dyn FnOnce() + Send>)>,
}

impl Cancel {
    /// A request that nobody has made yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether the request was made.
    pub fn is_cancelled(&self) -> bool {
        self.state().cancelled
    }

    /// Makes the request: runs what [`Cancel::on_cancel`] registered, once. Later calls do nothing.
    pub fn cancel(&self) {
        let actions = {
            let mut state = self.state();
            state.cancelled = true;
            std::mem::take(&mut state.actions)
        };
        for (_, action) in actions {
            action();
        }
    }

    /// Runs `action` when the request is made, on the thread that makes it; at once if it was made already.
    ///
    /// Dropping the returned registration forgets the action.
    #[must_use = "the action is forgotten when the registration is dropped"]
    pub fn on_cancel(&self, action: impl FnOnce() + Send + 'static) -> Registration {
        let mut state = self.state();
        let number = state.next;
        state.next += 1;
        if state.cancelled {
            drop(state);
            action();
        } else {
            state.actions.push((number, Box::new(action)));
        }
        Registration {
            cancel: self.clone(),
            number,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Cancel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Cancel").field(&self.is_cancelled()).finish()
    }
}

/// Keeps an action of [`Cancel::on_cancel`] alive.
pub struct Registration {
    cancel: Cancel,
    number: u64,
}

impl Drop for Registration {
    fn drop(&mut self) {
        self.cancel.state().actions.retain(|(number, _)| *number != self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn counting(count: &Arc<AtomicUsize>) -> impl FnOnce() + Send + 'static {
        let count = Arc::clone(count);
        move || {
            count.fetch_add(1, Ordering::SeqCst);
        }
    }

    #[test]
    fn actions_run_once_unless_forgotten() {
        let (cancel, count) = (Cancel::new(), Arc::new(AtomicUsize::new(0)));
        let _kept = cancel.on_cancel(counting(&count));
        drop(cancel.on_cancel(counting(&count)));
        cancel.cancel();
        cancel.cancel();
        assert_eq!(count.load(Ordering::SeqCst), 1);
        assert!(cancel.is_cancelled());
    }

    #[test]
    fn a_late_action_runs_at_once() {
        let (cancel, count) = (Cancel::new(), Arc::new(AtomicUsize::new(0)));
        cancel.cancel();
        let _kept = cancel.on_cancel(counting(&count));
        assert_eq!(count.load(Ordering::SeqCst), 1);
    }
}
