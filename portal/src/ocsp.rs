//! Whether a certificate was revoked, asked of an OCSP responder (RFC 6960) that the operator has access to.

use std::fmt;
use std::str::FromStr;

/// The responders that the site may ask; `None`: revocation is noted as not checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Responders {
    /// For signing certificates.
    pub signature: Option<ResponderAddress>,
    /// For authentication certificates.
    pub authentication: Option<ResponderAddress>,
}

/// `http://HOST[:PORT][/PATH]`. Without TLS: answers are signed, and questions name a serial number only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponderAddress {
    /// As `Host` says it: name or address, and the port if one was written.
    authority: String,
    path: String,
}

/// Not the address of a responder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the address of an OCSP responder, http://HOST[:PORT][/PATH]")]
pub struct NoResponder;

impl FromStr for ResponderAddress {
    type Err = NoResponder;

    fn from_str(text: &str) -> Result<Self, NoResponder> {
        let place = text.strip_prefix("http://").ok_or(NoResponder)?;
        let (authority, path) = match place.split_once('/') {
            Some((authority, path)) => (authority, format!("/{path}")),
            None => (place, "/".to_owned()),
        };
        let named = |letter: char| letter.is_ascii_alphanumeric() || "-.:[]".contains(letter);
        let written = |letter: char| letter.is_ascii_graphic() && letter != '#';
        if authority.is_empty() || !authority.chars().all(named) || !path.chars().all(written) {
            return Err(NoResponder);
        }
        Ok(Self {
            authority: authority.to_owned(),
            path,
        })
    }
}

impl ResponderAddress {
    /// Where to connect: host and port.
    fn connect_to(&self) -> String {
        let port = self.authority.rsplit_once(':').map(|(_, port)| port);
        match port {
            Some(port) if !port.ends_with(']') => self.authority.clone(),
            _ => format!("{}:80", self.authority),
        }
    }
}

impl fmt::Display for ResponderAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "http://{}{}", self.authority, self.path)
    }
}
