//! Drafts: a registration that is being typed, one to a session.

use openjpki::time::UnixTime;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Store, StoreError};
use crate::card::Card;
use crate::form::Typed;
use crate::kind::Kind;
use crate::secret::Secret;

/// A registration that is being typed, or was just finished.
#[derive(Clone)]
pub struct Draft {
    /// Tells this draft from a later one of the same session: a form that was opened for another draft is refused.
    pub tag: String,
    /// Which button began it.
    pub kind: Kind,
    /// What was verified; `None` for the kinds without a card.
    pub card: Option<Card>,
    /// What was typed so far.
    pub typed: Typed,
    /// Whether the terms were opened.
    pub terms_opened: bool,
    /// The registration it became.
    pub registration: Option<i64>,
}

impl Store {
    /// Begins a new draft in place of the session's former one.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails or no random value is to be had.
    pub async fn begin_draft(
        &self,
        session: &Secret,
        kind: Kind,
        card: Option<&Card>,
        typed: &Typed,
    ) -> Result<(), StoreError> {
        let card = card
            .map(serde_json::to_string)
            .transpose()
            .map_err(|_| StoreError::Unreadable("card"))?;
        sqlx::query(
            "INSERT INTO drafts (session, tag, kind, card, typed) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (session) DO UPDATE SET tag = excluded.tag, kind = excluded.kind, card = excluded.card,
                 typed = excluded.typed, terms_opened_at = NULL, registration = NULL",
        )
        .bind(session.hash().as_slice())
        .bind(Secret::random()?.as_str())
        .bind(kind.code())
        .bind(card)
        .bind(to_json(typed)?)
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// The session's draft, if the session has not ended.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails.
    pub async fn draft(&self, session: &Secret, now: UnixTime) -> Result<Option<Draft>, StoreError> {
        self.touch_session(session, now).await?;
        let row =
            sqlx::query("SELECT tag, kind, card, typed, terms_opened_at, registration FROM drafts WHERE session = $1")
                .bind(session.hash().as_slice())
                .fetch_optional(&self.reader)
                .await?;
        row.as_ref().map(read).transpose()
    }

    /// Keeps what was typed.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails.
    pub async fn keep_typed(&self, session: &Secret, draft: &Draft) -> Result<(), StoreError> {
        sqlx::query("UPDATE drafts SET typed = $3 WHERE session = $1 AND tag = $2 AND registration IS NULL")
            .bind(session.hash().as_slice())
            .bind(&draft.tag)
            .bind(to_json(&draft.typed)?)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Notes that the terms were opened while this session's draft was being typed.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails.
    pub async fn note_terms_opened(&self, session: &Secret, now: UnixTime) -> Result<(), StoreError> {
        sqlx::query("UPDATE drafts SET terms_opened_at = $2 WHERE session = $1 AND terms_opened_at IS NULL")
            .bind(session.hash().as_slice())
            .bind(now.0)
            .execute(&self.writer)
            .await?;
        Ok(())
    }
}

fn to_json(typed: &Typed) -> Result<String, StoreError> {
    serde_json::to_string(typed).map_err(|_| StoreError::Unreadable("form"))
}

fn read(row: &AnyRow) -> Result<Draft, StoreError> {
    let card: Option<String> = row.try_get("card")?;
    let typed: String = row.try_get("typed")?;
    Ok(Draft {
        tag: row.try_get("tag")?,
        kind: Kind::from_code(row.try_get("kind")?).ok_or(StoreError::Unreadable("kind"))?,
        card: card
            .map(|card| serde_json::from_str(&card))
            .transpose()
            .map_err(|_| StoreError::Unreadable("card"))?,
        typed: serde_json::from_str(&typed).map_err(|_| StoreError::Unreadable("form"))?,
        terms_opened: row.try_get::<Option<i64>, _>("terms_opened_at")?.is_some(),
        registration: row.try_get("registration")?,
    })
}
