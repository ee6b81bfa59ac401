//! Mails that are due: a queue in the database, for every copy of the site.

use openjpki::time::UnixTime;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Store, StoreError};

/// How long one try may take before another begins, in seconds.
pub const CLAIM: i64 = 60;
/// The first pause between two tries; every further one is twice as long, in seconds.
const FIRST_PAUSE: i64 = 15;
/// The longest pause between two tries, in seconds.
const LONGEST_PAUSE: i64 = 60 * 60;
/// So often a mail is tried: for about five days (RFC 5321 section 4.5.4.1).
const MOST_TRIES: i64 = 128;

/// A mail to write and send now. `Debug` is left out: it is all personal.
pub struct DueMail {
    /// The mail's own number.
    pub number: i64,
    /// Which try this is, from 1.
    pub attempt: i64,
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
    /// Another card was linked.
    Relinked,
    /// Somebody asked for another mail address: to the new one.
    MailChange,
    /// The mail address was changed: to the old one.
    MailChanged,
}

impl Occasion {
    const ALL: [Self; 5] = [
        Self::Registered,
        Self::Forgotten,
        Self::Relinked,
        Self::MailChange,
        Self::MailChanged,
    ];

    /// As it stands in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Forgotten => "forgotten",
            Self::Relinked => "relinked",
            Self::MailChange => "mail-change",
            Self::MailChanged => "mail-changed",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|occasion| occasion.word() == word)
    }
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
            number: claimed.try_get("number")?,
            attempt: claimed.try_get("attempts")?,
            registration: row.try_get("id")?,
            name: row.try_get("name")?,
            address: match claimed.try_get("address")? {
                Some(address) => address,
                None => row.try_get("mail")?,
            },
            authentication_id: row.try_get("authentication_id")?,
            language: row.try_get("language")?,
            occasion: Occasion::from_word(claimed.try_get("occasion")?).ok_or(StoreError::Unreadable("mail"))?,
        }))
    }

    /// The mail went out: it is due no longer.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails.
    pub async fn mail_sent(&self, due: &DueMail) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM mails_due WHERE number = $1")
            .bind(due.number)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// The mail did not go out: it is due again, later and later, up to once an hour, for about five days. `false`: that was the last
    /// try. Who has claimed the mail since is not disturbed.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails.
    pub async fn mail_failed(&self, due: &DueMail, now: UnixTime) -> Result<bool, StoreError> {
        if due.attempt >= MOST_TRIES {
            self.mail_sent(due).await?;
            return Ok(false);
        }
        let pause = u32::try_from(due.attempt - 1)
            .ok()
            .and_then(|doublings| FIRST_PAUSE.checked_mul(2_i64.checked_pow(doublings)?))
            .map_or(LONGEST_PAUSE, |pause| pause.min(LONGEST_PAUSE));
        sqlx::query("UPDATE mails_due SET next_at = $3 WHERE number = $1 AND attempts = $2")
            .bind(due.number)
            .bind(due.attempt)
            .bind(now.0 + pause)
            .execute(&self.writer)
            .await?;
        Ok(true)
    }

    /// Of two copies of the site that see the same mail, the second finds it no longer due and looks again.
    async fn claim(&self, now: UnixTime) -> Result<Option<AnyRow>, StoreError> {
        loop {
            let claimed = sqlx::query(
                "UPDATE mails_due SET attempts = attempts + 1, next_at = $1 + $2
                 WHERE next_at <= $1 AND number =
                     (SELECT number FROM mails_due WHERE next_at <= $1 ORDER BY next_at, number LIMIT 1)
                 RETURNING number, registration, occasion, attempts, address",
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
