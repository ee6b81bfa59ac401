//! Whose browser it is, and what an answer may change of that.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::failure::Failure;
use crate::catalog::Language;
use crate::secret::Secret;

/// One browser. Its session is only a row in the database once something was begun.
#[derive(Clone)]
pub(super) struct Visitor {
    /// The cookie's value.
    pub(super) session: Secret,
    /// What a form must bring along to be ours: it follows from the cookie, which no other site can read.
    pub(super) csrf: Secret,
    /// The cookie of a browser that may be known to a registration; it signs nobody in.
    pub(super) browser: Option<Secret>,
    /// The language of the pages.
    pub(super) language: Language,
    /// The path of the request, which stands in links of the page: always one of this site.
    pub(super) path: String,
}

/// Put into a response to give the browser another session cookie.
#[derive(Clone)]
pub(super) struct NewSession(pub(super) Secret);

/// Put into a response to keep the cookie of a known browser for as long as it is known.
#[derive(Clone)]
pub(super) struct KnownBrowser(pub(super) Secret);

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        parts.extensions.get::<Self>().cloned().ok_or(Failure::Internal)
    }
}
