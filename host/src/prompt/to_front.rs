use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Brings the window that is open now to the front; clones are the same one.
type Bring = Arc<dyn Fn() + Send + Sync>;

/// Brings the window that is open now to the front, from any thread, whoever holds it then.
///
/// Where no window is open, or the system does not let us, nothing happens.
#[derive(Clone, Default)]
pub struct ToFront(Arc<Mutex<Option<Bring>>>);

impl ToFront {
    /// Brings it, without waiting for it.
    pub fn bring(&self) {
        let bring = self.open().clone();
        if let Some(bring) = bring {
            bring();
        }
    }

    /// A window is open that `bring` brings; until the next one, or until [`ToFront::closed`].
    pub(super) fn opened(&self, bring: impl Fn() + Send + Sync + 'static) {
        *self.open() = Some(Arc::new(bring));
    }

    /// No window is open.
    pub(super) fn closed(&self) {
        *self.open() = None;
    }

    fn open(&self) -> MutexGuard<'_, Option<Bring>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for ToFront {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ToFront(open: {})", self.open().is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn only_the_window_that_is_open_is_brought() {
        let (front, first, second) = (
            ToFront::default(),
            Arc::new(AtomicUsize::new(0)),
            Arc::new(AtomicUsize::new(0)),
        );
        let counting = |count: &Arc<AtomicUsize>| {
            let count = Arc::clone(count);
            move || {
                count.fetch_add(1, Ordering::SeqCst);
            }
        };
        front.bring();
        front.opened(counting(&first));
        front.clone().bring();
        front.opened(counting(&second));
        front.bring();
        front.closed();
        front.bring();
        assert_eq!((first.load(Ordering::SeqCst), second.load(Ordering::SeqCst)), (1, 1));
    }
}
