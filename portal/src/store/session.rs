//! Sessions: one row for a browser that has begun something; it takes everything begun with it when it goes.

use openjpki::time::UnixTime;

use super::{Store, StoreError};
use crate::secret::Secret;

/// An unused session ends after an hour, in seconds.
const IDLE: i64 = 60 * 60;
/// Every session ends after twelve hours, in seconds.
const LONGEST: i64 = 12 * 60 * 60;

impl Store {
    /// Makes the session, or notes that it was used.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails.
    pub async fn begin_session(&self, session: &Secret, now: UnixTime) -> Result<(), StoreError> {
        self.drop_stale_sessions(now).await?;
        sqlx::query(
            "INSERT INTO sessions (hash, made_at, seen_at) VALUES (?1, ?2, ?2)
             ON CONFLICT (hash) DO UPDATE SET seen_at = excluded.seen_at",
        )
        .bind(session.hash().as_slice())
        .bind(now.0)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Notes that a session was used, if it is there and has not ended.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails.
    pub async fn touch_session(&self, session: &Secret, now: UnixTime) -> Result<(), StoreError> {
        self.drop_stale_sessions(now).await?;
        sqlx::query("UPDATE sessions SET seen_at = ?2 WHERE hash = ?1")
            .bind(session.hash().as_slice())
            .bind(now.0)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Gives a session a new cookie; the old one is worth nothing from then on (against session fixation).
    ///
    /// # Errors
    /// [`StoreError`] if the database fails or no random value is to be had.
    pub async fn rotate_session(&self, session: &Secret) -> Result<Secret, StoreError> {
        let fresh = Secret::random()?;
        sqlx::query("UPDATE sessions SET hash = ?2 WHERE hash = ?1")
            .bind(session.hash().as_slice())
            .bind(fresh.hash().as_slice())
            .execute(&self.pool)
            .await?;
        Ok(fresh)
    }

    async fn drop_stale_sessions(&self, now: UnixTime) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM sessions WHERE seen_at < ?1 OR made_at < ?2")
            .bind(now.0 - IDLE)
            .bind(now.0 - LONGEST)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
