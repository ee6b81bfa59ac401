//! Work that may panic, and must end nothing but itself. It needs a build that unwinds: the profile `site`.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt as _;

/// Work ended by a panic; the message went to standard error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this program has a fault: the work was ended by a panic")]
pub(crate) struct Panicked;

/// Does `work`. What it shares with other work is behind locks and transactions, which a panic leaves whole.
///
/// # Errors
/// [`Panicked`] if it panics.
pub(crate) async fn caught<O>(work: impl Future<Output = O>) -> Result<O, Panicked> {
    AssertUnwindSafe(work).catch_unwind().await.map_err(|_| Panicked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_ends_only_what_panicked() {
        let works = caught(async {
            tokio::task::yield_now().await;
            7
        });
        assert_eq!(works.await, Ok(7));
        let faulty = caught(async {
            tokio::task::yield_now().await;
            assert!(std::hint::black_box(false), "a fault, on purpose");
        });
        assert_eq!(faulty.await, Err(Panicked));
    }
}
