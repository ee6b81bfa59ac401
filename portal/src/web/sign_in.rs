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
use super::failure::Failure;
use super::page::{Page, html};
use super::password::remember;
use super::submission::{ScriptSubmission, Submission};
use super::visitor::{NewSession, Visitor};
use crate::Portal;
use crate::authentication_id;
use crate::catalog::{Html as Sentence, Text, stages_and_errors};
use crate::metrics::Counter;
use crate::secret::Hash;
use crate::store::{Attempt, Credentials, Lane, Way};

/// No registration has this number.
const NOBODY: i64 = 0;

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
    let certificate = match portal.verifier.authenticate(&evidence, &nonce, portal.now()) {
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
    let id = authentication_id::as_written(&typed);
    let presented = portal.store.presented_card(&visitor.session, portal.now()).await?;
    let credentials = portal.store.credentials(&id).await?;
    let entitled = credentials.filter(|credentials| belongs(credentials, presented.as_ref()));
    let lane = lane(&portal, &visitor, &id, entitled.as_ref()).await?;
    let card = presented.is_some();
    let sentences = &visitor.language.words().sign_in;
    if let Attempt::After(seconds) = portal.store.begin_attempt(lane, portal.now()).await? {
        portal.metrics.count(Counter::SignIns, "delayed");
        let wait = sentences.wait.fill(&[("seconds", &seconds.to_string())]);
        let mut response = write(&portal, &visitor, card, typed, Some(wait))?;
        *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
        response.headers_mut().insert(RETRY_AFTER, seconds.into());
        return Ok(response);
    }
    let stored = entitled.as_ref().and_then(|credentials| credentials.password.clone());
    // Always one check, also where nothing can be right.
    let right = portal.passwords.check(password, stored).await?;
    let Some(credentials) = entitled.filter(|_| right) else {
        tracing::info!("sign-in refused");
        portal.metrics.count(Counter::SignIns, "refused");
        return write(&portal, &visitor, card, typed, Some(sentences.wrong.fill(&[])));
    };
    portal.store.forget_failures(lane).await?;
    enter(&portal, &visitor, &credentials).await
}

/// Whether what was proved with the card is enough for this registration.
fn belongs(credentials: &Credentials, presented: Option<&Hash>) -> bool {
    if credentials.kind.needs_card() {
        presented.is_some() && presented == credentials.authentication_hash.as_ref()
    } else {
        true
    }
}

async fn lane(portal: &Portal, visitor: &Visitor, id: &str, entitled: Option<&Credentials>) -> Result<Lane, Failure> {
    // Asked also where there is nobody to know: the same work.
    let registration = entitled.map_or(NOBODY, |credentials| credentials.registration);
    let known = match &visitor.browser {
        Some(browser) if portal.store.knows_browser(browser, registration, portal.now()).await? => Some(browser),
        _ => None,
    };
    let way = match (entitled, known) {
        (Some(credentials), _) if credentials.kind.needs_card() => Way::RegisteredCard,
        (Some(_), Some(browser)) => Way::KnownBrowser(browser),
        _ => Way::Elsewhere,
    };
    Ok(Lane::new(id, way))
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
