//! What a page of ours sends. A handler that takes one of these cannot be reached without the page's token.

use std::collections::HashMap;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::HeaderName;
use axum::response::IntoResponse;
use axum::{Form, RequestExt};

use super::failure::Failure;
use super::visitor::Visitor;

const TOKEN: HeaderName = HeaderName::from_static("x-csrf-token");

/// The fields of a form that brought its token.
pub(super) struct Submission {
    /// Who sent it.
    pub(super) visitor: Visitor,
    fields: HashMap<String, String>,
}

/// A body sent by a script of ours, which brought its token in a header.
pub(super) struct ScriptSubmission {
    /// Who sent it.
    pub(super) visitor: Visitor,
    /// What was sent.
    pub(super) body: Bytes,
}

impl Submission {
    /// Takes a field out; empty if it did not come.
    pub(super) fn take(&mut self, name: &str) -> String {
        self.take_if_sent(name).unwrap_or_default()
    }

    /// Takes a field out, if it came.
    pub(super) fn take_if_sent(&mut self, name: &str) -> Option<String> {
        self.fields.remove(name)
    }
}

impl<S: Send + Sync> FromRequest<S> for Submission {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, state).await?;
        let request = Request::from_parts(parts, body);
        let Form(mut fields) = request
            .extract::<Form<HashMap<String, String>>, _>()
            .await
            .map_err(|rejection| Failure::from_status(rejection.into_response().status()))?;
        let token = fields.remove("csrf").unwrap_or_default();
        if !visitor.csrf.matches(&token) {
            return Err(Failure::Forgery);
        }
        Ok(Self { visitor, fields })
    }
}

impl<S: Send + Sync> FromRequest<S> for ScriptSubmission {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, state).await?;
        let token = parts
            .headers
            .get(TOKEN)
            .and_then(|token| token.to_str().ok())
            .unwrap_or_default();
        if !visitor.csrf.matches(token) {
            return Err(Failure::Forgery);
        }
        let body = Bytes::from_request(Request::from_parts(parts, body), state)
            .await
            .map_err(|rejection| Failure::from_status(rejection.status()))?;
        Ok(Self { visitor, body })
    }
}
