//! Signing in: the card first, then the authentication ID and the password; without the card for the kinds that registered without.
//!
//! Whatever is wrong (the ID, the password, the card, that no password was set yet), the answer is the same, and so is the work.

use std::sync::Arc;

use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse, Redirect, Response};
use openjpki::evidence::AuthenticateEvidence;
use serde_json::json;

use super::ceremony::{refused, take_back};
use super::credentials::{Checked, Proof, check};
use super::failure::Failure;
use super::page::{Page, html};
use super::password::remember;
use super::submission::{ScriptSubmission, Submission};
use super::visitor::{NewSession, Visitor};
use crate::Portal;
use crate::catalog::{Html as Sentence, Text, stages_and_errors};
use crate::metrics::Counter;
use crate::store::Credentials;

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    page: Page,
    /// What the script can say, by code.
    sentences: Vec<(&'static str, Text)>,
}

#[derive(Template)]
#[template(path = "sign_in_account.html")]
struct FormPage {
    page: Page,
    card: bool,
    typed: String,
    error: Option<Sentence>,
}

/// ログイン: which kind of user.
pub(super) async fn show(State(portal): State<Arc<Portal>>, visitor: Visitor) -> Result<Response, Failure> {
    if portal.store.account(&visitor.session, portal.now()).await?.is_some() {
        return Ok(Redirect::to("/account").into_response());
    }
    let words = visitor.language.words();
    let mut sentences = stages_and_errors(words);
    for (code, sentence) in &mut sentences {
        match *code {
            "certificate-missing" => *sentence = words.sign_in.certificate_missing,
            "done" => *sentence = words.sign_in.card_read,
            _ => {}
        }
    }
    let page = SignInPage {
        page: Page::new(&portal, &visitor, words.sign_in.heading),
        sentences,
    };
    Ok(html(&page)?.into_response())
}

/// `POST /sign-in/evidence` -> `{ "next": "/sign-in/account" }`, or 422 and `{ "error": code }`. Whether the card is registered is
/// not told here.
pub(super) async fn evidence(
    State(portal): State<Arc<Portal>>,
    ScriptSubmission { visitor, body }: ScriptSubmission,
) -> Result<Response, Failure> {
    let (nonce, evidence) = match take_back::<AuthenticateEvidence>(&portal, &visitor, &body).await? {
        Ok(returned) => returned,
        Err(refusal) => return Ok(refused(&portal, refusal)),
    };
    let certificate = match portal.verify_sign_in(&evidence, &nonce).await {
        Ok(certificate) => certificate,
        Err(refusal) => return Ok(refused(&portal, refusal)),
    };
    portal.metrics.count(Counter::Evidence, "accepted");
    let session = portal.store.rotate_session(&visitor.session).await?;
    portal.store.present_card(&session, &certificate, portal.now()).await?;
    let mut response = Json(json!({ "next": "/sign-in/account" })).into_response();
    response.extensions_mut().insert(NewSession(session));
    Ok(response)
}

/// The form for authentication ID and password.
pub(super) async fn form(State(portal): State<Arc<Portal>>, visitor: Visitor) -> Result<Response, Failure> {
    let card = portal.store.presented_card(&visitor.session, portal.now()).await?;
    write(&portal, &visitor, card.is_some(), String::new(), None)
}

/// Checks all of it together.
pub(super) async fn submit(State(portal): State<Arc<Portal>>, mut submission: Submission) -> Result<Response, Failure> {
    let visitor = submission.visitor.clone();
    let (typed, password) = (submission.take("authentication_id"), submission.take("password"));
    let presented = portal.store.presented_card(&visitor.session, portal.now()).await?;
    let card = presented.is_some();
    let sentences = &visitor.language.words().sign_in;
    match check(&portal, &visitor, &typed, password, Proof::Card(presented)).await? {
        Checked::Wait(seconds) => {
            let wait = sentences.wait.fill(&[("seconds", &seconds.to_string())]);
            let mut response = write(&portal, &visitor, card, typed, Some(wait))?;
            *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
            Ok(response)
        }
        Checked::Wrong => write(&portal, &visitor, card, typed, Some(sentences.wrong.fill(&[]))),
        Checked::Right(credentials) => enter(&portal, &visitor, &credentials).await,
    }
}

async fn enter(portal: &Portal, visitor: &Visitor, credentials: &Credentials) -> Result<Response, Failure> {
    let Credentials { registration, kind, .. } = *credentials;
    let session = portal
        .store
        .sign_in(&visitor.session, registration, kind.needs_card(), portal.now())
        .await?;
    portal.metrics.count(Counter::SignIns, "in");
    let browser = remember(portal, visitor, registration).await?;
    let mut response = Redirect::to("/account").into_response();
    response.extensions_mut().insert(NewSession(session));
    response.extensions_mut().insert(browser);
    Ok(response)
}

fn write(
    portal: &Arc<Portal>,
    visitor: &Visitor,
    card: bool,
    typed: String,
    error: Option<Sentence>,
) -> Result<Response, Failure> {
    let status = match error {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let page = FormPage {
        page: Page::new(portal, visitor, visitor.language.words().sign_in.heading),
        card,
        typed,
        error,
    };
    Ok((status, html(&page)?).into_response())
}
