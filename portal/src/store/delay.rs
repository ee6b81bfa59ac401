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
/// So often the delay doubles before it is the longest one.
const DOUBLINGS: i64 = 4;
/// The longest delay, in seconds.
const LONGEST: i64 = 15 * 60;
/// Failures are forgotten after a day without another, in seconds.
pub(super) const MEMORY: i64 = 24 * 60 * 60;
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
        match way {
            Way::RegisteredCard => Self::of(authentication_id, b"card\0", &[]),
            Way::KnownBrowser(browser) => Self::of_browser(authentication_id, &browser.hash()),
            Way::Elsewhere => Self::of(authentication_id, b"elsewhere\0", &[]),
        }
    }

    /// The lane of a known browser, by the hash that is stored of it.
    pub(super) fn of_browser(authentication_id: &str, browser: &[u8]) -> Self {
        Self::of(authentication_id, b"browser\0", browser)
    }

    fn of(authentication_id: &str, way: &[u8], browser: &[u8]) -> Self {
        let mut digest = Sha256::new();
        digest.update(way);
        digest.update(browser);
        digest.update(authentication_id.as_bytes());
        Self(digest.finalize().into())
    }

    /// As it is stored.
    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl Store {
    /// Begins an attempt. It is counted before it is known how it ends, so that many at once are counted like many in a row.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails.
    pub async fn begin_attempt(&self, lane: Lane, now: UnixTime) -> Result<Attempt, StoreError> {
        let counted = sqlx::query(
            "INSERT INTO sign_in_delays AS d (lane, failures, next_at, last_at) VALUES ($1, 1, $2, $2)
             ON CONFLICT (lane) DO UPDATE SET last_at = $2,
                 failures = CASE WHEN d.last_at < $3 THEN 1 ELSE d.failures + 1 END,
                 next_at = $2 + CASE
                     WHEN d.last_at < $3 OR d.failures + 1 < $4 THEN 0
                     WHEN d.failures + 1 - $4 > $5 THEN $7
                     ELSE $6 * (1 << CAST(d.failures + 1 - $4 AS INTEGER)) END
             WHERE d.next_at <= $2
             RETURNING failures",
        )
        .bind(lane.0.as_slice())
        .bind(now.0)
        .bind(now.0 - MEMORY)
        .bind(FREE)
        .bind(DOUBLINGS)
        .bind(FIRST)
        .bind(LONGEST)
        .fetch_optional(&self.writer)
        .await?;
        if counted.is_some() {
            return Ok(Attempt::Now);
        }
        let row = sqlx::query("SELECT next_at FROM sign_in_delays WHERE lane = $1")
            .bind(lane.0.as_slice())
            .fetch_optional(&self.reader)
            .await?;
        let next: i64 = row.map(|row| row.try_get("next_at")).transpose()?.unwrap_or(now.0);
        Ok(Attempt::After((next - now.0).max(1)))
    }

    /// The attempt succeeded: the lane's failures are forgotten.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails.
    pub async fn forget_failures(&self, lane: Lane) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM sign_in_delays WHERE lane = $1")
            .bind(lane.0.as_slice())
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Whether this browser signed in to the registration before, or set its password.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails.
    pub async fn knows_browser(&self, browser: &Secret, registration: i64, now: UnixTime) -> Result<bool, StoreError> {
        let row = sqlx::query("SELECT 1 FROM known_browsers WHERE hash = $1 AND registration = $2 AND seen_at >= $3")
            .bind(browser.hash().as_slice())
            .bind(registration)
            .bind(now.0 - KNOWN)
            .fetch_optional(&self.reader)
            .await?;
        Ok(row.is_some())
    }

    /// From now on the browser is known to the registration.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails.
    pub async fn remember_browser(&self, browser: &Secret, registration: i64, now: UnixTime) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO known_browsers (hash, registration, seen_at) VALUES ($1, $2, $3)
             ON CONFLICT (hash, registration) DO UPDATE SET seen_at = excluded.seen_at",
        )
        .bind(browser.hash().as_slice())
        .bind(registration)
        .bind(now.0)
        .execute(&self.writer)
        .await?;
        Ok(())
    }
}
