//! Mails that are due.

use openjpki::time::UnixTime;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Store, StoreError};

/// How long one try may take before another begins, in seconds.
const CLAIM: i64 = 60;
/// The first pause between two tries; every further one is twice as long, in seconds.
const FIRST_PAUSE: i64 = 15;
/// The longest pause between two tries, in seconds.
const LONGEST_PAUSE: i64 = 60 * 60;

/// A mail to write and send now. `Debug` is left out: it is all personal.
pub struct DueMail {
    /// Whose registration.
    pub registration: i64,
    /// 利用者氏名.
    pub name: String,
    /// Where to.
    pub address: String,
    /// 認証ID.
    pub authentication_id: String,
    /// The language's code.
    pub language: String,
    /// Why.
    pub occasion: Occasion,
}

/// Why a mail is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// Somebody registered.
    Registered,
    /// Somebody forgot the password.
    Forgotten,
}

impl Store {
    /// Takes one mail that is due, so that nobody else sends it meanwhile.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails.
    pub async fn claim_mail(&self, now: UnixTime) -> Result<Option<DueMail>, StoreError> {
        let Some(claimed) = self.claim(now).await? else {
            return Ok(None);
        };
        let row = sqlx::query("SELECT id, name, mail, authentication_id, language FROM registrations WHERE id = $1")
            .bind(claimed.try_get::<i64, _>("registration")?)
            .fetch_optional(&self.reader)
            .await?;
        // Erased since.
        let Some(row) = row else { return Ok(None) };
        Ok(Some(DueMail {
            registration: row.try_get("id")?,
            name: row.try_get("name")?,
            address: row.try_get("mail")?,
            authentication_id: row.try_get("authentication_id")?,
            language: row.try_get("language")?,
            occasion: match claimed.try_get::<&str, _>("occasion")? {
                "registered" => Occasion::Registered,
                "forgotten" => Occasion::Forgotten,
                _ => return Err(StoreError::Unreadable("mail")),
            },
        }))
    }

    /// The mail went out: it is due no longer.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails.
    pub async fn mail_sent(&self, registration: i64) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM mails_due WHERE registration = $1")
            .bind(registration)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// The mail did not go out: it is due again, later and later, up to once an hour.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails.
    pub async fn mail_failed(&self, registration: i64, now: UnixTime) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE mails_due SET next_at = $2 + CASE WHEN attempts > 7 THEN $3 ELSE $4 * (1 << CAST(attempts AS INTEGER)) END
             WHERE registration = $1",
        )
        .bind(registration)
        .bind(now.0)
        .bind(LONGEST_PAUSE)
        .bind(FIRST_PAUSE)
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// Of two copies of the site that see the same mail, the second finds it no longer due and looks again.
    async fn claim(&self, now: UnixTime) -> Result<Option<AnyRow>, StoreError> {
        loop {
            let claimed = sqlx::query(
                "UPDATE mails_due SET attempts = attempts + 1, next_at = $1 + $2
                 WHERE next_at <= $1 AND registration =
                     (SELECT registration FROM mails_due WHERE next_at <= $1 ORDER BY next_at LIMIT 1)
                 RETURNING registration, occasion",
            )
            .bind(now.0)
            .bind(CLAIM)
            .fetch_optional(&self.writer)
            .await?;
            if claimed.is_some() {
                return Ok(claimed);
            }
            let due = sqlx::query("SELECT 1 FROM mails_due WHERE next_at <= $1 LIMIT 1")
                .bind(now.0)
                .fetch_optional(&self.reader)
                .await?;
            if due.is_none() {
                return Ok(None);
            }
        }
    }
}
