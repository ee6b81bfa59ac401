//! What a page of the extension shows of a card and its certificates. Pages of sites never get any of this.

use std::fmt;

use serde::Serialize;

/// Result of `card`: what a card shows without a PIN.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CardView {
    /// The reader it is in, as PC/SC names it.
    pub reader: String,
    /// How it and the reader touch.
    pub interface: InterfaceWord,
    /// What it is.
    pub kind: CardKind,
    /// Tries left; what the card does not tell is missing.
    pub tries: TriesView,
    /// Which certificates the card says that it has.
    pub present: PresenceView,
    /// The certificate that needs no PIN; missing where the card gives none of the profile.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authentication_certificate: Option<CertificateView>,
    /// The certificates of the authorities.
    pub authorities: AuthoritiesView,
}

/// How card and reader touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum InterfaceWord {
    /// The card is in the reader.
    Contact,
    /// The card lies on the reader.
    Contactless,
    /// The reader does not tell.
    Unknown,
}

/// What answers as the JPKI application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CardKind {
    /// A My Number Card (個人番号カード).
    IndividualNumberCard,
    /// A resident register card (住民基本台帳カード), out of use since 2025.
    OldCard,
    /// An Android phone.
    Android,
    /// An iPhone.
    Iphone,
    /// Something with another label.
    Unknown,
}

/// Tries left of both PINs, 0 when blocked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TriesView {
    /// Of the user authentication PIN.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_authentication: Option<u8>,
    /// Of the signature password; missing if the card has no signing key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digital_signature: Option<u8>,
}

/// Which certificates are on a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PresenceView {
    /// Whether the user authentication certificate is.
    pub user_authentication: bool,
    /// Whether the signing certificate is.
    pub digital_signature: bool,
}

/// The certificates of the authorities that issued those of the card.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthoritiesView {
    /// Of the user authentication certificate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_authentication: Option<CertificateView>,
    /// Of the signing certificate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digital_signature: Option<CertificateView>,
}

/// A certificate in words. `Debug` shows nothing of it.
#[derive(PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CertificateView {
    /// The certificate itself, DER in base64 with padding.
    pub der: String,
    /// Who it was issued to (RFC 4514).
    pub subject: String,
    /// Who issued it (RFC 4514).
    pub issuer: String,
    /// Serial number in lower-case hexadecimal.
    pub serial: String,
    /// First second, RFC 3339 in UTC.
    pub not_before: String,
    /// Last second, RFC 3339 in UTC.
    pub not_after: String,
    /// SHA-256 over the DER, in lower-case hexadecimal.
    pub sha256: String,
    /// What the key may be used for, in the words of RFC 5280.
    pub key_usage: Vec<&'static str>,
    /// Object identifier of the policy; an authority's certificate has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// Whether it says that it is of real people or of test cards.
    pub hierarchy: HierarchyWord,
    /// Whether one of the published roots of JPKI stands behind it today.
    pub chain: Chain,
    /// Whom a signing certificate names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holder: Option<HolderView>,
}

/// Real or test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum HierarchyWord {
    /// Real cards of real people.
    Production,
    /// Test cards, whose holders are made up.
    Test,
}

/// Whether a published root stands behind a certificate. Whether it was revoked is known to registered parties only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Chain {
    /// Signed by one of the built-in roots, and root and certificate are within their dates.
    Trusted,
    /// Not so.
    NotKnown,
}

/// What a signing certificate says of its holder, as the issuer wrote it; each part may be missing. `Debug` shows nothing of it.
#[derive(PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HolderView {
    /// Name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// One digit for each character of the name, `1` where it stands for another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name_substitutions: Option<String>,
    /// Sex.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<SexWord>,
    /// As much of the date as is known from the year on: `1990-05-14`, `1990-05`, `1990`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<String>,
    /// Address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// As `name_substitutions`, for the address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address_substitutions: Option<String>,
}

/// Sex as JIS X 0303 knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SexWord {
    /// Male.
    Male,
    /// Female.
    Female,
    /// Not told.
    Unknown,
    /// Not applicable.
    NotApplicable,
}

impl fmt::Debug for CertificateView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CertificateView(..)")
    }
}

impl fmt::Debug for HolderView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HolderView(..)")
    }
}
