//! A web origin in its ASCII serialization (HTML standard, section 7.1.1; RFC 6454 section 6.2).

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Longest host name: 253 characters (RFC 1035 section 2.3.4).
const LONGEST_HOST: usize = 253;

/// The origin of a page that may ask for a card: `https`, or `http` on this computer.
///
/// Kept exactly as the browser serialized it: lower case, punycode, no default port, no path.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Origin(String);

/// Why a text is no origin that may ask for a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OriginError {
    /// Neither `https://`, nor `http://` on this computer.
    #[error("an origin that asks for a card starts with https:// (or http:// on this computer)")]
    Insecure,
    /// The host is empty, too long, or not in its ASCII form.
    #[error("the origin's host is not a host name in ASCII form")]
    Host,
    /// The port is no number from 1 to 65535, or the scheme's own, which a browser leaves out.
    #[error("the origin's port is not a number that a browser would write")]
    Port,
}

impl Origin {
    /// Reads an origin as a browser writes it.
    ///
    /// # Errors
    /// [`OriginError`] for anything that is not exactly an ASCII serialization of an origin that may ask.
    pub fn parse(text: &str) -> Result<Self, OriginError> {
        let (secure, authority) = match (text.strip_prefix("https://"), text.strip_prefix("http://")) {
            (Some(rest), _) => (true, rest),
            (_, Some(rest)) => (false, rest),
            _ => return Err(OriginError::Insecure),
        };
        let (host, port) = split_port(authority);
        if !is_host(host) {
            return Err(OriginError::Host);
        }
        if !secure && !matches!(host, "localhost" | "127.0.0.1" | "[::1]") {
            return Err(OriginError::Insecure);
        }
        let default_port = if secure { "443" } else { "80" };
        if port.is_some_and(|port| port == default_port || !is_port(port)) {
            return Err(OriginError::Port);
        }
        Ok(Self(text.to_owned()))
    }

    /// The origin as the browser wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host, without port; IPv6 addresses in brackets.
    pub fn host(&self) -> &str {
        let authority = self.0.split_once("://").map_or(self.0.as_str(), |(_, rest)| rest);
        split_port(authority).0
    }
}

fn split_port(authority: &str) -> (&str, Option<&str>) {
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    }
}

fn is_port(text: &str) -> bool {
    !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<u16>().is_ok()
}

fn is_host(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return address
            .parse::<Ipv6Addr>()
            .is_ok_and(|parsed| parsed.to_string() == address);
    }
    let last_label = host.rsplit('.').find(|label| !label.is_empty()).unwrap_or_default();
    if last_label.bytes().all(|byte| byte.is_ascii_digit()) {
        return host.parse::<Ipv4Addr>().is_ok();
    }
    let name = host.strip_suffix('.').unwrap_or(host);
    host.len() <= LONGEST_HOST && name.split('.').all(is_label)
}

fn is_label(label: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_';
    (1..=63).contains(&label.len()) && label.bytes().all(allowed)
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Origin {
    type Err = OriginError;

    fn from_str(text: &str) -> Result<Self, OriginError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Origin {
    type Error = OriginError;

    fn try_from(text: String) -> Result<Self, OriginError> {
        Self::parse(&text)
    }
}

impl From<Origin> for String {
    fn from(origin: Origin) -> Self {
        origin.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_as_browsers_write_them() {
        for (text, host) in [
            ("https://portal.example.go.jp", "portal.example.go.jp"),
            ("https://portal.example.go.jp:8443", "portal.example.go.jp"),
            ("https://xn--wgv71a119e.jp", "xn--wgv71a119e.jp"),
            ("http://localhost:8080", "localhost"),
            ("http://127.0.0.1:8080", "127.0.0.1"),
            ("http://[::1]:8080", "[::1]"),
            ("https://[2001:db8::1]", "[2001:db8::1]"),
        ] {
            let origin = Origin::parse(text).unwrap();
            assert_eq!((origin.as_str(), origin.host()), (text, host));
        }
    }

    #[test]
    fn anything_else_is_refused() {
        use OriginError::{Host, Insecure, Port};
        for (text, error) in [
            ("null", Insecure),
            ("", Insecure),
            ("http://portal.example.go.jp", Insecure),
            ("file:///etc/passwd", Insecure),
            ("chrome-extension://abcdefghijklmnop", Insecure),
            ("https://", Host),
            ("https://Portal.example.jp", Host),
            ("https://日本.jp", Host),
            ("https://user@example.jp", Host),
            ("https://example.jp/", Host),
            ("https://example..jp", Host),
            ("https://example.jp\nnonce x", Host),
            ("https://1.2.3", Host),
            ("https://[::1", Host),
            ("https://example.jp:443", Port),
            ("https://example.jp:0", Port),
            ("https://example.jp:+80", Port),
            ("https://example.jp:70000", Port),
            ("http://localhost:80", Port),
        ] {
            assert_eq!(Origin::parse(text), Err(error), "{text:?}");
        }
    }
}
