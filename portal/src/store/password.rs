//! Passwords and the links that set them: a link sets one password, once, within 24 hours.

use openjpki::time::UnixTime;
use sqlx::Row;

use super::{Store, StoreError};
use crate::secret::Secret;

/// How long a link for a password is good, in seconds.
pub(super) const LINK_LIFETIME: i64 = 24 * 60 * 60;
/// Who asks for a mail with a link gets another one after five minutes at the earliest, in seconds.
pub(super) const MAIL_PAUSE: i64 = 5 * 60;
/// To one address at most this many mails at once: one to a registration.
const MAILS_TO_ONE_ADDRESS: i64 = 5;

/// Whose password a link sets. `Debug` is left out: it is all personal.
pub struct LinkOwner {
    /// 認証ID.
    pub authentication_id: String,
    /// メールアドレス.
    pub mail: String,
    /// No password was set before.
    pub first: bool,
}

impl Store {
    /// Makes the token of a link for a password; only its hash is kept.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails or no random value is to be had.
    pub async fn new_password_link(&self, registration: i64, now: UnixTime) -> Result<Secret, StoreError> {
        let token = Secret::random()?;
        sqlx::query("INSERT INTO password_links (hash, registration, made_at) VALUES ($1, $2, $3)")
            .bind(token.hash().as_slice())
            .bind(registration)
            .bind(now.0)
            .execute(&self.writer)
            .await?;
        Ok(token)
    }

    /// Whose password a link sets; `None` if it is unknown, used, or older than 24 hours; which of them is nobody's business. Looking
    /// does not use it up: mail programs open links before people do.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails.
    pub async fn password_link(&self, token: &Secret, now: UnixTime) -> Result<Option<LinkOwner>, StoreError> {
        let row = sqlx::query(
            "SELECT authentication_id, mail, (SELECT set_at FROM passwords WHERE passwords.registration = id) AS set_before
             FROM password_links JOIN registrations ON id = registration WHERE hash = $1 AND made_at >= $2",
        )
        .bind(token.hash().as_slice())
        .bind(now.0 - LINK_LIFETIME)
        .fetch_optional(&self.reader)
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(LinkOwner {
            authentication_id: row.try_get("authentication_id")?,
            mail: row.try_get("mail")?,
            first: row.try_get::<Option<i64>, _>("set_before")?.is_none(),
        }))
    }

    /// Uses a link up and sets the password, all or nothing. Every other link of the registration is worth nothing from then on, and
    /// everybody who is signed in to it is signed out, nobody may link another card, no change of the mail address is
    /// asked for, and no browser is known to it any more. Returns the registration's number; `None` if the link is not good (any more).
    ///
    /// - `hash`: the password as [`crate::password::Passwords::hash`] writes it.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails; then no password is set and the link is as good as before.
    pub async fn set_password(&self, token: &Secret, hash: &str, now: UnixTime) -> Result<Option<i64>, StoreError> {
        let mut transaction = self.begin().await?;
        // Of two that come at once, the second waits here and then finds the link gone.
        let used = sqlx::query("DELETE FROM password_links WHERE hash = $1 AND made_at >= $2 RETURNING registration")
            .bind(token.hash().as_slice())
            .bind(now.0 - LINK_LIFETIME)
            .fetch_optional(&mut *transaction)
            .await?;
        let Some(used) = used else { return Ok(None) };
        let registration: i64 = used.try_get("registration")?;
        sqlx::query(
            "INSERT INTO passwords (registration, hash, set_at) VALUES ($1, $2, $3)
             ON CONFLICT (registration) DO UPDATE SET hash = excluded.hash, set_at = excluded.set_at",
        )
        .bind(registration)
        .bind(hash)
        .bind(now.0)
        .execute(&mut *transaction)
        .await?;
        for ended in [
            "DELETE FROM password_links WHERE registration = $1",
            "DELETE FROM known_browsers WHERE registration = $1",
            "DELETE FROM card_permits WHERE registration = $1",
            "DELETE FROM mail_changes WHERE registration = $1",
            "DELETE FROM sessions WHERE hash IN (SELECT session FROM sign_ins WHERE registration = $1)",
        ] {
            sqlx::query(ended).bind(registration).execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        Ok(Some(registration))
    }

    /// Lets a mail with a link be due for every registration with this mail address, at most one in five minutes each. Tells nobody
    /// how many there are.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails.
    pub async fn forgot_password(&self, mail: &str, now: UnixTime) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO mails_due (registration, next_at, occasion)
             SELECT id, $2, 'forgotten' FROM registrations WHERE lower(mail) = lower($1) AND NOT EXISTS
                 (SELECT 1 FROM password_links WHERE registration = id AND made_at > $3)
             ORDER BY registered_at DESC LIMIT $4
             ON CONFLICT (registration, occasion) DO NOTHING",
        )
        // PostgreSQL takes no text with this character, not even to find nothing.
        .bind(mail.replace('\0', ""))
        .bind(now.0)
        .bind(now.0 - MAIL_PAUSE)
        .bind(MAILS_TO_ONE_ADDRESS)
        .execute(&self.writer)
        .await?;
        Ok(())
    }
}
