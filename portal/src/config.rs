//! What an operator can set: by the command line, by the environment, by a file, in this order; otherwise the default holds.
//!
//! A field of [`Layer`] is an option (`--database`), a variable of the environment (`DATABASE_URL`) and a line of the file
//! (`database = "..."`) at once.

use std::fs;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use openjpki::origin::Origin;
use serde::Deserialize;

use crate::ocsp::{ResponderAddress, Responders};
use crate::smtp::{SmtpAddress, SmtpError};
use crate::store::{AddressError, DatabaseAddress};

/// What one source says. `Debug` is left out: a database's address may hold a password.
#[derive(Clone, Default, Args, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Layer {
    /// A file (TOML) with these settings, named as the options are: `listen = "127.0.0.1:8080"`
    #[arg(long, global = true, value_name = "FILE", env = "OPENJPKI_PORTAL_CONFIG")]
    #[serde(skip)]
    pub config: Option<PathBuf>,
    /// Address and port to listen on; with port 0 a free one is taken. The address is printed on one line [default: 127.0.0.1:8080]
    #[arg(long, global = true, value_name = "ADDRESS:PORT", env = "OPENJPKI_PORTAL_LISTEN")]
    pub listen: Option<String>,
    /// The site's own origin, as browsers see it [default: http://localhost:PORT]
    #[arg(long, global = true, value_name = "URL", env = "OPENJPKI_PORTAL_ORIGIN")]
    pub origin: Option<String>,
    /// The database: a file of SQLite, made if it is not there, or postgres://USER@HOST/DATABASE [default: openjpki-portal.sqlite]
    #[arg(
        long,
        global = true,
        value_name = "FILE|URL",
        env = "DATABASE_URL",
        hide_env_values = true
    )]
    pub database: Option<String>,
    /// The folder that mails are written into; made if it is not there [default: outbox]
    #[arg(long, global = true, value_name = "FOLDER", env = "OPENJPKI_PORTAL_OUTBOX")]
    pub outbox: Option<PathBuf>,
    /// The mail server, in place of the folder: smtps://HOST:PORT (TLS from the beginning) or smtp://HOST:PORT (STARTTLS); user and
    /// password are in --smtp-credentials or in OPENJPKI_PORTAL_SMTP_USER and OPENJPKI_PORTAL_SMTP_PASSWORD [default: none]
    #[arg(long, global = true, value_name = "URL", env = "OPENJPKI_PORTAL_SMTP")]
    pub smtp: Option<String>,
    /// A file with two lines: the user's name at the mail server, and the password
    #[arg(long, global = true, value_name = "FILE", env = "OPENJPKI_PORTAL_SMTP_CREDENTIALS")]
    pub smtp_credentials: Option<PathBuf>,
    /// A file of certificates (PEM) that the mail server's must be of, in place of the system's roots
    #[arg(long, global = true, value_name = "FILE", env = "OPENJPKI_PORTAL_SMTP_CA")]
    pub smtp_ca: Option<PathBuf>,
    /// The address that mails come from [default: noreply at the site's host]
    #[arg(long, global = true, value_name = "ADDRESS", env = "OPENJPKI_PORTAL_MAIL_FROM")]
    pub mail_from: Option<String>,
    /// The OCSP responder for authentication certificates (RFC 6960), http://HOST:PORT/PATH; with it, only certificates that it
    /// calls good are taken [default: none; revocation is noted as not checked]
    #[arg(long, global = true, value_name = "URL", env = "OPENJPKI_PORTAL_OCSP_AUTHENTICATION")]
    pub ocsp_authentication: Option<String>,
    /// The same for signing certificates
    #[arg(long, global = true, value_name = "URL", env = "OPENJPKI_PORTAL_OCSP_SIGNATURE")]
    pub ocsp_signature: Option<String>,
    /// Trust the roots of this folder (signature-ca*.der, authentication-ca*.der) in place of JPKI's six that are built in
    #[arg(long, global = true, value_name = "FOLDER", env = "OPENJPKI_PORTAL_ANCHORS")]
    pub anchors: Option<PathBuf>,
    /// Trust the roots of this folder (signature-ca*.der, authentication-ca*.der) and test cards only, instead of JPKI and real cards
    #[arg(long, global = true, value_name = "FOLDER", env = "OPENJPKI_PORTAL_TEST_ANCHORS")]
    pub test_anchors: Option<PathBuf>,
    /// Address and port of the metrics for Prometheus, of their own, so that the site's visitors never reach them [default: none]
    #[arg(long, global = true, value_name = "ADDRESS:PORT", env = "OPENJPKI_PORTAL_METRICS")]
    pub metrics: Option<String>,
    /// How the log is written to standard error [default: json for the site, text for the other commands]
    #[arg(long, global = true, env = "OPENJPKI_PORTAL_LOG")]
    pub log: Option<LogFormat>,
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LogFormat {
    /// One JSON object a line.
    Json,
    /// Lines for people.
    Text,
}

/// What holds in the end.
#[derive(Debug, Clone)]
pub struct Config {
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// The site's origin; `None`: `http://localhost:PORT`.
    pub origin: Option<Origin>,
    /// Where the database is.
    pub database: DatabaseAddress,
    /// The folder of mails.
    pub outbox: PathBuf,
    /// The mail server; `None`: mails go into the folder.
    pub smtp: Option<SmtpAddress>,
    /// The file with user and password for the mail server.
    pub smtp_credentials: Option<PathBuf>,
    /// The file of roots for the mail server.
    pub smtp_ca: Option<PathBuf>,
    /// The address that mails come from.
    pub mail_from: Option<String>,
    /// The OCSP responders.
    pub responders: Responders,
    /// The folder of roots in place of the built-in ones.
    pub anchors: Option<PathBuf>,
    /// The folder of test roots.
    pub test_anchors: Option<PathBuf>,
    /// Address and port of the metrics.
    pub metrics: Option<SocketAddr>,
    /// How the log is written; `None`: JSON while serving, lines for people otherwise.
    pub log: Option<LogFormat>,
}

/// What is wrong with the settings, and what to write instead.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read the settings in {}: {source}; name the file with --config or OPENJPKI_PORTAL_CONFIG", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file is not what it should be. The line is not shown: it may hold a password.
    #[error("the settings in {}, line {line}: {what}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// What is wrong.
        what: String,
    },
    /// No address and port.
    #[error("{name} is {value:?}, which is no address with a port; write for example 127.0.0.1:8080 or [::]:8080")]
    Address {
        /// Which setting.
        name: &'static str,
        /// What was written.
        value: String,
    },
    /// No origin.
    #[error(
        "origin is {value:?}, which browsers would not send; write it as they do, without a path: https://portal.example.jp"
    )]
    Origin {
        /// What was written.
        value: String,
    },
    /// Real people's cards and test cards at one site.
    #[error(
        "anchors and test-anchors are both set, but a site takes real cards or test cards, never both; take one of them away"
    )]
    BothAnchors,
    /// No mail server.
    #[error(transparent)]
    Smtp(#[from] SmtpError),
    /// No OCSP responder.
    #[error("{name} is {value:?}; write it as http://HOST[:PORT][/PATH], without TLS (answers are signed)")]
    Responder {
        /// Which setting.
        name: &'static str,
        /// What was written.
        value: String,
    },
    /// No database.
    #[error(transparent)]
    Database(#[from] AddressError),
}

impl Config {
    /// Puts the layers together: `first` (command line and environment), then the file that it names.
    ///
    /// # Errors
    /// [`ConfigError`].
    pub fn new(first: Layer) -> Result<Self, ConfigError> {
        let file = first.config.as_deref().map(read).transpose()?.unwrap_or_default();
        let database = first.database.or(file.database);
        let origin = first.origin.or(file.origin);
        let anchors = first.anchors.or(file.anchors);
        let test_anchors = first.test_anchors.or(file.test_anchors);
        if anchors.is_some() && test_anchors.is_some() {
            return Err(ConfigError::BothAnchors);
        }
        Ok(Self {
            listen: address(
                "listen",
                first.listen.or(file.listen).as_deref().unwrap_or("127.0.0.1:8080"),
            )?,
            origin: origin.map(parse_origin).transpose()?,
            database: database.as_deref().unwrap_or("openjpki-portal.sqlite").parse()?,
            outbox: first.outbox.or(file.outbox).unwrap_or_else(|| "outbox".into()),
            smtp: first.smtp.or(file.smtp).map(|text| text.parse()).transpose()?,
            smtp_credentials: first.smtp_credentials.or(file.smtp_credentials),
            smtp_ca: first.smtp_ca.or(file.smtp_ca),
            mail_from: first.mail_from.or(file.mail_from),
            responders: Responders {
                signature: responder("ocsp-signature", first.ocsp_signature.or(file.ocsp_signature))?,
                authentication: responder(
                    "ocsp-authentication",
                    first.ocsp_authentication.or(file.ocsp_authentication),
                )?,
            },
            anchors,
            test_anchors,
            metrics: first
                .metrics
                .or(file.metrics)
                .map(|text| address("metrics", &text))
                .transpose()?,
            log: first.log.or(file.log),
        })
    }
}

fn read(path: &Path) -> Result<Layer, ConfigError> {
    let text = fs::read_to_string(path).map_err(|source| ConfigError::Read {
        path: path.to_owned(),
        source,
    })?;
    toml::from_str(&text).map_err(|error| {
        let begin = error.span().map_or(0, |span| span.start);
        ConfigError::File {
            path: path.to_owned(),
            line: text.bytes().take(begin).filter(|byte| *byte == b'\n').count() + 1,
            what: error.message().to_owned(),
        }
    })
}

fn address(name: &'static str, text: &str) -> Result<SocketAddr, ConfigError> {
    text.parse().map_err(|_| ConfigError::Address {
        name,
        value: text.to_owned(),
    })
}

fn responder(name: &'static str, text: Option<String>) -> Result<Option<ResponderAddress>, ConfigError> {
    text.map(|value| value.parse().map_err(|_| ConfigError::Responder { name, value }))
        .transpose()
}

fn parse_origin(text: String) -> Result<Origin, ConfigError> {
    Origin::parse(&text).map_err(|_| ConfigError::Origin { value: text })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_file(text: &str) -> Result<Config, ConfigError> {
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("portal.toml");
        fs::write(&config, text).unwrap();
        Config::new(Layer {
            config: Some(config),
            listen: Some("127.0.0.1:1".to_owned()),
            ..Layer::default()
        })
    }

    #[test]
    fn the_command_line_comes_before_the_file_and_the_file_before_the_default() {
        let config =
            in_file("listen = \"127.0.0.1:2\"\ndatabase = \"postgres:///a\"\nmetrics = \"[::1]:9\"\nlog = \"text\"")
                .unwrap();
        assert_eq!(config.listen.port(), 1);
        assert_eq!(config.database, "postgres:///a".parse().unwrap());
        assert_eq!(config.metrics.unwrap().port(), 9);
        assert_eq!(config.log, Some(LogFormat::Text));
        assert_eq!(config.outbox, Path::new("outbox"));
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line_and_without_its_password() {
        for (text, said) in [
            ("\nlsten = \"x\"", "line 2: unknown field `lsten`"),
            ("log = \"loud\"", "line 1: unknown variant `loud`"),
            ("database = [\"postgres://x:secret@y/z\"]", "line 1: invalid type"),
            ("database = \"mysql://x:secret@y/z\"", "mysql: is no database"),
            (
                "metrics = \"9464\"",
                "metrics is \"9464\", which is no address with a port",
            ),
            ("origin = \"https://a.example/b\"", "without a path"),
            ("smtp = \"smtp://me:secret@a.example\"", "smtp-credentials"),
            ("ocsp-signature = \"https://a.example\"", "without TLS"),
            ("anchors = \"a\"\ntest-anchors = \"b\"", "never both"),
        ] {
            let error = in_file(text).unwrap_err().to_string();
            assert!(error.contains(said) && !error.contains("secret"), "{text}: {error}");
        }
        let missing = Layer {
            config: Some("/nowhere/portal.toml".into()),
            ..Layer::default()
        };
        assert!(Config::new(missing).unwrap_err().to_string().contains("--config"));
    }
}
