//! What a verified card said of its holder: the part of a registration that nobody can type over.

use serde::{Deserialize, Serialize};

/// 性別, as the form knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sex {
    /// 男.
    Male,
    /// 女.
    Female,
}

/// The holder's attributes and certificates, from evidence that verified. `None` is what the certificate lacks.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Card {
    /// 利用者氏名, as it is written in the certificate.
    pub name: Option<String>,
    /// 性別.
    pub sex: Option<Sex>,
    /// 生年月日, `YYYY-MM-DD`.
    pub birth_date: Option<String>,
    /// Of a birth date with unknown parts, what is known: `1950-??-??`.
    pub birth_date_known: Option<String>,
    /// 住所, a starting value for the form.
    pub address: Option<String>,
    /// Whether a character of name or address stands in for one that computers lack.
    pub substituted: bool,
    /// SHA-256 of the signing certificate.
    pub signature_hash: [u8; 32],
    /// SHA-256 of the authentication certificate.
    pub authentication_hash: [u8; 32],
    /// The authentication certificate, DER: what signing in will be held against.
    pub authentication_der: Vec<u8>,
    /// `production` or `test`.
    pub hierarchy: String,
    /// Somebody who knows said that neither certificate was revoked.
    #[serde(default)]
    pub not_revoked: bool,
    /// Whether the certificates are revoked, in words.
    pub revocation: String,
}

impl Sex {
    /// As it is written in the form and in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
        }
    }

    /// The sex with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Male, Self::Female].into_iter().find(|sex| sex.code() == code)
    }
}
