//! Requests that cannot be answered as asked.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::password::PasswordError;
use crate::secret::NoRandomness;
use crate::store::StoreError;

/// Why a request is not answered as asked. As a response it is only a note; `meet` writes the page.
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

impl Failure {
    /// From what the framework says of a body.
    pub(super) fn from_status(status: StatusCode) -> Self {
        if status == StatusCode::PAYLOAD_TOO_LARGE {
            Self::TooLarge
        } else {
            Self::BadRequest
        }
    }

    /// The status of the answer.
    pub(super) fn status(self) -> StatusCode {
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
