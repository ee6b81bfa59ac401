//! The database through sqlx: SQLite, embedded in one file, or PostgreSQL. Migrations are built in.
//!
//! Both get the same statements: parameters as `$1`, times and numbers as 64-bit integers, conditions as `CASE`. Where a row has to be
//! held against others that come at the same moment, its transaction begins with an `UPDATE` of that row, which SQLite and PostgreSQL
//! both let one through at a time.

mod account;
mod address;
mod audit;
mod backup;
mod card;
mod delay;
mod draft;
mod erase;
mod mail;
mod mail_change;
mod nonce;
mod password;
mod registration;
mod schema;
mod session;
mod sweep;

pub use account::{Account, Credentials, SignIn};
pub use address::{AddressError, DatabaseAddress};
pub use audit::{AuditEnd, AuditFault, Event};
pub use backup::{BackupError, Contents, restore};
pub use card::Linked;
pub(crate) use delay::KNOWN;
pub use delay::{Attempt, Lane, Way};
pub use draft::Draft;
pub use mail::{CLAIM, DueMail, Occasion};
pub use password::LinkOwner;
pub use registration::{CardState, NewRegistration, Receipt};

use std::fs::OpenOptions;
use std::time::Duration;

use sqlx::any::AnyPoolOptions;
use sqlx::migrate::MigrateError;
use sqlx::{Any, AnyPool, Executor, Transaction};

use crate::secret::NoRandomness;

/// How long a request waits for a connection.
const PATIENCE: Duration = Duration::from_secs(10);
/// Connections to SQLite that read. One more writes: whoever wants to write queues for it in the order of arrival.
const READERS: u32 = 4;
/// Connections to PostgreSQL, which both read and write.
const CONNECTIONS: u32 = 8;

/// What every connection to SQLite is told first. FULL: what was answered survives a loss of power. `secure_delete`: what was
/// deleted is overwritten.
const SQLITE_SETTINGS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000; \
     PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;";

/// The database.
#[derive(Debug, Clone)]
pub struct Store {
    engine: Engine,
    /// For what changes nothing.
    reader: AnyPool,
    /// For what changes something; on PostgreSQL the same as `reader`.
    writer: AnyPool,
}

/// Which of the two databases it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

/// The database failed, or holds what this program did not write.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database says no.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// The schema cannot be brought up to date.
    #[error("the database's schema cannot be brought up to date: {0}")]
    Migration(MigrateError),
    /// The schema is of a newer program.
    #[error("the database is of a newer version of this program; use that one")]
    Newer,
    /// A row that this program cannot read.
    #[error("the database holds a {0} that this program did not write")]
    Unreadable(&'static str),
    /// No random values.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
}

impl From<MigrateError> for StoreError {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::VersionMissing(_) => Self::Newer,
            error => Self::Migration(error),
        }
    }
}

impl Store {
    /// Opens the database and brings its schema up to date. A file of SQLite is made if it is not there, and only its owner may read it;
    /// a database of PostgreSQL is not made.
    ///
    /// # Errors
    /// [`StoreError`] if the database cannot be opened or its schema is of a newer program.
    pub async fn open(address: &DatabaseAddress) -> Result<Self, StoreError> {
        // Not opened if it is there: closing it again would end the locks of this process's own connections.
        if let Some(file) = address.file().filter(|file| !file.exists()) {
            backup::private(OpenOptions::new().write(true).create_new(true), file).map_err(sqlx::Error::Io)?;
        }
        let store = Self::open_as_is(address).await?;
        schema::migrator(store.engine).run(&store.writer).await?;
        Ok(store)
    }

    /// Opens a database that is there, and changes nothing of it: the site of another version may be running on it.
    ///
    /// # Errors
    /// [`StoreError`] if the database cannot be opened.
    pub async fn open_as_is(address: &DatabaseAddress) -> Result<Self, StoreError> {
        sqlx::any::install_default_drivers();
        if address.is_unprotected() {
            tracing::warn!(
                "nobody looks whether it is the right database that answers over the network; write sslmode=verify-full into \
                 its address, and sslrootcert=FILE if its certificate is of a root of your own"
            );
        }
        let (engine, url) = (address.engine(), address.url());
        let (reader, writer) = match engine {
            Engine::Sqlite => (pool(engine, READERS, &url).await?, pool(engine, 1, &url).await?),
            Engine::Postgres => {
                let both = pool(engine, CONNECTIONS, &url).await?;
                (both.clone(), both)
            }
        };
        Ok(Self { engine, reader, writer })
    }

    /// Which of the two databases it is.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`StoreError`] if it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(&self.reader).await?;
        Ok(())
    }

    /// Waits for running queries and closes all connections.
    pub async fn close(&self) {
        self.reader.close().await;
        self.writer.close().await;
    }

    /// A transaction that may write. SQLite waits here for the one before; PostgreSQL at the first row that another one holds.
    async fn begin(&self) -> Result<Transaction<'static, Any>, sqlx::Error> {
        match self.engine {
            Engine::Sqlite => self.writer.begin_with("BEGIN IMMEDIATE").await,
            Engine::Postgres => self.writer.begin().await,
        }
    }
}

async fn pool(engine: Engine, connections: u32, url: &str) -> Result<AnyPool, sqlx::Error> {
    let options = AnyPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(PATIENCE);
    let options = match engine {
        Engine::Sqlite => options.after_connect(|connection, _| {
            Box::pin(async move {
                connection.execute(SQLITE_SETTINGS).await?;
                Ok(())
            })
        }),
        Engine::Postgres => options,
    };
    options.connect(url).await
}

#[cfg(test)]
mod tests {
    use sqlx::Row;

    use super::*;

    #[tokio::test]
    async fn every_connection_to_sqlite_has_the_settings() {
        let folder = tempfile::tempdir().unwrap();
        let address = DatabaseAddress::File(folder.path().join("a b?.sqlite"));
        let store = Store::open(&address).await.unwrap();
        assert!(address.file().unwrap().exists());
        for pool in [&store.reader, &store.writer] {
            let mode = sqlx::query("PRAGMA journal_mode").fetch_one(pool).await.unwrap();
            assert_eq!(mode.get::<String, _>(0), "wal");
            for (setting, value) in [
                ("PRAGMA synchronous", 2),
                ("PRAGMA foreign_keys", 1),
                ("PRAGMA secure_delete", 1),
                ("PRAGMA busy_timeout", 5000),
            ] {
                let row = sqlx::query(setting).fetch_one(pool).await.unwrap();
                assert_eq!(row.get::<i64, _>(0), value, "{setting}");
            }
        }
        store.close().await;
    }
}
