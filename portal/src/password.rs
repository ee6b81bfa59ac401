//! Passwords: the rules for them, and argon2id.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use argon2::password_hash::{self, PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use crate::secret::{NoRandomness, Secret};

/// The fewest characters of a password.
pub const SHORTEST: usize = 12;
/// The most characters of a password.
pub const LONGEST: usize = 128;

/// 19 MiB, two passes, one lane. Source: OWASP Password Storage Cheat Sheet, argon2id.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// How many hashes are computed at the same time; with it, all of them together stay below 80 MiB.
const AT_ONCE: usize = 4;
const SALT_LENGTH: usize = 16;

/// What is wrong with a new password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// Nothing was typed.
    Missing,
    /// Fewer than [`SHORTEST`] characters.
    TooShort,
    /// More than [`LONGEST`] characters.
    TooLong,
    /// A character that is not half-width: letters, digits, signs and spaces of ASCII are taken, which every keyboard has.
    Characters,
    /// One character over and over.
    Repeated,
    /// It holds the authentication ID or the mail address.
    Personal,
    /// Typed differently the second time.
    Different,
}

/// A password cannot be hashed. Says nothing of the password.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// argon2 refuses its parameters, or the database holds a hash that this program did not write.
    #[error("argon2id failed: {0}")]
    Argon2(password_hash::Error),
    /// No random values.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    /// The task that computes was ended.
    #[error("hashing was interrupted")]
    Interrupted,
}

impl From<password_hash::Error> for PasswordError {
    fn from(error: password_hash::Error) -> Self {
        Self::Argon2(error)
    }
}

/// Hashes passwords and checks them (argon2id, RFC 9106).
#[derive(Debug, Clone)]
pub struct Passwords {
    argon2: Argon2<'static>,
    /// The hash of a password that nobody knows: what is checked where there is none.
    decoy: Arc<str>,
    room: Arc<Semaphore>,
    checks: Arc<AtomicU64>,
}

impl Passwords {
    /// Ready to hash.
    ///
    /// # Errors
    /// [`PasswordError`] if there is no random value to be had.
    pub fn new() -> Result<Self, PasswordError> {
        let parameters = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(password_hash::Error::from)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters);
        let decoy = hash_now(&argon2, Secret::random()?.as_str())?;
        Ok(Self {
            argon2,
            decoy: decoy.into(),
            room: Arc::new(Semaphore::new(AT_ONCE)),
            checks: Arc::default(),
        })
    }

    /// What is stored of a password: a PHC string with a salt of its own.
    ///
    /// # Errors
    /// [`PasswordError`].
    pub async fn hash(&self, password: String) -> Result<String, PasswordError> {
        let argon2 = self.argon2.clone();
        self.compute(move || hash_now(&argon2, &password)).await
    }

    /// Whether this is the password that was stored. Where none is stored it is compared with one that nobody knows: the same work,
    /// so that nobody learns from it whether there is one.
    ///
    /// # Errors
    /// [`PasswordError`].
    pub async fn check(&self, typed: String, stored: Option<String>) -> Result<bool, PasswordError> {
        self.checks.fetch_add(1, Ordering::Relaxed);
        let argon2 = self.argon2.clone();
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.decoy.to_string());
        let same = self
            .compute(move || {
                let stored = PasswordHash::new(&stored)?;
                match argon2.verify_password(typed.as_bytes(), &stored) {
                    Ok(()) => Ok(true),
                    Err(password_hash::Error::Password) => Ok(false),
                    Err(error) => Err(error.into()),
                }
            })
            .await?;
        Ok(same && known)
    }

    /// How many passwords were checked since the start.
    pub fn checks(&self) -> u64 {
        self.checks.load(Ordering::Relaxed)
    }

    /// Away from the threads that answer requests, a few at once. Work that has begun keeps its place to its end: who asked for it and
    /// left makes no room for more.
    async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, PasswordError> + Send + 'static,
    ) -> Result<T, PasswordError> {
        let room = Arc::clone(&self.room);
        let place = room.acquire_owned().await.map_err(|_| PasswordError::Interrupted)?;
        let worked = tokio::task::spawn_blocking(move || {
            let outcome = work();
            drop(place);
            outcome
        });
        worked.await.map_err(|_| PasswordError::Interrupted)?
    }
}

/// The rules for a new password; `personal` is what must not be in it.
///
/// # Errors
/// The first [`Problem`].
pub fn keep_rules(password: &str, personal: &[&str]) -> Result<(), Problem> {
    let length = password.chars().count();
    let lower = password.to_ascii_lowercase();
    let mut letters = password.chars();
    let first = letters.next().ok_or(Problem::Missing)?;
    if !password.chars().all(|letter| matches!(letter, ' '..='~')) {
        Err(Problem::Characters)
    } else if length < SHORTEST {
        Err(Problem::TooShort)
    } else if length > LONGEST {
        Err(Problem::TooLong)
    } else if letters.all(|letter| letter == first) {
        Err(Problem::Repeated)
    } else if personal.iter().any(|word| lower.contains(&word.to_ascii_lowercase())) {
        Err(Problem::Personal)
    } else {
        Ok(())
    }
}

fn hash_now(argon2: &Argon2<'_>, password: &str) -> Result<String, PasswordError> {
    let mut salt = [0; SALT_LENGTH];
    getrandom::fill(&mut salt).map_err(NoRandomness::from)?;
    let salt = SaltString::encode_b64(&salt)?;
    Ok(argon2.hash_password(password.as_bytes(), &salt)?.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules() {
        let personal = ["7KQ4-M2XB-9TRD", "mai@example.jp"];
        for (password, kept) in [
            ("", Err(Problem::Missing)),
            ("elevenchars", Err(Problem::TooShort)),
            ("twelve chars", Ok(())),
            ("パスワードパスワードパスワード", Err(Problem::Characters)),
            ("tab\tin it here", Err(Problem::Characters)),
            ("aaaaaaaaaaaaaaaa", Err(Problem::Repeated)),
            ("my 7kq4-m2xb-9trd", Err(Problem::Personal)),
            ("MAI@example.JP 1", Err(Problem::Personal)),
            (&"ab".repeat(64), Ok(())),
            (&"ab".repeat(65), Err(Problem::TooLong)),
        ] {
            assert_eq!(keep_rules(password, &personal), kept, "{password}");
        }
    }

    #[tokio::test]
    async fn a_password_is_kept_as_argon2id_with_a_salt_of_its_own() {
        let passwords = Passwords::new().unwrap();
        let first = passwords.hash("correct horse".to_owned()).await.unwrap();
        let second = passwords.hash("correct horse".to_owned()).await.unwrap();
        assert!(first.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{first}");
        assert_ne!(first, second);
        for (typed, same) in [("correct horse", true), ("correct horsf", false), ("", false)] {
            let stored = Some(first.clone());
            assert_eq!(
                passwords.check(typed.to_owned(), stored).await.unwrap(),
                same,
                "{typed}"
            );
        }
        assert!(!passwords.check("correct horse".to_owned(), None).await.unwrap());
        assert_eq!(passwords.checks(), 4);
    }

    #[tokio::test]
    async fn who_leaves_makes_no_room_before_the_work_has_ended() {
        let passwords = Passwords::new().unwrap();
        let (end, ended) = std::sync::mpsc::channel::<()>();
        let (begin, mut begun) = tokio::sync::mpsc::unbounded_channel();
        let mut asked = Box::pin(passwords.compute(move || {
            begin.send(()).unwrap();
            let _ = ended.recv();
            Ok(())
        }));
        tokio::select! {
            _ = &mut asked => panic!("it has not ended"),
            _ = begun.recv() => {}
        }
        drop(asked);
        assert_eq!(passwords.room.available_permits(), AT_ONCE - 1);
        drop(end);
        let all = u32::try_from(AT_ONCE).unwrap();
        let _whole_room = passwords.room.acquire_many(all).await.unwrap();
    }

    #[tokio::test]
    async fn a_stored_hash_that_is_none_is_an_error_and_no_wrong_password() {
        let passwords = Passwords::new().unwrap();
        assert!(
            passwords
                .check("x".to_owned(), Some("nonsense".to_owned()))
                .await
                .is_err()
        );
    }
}
