//! Error codes, append-only. Source: docs/PROTOCOL.md section 6.

use serde::Serialize;

/// Why a request failed, as the extension and (some of them) pages get it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Code {
    /// The request does not have the form of the protocol.
    InvalidRequest,
    /// Another ceremony is going on.
    Busy,
    /// The person, or the extension for the person, cancelled.
    UserCancelled,
    /// Nobody answered in time.
    TimedOut,
    /// The card or its answers cannot be used.
    CardUnusable,
    /// The PIN is blocked.
    PinBlocked,
    /// The card has no certificate for the key.
    CertificateMissing,
    /// The certificate is not valid today.
    CertificateExpired,
    /// The host has a fault.
    Internal,
    /// The smart-card service does not run.
    ServiceStopped,
    /// No card reader is connected.
    NoReader,
    /// No card is in a reader.
    NoCard,
    /// The card is no My Number Card that this version knows.
    CardUnsupported,
    /// The card is a resident register card, which is out of use.
    CardOld,
    /// The certificates are in a phone, which works otherwise than a card.
    CardPhone,
    /// The card or the reader was removed.
    CardRemoved,
    /// Another program holds or reset the card.
    CardBusy,
    /// The PIN was wrong; one try is spent.
    PinWrong,
    /// What was typed cannot be the PIN; the card was not asked.
    PinFormat,
    /// Only one try is left.
    PinLastTry,
    /// No program could show the PIN window.
    PinWindowMissing,
}
