//! Where the database is: a file of SQLite, or the URL of a PostgreSQL.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use sqlx::postgres::{PgConnectOptions, PgSslMode};

use super::Engine;

/// What can stand behind the `?` of a PostgreSQL's URL, besides `options[...]`. Whatever else stands there would be left aside without a
/// word, a misspelt `sslmode` too.
const PARAMETERS: [&str; 13] = [
    "application_name",
    "dbname",
    "host",
    "hostaddr",
    "options",
    "password",
    "port",
    "sslcert",
    "sslkey",
    "sslmode",
    "sslrootcert",
    "statement-cache-capacity",
    "user",
];

/// Where the database is. `Debug` and `Display` show no password.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseAddress {
    /// A file of SQLite.
    File(PathBuf),
    /// The URL of a PostgreSQL, `postgres://...`.
    Postgres(String),
}

/// Not the address of a database that this program knows.
#[derive(Debug, thiserror::Error)]
pub enum AddressError {
    /// Another database's URL.
    #[error(
        "{0}: is no database that this program knows; write the path of a file, sqlite:PATH or postgres://USER@HOST/DATABASE"
    )]
    Scheme(String),
    /// Nothing.
    #[error("the database's address is empty; write the path of a file, or postgres://USER@HOST/DATABASE")]
    Empty,
    /// Something behind the `?` that means nothing. It is not shown: it may be part of a password.
    #[error(
        "the database's address has a parameter that is not known; behind the ? there can be {}, joined by &, and a ? or & in a password is written %3F or %26",
        PARAMETERS.join(", ")
    )]
    Parameter,
}

impl DatabaseAddress {
    /// Which database it is.
    pub fn engine(&self) -> Engine {
        match self {
            Self::File(_) => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }

    /// The file, where it is one.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Postgres(_) => None,
        }
    }

    /// Whether what goes over a network to the database can be read, or answered, by somebody in between: TLS is not asked for, or the
    /// server's certificate is not looked at. Without `sslmode` (or `PGSSLMODE`) that is so: TLS is taken if it is offered.
    pub(super) fn is_unprotected(&self) -> bool {
        let Self::Postgres(url) = self else { return false };
        // What cannot be read is refused when it is opened.
        let Ok(options) = url.parse::<PgConnectOptions>() else {
            return false;
        };
        let host = options.get_host();
        let here = options.get_socket().is_some()
            || host.starts_with('/')
            || matches!(host, "localhost" | "127.0.0.1" | "::1" | "[::1]");
        !here && !matches!(options.get_ssl_mode(), PgSslMode::VerifyCa | PgSslMode::VerifyFull)
    }

    /// As sqlx reads it. A file has to be there.
    pub(super) fn url(&self) -> String {
        match self {
            Self::File(path) => format!("sqlite:{}?mode=rw", percent_encoded(path)),
            Self::Postgres(url) => url.clone(),
        }
    }
}

impl FromStr for DatabaseAddress {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let scheme = text
            .split_once(':')
            .filter(|(scheme, _)| scheme.len() > 1 && scheme.chars().all(|letter| letter.is_ascii_alphanumeric()));
        match scheme {
            _ if text.is_empty() => Err(AddressError::Empty),
            Some(("postgres" | "postgresql", _)) if has_unknown_parameter(text) => Err(AddressError::Parameter),
            Some(("postgres" | "postgresql", _)) => Ok(Self::Postgres(text.to_owned())),
            Some(("sqlite", path)) => Ok(Self::File(path.strip_prefix("//").unwrap_or(path).into())),
            Some((other, _)) => Err(AddressError::Scheme(other.to_owned())),
            None => Ok(Self::File(text.into())),
        }
    }
}

impl fmt::Display for DatabaseAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "{}", path.display()),
            // The URL may hold a password, and libpq takes one as a parameter as well: only what is surely none is shown.
            Self::Postgres(_) => f.write_str("PostgreSQL"),
        }
    }
}

impl fmt::Debug for DatabaseAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseAddress({self})")
    }
}

fn has_unknown_parameter(url: &str) -> bool {
    let (_, parameters) = url.split_once('?').unwrap_or_default();
    parameters
        .split('&')
        .filter(|parameter| !parameter.is_empty())
        .any(|parameter| {
            let (name, _) = parameter.split_once('=').unwrap_or((parameter, ""));
            !PARAMETERS.contains(&name) && !name.starts_with("options[") && !name.starts_with("options%5B")
        })
}

fn percent_encoded(path: &Path) -> String {
    path.to_string_lossy()
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' | b'\\' | b':' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_urls_are_told_apart() {
        for (text, file) in [
            ("site.sqlite", Some("site.sqlite")),
            ("/var/lib/site 1.sqlite", Some("/var/lib/site 1.sqlite")),
            ("sqlite:site.sqlite", Some("site.sqlite")),
            ("sqlite:///var/site.sqlite", Some("/var/site.sqlite")),
            ("C:\\site.sqlite", Some("C:\\site.sqlite")),
            ("postgres://portal:secret@db/portal", None),
            ("postgresql:///portal?host=/run/postgresql", None),
        ] {
            let address: DatabaseAddress = text.parse().unwrap();
            assert_eq!(address.file(), file.map(Path::new), "{text}");
            assert!(!format!("{address:?} {address}").contains("secret"));
        }
        assert!(matches!(
            "mysql://x/y".parse::<DatabaseAddress>(),
            Err(AddressError::Scheme(_))
        ));
        assert!(matches!("".parse::<DatabaseAddress>(), Err(AddressError::Empty)));
    }

    #[test]
    fn a_misspelt_parameter_is_refused_and_not_shown() {
        for parameters in [
            "ssl_mode=verify-full",
            "sslMode=require",
            "secret",
            "host=db&secret=1",
            "x@host/secret",
        ] {
            let url = format!("postgres://portal:pass?{parameters}");
            let error = url.parse::<DatabaseAddress>().unwrap_err();
            assert!(matches!(error, AddressError::Parameter), "{url}: {error}");
            assert!(
                error.to_string().contains("sslmode") && !error.to_string().contains("secret"),
                "{error}"
            );
        }
        for known in [
            "",
            "?",
            "?sslmode=verify-full&sslrootcert=/etc/ca.pem",
            "?options[search_path]=a&host=/run",
            "?options%5Ba%5D=b",
        ] {
            assert!(
                format!("postgres://portal@db/portal{known}")
                    .parse::<DatabaseAddress>()
                    .is_ok(),
                "{known}"
            );
        }
    }

    #[test]
    fn what_goes_over_a_network_is_protected_only_if_the_certificate_is_looked_at() {
        for (url, unprotected) in [
            ("postgres://portal@db.example.jp/portal", true),
            ("postgres://portal@db.example.jp/portal?sslmode=require", true),
            ("postgres:///portal?host=192.0.2.1&sslmode=disable", true),
            ("postgres://portal@db.example.jp/portal?sslmode=verify-full", false),
            ("postgres://portal@db.example.jp/portal?sslmode=verify-ca", false),
            ("postgres://portal@localhost/portal", false),
            ("postgres://portal@[::1]/portal", false),
            ("postgres://portal@%2Frun%2Fpostgresql/portal", false),
            ("postgres:///portal?host=/run/postgresql", false),
            ("portal.sqlite", false),
        ] {
            assert_eq!(
                url.parse::<DatabaseAddress>().unwrap().is_unprotected(),
                unprotected,
                "{url}"
            );
        }
    }

    #[test]
    fn a_path_stays_the_path_that_it_is() {
        let address: DatabaseAddress = "/a b/c?d#é%.sqlite".parse().unwrap();
        assert_eq!(address.url(), "sqlite:/a%20b/c%3Fd%23%C3%A9%25.sqlite?mode=rw");
    }
}
