//! Requests that cannot be answered as asked, and the page that says so.

use std::sync::Arc;

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::page::{Page, html};
use super::visitor::Visitor;
use crate::Portal;
use crate::catalog::Text;
use crate::password::PasswordError;
use crate::secret::NoRandomness;
use crate::store::StoreError;

/// Why a request is not answered as asked. As a response it is only a note; the visitor's middleware writes the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    /// There is no such page.
    NotFound,
    /// The request did not come from a page of ours.
    Forgery,
    /// Nothing is being typed in this session.
    NoDraft,
    /// The form belongs to an earlier draft.
    OtherDraft,
    /// The card was registered meanwhile.
    AlreadyRegistered,
    /// The body is larger than any of ours.
    TooLarge,
    /// The body cannot be read.
    BadRequest,
    /// Too many are at the same work.
    Busy,
    /// The database, the random generator or a template failed.
    Internal,
}

#[derive(Template)]
#[template(path = "failure.html")]
struct FailurePage {
    page: Page,
    heading: Text,
    next: Text,
}

impl Failure {
    /// From what the framework says of a body.
    pub(super) fn from_status(status: StatusCode) -> Self {
        if status == StatusCode::PAYLOAD_TOO_LARGE {
            Self::TooLarge
        } else {
            Self::BadRequest
        }
    }

    fn status(self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forgery => StatusCode::FORBIDDEN,
            Self::NoDraft | Self::OtherDraft | Self::AlreadyRegistered => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The page, in the visitor's language.
    pub(super) fn page(self, portal: &Arc<Portal>, visitor: &Visitor) -> Response {
        let words = &visitor.language.words().page;
        let (heading, next) = match self {
            Self::NotFound => (words.not_found, words.not_found_next),
            Self::Forgery => (words.forgery, words.forgery_next),
            Self::NoDraft => (words.no_draft, words.no_draft_next),
            Self::OtherDraft => (words.other_draft, words.other_draft_next),
            Self::AlreadyRegistered => (words.already, words.already_next),
            Self::TooLarge => (words.too_large, words.too_large_next),
            Self::BadRequest => (words.bad_request, words.bad_request_next),
            Self::Busy => (words.busy, words.busy_next),
            Self::Internal => (words.internal, words.internal_next),
        };
        let page = FailurePage {
            page: Page::new(portal, visitor, heading),
            heading,
            next,
        };
        match html(&page) {
            Ok(page) => (self.status(), page).into_response(),
            Err(_) => self.status().into_response(),
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the database failed");
        Self::Internal
    }
}

impl From<PasswordError> for Failure {
    fn from(error: PasswordError) -> Self {
        tracing::error!(%error, "a password could not be hashed");
        Self::Internal
    }
}

impl From<NoRandomness> for Failure {
    fn from(error: NoRandomness) -> Self {
        tracing::error!(%error, "no random value");
        Self::Internal
    }
}
