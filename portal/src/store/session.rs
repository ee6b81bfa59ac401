//! Sessions: one row for a browser that has begun something; it takes everything begun with it when it goes.

use openjpki::time::UnixTime;
use sqlx::Row;

use super::{Store, StoreError};
use crate::secret::Secret;

/// An unused session ends after an hour, in seconds.
pub(super) const IDLE: i64 = 60 * 60;
/// Every session ends after twelve hours, in seconds.
pub(super) const LONGEST: i64 = 12 * 60 * 60;
/// That a session was used is noted at most once a minute, in seconds: looking at a page writes nothing otherwise.
const NOTED: i64 = 60;

impl Store {
    /// Makes the session, or notes that it was used.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails.
    pub async fn begin_session(&self, session: &Secret, now: UnixTime) -> Result<(), StoreError> {
        if self.is_open(session, now).await? {
            return Ok(());
        }
        sqlx::query(
            "INSERT INTO sessions (hash, made_at, seen_at) VALUES ($1, $2, $2)
             ON CONFLICT (hash) DO UPDATE SET seen_at = excluded.seen_at",
        )
        .bind(session.hash().as_slice())
        .bind(now.0)
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// Notes that a session was used, if it is there. One that has ended goes, and with it all that was begun.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails.
    pub async fn touch_session(&self, session: &Secret, now: UnixTime) -> Result<(), StoreError> {
        self.is_open(session, now).await?;
        Ok(())
    }

    /// Gives a session a new cookie; the old one is worth nothing from then on (against session fixation).
    ///
    /// # Errors
    /// [`StoreError`] if the database fails or no random value is to be had.
    pub async fn rotate_session(&self, session: &Secret) -> Result<Secret, StoreError> {
        let fresh = Secret::random()?;
        sqlx::query("UPDATE sessions SET hash = $2 WHERE hash = $1")
            .bind(session.hash().as_slice())
            .bind(fresh.hash().as_slice())
            .execute(&self.writer)
            .await?;
        Ok(fresh)
    }

    async fn is_open(&self, session: &Secret, now: UnixTime) -> Result<bool, StoreError> {
        let hash = session.hash();
        let row = sqlx::query("SELECT made_at, seen_at FROM sessions WHERE hash = $1")
            .bind(hash.as_slice())
            .fetch_optional(&self.reader)
            .await?;
        let Some(row) = row else { return Ok(false) };
        let (made, seen): (i64, i64) = (row.try_get("made_at")?, row.try_get("seen_at")?);
        let ended = seen < now.0 - IDLE || made < now.0 - LONGEST;
        if ended {
            sqlx::query("DELETE FROM sessions WHERE hash = $1")
                .bind(hash.as_slice())
                .execute(&self.writer)
                .await?;
        } else if seen <= now.0 - NOTED {
            sqlx::query("UPDATE sessions SET seen_at = $2 WHERE hash = $1")
                .bind(hash.as_slice())
                .bind(now.0)
                .execute(&self.writer)
                .await?;
        }
        Ok(!ended)
    }
}
