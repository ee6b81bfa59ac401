//! Nonces: given out to one session, taken back once, within five minutes.

use openjpki::time::UnixTime;
use sqlx::Row;

use super::{Store, StoreError};
use crate::secret::Secret;

/// How long a nonce is good for, in seconds (protocol, section 4).
pub(super) const NONCE_LIFETIME: i64 = 5 * 60;

impl Store {
    /// Makes a nonce for a ceremony of this session.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails or no random value is to be had.
    pub async fn give_nonce(&self, session: &Secret, now: UnixTime) -> Result<Secret, StoreError> {
        self.begin_session(session, now).await?;
        let nonce = Secret::random()?;
        sqlx::query("INSERT INTO nonces (hash, session, made_at) VALUES ($1, $2, $3)")
            .bind(nonce.hash().as_slice())
            .bind(session.hash().as_slice())
            .bind(now.0)
            .execute(&self.writer)
            .await?;
        Ok(nonce)
    }

    /// Takes a nonce back, whatever comes of it: it is gone afterwards. `false` if it is not this session's, was taken before, or is
    /// older than five minutes.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails.
    pub async fn take_nonce(&self, session: &Secret, nonce: &Secret, now: UnixTime) -> Result<bool, StoreError> {
        let row = sqlx::query("DELETE FROM nonces WHERE hash = $1 AND session = $2 RETURNING made_at")
            .bind(nonce.hash().as_slice())
            .bind(session.hash().as_slice())
            .fetch_optional(&self.writer)
            .await?;
        let Some(row) = row else { return Ok(false) };
        let age = now.0 - row.try_get::<i64, _>("made_at")?;
        Ok((0..=NONCE_LIFETIME).contains(&age))
    }
}
