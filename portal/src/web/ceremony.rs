//! The two requests around the card: a nonce before, the evidence after.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use openjpki::evidence::{Nonce, RegisterEvidence};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::draft;
use super::failure::Failure;
use super::submission::ScriptSubmission;
use super::visitor::{NewSession, Visitor};
use crate::Portal;
use crate::card::Card;
use crate::evidence::Refusal;
use crate::form::Typed;
use crate::kind::Kind;
use crate::metrics::Counter;
use crate::municipality;
use crate::secret::Secret;
use crate::store::CardState;

/// What the script sends after the ceremony. The nonce is only the name under which the server finds its own: one that it did not
/// give to this session, or gave more than five minutes ago, or got back before, is refused before the evidence is looked at.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Returned {
    nonce: String,
    evidence: serde_json::Value,
}

/// `POST /registration/challenge`, `POST /sign-in/challenge` and `POST /card/challenge` -> `{ "nonce": "..." }`
pub(super) async fn challenge(
    State(portal): State<Arc<Portal>>,
    ScriptSubmission { visitor, .. }: ScriptSubmission,
) -> Result<Json<serde_json::Value>, Failure> {
    let nonce = portal.store.give_nonce(&visitor.session, portal.now()).await?;
    Ok(Json(json!({ "nonce": nonce.as_str() })))
}

/// `POST /registration/evidence` -> `{ "next": "/registration/step1" }`, or 422 and `{ "error": code }`.
pub(super) async fn evidence(
    State(portal): State<Arc<Portal>>,
    ScriptSubmission { visitor, body }: ScriptSubmission,
) -> Result<Response, Failure> {
    let card = match verify(&portal, &visitor, &body).await? {
        Ok(card) => card,
        Err(refusal) => return Ok(refused(&portal, refusal)),
    };
    portal.metrics.count(Counter::Evidence, "accepted");
    let typed = draft::typed_before(&portal, &visitor.session, &card).await?;
    let typed = typed.unwrap_or_else(|| starting_values(&card));
    let session = portal.store.rotate_session(&visitor.session).await?;
    portal
        .store
        .begin_draft(&session, Kind::Applicant, Some(&card), &typed)
        .await?;
    let mut response = Json(json!({ "next": "/registration/step1" })).into_response();
    response.extensions_mut().insert(NewSession(session));
    Ok(response)
}

async fn verify(portal: &Portal, visitor: &Visitor, body: &[u8]) -> Result<Result<Card, Refusal>, Failure> {
    let (nonce, evidence) = match take_back::<RegisterEvidence>(portal, visitor, body).await? {
        Ok(returned) => returned,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let card = match portal.verify_registration(&evidence, &nonce).await {
        Ok(card) => card,
        Err(refusal) => return Ok(Err(refusal)),
    };
    Ok(
        match portal
            .store
            .card_state(&card.signature_hash, &card.authentication_hash)
            .await?
        {
            CardState::New => Ok(card),
            CardState::Registered => Err(Refusal::AlreadyRegistered),
        },
    )
}

/// Takes the nonce back and reads the evidence, which is not verified yet.
pub(super) async fn take_back<E: DeserializeOwned>(
    portal: &Portal,
    visitor: &Visitor,
    body: &[u8],
) -> Result<Result<(Nonce, E), Refusal>, Failure> {
    let Ok(Returned { nonce, evidence }) = serde_json::from_slice(body) else {
        return Ok(Err(Refusal::Malformed));
    };
    let (Some(own), Ok(nonce)) = (Secret::parse(&nonce), Nonce::parse(&nonce)) else {
        return Ok(Err(Refusal::Nonce));
    };
    // Taken before anything else is looked at: a nonce is used up by what fails as well.
    if !portal.store.take_nonce(&visitor.session, &own, portal.now()).await? {
        return Ok(Err(Refusal::Nonce));
    }
    Ok(serde_json::from_value(evidence)
        .map(|evidence| (nonce, evidence))
        .map_err(|_| Refusal::Malformed))
}

/// What the script is told when evidence is refused.
pub(super) fn refused(portal: &Portal, refusal: Refusal) -> Response {
    portal.metrics.count(Counter::Evidence, refusal.code());
    tracing::info!(refusal = refusal.code(), "evidence refused");
    let answer = Json(json!({ "error": refusal.code() }));
    (StatusCode::UNPROCESSABLE_ENTITY, answer).into_response()
}

/// The address of the card is where the form starts; the person may write another.
fn starting_values(card: &Card) -> Typed {
    let address = card.address.as_deref().unwrap_or_default();
    match municipality::split_address(address) {
        Some((place, rest)) => Typed {
            prefecture: place.prefecture.code.to_owned(),
            municipality: place.municipality.code.to_owned(),
            address: rest.to_owned(),
            ..Typed::default()
        },
        None => Typed {
            address: address.to_owned(),
            ..Typed::default()
        },
    }
}
