//! Leaving cards clean when the program panics. The release build aborts on a panic, so that no destructor runs: a hook has
//! to find the open cards by itself.

use std::panic;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError, Weak};
use std::thread;
use std::time::{Duration, Instant};

/// How long the hook waits for a command that another thread has on its way to the card; a signature takes half a second.
const PATIENCE: Duration = Duration::from_millis(1500);

static OPEN: Mutex<Vec<Weak<dyn Leave + Send + Sync>>> = Mutex::new(Vec::new());

/// A connection that can be closed from outside.
pub(super) trait Leave {
    /// Selects the issuer domain, unpowers the card and closes the connection, unless that was done before or the connection
    /// is not free within `patience`.
    fn leave(&self, patience: Duration);
}

/// Remembers `connection` for as long as somebody holds it.
pub(super) fn remember<L: Leave + Send + Sync + 'static>(connection: &Arc<L>) {
    let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
    open.retain(|connection| connection.strong_count() > 0);
    let connection: Arc<dyn Leave + Send + Sync> = Arc::<L>::clone(connection);
    open.push(Arc::downgrade(&connection));
}

/// Makes every later panic leave the open cards clean before the program ends. To be called once, by `main`.
pub fn leave_on_panic() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        leave_all();
        before(panic);
    }));
}

fn leave_all() {
    let connections = lock_within(&OPEN, PATIENCE).map(|mut open| std::mem::take(&mut *open));
    for connection in connections.unwrap_or_default().iter().filter_map(Weak::upgrade) {
        connection.leave(PATIENCE);
    }
}

/// The lock, or nothing after `patience`: a thread that panics while it holds the lock must not wait for itself for ever.
pub(super) fn lock_within<T>(mutex: &Mutex<T>, patience: Duration) -> Option<MutexGuard<'_, T>> {
    let end = Instant::now().checked_add(patience);
    loop {
        match mutex.try_lock() {
            Ok(guard) => return Some(guard),
            Err(TryLockError::Poisoned(poisoned)) => return Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) if end.is_some_and(|end| Instant::now() >= end) => return None,
            Err(TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(5)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[derive(Default)]
    struct Connection(AtomicUsize);

    impl Leave for Connection {
        fn leave(&self, _: Duration) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }

    #[test]
    fn open_connections_are_left_once_and_dropped_ones_forgotten() {
        let (open, dropped) = (Arc::new(Connection::default()), Arc::new(Connection::default()));
        remember(&open);
        remember(&dropped);
        drop(dropped);
        leave_all();
        leave_all();
        assert_eq!(open.0.load(Ordering::SeqCst), 1);
    }

    #[test]
    fn a_lock_that_is_held_is_given_up_on() {
        let mutex = Mutex::new(());
        let _held = mutex.lock().unwrap();
        assert!(lock_within(&mutex, Duration::from_millis(20)).is_none());
    }
}
