//! Result of `status`: service, readers, cards.

use serde::Serialize;

/// Result of `status`.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Status {
    /// Version of the host.
    pub version: &'static str,
    /// Whether the smart-card service runs.
    pub service: ServiceState,
    /// Every reader.
    pub readers: Vec<ReaderStatus>,
}

/// Whether the smart-card service runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ServiceState {
    /// It does.
    Running,
    /// It does not.
    Stopped,
}

/// A reader and what is in it.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReaderStatus {
    /// As PC/SC names it.
    pub name: String,
    /// What is in it.
    pub card: CardState,
    /// Label of the JPKI application.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applet: Option<String>,
    /// Tries left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tries: Option<TriesStatus>,
    /// From when to when the user authentication certificate is valid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authentication_certificate: Option<Validity>,
}

/// What is in a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CardState {
    /// Nothing.
    None,
    /// A My Number Card.
    Jpki,
    /// Certificates in a phone.
    Phone,
    /// A resident register card, out of use since 2025.
    Old,
    /// Another card, or one that does not answer.
    Unsupported,
    /// A card that another program holds.
    Busy,
}

/// Tries left of both PINs, 0 when blocked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TriesStatus {
    /// Of the user authentication PIN.
    pub user_authentication: u8,
    /// Of the signature password; missing if the card has no signing key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digital_signature: Option<u8>,
}

/// From when to when a certificate is valid, RFC 3339 in UTC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Validity {
    /// First second.
    pub not_before: String,
    /// Last second.
    pub not_after: String,
}
