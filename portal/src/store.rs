//! The embedded database: SQLite through sqlx, one file, migrations built in.

mod account;
mod delay;
mod draft;
mod mail;
mod nonce;
mod password;
mod registration;
mod session;

pub use account::{Account, Credentials, SignIn};
pub(crate) use delay::KNOWN;
pub use delay::{Attempt, Lane, Way};
pub use draft::Draft;
pub use mail::{DueMail, Occasion};
pub use password::LinkOwner;
pub use registration::{CardState, NewRegistration, Receipt};

use std::path::Path;
use std::time::Duration;

use sqlx::SqlitePool;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use crate::secret::NoRandomness;

/// How long a write waits for another one.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
const CONNECTIONS: u32 = 4;

/// The database.
#[derive(Debug, Clone)]
pub struct Store {
    pool: SqlitePool,
}

/// The database failed, or holds what this program did not write.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// SQLite says no.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// The schema cannot be brought up to date.
    #[error("the database's schema cannot be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A row that this program cannot read.
    #[error("the database holds a {0} that this program did not write")]
    Unreadable(&'static str),
    /// No random values.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
}

impl Store {
    /// Opens the database file, makes it if it is not there, and brings its schema up to date.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be opened or its schema is of a newer program.
    pub async fn open(file: &Path) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(BUSY_TIMEOUT)
            .foreign_keys(true)
            .pragma("secure_delete", "ON");
        let pool = SqlitePoolOptions::new()
            .max_connections(CONNECTIONS)
            .connect_with(options)
            .await?;
        sqlx::migrate!("./migrations").run(&pool).await?;
        Ok(Self { pool })
    }

    /// Waits for running queries and closes the file.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}
