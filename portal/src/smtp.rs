//! The mail server that takes the site's mails: where it is, how the way there is protected, and who the site is to it.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, CertificateStore, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, Tokio1Executor};

/// How long one answer of the mail server may take.
const PATIENCE: Duration = Duration::from_secs(15);

/// How a certificate begins in PEM (RFC 7468 section 5.1).
const PEM_CERTIFICATE: &[u8] = b"-----BEGIN CERTIFICATE-----";

/// The address of a mail server: `smtps://HOST[:PORT]`, `smtp://HOST[:PORT]`, or `smtp-plain://HOST[:PORT]` on this computer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmtpAddress {
    host: String,
    port: u16,
    protection: Protection,
}

/// How mails are protected on their way to the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Protection {
    /// TLS from the first byte (RFC 8314 section 3.3).
    Tls,
    /// STARTTLS (RFC 3207), which the server must offer.
    StartTls,
    /// Nothing: only within one computer.
    None,
}

/// What is wrong with the mail server's settings. Never says a password.
#[derive(Debug, thiserror::Error)]
pub enum SmtpError {
    /// No address of a mail server.
    #[error(
        "smtp is no address of a mail server; write smtps://HOST (TLS from the beginning) or smtp://HOST (STARTTLS), each with a port if it is not the usual one"
    )]
    Address,
    /// User and password belong elsewhere.
    #[error(
        "smtp holds a user or a password, which does not belong there; name a file with smtp-credentials, or set OPENJPKI_PORTAL_SMTP_USER and OPENJPKI_PORTAL_SMTP_PASSWORD"
    )]
    PasswordInAddress,
    /// Unprotected over a network.
    #[error(
        "smtp-plain:// is for a mail server on this computer (localhost, 127.0.0.1, [::1]); use smtp:// or smtps:// for others"
    )]
    Unprotected,
    /// A file cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file does not hold two lines.
    #[error("{} must hold two lines: the user's name, then the password", .0.display())]
    Credentials(PathBuf),
    /// One of the two variables is missing.
    #[error("OPENJPKI_PORTAL_SMTP_USER and OPENJPKI_PORTAL_SMTP_PASSWORD belong together; one of them is not set")]
    HalfOfCredentials,
    /// Credentials over an unprotected way.
    #[error("a password is not sent over smtp-plain://; use smtp:// or smtps://")]
    UnprotectedPassword,
    /// The file holds no certificates, or the host is none that TLS knows.
    #[error("TLS to the mail server cannot be set up; see smtp and smtp-ca (a file of certificates in PEM)")]
    Tls,
}

impl FromStr for SmtpAddress {
    type Err = SmtpError;

    fn from_str(text: &str) -> Result<Self, SmtpError> {
        let (scheme, place) = text.split_once("://").ok_or(SmtpError::Address)?;
        if place.contains('@') {
            return Err(SmtpError::PasswordInAddress);
        }
        let (protection, usual) = match scheme {
            "smtps" => (Protection::Tls, 465),
            "smtp" => (Protection::StartTls, 587),
            "smtp-plain" => (Protection::None, 25),
            _ => return Err(SmtpError::Address),
        };
        let (host, port) = match place.rsplit_once(':') {
            // An IPv6 address without a port ends with a bracket.
            Some((host, port)) if !port.ends_with(']') => (host, port.parse().map_err(|_| SmtpError::Address)?),
            _ => (place, usual),
        };
        let named = |letter: char| letter.is_ascii_alphanumeric() || "-.:[]".contains(letter);
        if host.is_empty() || !host.chars().all(named) {
            return Err(SmtpError::Address);
        }
        if protection == Protection::None && !matches!(host, "localhost" | "127.0.0.1" | "[::1]") {
            return Err(SmtpError::Unprotected);
        }
        Ok(Self {
            host: host.trim_matches(['[', ']']).to_owned(),
            port,
            protection,
        })
    }
}

impl SmtpAddress {
    /// The way to the server. Nothing is sent yet.
    ///
    /// - `credentials`: a file of two lines, the user's name and the password; `None` looks into the environment
    ///   (`OPENJPKI_PORTAL_SMTP_USER`, `OPENJPKI_PORTAL_SMTP_PASSWORD`).
    /// - `roots`: a file of certificates (PEM) to trust in place of the system's.
    ///
    /// # Errors
    /// [`SmtpError`] if a file cannot be used, or a password would go out unprotected.
    pub fn transport(
        &self,
        credentials: Option<&Path>,
        roots: Option<&Path>,
    ) -> Result<AsyncSmtpTransport<Tokio1Executor>, SmtpError> {
        let credentials = match credentials {
            Some(path) => Some(from_file(path)?),
            None => from_environment()?,
        };
        if credentials.is_some() && self.protection == Protection::None {
            return Err(SmtpError::UnprotectedPassword);
        }
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&self.host)
            .port(self.port)
            .timeout(Some(PATIENCE))
            .tls(self.tls(roots)?);
        if let Some(credentials) = credentials {
            builder = builder.credentials(credentials);
        }
        Ok(builder.build())
    }

    fn tls(&self, roots: Option<&Path>) -> Result<Tls, SmtpError> {
        if self.protection == Protection::None {
            return Ok(Tls::None);
        }
        let mut parameters = TlsParameters::builder(self.host.clone());
        if let Some(path) = roots {
            let pem = read(path)?;
            if !pem.windows(PEM_CERTIFICATE.len()).any(|bytes| bytes == PEM_CERTIFICATE) {
                return Err(SmtpError::Tls);
            }
            let certificates = Certificate::from_pem(&pem).map_err(|_| SmtpError::Tls)?;
            parameters = parameters.certificate_store(CertificateStore::None);
            parameters = parameters.add_root_certificate(certificates);
        }
        let parameters = parameters.build_rustls().map_err(|_| SmtpError::Tls)?;
        Ok(match self.protection {
            Protection::StartTls => Tls::Required(parameters),
            _ => Tls::Wrapper(parameters),
        })
    }
}

impl fmt::Display for SmtpAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let protection = match self.protection {
            Protection::Tls => "TLS",
            Protection::StartTls => "STARTTLS",
            Protection::None => "unprotected",
        };
        write!(f, "{} port {}, {protection}", self.host, self.port)
    }
}

fn from_file(path: &Path) -> Result<Credentials, SmtpError> {
    let text = String::from_utf8(read(path)?).map_err(|_| SmtpError::Credentials(path.to_owned()))?;
    match text.lines().collect::<Vec<_>>().as_slice() {
        [user, password] if !user.is_empty() && !password.is_empty() => {
            Ok(Credentials::new((*user).to_owned(), (*password).to_owned()))
        }
        _ => Err(SmtpError::Credentials(path.to_owned())),
    }
}

fn from_environment() -> Result<Option<Credentials>, SmtpError> {
    let variable = |name| std::env::var(name).ok();
    match (
        variable("OPENJPKI_PORTAL_SMTP_USER"),
        variable("OPENJPKI_PORTAL_SMTP_PASSWORD"),
    ) {
        (Some(user), Some(password)) => Ok(Some(Credentials::new(user, password))),
        (None, None) => Ok(None),
        _ => Err(SmtpError::HalfOfCredentials),
    }
}

fn read(path: &Path) -> Result<Vec<u8>, SmtpError> {
    fs::read(path).map_err(|source| SmtpError::Read {
        path: path.to_owned(),
        source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_is_protected_unless_it_stays_on_this_computer() {
        for (text, shown) in [
            ("smtps://mail.example.jp", "mail.example.jp port 465, TLS"),
            ("smtp://mail.example.jp", "mail.example.jp port 587, STARTTLS"),
            ("smtp://[2001:db8::1]:25", "2001:db8::1 port 25, STARTTLS"),
            ("smtp-plain://[::1]", "::1 port 25, unprotected"),
            ("smtp-plain://localhost:2525", "localhost port 2525, unprotected"),
        ] {
            assert_eq!(text.parse::<SmtpAddress>().unwrap().to_string(), shown);
        }
        for (text, said) in [
            ("mail.example.jp", "write smtps://"),
            ("http://mail.example.jp", "write smtps://"),
            ("smtp://", "write smtps://"),
            ("smtp://mail.example.jp:mail", "write smtps://"),
            ("smtp://mail.example.jp/x", "write smtps://"),
            ("smtp://me:secret@mail.example.jp", "does not belong there"),
            ("smtp-plain://mail.example.jp", "on this computer"),
        ] {
            let error = text.parse::<SmtpAddress>().unwrap_err().to_string();
            assert!(error.contains(said) && !error.contains("secret"), "{text}: {error}");
        }
    }

    #[test]
    fn credentials_are_two_lines_of_a_file_and_go_out_protected_only() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("credentials");
        let (safe, plain): (SmtpAddress, SmtpAddress) = (
            "smtps://a.example".parse().unwrap(),
            "smtp-plain://localhost".parse().unwrap(),
        );
        fs::write(&file, "portal\nsecret\n").unwrap();
        assert!(safe.transport(Some(&file), None).is_ok());
        let error = plain.transport(Some(&file), None).unwrap_err();
        assert!(matches!(error, SmtpError::UnprotectedPassword));
        for wrong in ["portal\n", "portal\n\n", "", "portal\nsecret\nmore\n"] {
            fs::write(&file, wrong).unwrap();
            let error = safe.transport(Some(&file), None).unwrap_err().to_string();
            assert!(error.contains("two lines") && !error.contains("secret"), "{error}");
        }
        assert!(matches!(safe.transport(None, Some(&file)), Err(SmtpError::Tls)));
    }
}
