//! The growing delay after failures to sign in, and browsers that are known.
//!
//! Failures are counted by lane: the authentication ID as it was typed, together with how the attempt came. Whoever holds the registered
//! card, and whoever comes from a browser that signed in before or set the password by the mail's link, has a lane of their own. So
//! strangers can slow down strangers only; they lock nobody out.

use openjpki::time::UnixTime;
use sha2::{Digest, Sha256};
use sqlx::Row;

use super::{Store, StoreError};
use crate::secret::{Hash, Secret};

/// So many failures in a row cost nothing.
const FREE: i64 = 5;
/// The first delay, in seconds. Every further failure doubles it.
const FIRST: i64 = 30;
/// The longest delay, in seconds.
const LONGEST: i64 = 15 * 60;
/// Failures are forgotten after a day without another, in seconds.
const MEMORY: i64 = 24 * 60 * 60;
/// A browser is known for a year after it signed in, in seconds.
pub(crate) const KNOWN: i64 = 365 * 24 * 60 * 60;

/// Who shares a count of failures.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Lane(Hash);

/// How an attempt comes.
#[derive(Clone, Copy)]
pub enum Way<'a> {
    /// The card that is registered under this authentication ID was read.
    RegisteredCard,
    /// From a browser that is known to this registration.
    KnownBrowser(&'a Secret),
    /// From anywhere else.
    Elsewhere,
}

/// Whether a password may be tried now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attempt {
    /// Yes; it is counted as failed until it succeeds.
    Now,
    /// Not before so many seconds. Trying earlier does not make it longer.
    After(i64),
}

impl Lane {
    /// The lane of this authentication ID, whether it exists or not.
    pub fn new(authentication_id: &str, way: Way<'_>) -> Self {
        let mut digest = Sha256::new();
        match way {
            Way::RegisteredCard => digest.update(b"card\0"),
            Way::KnownBrowser(browser) => {
                digest.update(b"browser\0");
                digest.update(browser.hash());
            }
            Way::Elsewhere => digest.update(b"elsewhere\0"),
        }
        digest.update(authentication_id.as_bytes());
        Self(digest.finalize().into())
    }
}

impl Store {
    /// Begins an attempt. It is counted before it is known how it ends, so that many at once are counted like many in a row.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails.
    pub async fn begin_attempt(&self, lane: Lane, now: UnixTime) -> Result<Attempt, StoreError> {
        sqlx::query("DELETE FROM sign_in_delays WHERE last_at < ?1")
            .bind(now.0 - MEMORY)
            .execute(&self.pool)
            .await?;
        let counted = sqlx::query(
            "INSERT INTO sign_in_delays (lane, failures, next_at, last_at) VALUES (?1, 1, ?2, ?2)
             ON CONFLICT (lane) DO UPDATE SET failures = failures + 1, last_at = ?2,
                 next_at = ?2 + iif(failures + 1 < ?3, 0, min(?5, ?4 << min(failures + 1 - ?3, 16)))
             WHERE next_at <= ?2
             RETURNING failures",
        )
        .bind(lane.0.as_slice())
        .bind(now.0)
        .bind(FREE)
        .bind(FIRST)
        .bind(LONGEST)
        .fetch_optional(&self.pool)
        .await?;
        if counted.is_some() {
            return Ok(Attempt::Now);
        }
        let row = sqlx::query("SELECT next_at FROM sign_in_delays WHERE lane = ?1")
            .bind(lane.0.as_slice())
            .fetch_optional(&self.pool)
            .await?;
        let next: i64 = row.map(|row| row.try_get("next_at")).transpose()?.unwrap_or(now.0);
        Ok(Attempt::After((next - now.0).max(1)))
    }

    /// The attempt succeeded: the lane's failures are forgotten.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails.
    pub async fn forget_failures(&self, lane: Lane) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM sign_in_delays WHERE lane = ?1")
            .bind(lane.0.as_slice())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Whether this browser signed in to the registration before, or set its password.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails.
    pub async fn knows_browser(&self, browser: &Secret, registration: i64, now: UnixTime) -> Result<bool, StoreError> {
        let row = sqlx::query("SELECT 1 FROM known_browsers WHERE hash = ?1 AND registration = ?2 AND seen_at >= ?3")
            .bind(browser.hash().as_slice())
            .bind(registration)
            .bind(now.0 - KNOWN)
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.is_some())
    }

    /// From now on the browser is known to the registration.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails.
    pub async fn remember_browser(&self, browser: &Secret, registration: i64, now: UnixTime) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM known_browsers WHERE seen_at < ?1")
            .bind(now.0 - KNOWN)
            .execute(&self.pool)
            .await?;
        sqlx::query("INSERT OR REPLACE INTO known_browsers (hash, registration, seen_at) VALUES (?1, ?2, ?3)")
            .bind(browser.hash().as_slice())
            .bind(registration)
            .bind(now.0)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
