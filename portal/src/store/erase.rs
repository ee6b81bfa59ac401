//! Erasing people: who asks for it, and who has not been here for a long time.

use openjpki::time::UnixTime;
use sqlx::{AnyConnection, Executor, Row};

use super::delay::{Lane, Way};
use super::{Engine, Event, Store, StoreError, audit};

/// How many are looked up at once.
const PAGE: i64 = 500;
/// Later than anybody was here.
const EVER: UnixTime = UnixTime(i64::MAX);

impl Store {
    /// Erases a registration with all that belongs to it: password, links, mails that are due, drafts, sign-ins and the sessions that
    /// are open, known browsers, delays. What stays is the audit record, whose pseudonym is nobody's from then on. `false` if nobody
    /// has this authentication ID.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails; then nothing is erased.
    pub async fn erase(&self, authentication_id: &str, now: UnixTime) -> Result<bool, StoreError> {
        let erased = self.erase_unused(authentication_id, EVER, now).await?;
        if erased {
            self.scrub().await?;
        }
        Ok(erased)
    }

    /// Erases registrations that were made, given a password and signed in to before `cutoff` only. Returns how many.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails; what was erased by then stays erased.
    pub async fn retain(&self, cutoff: UnixTime, now: UnixTime) -> Result<u64, StoreError> {
        let mut erased = 0;
        loop {
            let unused = sqlx::query(
                "SELECT authentication_id FROM registrations LEFT JOIN passwords ON registration = id
                 WHERE registered_at < $1 AND coalesce(set_at, 0) < $1 AND coalesce(used_at, 0) < $1 LIMIT $2",
            )
            .bind(cutoff.0)
            .bind(PAGE)
            .fetch_all(&self.reader)
            .await?;
            if unused.is_empty() {
                break;
            }
            for row in unused {
                if self
                    .erase_unused(row.try_get("authentication_id")?, cutoff, now)
                    .await?
                {
                    erased += 1;
                }
            }
        }
        if erased > 0 {
            self.scrub().await?;
        }
        Ok(erased)
    }

    /// `false` if there is nobody any more, or if the person has been here since `cutoff`: signing in changes the password's row, so of
    /// the two that come at once the second sees what the first has done.
    async fn erase_unused(&self, authentication_id: &str, cutoff: UnixTime, now: UnixTime) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let row = sqlx::query(
            "UPDATE registrations SET authentication_id = authentication_id WHERE authentication_id = $1
             RETURNING id, pseudonym",
        )
        .bind(authentication_id)
        .fetch_optional(&mut *transaction)
        .await?;
        let Some(row) = row else { return Ok(false) };
        let (registration, subject): (i64, Vec<u8>) = (row.try_get("id")?, row.try_get("pseudonym")?);
        let password =
            sqlx::query("UPDATE passwords SET set_at = set_at WHERE registration = $1 RETURNING set_at, used_at")
                .bind(registration)
                .fetch_optional(&mut *transaction)
                .await?;
        if let Some(password) = password {
            let (set, used): (i64, i64) = (password.try_get("set_at")?, password.try_get("used_at")?);
            if set.max(used) >= cutoff.0 {
                return Ok(false);
            }
        }
        erase_delays(&mut transaction, authentication_id, registration).await?;
        for statement in [
            "DELETE FROM sessions WHERE hash IN (SELECT session FROM sign_ins WHERE registration = $1)",
            "DELETE FROM sessions WHERE hash IN (SELECT session FROM drafts WHERE registration = $1)",
            "DELETE FROM registrations WHERE id = $1",
        ] {
            sqlx::query(statement)
                .bind(registration)
                .execute(&mut *transaction)
                .await?;
        }
        audit::append_about(&mut transaction, Event::Erased, &subject, now).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Takes what was deleted out of SQLite's log as well, and lets PostgreSQL reuse its place.
    async fn scrub(&self) -> Result<(), StoreError> {
        match self.engine {
            Engine::Sqlite => {
                let emptied = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
                    .fetch_one(&self.writer)
                    .await?;
                if emptied.try_get::<i64, _>("busy")? != 0 {
                    tracing::warn!(
                        "somebody reads the database all the time: its log (-wal) holds what was erased until it is written anew"
                    );
                }
            }
            Engine::Postgres => {
                let holding =
                    "VACUUM registrations, passwords, sign_ins, known_browsers, drafts, mails_due, mail_changes";
                self.writer.execute(holding).await?;
            }
        }
        Ok(())
    }
}

async fn erase_delays(
    connection: &mut AnyConnection,
    authentication_id: &str,
    registration: i64,
) -> Result<(), StoreError> {
    let browsers = sqlx::query("SELECT hash FROM known_browsers WHERE registration = $1")
        .bind(registration)
        .fetch_all(&mut *connection)
        .await?;
    let mut lanes = vec![
        Lane::new(authentication_id, Way::RegisteredCard),
        Lane::new(authentication_id, Way::Elsewhere),
    ];
    for browser in browsers {
        let hash: Vec<u8> = browser.try_get("hash")?;
        lanes.push(Lane::of_browser(authentication_id, &hash));
    }
    for lane in lanes {
        sqlx::query("DELETE FROM sign_in_delays WHERE lane = $1")
            .bind(lane.as_bytes())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}
