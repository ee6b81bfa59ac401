//! The audit record: registrations, sign-ins and erasures, one entry after the other, without attributes of anybody.
//!
//! The hash of entry `n` is SHA-256 over `openjpki-audit 1\n`, the hash of entry `n - 1` (32 bytes; zeros before the first), `n` and
//! the time (8 bytes each, big-endian, seconds since 1970), the subject (16 bytes) and the event's word. The database refuses to
//! change or remove entries; who goes around it breaks the chain from there on.

use openjpki::time::UnixTime;
use sha2::{Digest, Sha256};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::{Store, StoreError};
use crate::secret::{Hash, NoRandomness};

/// What the first entry follows.
const BEGIN: Hash = [0; 32];
/// How many entries are read at once.
const PAGE: i64 = 1000;

/// Stands for a registration in the record: 16 random bytes.
type Pseudonym = [u8; 16];

/// What an entry says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// Somebody registered.
    Registered,
    /// Somebody signed in.
    SignedIn,
    /// Another card was linked to a registration.
    Relinked,
    /// The mail address of a registration was changed.
    MailChanged,
    /// A registration was erased.
    Erased,
}

/// The last entry: kept elsewhere, it shows later that nothing before it was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditEnd {
    /// How many entries there are.
    pub number: i64,
    /// The last one's hash.
    pub hash: Hash,
}

/// Where the record is broken first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AuditFault {
    /// An entry is not there, though a later one is.
    #[error("entry {0} is missing")]
    Missing(i64),
    /// An entry's hash is not that of its contents and the entry before.
    #[error("entry {0} does not follow from the one before: it was changed, or put there")]
    Changed(i64),
    /// The record ends before the number that was noted.
    #[error("the record ends with entry {found}, but {noted} were noted: the end is missing")]
    Shortened {
        /// The last entry that is there.
        found: i64,
        /// The number of the last one that was written.
        noted: i64,
    },
    /// The entry that was kept elsewhere has another hash here.
    #[error("entry {0} is not the one that was kept: the record was written anew")]
    Rewritten(i64),
}

impl Event {
    /// As it stands in the record.
    pub fn word(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::SignedIn => "signed-in",
            Self::Relinked => "relinked",
            Self::MailChanged => "mail-changed",
            Self::Erased => "erased",
        }
    }
}

impl Store {
    /// Goes through the record from its first entry. Returns its end, or the first link that is broken.
    ///
    /// - `kept`: an end that was noted earlier and elsewhere; only with it does a record show that was written anew as a whole.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails.
    pub async fn verify_audit(&self, kept: Option<AuditEnd>) -> Result<Result<AuditEnd, AuditFault>, StoreError> {
        let head = read_end(
            &sqlx::query("SELECT number, hash FROM audit_head")
                .fetch_one(&self.reader)
                .await?,
        )?;
        let mut end = AuditEnd { number: 0, hash: BEGIN };
        loop {
            let page = sqlx::query(
                "SELECT number, at, event, subject, hash FROM audit WHERE number > $1 ORDER BY number LIMIT $2",
            )
            .bind(end.number)
            .bind(PAGE)
            .fetch_all(&self.reader)
            .await?;
            if page.is_empty() {
                break;
            }
            for row in &page {
                end = match follow(end, row)? {
                    Ok(next) => next,
                    Err(fault) => return Ok(Err(fault)),
                };
                let noted = [Some(head), kept];
                if noted
                    .iter()
                    .flatten()
                    .any(|noted| noted.number == end.number && noted.hash != end.hash)
                {
                    return Ok(Err(AuditFault::Rewritten(end.number)));
                }
            }
        }
        // Entries that came since the head was read are no fault.
        let noted = kept.map_or(head.number, |kept| kept.number.max(head.number));
        Ok(if end.number < noted {
            Err(AuditFault::Shortened {
                found: end.number,
                noted,
            })
        } else {
            Ok(end)
        })
    }
}

/// A new pseudonym, for a new registration.
pub(super) fn pseudonym() -> Result<Pseudonym, NoRandomness> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// Writes an entry about a registration, as the last statement of its transaction: whoever writes the next one waits until this one
/// is committed or gone.
pub(super) async fn append(
    connection: &mut AnyConnection,
    event: Event,
    registration: i64,
    now: UnixTime,
) -> Result<(), StoreError> {
    let subject: Vec<u8> = sqlx::query("SELECT pseudonym FROM registrations WHERE id = $1")
        .bind(registration)
        .fetch_one(&mut *connection)
        .await?
        .try_get("pseudonym")?;
    append_about(connection, event, &subject, now).await
}

/// As [`append`], for a registration that may be gone by now.
pub(super) async fn append_about(
    connection: &mut AnyConnection,
    event: Event,
    subject: &[u8],
    now: UnixTime,
) -> Result<(), StoreError> {
    let head = sqlx::query("UPDATE audit_head SET number = number + 1 RETURNING number, hash")
        .fetch_one(&mut *connection)
        .await?;
    let AuditEnd { number, hash } = read_end(&head)?;
    let hash = entry_hash(&hash, number, now.0, subject, event.word());
    sqlx::query("INSERT INTO audit (number, at, event, subject, hash) VALUES ($1, $2, $3, $4, $5)")
        .bind(number)
        .bind(now.0)
        .bind(event.word())
        .bind(subject)
        .bind(hash.as_slice())
        .execute(&mut *connection)
        .await?;
    sqlx::query("UPDATE audit_head SET hash = $1")
        .bind(hash.as_slice())
        .execute(&mut *connection)
        .await?;
    Ok(())
}

/// The end after this entry, if it follows from the end before.
fn follow(end: AuditEnd, row: &AnyRow) -> Result<Result<AuditEnd, AuditFault>, StoreError> {
    let found = read_end(row)?;
    let next = end.number + 1;
    if found.number != next {
        return Ok(Err(AuditFault::Missing(next)));
    }
    // Only because a subject has this length does the hash tell where it ends and the event begins.
    let Ok(subject) = Pseudonym::try_from(row.try_get::<&[u8], _>("subject")?) else {
        return Ok(Err(AuditFault::Changed(next)));
    };
    let expected = entry_hash(&end.hash, next, row.try_get("at")?, &subject, row.try_get("event")?);
    Ok(if found.hash == expected {
        Ok(found)
    } else {
        Err(AuditFault::Changed(next))
    })
}

fn read_end(row: &AnyRow) -> Result<AuditEnd, StoreError> {
    let hash: Vec<u8> = row.try_get("hash")?;
    Ok(AuditEnd {
        number: row.try_get("number")?,
        hash: hash.try_into().map_err(|_| StoreError::Unreadable("hash"))?,
    })
}

fn entry_hash(previous: &Hash, number: i64, at: i64, subject: &[u8], event: &str) -> Hash {
    let mut digest = Sha256::new();
    digest.update(b"openjpki-audit 1\n");
    digest.update(previous);
    digest.update(number.to_be_bytes());
    digest.update(at.to_be_bytes());
    digest.update(subject);
    digest.update(event.as_bytes());
    digest.finalize().into()
}
