//! Linking another card to a registration: who may, and the change itself.

use openjpki::time::UnixTime;
use sqlx::{AnyConnection, Row};

use super::mail::Occasion;
use super::{Event, Store, StoreError, audit};
use crate::card::Card;
use crate::secret::Secret;

/// After authentication ID and password, so long may another card be linked, in seconds.
const PERMIT: i64 = 10 * 60;

/// What became of a card that was to be linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Linked {
    /// It is the registration's card now.
    Yes,
    /// Name, birth date or sex are not the registration's.
    OtherPerson,
    /// It is another registration's card.
    Taken,
    /// Nobody gave authentication ID and password in this session, or too long ago, or they were used up.
    NoPermit,
}

impl Store {
    /// Keeps that authentication ID and password of a registration were given in this session, in a new session in place of the old one.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails or no random value is to be had.
    pub async fn permit_card(&self, old: &Secret, registration: i64, now: UnixTime) -> Result<Secret, StoreError> {
        let fresh = Secret::random()?;
        let mut transaction = self.begin().await?;
        sqlx::query("DELETE FROM sessions WHERE hash = $1")
            .bind(old.hash().as_slice())
            .execute(&mut *transaction)
            .await?;
        sqlx::query("INSERT INTO sessions (hash, made_at, seen_at) VALUES ($1, $2, $2)")
            .bind(fresh.hash().as_slice())
            .bind(now.0)
            .execute(&mut *transaction)
            .await?;
        sqlx::query("INSERT INTO card_permits (session, registration, given_at) VALUES ($1, $2, $3)")
            .bind(fresh.hash().as_slice())
            .bind(registration)
            .bind(now.0)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(fresh)
    }

    /// Whether another card may be linked in this session.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails.
    pub async fn card_is_permitted(&self, session: &Secret, now: UnixTime) -> Result<bool, StoreError> {
        self.touch_session(session, now).await?;
        let row = sqlx::query("SELECT 1 FROM card_permits WHERE session = $1 AND given_at >= $2")
            .bind(session.hash().as_slice())
            .bind(now.0 - PERMIT)
            .fetch_optional(&self.reader)
            .await?;
        Ok(row.is_some())
    }

    /// Links the card in place of the registered one, all or nothing: who is signed in is signed out, a mail is due, and the audit record
    /// says so. Only a card of the same person is linked: name, birth date and sex are on it and are those of the registration. The
    /// address is not looked at, and stays: people move, and that is why many certificates are renewed.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails; then nothing is changed.
    pub async fn link_card(&self, session: &Secret, card: &Card, now: UnixTime) -> Result<Linked, StoreError> {
        let mut transaction = self.begin().await?;
        let permit = sqlx::query(
            "UPDATE card_permits SET given_at = given_at WHERE session = $1 AND given_at >= $2 RETURNING registration",
        )
        .bind(session.hash().as_slice())
        .bind(now.0 - PERMIT)
        .fetch_optional(&mut *transaction)
        .await?;
        let Some(permit) = permit else {
            return Ok(Linked::NoPermit);
        };
        let registration: i64 = permit.try_get("registration")?;
        if !same_person(&mut transaction, registration, card).await? {
            return Ok(Linked::OtherPerson);
        }
        if !replace(&mut transaction, registration, card).await? {
            return Ok(Linked::Taken);
        }
        for ended in [
            "DELETE FROM sessions WHERE hash IN (SELECT session FROM sign_ins WHERE registration = $1)",
            "DELETE FROM card_permits WHERE registration = $1",
        ] {
            sqlx::query(ended).bind(registration).execute(&mut *transaction).await?;
        }
        sqlx::query(
            "INSERT INTO mails_due (registration, occasion, next_at) VALUES ($1, $2, $3)
             ON CONFLICT (registration, occasion) DO NOTHING",
        )
        .bind(registration)
        .bind(Occasion::Relinked.word())
        .bind(now.0)
        .execute(&mut *transaction)
        .await?;
        audit::append(&mut transaction, Event::Relinked, registration, now).await?;
        transaction.commit().await?;
        Ok(Linked::Yes)
    }
}

/// What the card lacks cannot be compared, and is not the same.
async fn same_person(connection: &mut AnyConnection, registration: i64, card: &Card) -> Result<bool, StoreError> {
    let row = sqlx::query("SELECT name, sex, birth_date FROM registrations WHERE id = $1 AND kind = 'applicant'")
        .bind(registration)
        .fetch_optional(connection)
        .await?;
    let Some(row) = row else { return Ok(false) };
    let registered = |column| row.try_get::<&str, _>(column).map(Some);
    Ok(card.name.as_deref() == registered("name")?
        && card.sex.map(crate::card::Sex::code) == registered("sex")?
        && card.birth_date.as_deref() == registered("birth_date")?)
}

/// `false` if one of the certificates is another registration's.
async fn replace(connection: &mut AnyConnection, registration: i64, card: &Card) -> Result<bool, StoreError> {
    let replaced = sqlx::query(
        "UPDATE registrations SET signature_hash = $2, authentication_hash = $3, authentication_der = $4, hierarchy = $5,
             revocation = $6
         WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM registrations other
             WHERE other.id <> $1 AND (other.signature_hash = $2 OR other.authentication_hash = $3))",
    )
    .bind(registration)
    .bind(card.signature_hash.as_slice())
    .bind(card.authentication_hash.as_slice())
    .bind(card.authentication_der.as_slice())
    .bind(card.hierarchy.as_str())
    .bind(card.revocation.as_str())
    .execute(connection)
    .await?;
    Ok(replaced.rows_affected() == 1)
}
