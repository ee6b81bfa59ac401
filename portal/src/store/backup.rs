//! Copies of a SQLite database, and the way back. PostgreSQL has tools of its own (`pg_dump`).

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use openjpki::time::UnixTime;
use sqlx::any::AnyPoolOptions;
use sqlx::{AnyPool, Executor, Row};

use super::{AuditEnd, AuditFault, DatabaseAddress, Engine, Store, StoreError, schema};

/// What a copy holds, after it was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contents {
    /// How many registrations.
    pub registrations: i64,
    /// The end of its audit record.
    pub audit: AuditEnd,
}

/// Why there is no copy, or why it was not put back.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// It is a PostgreSQL.
    #[error(
        "this command copies SQLite only; for PostgreSQL use pg_dump --format=custom and pg_restore (portal/README.md)"
    )]
    Postgres,
    /// A file cannot be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The site is running on the database that would be replaced.
    #[error("the database is in use: stop the site, then restore again ({0})")]
    InUse(sqlx::Error),
    /// Not a copy by itself.
    #[error(
        "beside {} lies a log of SQLite's (-wal), which a copy by this program does not have; copy that database with `backup`, where it is", .0.display()
    )]
    Log(PathBuf),
    /// The copy is broken.
    #[error("the copy is not whole: {0}; take another one")]
    Broken(String),
    /// The copy's audit record is broken.
    #[error("the copy's audit record is broken: {0}; take another one")]
    Audit(#[from] AuditFault),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for BackupError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl Store {
    /// Copies the database into a new file that only its owner may read, while the site runs, and checks the copy.
    ///
    /// # Errors
    /// [`BackupError`]; then there is no copy.
    pub async fn backup(&self, copy: &Path) -> Result<Contents, BackupError> {
        if self.engine == Engine::Postgres {
            return Err(BackupError::Postgres);
        }
        // VACUUM INTO fills an empty file; made here, nobody else can read it.
        private(OpenOptions::new().write(true).create_new(true), copy).map_err(at(copy))?;
        let copied = async {
            sqlx::query("VACUUM INTO $1")
                .bind(copy.to_string_lossy().into_owned())
                .execute(&self.reader)
                .await?;
            let contents = check(copy).await?;
            File::open(copy).and_then(|file| file.sync_all()).map_err(at(copy))?;
            Ok(contents)
        };
        let outcome = copied.await;
        if outcome.is_err() {
            let _ = fs::remove_file(copy);
        }
        outcome
    }
}

/// Puts a copy in the place of a database that nobody uses, after it was checked. Returns what it holds, and where the old database is
/// now, if there was one; whether that is whole is not asked.
///
/// # Errors
/// [`BackupError`]; then the database is as it was.
pub async fn restore(
    copy: &Path,
    database: &DatabaseAddress,
    now: UnixTime,
) -> Result<(Contents, Option<PathBuf>), BackupError> {
    let file = database.file().ok_or(BackupError::Postgres)?;
    sqlx::any::install_default_drivers();
    let fresh = beside(file, ".restoring");
    let replaced = async {
        let contents = bring(copy, &fresh).await?;
        let old = put_aside(file, now).await?;
        fs::rename(&fresh, file).map_err(at(&fresh))?;
        Ok((contents, old))
    };
    let outcome = replaced.await;
    if outcome.is_err() {
        let _ = fs::remove_file(&fresh);
    }
    outcome
}

/// Copies a copy and checks what has arrived.
async fn bring(copy: &Path, fresh: &Path) -> Result<Contents, BackupError> {
    let mut from = File::open(copy).map_err(at(copy))?;
    if beside(copy, "-wal").exists() {
        return Err(BackupError::Log(copy.to_owned()));
    }
    let _ = fs::remove_file(fresh);
    let mut written = private(OpenOptions::new().write(true).create_new(true), fresh).map_err(at(fresh))?;
    io::copy(&mut from, &mut written)
        .and_then(|_| written.sync_all())
        .map_err(at(fresh))?;
    drop(written);
    put_to_rest(fresh)
        .await
        .map_err(|error| BackupError::Broken(error.to_string()))?;
    check(fresh).await
}

/// Renames the database with what SQLite keeps beside it, which would spoil another one that takes its name.
async fn put_aside(file: &Path, now: UnixTime) -> Result<Option<PathBuf>, BackupError> {
    if file.exists()
        && let Err(error) = put_to_rest(file).await
    {
        // Restoring is what a damaged one is there for.
        if !is_damage(&error) {
            return Err(BackupError::InUse(error));
        }
        tracing::warn!(%error, "the old database is damaged");
    }
    let kept = beside(file, &format!(".before-{}", now.0));
    // Of a restore in the same second: nothing is overwritten.
    if file.exists() && kept.exists() {
        return Err(at(&kept)(io::ErrorKind::AlreadyExists.into()));
    }
    for ending in ["", "-wal", "-shm", "-journal"] {
        let (from, to) = (beside(file, ending), beside(&kept, ending));
        if from.exists() {
            fs::rename(&from, to).map_err(at(&from))?;
        }
    }
    Ok(kept.exists().then_some(kept))
}

/// Takes SQLite's log into the file, which fails while somebody else has the database open.
async fn put_to_rest(file: &Path) -> Result<(), sqlx::Error> {
    let pool = one_connection(&DatabaseAddress::File(file.to_owned()).url()).await?;
    let rested = pool.execute("PRAGMA journal_mode = DELETE").await;
    pool.close().await;
    rested.map(drop)
}

/// SQLITE_CORRUPT or SQLITE_NOTADB, whatever else the code says in its upper bits.
fn is_damage(error: &sqlx::Error) -> bool {
    let code = error
        .as_database_error()
        .and_then(|error| error.code()?.parse::<u32>().ok());
    code.is_some_and(|code| matches!(code & 0xFF, 11 | 26))
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Every page, every reference and every link of the audit record.
async fn check(copy: &Path) -> Result<Contents, BackupError> {
    File::open(copy).map_err(at(copy))?;
    let address = DatabaseAddress::File(copy.to_owned());
    let pool = one_connection(&address.url().replace("mode=rw", "mode=ro")).await?;
    let outcome = check_pool(&pool).await;
    pool.close().await;
    outcome
}

async fn check_pool(pool: &AnyPool) -> Result<Contents, BackupError> {
    let whole = sqlx::query("PRAGMA integrity_check").fetch_one(pool).await?;
    let said: String = whole.try_get(0)?;
    if said != "ok" {
        return Err(BackupError::Broken(said));
    }
    if let Some(row) = sqlx::query("PRAGMA foreign_key_check").fetch_optional(pool).await? {
        let table: String = row.try_get(0)?;
        return Err(BackupError::Broken(format!("a row of {table} belongs to nothing")));
    }
    if schema::is_newer(pool, Engine::Sqlite).await? {
        return Err(StoreError::Newer.into());
    }
    let store = Store {
        engine: Engine::Sqlite,
        reader: pool.clone(),
        writer: pool.clone(),
    };
    let audit = store.verify_audit(None).await??;
    let row = sqlx::query("SELECT count(*) AS registrations FROM registrations")
        .fetch_one(pool)
        .await?;
    Ok(Contents {
        registrations: row.try_get("registrations")?,
        audit,
    })
}

async fn one_connection(url: &str) -> Result<AnyPool, sqlx::Error> {
    AnyPoolOptions::new().max_connections(1).connect(url).await
}

/// Opens a file that, if it is made, only its owner may read.
pub(super) fn private(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options.open(path)
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> BackupError {
    let path = path.to_owned();
    move |source| BackupError::File { path, source }
}
