//! What the errors of PC/SC mean here.

use pcsc::Error;

use crate::reader::{ReaderError, service};

pub(super) fn reader_error(error: Error) -> ReaderError {
    match error {
        Error::Cancelled => ReaderError::Cancelled,
        Error::SharingViolation => ReaderError::Busy,
        Error::NoSmartcard | Error::RemovedCard | Error::UnknownReader | Error::ReaderUnavailable => {
            ReaderError::Removed
        }
        Error::UnresponsiveCard | Error::UnpoweredCard | Error::UnsupportedCard | Error::ProtoMismatch => {
            ReaderError::Mute
        }
        Error::NoReadersAvailable => ReaderError::NoReader,
        error if is_stopped(error) && service::starts_with_a_reader() => ReaderError::Removed,
        error if is_stopped(error) => ReaderError::ServiceStopped,
        error => ReaderError::Other(error.to_string()),
    }
}

/// Whether the service is not there, or not there any more (a handle of a service that was restarted is invalid).
///
/// pcsc-lite says `SCARD_W_SECURITY_VIOLATION` when the service hangs up before it says a word: one that ends does that to whoever
/// is just coming, and every one does it to accounts that the computer's policy (polkit) keeps out.
pub(super) fn is_stopped(error: Error) -> bool {
    let stopped = [
        Error::NoService,
        Error::ServiceStopped,
        Error::InvalidHandle,
        Error::CommError,
        Error::Shutdown,
        Error::SecurityViolation,
        Error::SystemCancelled, // the person logs off
    ];
    stopped.contains(&error)
}

/// Whether this is what a card or reader that is pulled leaves behind; on Windows also an error of the reader's driver.
pub(super) fn is_failed_exchange(error: Error) -> bool {
    let failed = [
        Error::NotTransacted,
        Error::CommDataLost,
        Error::UnresponsiveCard,
        Error::NotReady,
        Error::UnknownError,
    ];
    failed.contains(&error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_that_is_gone_is_told_from_a_card_that_is_gone() {
        let stopped = [
            Error::NoService,
            Error::ServiceStopped,
            Error::InvalidHandle,
            Error::SecurityViolation,
            Error::SystemCancelled,
        ];
        let gone = if service::starts_with_a_reader() {
            ReaderError::Removed // Windows: it ended with its last reader
        } else {
            ReaderError::ServiceStopped
        };
        for error in stopped {
            assert_eq!(reader_error(error), gone, "{error:?}");
        }
        for error in [Error::RemovedCard, Error::NoSmartcard, Error::ReaderUnavailable] {
            assert_eq!(reader_error(error), ReaderError::Removed, "{error:?}");
        }
        for error in [Error::UnresponsiveCard, Error::UnpoweredCard] {
            assert_eq!(reader_error(error), ReaderError::Mute, "{error:?}");
        }
        assert_eq!(reader_error(Error::SharingViolation), ReaderError::Busy);
        assert_eq!(reader_error(Error::NoReadersAvailable), ReaderError::NoReader);
        assert!(matches!(reader_error(Error::NoAccess), ReaderError::Other(_)));
    }
}
