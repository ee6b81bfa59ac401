//! Copies of a PostgreSQL database, by its own tools, as the README says.

use openjpki_portal::store::{DatabaseAddress, Store};
use openjpki_tests::postgres::Cluster;

use crate::password::lawyer;
use crate::process::program;
use crate::stage::{Stage, contents};

#[tokio::test]
async fn a_dump_brings_everything_back() {
    let stage = Stage::new().await;
    let lee = lawyer(&stage).await;
    let cluster = Cluster::of_this_process();
    let DatabaseAddress::Postgres(url) = &stage.database else {
        panic!("{} is no PostgreSQL", stage.database)
    };
    let (_, schema) = url.split_once("search_path]=").unwrap();
    let file = stage.folder.path().join("portal.dump").display().to_string();
    cluster.run(
        "pg_dump",
        &["--format=custom", "--schema", schema, "--file", &file, "postgres"],
    );
    let before = contents(&stage.database);
    assert!(before.contains(&lee.id));

    stage.portal.store.close().await;
    cluster.run(
        "psql",
        &[
            "--quiet",
            "--command",
            &format!("DROP SCHEMA {schema} CASCADE"),
            "postgres",
        ],
    );
    cluster.run("pg_restore", &["--exit-on-error", "--dbname", "postgres", &file]);
    assert_eq!(contents(&stage.database), before);
    let store = Store::open(&stage.database).await.unwrap();
    assert_eq!(store.verify_audit(None).await.unwrap().unwrap().number, 1);
    store.close().await;
}

#[tokio::test]
async fn the_commands_for_sqlite_name_the_tools() {
    let stage = Stage::new().await;
    for task in ["backup", "restore"] {
        let output = program(stage.folder.path(), &stage.database)
            .args([task, "copy"])
            .output()
            .unwrap();
        assert!(!output.status.success());
        assert!(
            String::from_utf8_lossy(&output.stderr).contains("pg_dump --format=custom"),
            "{task}"
        );
    }
    assert!(!stage.folder.path().join("copy").exists());
}
