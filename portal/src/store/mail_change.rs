//! Another mail address for a registration: asked for on the account's page, confirmed by a link in a mail to the new address.

use openjpki::time::UnixTime;
use sqlx::{AnyConnection, Row};

use super::mail::Occasion;
use super::password::{LINK_LIFETIME, MAIL_PAUSE};
use super::{Event, Store, StoreError, audit};
use crate::secret::Secret;

impl Store {
    /// Lets a mail with a link be due to the new address, in place of one that was asked for before. `false` if one was asked for less
    /// than five minutes ago: then nothing is changed.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails.
    pub async fn ask_for_mail_change(&self, registration: i64, mail: &str, now: UnixTime) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let asked = sqlx::query(
            "INSERT INTO mail_changes (registration, mail, asked_at) VALUES ($1, $2, $3)
             ON CONFLICT (registration) DO UPDATE SET mail = excluded.mail, hash = NULL, asked_at = excluded.asked_at
                 WHERE mail_changes.asked_at <= $4",
        )
        .bind(registration)
        .bind(mail)
        .bind(now.0)
        .bind(now.0 - MAIL_PAUSE)
        .execute(&mut *transaction)
        .await?;
        if asked.rows_affected() == 0 {
            return Ok(false);
        }
        // A new row, with a number of its own: a mail to the address before may be on its way just now.
        sqlx::query("DELETE FROM mails_due WHERE registration = $1 AND occasion = $2")
            .bind(registration)
            .bind(Occasion::MailChange.word())
            .execute(&mut *transaction)
            .await?;
        let_be_due(&mut transaction, registration, Occasion::MailChange, mail, now).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Makes the token of the link that confirms this address; only its hash is kept. `None` if it is not asked for any more.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails or no random value is to be had.
    pub async fn new_mail_link(&self, registration: i64, mail: &str) -> Result<Option<Secret>, StoreError> {
        let token = Secret::random()?;
        let made = sqlx::query("UPDATE mail_changes SET hash = $3 WHERE registration = $1 AND mail = $2")
            .bind(registration)
            .bind(mail)
            .bind(token.hash().as_slice())
            .execute(&self.writer)
            .await?;
        Ok((made.rows_affected() == 1).then_some(token))
    }

    /// The address that a link confirms; `None` if the link is unknown, used, or older than 24 hours. Looking does not use it up.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails.
    pub async fn mail_link(&self, token: &Secret, now: UnixTime) -> Result<Option<String>, StoreError> {
        let row = sqlx::query("SELECT mail FROM mail_changes WHERE hash = $1 AND asked_at >= $2")
            .bind(token.hash().as_slice())
            .bind(now.0 - LINK_LIFETIME)
            .fetch_optional(&self.reader)
            .await?;
        Ok(row.map(|row| row.try_get("mail")).transpose()?)
    }

    /// Uses a link up: from now on mails go to the new address, all or nothing. A notice to the old one is due, links for a password
    /// that it got are worth nothing any more, and the audit record says so. `false` if the link is not good (any more).
    ///
    /// # Errors
    /// [`StoreError`] if the database fails; then nothing is changed.
    pub async fn change_mail(&self, token: &Secret, now: UnixTime) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        // Of two that come at once, the second waits here and then finds the link gone.
        let used =
            sqlx::query("DELETE FROM mail_changes WHERE hash = $1 AND asked_at >= $2 RETURNING registration, mail")
                .bind(token.hash().as_slice())
                .bind(now.0 - LINK_LIFETIME)
                .fetch_optional(&mut *transaction)
                .await?;
        let Some(used) = used else { return Ok(false) };
        let (registration, mail): (i64, String) = (used.try_get("registration")?, used.try_get("mail")?);
        let old: String = sqlx::query("SELECT mail FROM registrations WHERE id = $1")
            .bind(registration)
            .fetch_one(&mut *transaction)
            .await?
            .try_get("mail")?;
        sqlx::query("UPDATE registrations SET mail = $2 WHERE id = $1")
            .bind(registration)
            .bind(mail)
            .execute(&mut *transaction)
            .await?;
        sqlx::query("DELETE FROM password_links WHERE registration = $1")
            .bind(registration)
            .execute(&mut *transaction)
            .await?;
        let_be_due(&mut transaction, registration, Occasion::MailChanged, &old, now).await?;
        audit::append(&mut transaction, Event::MailChanged, registration, now).await?;
        transaction.commit().await?;
        Ok(true)
    }
}

/// A notice that is due already stays: it goes to the address that was the person's before all changes.
async fn let_be_due(
    connection: &mut AnyConnection,
    registration: i64,
    occasion: Occasion,
    address: &str,
    now: UnixTime,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO mails_due (registration, occasion, address, next_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (registration, occasion) DO NOTHING",
    )
    .bind(registration)
    .bind(occasion.word())
    .bind(address)
    .bind(now.0)
    .execute(connection)
    .await?;
    Ok(())
}
