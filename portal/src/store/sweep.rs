//! What has ended is taken away, a little later: whether it has ended is asked wherever it is looked at.

use openjpki::time::UnixTime;

use super::account::LIST_AGE;
use super::delay::MEMORY;
use super::nonce::NONCE_LIFETIME;
use super::password::LINK_LIFETIME;
use super::session::{IDLE, LONGEST};
use super::{KNOWN, Store, StoreError};

/// Each statement with the age, in seconds, after which a row goes.
const ENDED: [(&str, i64); 8] = [
    ("DELETE FROM sessions WHERE seen_at < $1", IDLE),
    ("DELETE FROM sessions WHERE made_at < $1", LONGEST),
    ("DELETE FROM nonces WHERE made_at < $1", NONCE_LIFETIME),
    ("DELETE FROM password_links WHERE made_at < $1", LINK_LIFETIME),
    ("DELETE FROM mail_changes WHERE asked_at < $1", LINK_LIFETIME),
    ("DELETE FROM sign_in_delays WHERE last_at < $1", MEMORY),
    ("DELETE FROM known_browsers WHERE seen_at < $1", KNOWN),
    (
        "DELETE FROM sign_ins WHERE session IS NULL AND signed_in_at < $1",
        LIST_AGE,
    ),
];

impl Store {
    /// Takes away sessions, nonces, links, delays, known browsers and rows of the lists of sign-ins that have ended. The program does
    /// it once a minute.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails.
    pub async fn sweep(&self, now: UnixTime) -> Result<(), StoreError> {
        for (statement, age) in ENDED {
            sqlx::query(statement).bind(now.0 - age).execute(&self.writer).await?;
        }
        Ok(())
    }
}
