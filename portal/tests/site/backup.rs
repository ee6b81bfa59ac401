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
