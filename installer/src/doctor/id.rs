//! A word for what was seen, by which another program (a page of the extension) finds words of its own for it.

use super::{Card, Check, Key, Validity, Verdict, What};
use crate::Verdict as Found;

/// Whether something is well, for a page that shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is.
    Good,
    /// It is, and there is something to know or do.
    Warning,
    /// It is not.
    Bad,
    /// Nobody could look.
    Unknown,
}

impl Check {
    /// Whether it is well.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        match (&self.what, self.verdict) {
            (What::NotLooked { .. } | What::Unchecked | What::TriesUnknown, _) => Outcome::Unknown,
            (_, Verdict::Good) => Outcome::Good,
            (_, Verdict::Hint) => Outcome::Warning,
            (_, Verdict::Todo) => Outcome::Bad,
        }
    }
}

impl What {
    /// The word for what was seen: letters and hyphens. Append-only.
    #[must_use]
    pub fn id(&self) -> &'static str {
        match self {
            Self::Browser(browser) => match browser.verdict {
                Found::Ready => "browser-ready",
                Found::NotInstalled => "browser-not-installed",
                Found::Broken => "browser-broken",
                Found::Foreign => "browser-foreign",
                Found::Shadowed => "browser-shadowed",
            },
            Self::NoBrowser => "no-browser",
            Self::NotLooked { .. } => "not-looked",
            Self::Host { .. } => "program",
            Self::HostFails { .. } => "program-fails",
            Self::Unchecked => "unchecked",
            Self::Service { running: true } => "service-running",
            Self::Service { running: false } => "service-stopped",
            Self::ServiceClosed => "service-closed",
            Self::NoReader => "no-reader",
            Self::Reader { card, .. } => of_reader(*card),
            Self::Tries { key, left } => of_tries(*key, *left),
            Self::TriesUnknown => "tries-unknown",
            Self::Certificate { validity } => match validity {
                Validity::Valid { .. } => "certificate-valid",
                Validity::EndsSoon { .. } => "certificate-ends-soon",
                Validity::Expired { .. } => "certificate-expired",
                Validity::NotYet { .. } => "certificate-not-yet",
                Validity::Unreadable => "certificate-unreadable",
            },
        }
    }
}

fn of_reader(card: Card) -> &'static str {
    match card {
        Card::None => "reader-empty",
        Card::Jpki => "reader-card",
        Card::Phone => "reader-phone",
        Card::Old => "reader-old-card",
        Card::Unsupported => "reader-other-card",
        Card::Busy => "reader-busy",
    }
}

fn of_tries(key: Key, left: Option<u8>) -> &'static str {
    match (key, left) {
        (Key::UserAuthentication, None) => "no-authentication-key",
        (Key::UserAuthentication, Some(0)) => "pin-blocked",
        (Key::UserAuthentication, Some(1)) => "pin-last-try",
        (Key::UserAuthentication, Some(_)) => "pin-tries",
        (Key::DigitalSignature, None) => "no-signing-key",
        (Key::DigitalSignature, Some(0)) => "password-blocked",
        (Key::DigitalSignature, Some(1)) => "password-last-try",
        (Key::DigitalSignature, Some(_)) => "password-tries",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_must_tell_apart_has_words_of_its_own() {
        let cards = [
            Card::None,
            Card::Jpki,
            Card::Phone,
            Card::Old,
            Card::Unsupported,
            Card::Busy,
        ];
        let mut words: Vec<_> = cards.into_iter().map(of_reader).collect();
        for key in [Key::UserAuthentication, Key::DigitalSignature] {
            words.extend([None, Some(0), Some(1), Some(2)].map(|left| of_tries(key, left)));
        }
        let all = words.len();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), all);
        assert!(
            words
                .iter()
                .all(|word| word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'))
        );
    }

    #[test]
    fn what_nobody_looked_at_is_not_bad_but_unknown() {
        let what = What::Unchecked;
        let unchecked = Check::todo(what, super::super::NextStep::LookAgain);
        assert_eq!(unchecked.outcome(), Outcome::Unknown);
        let running = true;
        assert_eq!(Check::good(What::Service { running }).outcome(), Outcome::Good);
    }
}
