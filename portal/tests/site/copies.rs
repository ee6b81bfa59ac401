//! Two copies of the site on one PostgreSQL, behind a balancer.

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use openjpki::time::UnixTime;
use openjpki_portal::store::DatabaseAddress;
use openjpki_tests::postgres::Cluster;
use sqlx::AnyConnection;

use crate::card::arrive;
use crate::crowd::{Crowd, nothing_is_lost_or_double};
use crate::form::{RIGHT, fill_in, with};
use crate::password::{PASSWORD, lawyer, set};
use crate::process::Program;
use crate::registration::register;
use crate::stage::{Stage, new_database, raw};
use crate::wire::Copies;

/// How many transactions have to wait, of eight people's, so that both copies surely are in the midst of some.
const WAITING: usize = 6;

/// All registrations are held just before their commit, until several wait; then one copy is killed.
#[test]
fn one_of_two_copies_is_killed_in_mid_registration_and_nothing_is_lost_or_double() {
    let folder = tempfile::tempdir().unwrap();
    let database = new_database(folder.path());
    let first = Program::start_at(folder.path(), &database, "127.0.0.1:0", "warn", &[]);
    let second = Program::start_at(folder.path(), &database, "127.0.0.1:0", "warn", &[]);
    let copies = Arc::new(Copies::of(&[&first.address, &second.address]));
    let crowd = Crowd::begin(&copies, 8, 6);
    while crowd.done() < 12 {
        std::thread::sleep(Duration::from_millis(5));
    }
    let held = Held::hold(&database);
    held.until_wait(WAITING);
    assert_eq!(copies.cut(), 0);
    drop(first);
    held.release();
    let told = crowd.end();
    assert!(copies.cut() > 0, "no request was under way");
    assert_eq!(told.len(), 48);
    second.stop();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(nothing_is_lost_or_double(&database, &told));
}

/// Of two presses at two copies the first is held just before its commit, until the second has come as well.
#[tokio::test(flavor = "multi_thread")]
async fn two_presses_at_two_copies_register_once() {
    let stage = Stage::new().await;
    let mut browser = stage.browser();
    browser.open("/").await;
    browser.submit("/registration/begin", &[("kind", "counter")]).await;
    browser.open("/registration/step1").await;
    let mut fields = with(&[("role", ""), ("residence_card", "")]);
    fields.extend_from_slice(&[("name", "LEE SUN"), ("sex", "female"), ("birth_date", "1990-01-02")]);
    assert_eq!(fill_in(&mut browser, &fields).await.status, 303);
    browser.open("/registration/step2").await;
    let pool = raw(&stage.database).await;
    let mut held = pool.begin().await.unwrap();
    sqlx::query("SELECT 1 FROM audit_head FOR UPDATE")
        .execute(&mut *held)
        .await
        .unwrap();
    let presses: Vec<_> = (0..2)
        .map(|_| {
            let mut tab = browser.tab();
            tokio::spawn(async move { tab.submit("/registration/step2", &[]).await.location() })
        })
        .collect();
    until_at_it(&mut held, "drafts", 2).await;
    held.rollback().await.unwrap();
    for press in presses {
        assert_eq!(press.await.unwrap().as_deref(), Some("/registration/step3"));
    }
    let question = "SELECT count(*) FROM registrations";
    assert_eq!(
        sqlx::query_scalar::<_, i64>(question).fetch_one(&pool).await.unwrap(),
        1
    );
    pool.close().await;
}

/// The mail's row is held until all four have seen that it is due.
#[tokio::test(flavor = "multi_thread")]
async fn copies_that_see_the_same_mail_send_it_once() {
    let stage = Stage::new().await;
    std::fs::remove_dir(stage.folder.path().join("outbox")).unwrap();
    let mut browser = stage.browser();
    arrive(&mut browser, "mai").await;
    fill_in(&mut browser, &RIGHT).await;
    register(&mut browser).await;
    std::fs::create_dir(stage.folder.path().join("outbox")).unwrap();
    stage.pass(60 * 60);
    let pool = raw(&stage.database).await;
    let mut held = pool.begin().await.unwrap();
    sqlx::query("SELECT 1 FROM mails_due FOR UPDATE")
        .execute(&mut *held)
        .await
        .unwrap();
    let senders: Vec<_> = (0..4)
        .map(|_| {
            let portal = Arc::clone(&stage.portal);
            tokio::spawn(async move { portal.send_due_mails().await })
        })
        .collect();
    until_at_it(&mut held, "mails_due", 4).await;
    held.rollback().await.unwrap();
    for sender in senders {
        sender.await.unwrap().unwrap();
    }
    assert_eq!(stage.mails().await.len(), 1);
    pool.close().await;
}

/// A sign-in that is not committed yet when the person is found to be long unused.
#[tokio::test(flavor = "multi_thread")]
async fn who_signs_in_while_the_unused_are_erased_stays() {
    let stage = Stage::new().await;
    let lee = lawyer(&stage).await;
    set(&mut stage.browser(), &lee.link, PASSWORD, PASSWORD).await;
    stage.pass(24 * 60 * 60);
    let now = stage.portal.now();
    let pool = raw(&stage.database).await;
    let mut sign_in = pool.begin().await.unwrap();
    let used = sqlx::query("UPDATE passwords SET used_at = $1").bind(now.0);
    used.execute(&mut *sign_in).await.unwrap();
    let portal = Arc::clone(&stage.portal);
    let retained = tokio::spawn(async move { portal.store.retain(UnixTime(now.0 - 60), now).await });
    until_at_it(&mut sign_in, "passwords", 2).await;
    sign_in.commit().await.unwrap();
    assert_eq!(retained.await.unwrap().unwrap(), 0);
    pool.close().await;
}

/// Waits until so many statements at once are changing a table, or wait to.
async fn until_at_it(held: &mut AnyConnection, table: &str, wanted: i64) {
    let asked = "SELECT count(*) FROM pg_locks WHERE relation = $1::text::regclass AND mode = 'RowExclusiveLock'";
    let begin = Instant::now();
    loop {
        let counted: i64 = sqlx::query_scalar(asked)
            .bind(table)
            .fetch_one(&mut *held)
            .await
            .unwrap();
        if counted >= wanted {
            return;
        }
        assert!(begin.elapsed() < Duration::from_secs(20), "nobody waits");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// The row that every registration changes last, held by a transaction of somebody else's.
struct Held {
    schema: String,
    psql: std::process::Child,
}

impl Held {
    fn hold(database: &DatabaseAddress) -> Self {
        let DatabaseAddress::Postgres(url) = database else {
            panic!("{database} is no PostgreSQL")
        };
        let (server, schema) = url.split_once("&options[search_path]=").unwrap();
        let mut psql = Command::new("psql")
            .args(["--quiet", server])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        use std::io::Write;
        let statement = format!("BEGIN; SELECT * FROM {schema}.audit_head FOR UPDATE;\n");
        psql.stdin.as_mut().unwrap().write_all(statement.as_bytes()).unwrap();
        Self {
            schema: schema.to_owned(),
            psql,
        }
    }

    fn until_wait(&self, wanted: usize) {
        let begin = Instant::now();
        let question = format!(
            "SELECT count(*) FROM pg_locks WHERE NOT granted OR relation = '{}.audit_head'::regclass AND mode = 'RowExclusiveLock'",
            self.schema
        );
        loop {
            let counted = Cluster::of_this_process().run("psql", &["-Atc", &question, "postgres"]);
            // One of them, at the least, is counted twice.
            if counted.trim().parse::<usize>().unwrap() > wanted {
                return;
            }
            assert!(begin.elapsed() < Duration::from_secs(20), "nobody waits: {counted}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// The transaction ends with its connection.
    fn release(mut self) {
        drop(self.psql.stdin.take());
        assert!(self.psql.wait().unwrap().success());
    }
}
