//! The schema: migrations, built in. Which of them a database has, sqlx keeps in its table `_sqlx_migrations`, with their hashes.

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AnyPool, Row, SqlSafeStr};

use super::Engine;

/// The files of one database's folder; the first one has the number 1. What a released program has applied is never changed.
macro_rules! files_of {
    ($database:literal) => {
        [
            include_str!(concat!("../../migrations/", $database, "/0001_registration.sql")),
            include_str!(concat!("../../migrations/", $database, "/0002_accounts.sql")),
            include_str!(concat!("../../migrations/", $database, "/0003_audit.sql")),
            include_str!(concat!("../../migrations/", $database, "/0004_mails_and_cards.sql")),
            include_str!(concat!("../../migrations/", $database, "/0005_mail_changes.sql")),
        ]
    };
}

/// The migrations of this database.
pub(super) fn migrator(engine: Engine) -> Migrator {
    let files = match engine {
        Engine::Sqlite => files_of!("sqlite"),
        Engine::Postgres => files_of!("postgres"),
    };
    let migrations = (1..).zip(files).map(|(number, statements)| {
        Migration::new(
            number,
            "".into(),
            MigrationType::Simple,
            statements.into_sql_str(),
            false,
        )
    });
    Migrator::with_migrations(migrations.collect())
}

/// Whether the database has a migration that this program does not know.
pub(super) async fn is_newer(pool: &AnyPool, engine: Engine) -> Result<bool, sqlx::Error> {
    let known = migrator(engine).iter().map(|migration| migration.version).max();
    let applied: Option<i64> = sqlx::query("SELECT max(version) AS version FROM _sqlx_migrations")
        .fetch_one(pool)
        .await?
        .try_get("version")?;
    Ok(applied > known)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    #[test]
    fn every_file_is_built_in_at_its_place() {
        for (engine, folder) in [(Engine::Sqlite, "sqlite"), (Engine::Postgres, "postgres")] {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(folder);
            let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
            files.sort();
            let migrator = migrator(engine);
            let built_in: Vec<_> = migrator.iter().map(|migration| migration.sql.as_str()).collect();
            let on_disk: Vec<_> = files.iter().map(|file| fs::read_to_string(file).unwrap()).collect();
            assert_eq!(built_in, on_disk);
        }
    }
}
