//! The buttons that begin a registration without the card.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use super::draft;
use super::failure::Failure;
use super::submission::Submission;
use super::visitor::NewSession;
use crate::Portal;
use crate::form::Typed;
use crate::kind::Kind;

pub(super) async fn without_card(
    State(portal): State<Arc<Portal>>,
    mut submission: Submission,
) -> Result<Response, Failure> {
    let kind = Kind::from_code(&submission.take("kind"))
        .filter(|kind| !kind.needs_card())
        .ok_or(Failure::BadRequest)?;
    let session = draft::begin(&portal, &submission.visitor.session, kind, &Typed::default()).await?;
    let mut response = Redirect::to("/registration/step1").into_response();
    response.extensions_mut().insert(NewSession(session));
    Ok(response)
}
