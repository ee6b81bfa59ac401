//! Where the database is: a file of SQLite, or the URL of a PostgreSQL.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::Engine;

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

    /// As sqlx reads it.
    pub(super) fn url(&self) -> String {
        match self {
            Self::File(path) => format!("sqlite:{}?mode=rwc", percent_encoded(path)),
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
    fn a_path_stays_the_path_that_it_is() {
        let address: DatabaseAddress = "/a b/c?d#é%.sqlite".parse().unwrap();
        assert_eq!(address.url(), "sqlite:/a%20b/c%3Fd%23%C3%A9%25.sqlite?mode=rwc");
    }
}
