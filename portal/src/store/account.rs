//! Signing in and out, and the list of sign-ins.

use openjpki::time::UnixTime;
use sqlx::Row;

use super::{Event, Store, StoreError, audit};
use crate::kind::Kind;
use crate::secret::{Hash, Secret};

/// A card that was read is good for this long, in seconds: time to type an authentication ID and a password.
const PRESENTED: i64 = 10 * 60;
/// The list goes back a year, in seconds.
pub(super) const LIST_AGE: i64 = 365 * 24 * 60 * 60;
/// The most rows of the list.
const LIST_LENGTH: i64 = 20;

/// What signing in is held against. `Debug` is left out: it is all personal.
pub struct Credentials {
    /// The registration's number.
    pub registration: i64,
    /// Which button it was made with.
    pub kind: Kind,
    /// SHA-256 of the registered authentication certificate, for the kind that needs one.
    pub authentication_hash: Option<Hash>,
    /// The password, hashed; `None` if none was set yet.
    pub password: Option<String>,
}

/// Who is signed in. `Debug` is left out: it is all personal.
pub struct Account {
    /// The registration's number.
    pub registration: i64,
    /// 利用者氏名.
    pub name: String,
    /// 認証ID.
    pub authentication_id: String,
    /// メールアドレス.
    pub mail: String,
}

/// One row of the list of sign-ins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignIn {
    /// When.
    pub at: UnixTime,
    /// With the card.
    pub card: bool,
    /// It has not ended.
    pub open: bool,
    /// It is the session that asks.
    pub here: bool,
}

impl Store {
    /// Keeps which card was read in this session.
    ///
    /// - `authentication_hash`: SHA-256 of the certificate whose key signed the session's nonce.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails.
    pub async fn present_card(
        &self,
        session: &Secret,
        authentication_hash: &Hash,
        now: UnixTime,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO presented_cards (session, authentication_hash, presented_at) VALUES ($1, $2, $3)
             ON CONFLICT (session) DO UPDATE SET authentication_hash = excluded.authentication_hash,
                 presented_at = excluded.presented_at",
        )
        .bind(session.hash().as_slice())
        .bind(authentication_hash.as_slice())
        .bind(now.0)
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// The card that was read in this session within the last ten minutes.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails.
    pub async fn presented_card(&self, session: &Secret, now: UnixTime) -> Result<Option<Hash>, StoreError> {
        self.touch_session(session, now).await?;
        let row =
            sqlx::query("SELECT authentication_hash FROM presented_cards WHERE session = $1 AND presented_at >= $2")
                .bind(session.hash().as_slice())
                .bind(now.0 - PRESENTED)
                .fetch_optional(&self.reader)
                .await?;
        row.map(|row| hash(row.try_get("authentication_hash")?)).transpose()
    }

    /// What signing in with this authentication ID is held against.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails.
    pub async fn credentials(&self, authentication_id: &str) -> Result<Option<Credentials>, StoreError> {
        // PostgreSQL takes no text with this character, not even to find nothing.
        let authentication_id = authentication_id.replace('\0', "");
        let row = sqlx::query(
            "SELECT id, kind, authentication_hash, hash FROM registrations LEFT JOIN passwords ON registration = id
             WHERE authentication_id = $1",
        )
        .bind(authentication_id)
        .fetch_optional(&self.reader)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let certificate: Option<Vec<u8>> = row.try_get("authentication_hash")?;
        Ok(Some(Credentials {
            registration: row.try_get("id")?,
            kind: Kind::from_code(row.try_get("kind")?).ok_or(StoreError::Unreadable("kind"))?,
            authentication_hash: certificate.map(hash).transpose()?,
            password: row.try_get("hash")?,
        }))
    }

    /// Signs in: a new session in place of the old one, which takes nothing along and is worth nothing from then on (against session
    /// fixation).
    ///
    /// - `card`: whether the registered card was read.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails or no random value is to be had; then nobody is signed in.
    pub async fn sign_in(
        &self,
        old: &Secret,
        registration: i64,
        card: bool,
        now: UnixTime,
    ) -> Result<Secret, StoreError> {
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
        sqlx::query("INSERT INTO sign_ins (registration, session, card, signed_in_at) VALUES ($1, $2, $3, $4)")
            .bind(registration)
            .bind(fresh.hash().as_slice())
            .bind(i64::from(card))
            .bind(now.0)
            .execute(&mut *transaction)
            .await?;
        sqlx::query("UPDATE passwords SET used_at = $2 WHERE registration = $1")
            .bind(registration)
            .bind(now.0)
            .execute(&mut *transaction)
            .await?;
        audit::append(&mut transaction, Event::SignedIn, registration, now).await?;
        transaction.commit().await?;
        Ok(fresh)
    }

    /// Who is signed in in this session.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails.
    pub async fn account(&self, session: &Secret, now: UnixTime) -> Result<Option<Account>, StoreError> {
        self.touch_session(session, now).await?;
        let row = sqlx::query(
            "SELECT r.id, r.name, r.authentication_id, r.mail FROM sign_ins JOIN registrations r ON r.id = registration
             WHERE session = $1",
        )
        .bind(session.hash().as_slice())
        .fetch_optional(&self.reader)
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Account {
            registration: row.try_get("id")?,
            name: row.try_get("name")?,
            authentication_id: row.try_get("authentication_id")?,
            mail: row.try_get("mail")?,
        }))
    }

    /// The latest sign-ins to a registration, the newest first.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails.
    pub async fn sign_ins(
        &self,
        registration: i64,
        session: &Secret,
        now: UnixTime,
    ) -> Result<Vec<SignIn>, StoreError> {
        let rows = sqlx::query(
            "SELECT signed_in_at, card, CASE WHEN session IS NULL THEN 0 ELSE 1 END AS open,
                 CASE WHEN session = $2 THEN 1 ELSE 0 END AS here
             FROM sign_ins WHERE registration = $1 AND signed_in_at >= $4 ORDER BY signed_in_at DESC, id DESC LIMIT $3",
        )
        .bind(registration)
        .bind(session.hash().as_slice())
        .bind(LIST_LENGTH)
        .bind(now.0 - LIST_AGE)
        .fetch_all(&self.reader)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(SignIn {
                    at: UnixTime(row.try_get("signed_in_at")?),
                    card: row.try_get::<i64, _>("card")? == 1,
                    open: row.try_get::<i64, _>("open")? == 1,
                    here: row.try_get::<i64, _>("here")? == 1,
                })
            })
            .collect()
    }

    /// Ends this session.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails.
    pub async fn sign_out(&self, session: &Secret) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM sessions WHERE hash = $1")
            .bind(session.hash().as_slice())
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Ends every session that is signed in to a registration.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails.
    pub async fn sign_out_everywhere(&self, registration: i64) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM sessions WHERE hash IN (SELECT session FROM sign_ins WHERE registration = $1)")
            .bind(registration)
            .execute(&self.writer)
            .await?;
        Ok(())
    }
}

fn hash(bytes: Vec<u8>) -> Result<Hash, StoreError> {
    bytes.try_into().map_err(|_| StoreError::Unreadable("hash"))
}
