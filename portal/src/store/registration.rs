//! Registrations: a card at most once, a draft at most once.

use openjpki::time::UnixTime;
use sqlx::{AnyConnection, Row};

use super::{Event, Store, StoreError, audit};
use crate::authentication_id;
use crate::form::Checked;
use crate::secret::Secret;
use crate::store::Draft;

/// Whether a card may be registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardState {
    /// Neither of its certificates is registered.
    New,
    /// One of them is.
    Registered,
}

/// What goes into a registration.
pub struct NewRegistration<'a> {
    /// The draft it comes from.
    pub draft: &'a Draft,
    /// The form, all rules kept.
    pub checked: &'a Checked,
    /// The language to write to the person in, its code.
    pub language: &'static str,
}

/// What STEP3 shows.
#[derive(Clone, PartialEq, Eq)]
pub struct Receipt {
    /// 認証ID.
    pub authentication_id: String,
    /// Where the mail goes.
    pub mail: String,
}

impl Store {
    /// Whether one of a card's certificates is registered already.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails.
    pub async fn card_state(&self, signature: &[u8; 32], authentication: &[u8; 32]) -> Result<CardState, StoreError> {
        let found = sqlx::query("SELECT 1 FROM registrations WHERE signature_hash = $1 OR authentication_hash = $2")
            .bind(signature.as_slice())
            .bind(authentication.as_slice())
            .fetch_optional(&self.reader)
            .await?;
        Ok(if found.is_some() {
            CardState::Registered
        } else {
            CardState::New
        })
    }

    /// Registers: the row, the mail that is due, and the draft's end, all or nothing. Returns the registration's number; for a draft
    /// that was registered before (a second press, a reload) the number of that time. `None` if the card was registered meanwhile
    /// from another draft, or if the draft is gone.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails or no random value is to be had; then nothing is registered.
    pub async fn register(
        &self,
        session: &Secret,
        new: &NewRegistration<'_>,
        now: UnixTime,
    ) -> Result<Option<i64>, StoreError> {
        let mut transaction = self.begin().await?;
        // Of two that press at once, the second waits here and then finds the first one's registration.
        let row = sqlx::query("UPDATE drafts SET tag = tag WHERE session = $1 AND tag = $2 RETURNING registration")
            .bind(session.hash().as_slice())
            .bind(&new.draft.tag)
            .fetch_optional(&mut *transaction)
            .await?;
        let Some(row) = row else { return Ok(None) };
        if let Some(done) = row.try_get("registration")? {
            return Ok(Some(done));
        }
        let Some(id) = insert(&mut transaction, new, now).await? else {
            return Ok(None);
        };
        sqlx::query("INSERT INTO mails_due (registration, occasion, next_at) VALUES ($1, 'registered', $2)")
            .bind(id)
            .bind(now.0)
            .execute(&mut *transaction)
            .await?;
        sqlx::query("UPDATE drafts SET registration = $3, card = NULL, typed = '{}' WHERE session = $1 AND tag = $2")
            .bind(session.hash().as_slice())
            .bind(&new.draft.tag)
            .bind(id)
            .execute(&mut *transaction)
            .await?;
        audit::append(&mut transaction, Event::Registered, id, now).await?;
        transaction.commit().await?;
        Ok(Some(id))
    }

    /// What STEP3 shows of a registration.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails.
    pub async fn receipt(&self, registration: i64) -> Result<Option<Receipt>, StoreError> {
        let row = sqlx::query("SELECT authentication_id, mail FROM registrations WHERE id = $1")
            .bind(registration)
            .fetch_optional(&self.reader)
            .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Receipt {
            authentication_id: row.try_get("authentication_id")?,
            mail: row.try_get("mail")?,
        }))
    }
}

/// `None` if the card is registered already: the UNIQUE columns decide, so no race can slip through.
async fn insert(
    connection: &mut AnyConnection,
    new: &NewRegistration<'_>,
    now: UnixTime,
) -> Result<Option<i64>, StoreError> {
    let NewRegistration {
        draft,
        checked,
        language,
    } = new;
    let card = draft.card.as_ref();
    let row = sqlx::query(
        "INSERT INTO registrations (authentication_id, kind, role, name, sex, birth_date, municipality, address,
             telephone, mail, residence_card, notice_number, signature_hash, authentication_hash,
             authentication_der, hierarchy, revocation, language, registered_at, pseudonym)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
         ON CONFLICT DO NOTHING RETURNING id",
    )
    .bind(authentication_id::random()?)
    .bind(draft.kind.code())
    .bind(checked.role.code())
    .bind(&checked.name)
    .bind(checked.sex.code())
    .bind(&checked.birth_date)
    .bind(checked.place.municipality.code)
    .bind(&checked.address)
    .bind(&checked.telephone)
    .bind(&checked.mail)
    .bind(&checked.residence_card)
    .bind(&checked.notice_number)
    .bind(card.map(|card| card.signature_hash.as_slice()))
    .bind(card.map(|card| card.authentication_hash.as_slice()))
    .bind(card.map(|card| card.authentication_der.as_slice()))
    .bind(card.map(|card| card.hierarchy.as_str()))
    .bind(card.map(|card| card.revocation.as_str()))
    .bind(language)
    .bind(now.0)
    .bind(audit::pseudonym()?.as_slice())
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| row.try_get("id")).transpose()?)
}
