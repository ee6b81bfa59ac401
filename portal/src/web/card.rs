//! Linking a renewed card: authentication ID and password first, then the new card with both of its passwords.
//!
//! Who does not know the password sets another one by the mail's link and comes back: either way it takes a secret of the registered
//! person's, and a card of somebody with the same name, birth date and sex.

use std::sync::Arc;

use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{Html, IntoResponse, Redirect, Response};
use openjpki::evidence::RegisterEvidence;
use serde_json::json;

use super::ceremony::{refused, take_back};
use super::credentials::{Checked, Proof, check};
use super::failure::Failure;
use super::page::{Page, html};
use super::submission::{ScriptSubmission, Submission};
use super::told::{Told, tell};
use super::visitor::{NewSession, Visitor};
use crate::Portal;
use crate::catalog::{Html as Sentence, Text, stages_and_errors};
use crate::evidence::Refusal;
use crate::metrics::Counter;
use crate::store::Linked;

#[derive(Template)]
#[template(path = "card.html")]
struct CardPage {
    page: Page,
    typed: String,
    error: Option<Sentence>,
}

#[derive(Template)]
#[template(path = "card_read.html")]
struct ReadPage {
    page: Page,
    /// What the script can say, by code.
    sentences: Vec<(&'static str, Text)>,
}

/// `GET /card`
pub(super) async fn show(State(portal): State<Arc<Portal>>, visitor: Visitor) -> Result<Response, Failure> {
    write(&portal, &visitor, StatusCode::OK, String::new(), None)
}

/// `POST /card`: the same answers, the same work and the same delays as for signing in.
pub(super) async fn submit(State(portal): State<Arc<Portal>>, mut submission: Submission) -> Result<Response, Failure> {
    let visitor = submission.visitor.clone();
    let (typed, password) = (submission.take("authentication_id"), submission.take("password"));
    let sentences = &visitor.language.words().sign_in;
    match check(&portal, &visitor, &typed, password, Proof::RenewedCard).await? {
        Checked::Wait(seconds) => {
            let wait = sentences.wait.fill(&[("seconds", &seconds.to_string())]);
            let mut response = write(&portal, &visitor, StatusCode::TOO_MANY_REQUESTS, typed, Some(wait))?;
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
            Ok(response)
        }
        Checked::Wrong => {
            let wrong = sentences.wrong.fill(&[]);
            write(&portal, &visitor, StatusCode::UNPROCESSABLE_ENTITY, typed, Some(wrong))
        }
        Checked::Right(credentials) => {
            let session = portal
                .store
                .permit_card(&visitor.session, credentials.registration, portal.now())
                .await?;
            let mut response = Redirect::to("/card/read").into_response();
            response.extensions_mut().insert(NewSession(session));
            Ok(response)
        }
    }
}

/// `GET /card/read`
pub(super) async fn read(State(portal): State<Arc<Portal>>, visitor: Visitor) -> Result<Response, Failure> {
    if !portal.store.card_is_permitted(&visitor.session, portal.now()).await? {
        return Ok(Redirect::to("/card").into_response());
    }
    let words = visitor.language.words();
    let page = ReadPage {
        page: Page::new(&portal, &visitor, words.card.heading),
        sentences: stages_and_errors(words),
    };
    Ok(html(&page)?.into_response())
}

/// `POST /card/evidence` -> `{ "next": "/card/done" }`, or 422 and `{ "error": code }`.
pub(super) async fn evidence(
    State(portal): State<Arc<Portal>>,
    ScriptSubmission { visitor, body }: ScriptSubmission,
) -> Result<Response, Failure> {
    if !portal.store.card_is_permitted(&visitor.session, portal.now()).await? {
        return Err(Failure::NoDraft);
    }
    let (nonce, evidence) = match take_back::<RegisterEvidence>(&portal, &visitor, &body).await? {
        Ok(returned) => returned,
        Err(refusal) => return Ok(refused(&portal, refusal)),
    };
    let card = match portal.verify_registration(&evidence, &nonce).await {
        Ok(card) => card,
        Err(refusal) => return Ok(refused(&portal, refusal)),
    };
    match portal.store.link_card(&visitor.session, &card, portal.now()).await? {
        Linked::Yes => {}
        Linked::OtherPerson => return Ok(refused(&portal, Refusal::OtherPerson)),
        Linked::Taken => return Ok(refused(&portal, Refusal::AlreadyRegistered)),
        Linked::NoPermit => return Err(Failure::NoDraft),
    }
    portal.metrics.count(Counter::Evidence, "accepted");
    portal.outbox.wake();
    let session = portal.store.rotate_session(&visitor.session).await?;
    let mut response = Json(json!({ "next": "/card/done" })).into_response();
    response.extensions_mut().insert(NewSession(session));
    Ok(response)
}

/// `GET /card/done`
pub(super) async fn done(State(portal): State<Arc<Portal>>, visitor: Visitor) -> Result<Html<String>, Failure> {
    let words = visitor.language.words();
    let told = Told {
        heading: words.card.linked,
        done: words.card.linked_done,
        next: (words.sign_in.heading, "/sign-in"),
    };
    tell(&portal, &visitor, told)
}

fn write(
    portal: &Arc<Portal>,
    visitor: &Visitor,
    status: StatusCode,
    typed: String,
    error: Option<Sentence>,
) -> Result<Response, Failure> {
    let page = CardPage {
        page: Page::new(portal, visitor, visitor.language.words().card.heading),
        typed,
        error,
    };
    Ok((status, html(&page)?).into_response())
}
