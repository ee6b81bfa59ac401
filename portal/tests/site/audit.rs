//! The audit record: what stands in it, and that nobody changes it unseen.

use openjpki_portal::store::{AuditEnd, AuditFault, DatabaseAddress, Engine};
use sqlx::{AnyPool, Executor, Row};

use crate::ENGINE;
use crate::password::{PASSWORD, lawyer, set};
use crate::process::program;
use crate::sign_in::{enter, is_in};
use crate::stage::{Stage, raw};

/// Two people, one of whom signs in.
async fn three_entries(stage: &Stage) -> AuditEnd {
    lawyer(stage).await;
    let lee = lawyer(stage).await;
    set(&mut stage.browser(), &lee.link, PASSWORD, PASSWORD).await;
    assert!(is_in(&enter(&mut stage.browser(), &lee.id, PASSWORD).await));
    assert_eq!(enter(&mut stage.browser(), &lee.id, "wrong horse 7").await.status, 422);
    stage.portal.store.verify_audit(None).await.unwrap().unwrap()
}

async fn verify(stage: &Stage, kept: Option<AuditEnd>) -> Result<i64, AuditFault> {
    let walked = stage.portal.store.verify_audit(kept).await.unwrap();
    walked.map(|end| end.number)
}

/// Takes away what keeps the record append-only, as who owns the database can.
async fn unlock(pool: &AnyPool) {
    let locks: &[&'static str] = match ENGINE {
        Engine::Sqlite => &[
            "DROP TRIGGER audit_keeps_entries",
            "DROP TRIGGER audit_loses_no_entries",
            "PRAGMA ignore_check_constraints = ON",
        ],
        Engine::Postgres => &[
            "ALTER TABLE audit DISABLE TRIGGER ALL",
            "ALTER TABLE audit DROP CONSTRAINT audit_subject_check",
        ],
    };
    for lock in locks {
        pool.execute(*lock).await.unwrap();
    }
}

#[tokio::test]
async fn registrations_and_sign_ins_are_recorded_without_attributes() {
    let stage = Stage::new().await;
    assert_eq!(three_entries(&stage).await.number, 3);
    let pool = raw(&stage.database).await;
    let rows = sqlx::query("SELECT event, subject FROM audit ORDER BY number")
        .fetch_all(&pool)
        .await
        .unwrap();
    let events: Vec<&str> = rows.iter().map(|row| row.get(0)).collect();
    assert_eq!(events, ["registered", "registered", "signed-in"]);
    let subjects: Vec<Vec<u8>> = rows.iter().map(|row| row.get(1)).collect();
    assert!(subjects[0] != subjects[1] && subjects[1] == subjects[2]);
    pool.close().await;
}

#[tokio::test]
async fn the_first_broken_link_is_named() {
    let stage = Stage::new().await;
    let kept = three_entries(&stage).await;
    let pool = raw(&stage.database).await;
    for statement in ["UPDATE audit SET at = 0", "DELETE FROM audit"] {
        let refused = pool.execute(statement).await.unwrap_err().to_string();
        assert!(refused.contains("append-only"), "{refused}");
    }
    unlock(&pool).await;
    for (broken, mended, fault) in [
        (
            "UPDATE audit SET at = at + 1 WHERE number = 2",
            "UPDATE audit SET at = at - 1 WHERE number = 2",
            AuditFault::Changed(2),
        ),
        (
            "UPDATE audit SET event = 'signed-in' WHERE number = 1",
            "UPDATE audit SET event = 'registered' WHERE number = 1",
            AuditFault::Changed(1),
        ),
        (
            "UPDATE audit SET number = 7 WHERE number = 2",
            "UPDATE audit SET number = 2 WHERE number = 7",
            AuditFault::Missing(2),
        ),
        (
            "UPDATE audit_head SET number = 4",
            "UPDATE audit_head SET number = 3",
            AuditFault::Shortened { found: 3, noted: 4 },
        ),
    ] {
        pool.execute(broken).await.unwrap();
        assert_eq!(verify(&stage, None).await, Err(fault), "{broken}");
        pool.execute(mended).await.unwrap();
        assert_eq!(verify(&stage, Some(kept)).await, Ok(3));
    }
    // The same bytes in a row, with the event's first letter at the end of the subject.
    let entry = sqlx::query("SELECT subject FROM audit WHERE number = 3")
        .fetch_one(&pool)
        .await
        .unwrap();
    let (subject, mut longer): (Vec<u8>, Vec<u8>) = (entry.get(0), entry.get(0));
    longer.push(b's');
    for (subject, event, found) in [
        (longer, "igned-in", Err(AuditFault::Changed(3))),
        (subject, "signed-in", Ok(3)),
    ] {
        let moved = sqlx::query("UPDATE audit SET subject = $1, event = $2 WHERE number = 3");
        moved.bind(subject).bind(event).execute(&pool).await.unwrap();
        assert_eq!(verify(&stage, None).await, found);
    }
    pool.execute("DELETE FROM audit WHERE number = 3").await.unwrap();
    assert_eq!(
        verify(&stage, None).await,
        Err(AuditFault::Shortened { found: 2, noted: 3 })
    );
    pool.close().await;
}

#[tokio::test]
async fn a_record_that_is_written_anew_shows_by_an_end_that_was_kept() {
    let stage = Stage::new().await;
    let end = three_entries(&stage).await;
    let other = AuditEnd {
        number: 2,
        hash: end.hash,
    };
    assert_eq!(verify(&stage, Some(other)).await, Err(AuditFault::Rewritten(2)));
    let later = AuditEnd { number: 9, ..end };
    assert_eq!(
        verify(&stage, Some(later)).await,
        Err(AuditFault::Shortened { found: 3, noted: 9 })
    );
}

#[tokio::test]
async fn the_command_prints_an_end_that_it_takes_back_and_fails_with_the_link() {
    let stage = Stage::new().await;
    three_entries(&stage).await;
    let (told, worked) = verify_by_command(&stage.database, &[]);
    assert!(worked && told.contains("whole: 3 entries"), "{told}");
    let end = told.trim().rsplit(' ').next().unwrap().to_owned();
    assert!(verify_by_command(&stage.database, &["--kept", &end]).1);
    let other = format!("3:{}", "0".repeat(64));
    let (told, worked) = verify_by_command(&stage.database, &["--kept", &other]);
    assert!(
        !worked && told.contains("entry 3 is not the one that was kept"),
        "{told}"
    );
}

fn verify_by_command(database: &DatabaseAddress, more: &[&str]) -> (String, bool) {
    let output = program(std::path::Path::new("/"), database)
        .arg("verify-audit")
        .args(more)
        .output()
        .unwrap();
    let told = [output.stdout, output.stderr].concat();
    (String::from_utf8(told).unwrap(), output.status.success())
}
