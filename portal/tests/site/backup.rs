//! Copies of a SQLite database, and the way back.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use openjpki_portal::store::{DatabaseAddress, Store};
use sqlx::Row;

use crate::password::lawyer;
use crate::process::{Program, program};
use crate::stage::{Stage, raw};

/// Every row of every table, as text.
async fn rows(file: &Path) -> Vec<String> {
    let pool = raw(&DatabaseAddress::File(file.to_owned())).await;
    let mut rows = Vec::new();
    for table in [
        "registrations",
        "audit",
        "audit_head",
        "drafts",
        "mails_due",
        "password_links",
        "sessions",
    ] {
        let columns =
            "SELECT group_concat(name, '||quote(') FROM (SELECT name || ')' AS name FROM pragma_table_info($1))";
        let columns: String = sqlx::query(columns).bind(table).fetch_one(&pool).await.unwrap().get(0);
        let question = sqlx::AssertSqlSafe(format!("SELECT quote({columns} FROM {table} ORDER BY 1"));
        let found = sqlx::query(question).fetch_all(&pool).await.unwrap();
        rows.extend(found.iter().map(|row| format!("{table} {}", row.get::<String, _>(0))));
    }
    pool.close().await;
    rows
}

fn run(stage: &Stage, arguments: &[&str]) -> Result<String, String> {
    let output = program(stage.folder.path(), &stage.database)
        .args(arguments)
        .output()
        .unwrap();
    let (told, wrong) = (output.stdout, output.stderr);
    if output.status.success() {
        Ok(String::from_utf8(told).unwrap())
    } else {
        Err(String::from_utf8(wrong).unwrap())
    }
}

#[tokio::test]
async fn a_copy_that_was_made_while_the_site_runs_brings_everything_back() {
    let stage = Stage::new().await;
    let (first, file) = (lawyer(&stage).await, stage.database.file().unwrap());
    let told = run(&stage, &["backup", "copy.sqlite"]).unwrap();
    assert!(told.contains("1 registrations, 1 audit entries"), "{told}");
    let copy = stage.folder.path().join("copy.sqlite");
    assert_eq!(fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);
    let before = rows(&copy).await;
    assert!(
        before.len() > 5 && before.iter().any(|row| row.contains(&first.id)),
        "{before:?}"
    );
    assert!(
        run(&stage, &["backup", "copy.sqlite"])
            .unwrap_err()
            .contains("copy.sqlite"),
        "nothing is overwritten"
    );

    lawyer(&stage).await;
    let in_use = run(&stage, &["restore", "copy.sqlite"]).unwrap_err();
    assert!(in_use.contains("stop the site"), "{in_use}");
    stage.portal.store.close().await;
    assert_eq!(
        rows(file)
            .await
            .iter()
            .filter(|row| row.starts_with("registrations"))
            .count(),
        2
    );
    let told = run(&stage, &["restore", "copy.sqlite"]).unwrap();
    assert!(
        told.contains("1 registrations") && told.contains("what was there is in"),
        "{told}"
    );
    assert_eq!(rows(file).await, before);
    let old = told.trim().rsplit(' ').next().unwrap();
    assert!(Store::open(&old.parse().unwrap()).await.is_ok(), "the old one is whole");
    Program::start_at(stage.folder.path(), &stage.database, "127.0.0.1:0", "warn", &[]).stop();
}

/// What restoring is there for.
#[tokio::test]
async fn a_damaged_database_and_a_log_without_one_give_way() {
    let stage = Stage::new().await;
    lawyer(&stage).await;
    run(&stage, &["backup", "copy.sqlite"]).unwrap();
    stage.portal.store.close().await;
    let file = stage.database.file().unwrap();
    let before = rows(file).await;
    let mut bytes = fs::read(file).unwrap();
    bytes[..4096].fill(0xFF);
    fs::write(file, &bytes).unwrap();
    let told = run(&stage, &["restore", "copy.sqlite"]).unwrap();
    assert_eq!(rows(file).await, before);
    let old = told.trim().rsplit(' ').next().unwrap();
    assert_eq!(fs::read(old).unwrap(), bytes);

    let log = stage.folder.path().join("portal.sqlite-wal");
    fs::remove_file(file).unwrap();
    fs::write(&log, "would be taken for the copy's").unwrap();
    run(&stage, &["restore", "copy.sqlite"]).unwrap();
    assert!(!log.exists());
    assert_eq!(rows(file).await, before);
}

/// Neither one that a newer program made nor one that lacks its log; and nothing is made where nothing is.
#[tokio::test]
async fn what_is_no_copy_for_this_program_is_not_put_back() {
    let stage = Stage::new().await;
    lawyer(&stage).await;
    run(&stage, &["backup", "copy.sqlite"]).unwrap();
    stage.portal.store.close().await;
    let (copy, file) = (stage.folder.path().join("copy.sqlite"), stage.database.file().unwrap());
    let before = rows(file).await;
    let log = stage.folder.path().join("copy.sqlite-wal");
    fs::write(&log, "").unwrap();
    let told = run(&stage, &["restore", "copy.sqlite"]).unwrap_err();
    assert!(told.contains("copy.sqlite lies a log"), "{told}");
    fs::remove_file(&log).unwrap();
    let pool = raw(&DatabaseAddress::File(copy)).await;
    sqlx::query("INSERT INTO _sqlx_migrations SELECT version + 90, '', installed_on, 1, checksum, 0 FROM _sqlx_migrations LIMIT 1")
        .execute(&pool)
        .await
        .unwrap();
    pool.close().await;
    let told = run(&stage, &["restore", "copy.sqlite"]).unwrap_err();
    assert!(told.contains("a newer version"), "{told}");
    assert_eq!(rows(file).await, before);
    assert!(!stage.folder.path().join("portal.sqlite.restoring").exists());

    let nowhere = DatabaseAddress::File(stage.folder.path().join("nowhere.sqlite"));
    for arguments in [
        &["verify-audit"][..],
        &["backup", "b"],
        &["erase", "x"],
        &["retain", "--unused-days", "9"],
    ] {
        let output = program(stage.folder.path(), &nowhere).args(arguments).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            !output.status.success() && told.contains("there is no database"),
            "{told}"
        );
    }
    assert!(!nowhere.file().unwrap().exists());
}

/// Before a newer program is started for the first time is the best moment for a copy, and the older one may still be running.
#[tokio::test]
async fn a_copy_leaves_the_schema_as_it_is() {
    let stage = Stage::new().await;
    lawyer(&stage).await;
    let pool = raw(&stage.database).await;
    let newest = "FROM _sqlx_migrations WHERE version = (SELECT max(version) FROM _sqlx_migrations)";
    let question = || sqlx::AssertSqlSafe(format!("SELECT version {newest}"));
    let before: i64 = sqlx::query_scalar(question()).fetch_one(&pool).await.unwrap();
    let forgotten = sqlx::AssertSqlSafe(format!("DELETE {newest}"));
    sqlx::query(forgotten).execute(&pool).await.unwrap();
    run(&stage, &["backup", "copy.sqlite"]).unwrap();
    run(&stage, &["verify-audit"]).unwrap();
    let after: i64 = sqlx::query_scalar(question()).fetch_one(&pool).await.unwrap();
    assert_eq!(after, before - 1);
    pool.close().await;
}

#[tokio::test]
async fn a_broken_copy_is_not_put_back() {
    let stage = Stage::new().await;
    lawyer(&stage).await;
    run(&stage, &["backup", "copy.sqlite"]).unwrap();
    stage.portal.store.close().await;
    let (copy, before) = (
        stage.folder.path().join("copy.sqlite"),
        rows(stage.database.file().unwrap()).await,
    );
    let pool = raw(&DatabaseAddress::File(copy.clone())).await;
    for statement in ["DROP TRIGGER audit_keeps_entries", "UPDATE audit SET at = 0"] {
        sqlx::query(statement).execute(&pool).await.unwrap();
    }
    pool.close().await;
    assert!(
        run(&stage, &["restore", "copy.sqlite"])
            .unwrap_err()
            .contains("entry 1 does not follow")
    );
    let mut bytes = fs::read(&copy).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 4096].fill(0xFF);
    fs::write(&copy, &bytes).unwrap();
    assert!(run(&stage, &["restore", "copy.sqlite"]).is_err());
    fs::write(&copy, "no database").unwrap();
    let told = run(&stage, &["restore", "copy.sqlite"]).unwrap_err();
    assert!(told.contains("take another one"), "{told}");
    assert!(
        run(&stage, &["restore", "nowhere.sqlite"])
            .unwrap_err()
            .contains("nowhere.sqlite")
    );
    assert_eq!(
        rows(stage.database.file().unwrap()).await,
        before,
        "nothing has changed"
    );
}
