use crate::time::UnixTime;

/// Whether a certificate was revoked. The caller has to look: a verified signature does not imply it.
///
/// A [`Verifier`](super::Verifier) has no network and always says [`NotChecked`](Self::NotChecked). Revocation lists and OCSP of JPKI
/// are given to accredited verifiers only (公的個人認証法 article 17); one who has them replaces the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Revocation {
    /// Nobody looked.
    NotChecked(NotCheckedReason),
    /// Not revoked, as of the time of the list or the answer.
    Good(UnixTime),
    /// Revoked at that time.
    Revoked(UnixTime),
}

/// Why nobody looked whether a certificate is revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotCheckedReason {
    /// There is no revocation list and no OCSP responder that this verifier may ask.
    NoSource,
}

impl std::fmt::Display for Revocation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotChecked(NotCheckedReason::NoSource) => f.write_str("not checked: there is no source to ask"),
            Self::Good(time) => write!(f, "not revoked as of {time}"),
            Self::Revoked(time) => write!(f, "revoked at {time}"),
        }
    }
}
