//! The registration that is being typed, and how it goes on after its session has ended.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};

use super::failure::Failure;
use super::page::{Page, html};
use super::submission::Submission;
use super::typed::{leave_to, whole};
use super::visitor::{NewSession, Visitor};
use crate::Portal;
use crate::card::Card;
use crate::catalog::{Text, stages_and_errors};
use crate::form::Typed;
use crate::kind::Kind;
use crate::secret::Secret;
use crate::store::Draft;

/// Where the card is read again.
const CARD_AGAIN: &str = "/registration/card";

#[derive(Template)]
#[template(path = "card_again.html")]
struct CardAgainPage {
    page: Page,
    sentences: Vec<(&'static str, Text)>,
}

/// How far the session's draft is.
pub(super) enum Found {
    /// It can be typed and registered.
    Draft(Box<Draft>),
    /// What was typed is there; the card has to be read again.
    WithoutCard,
    /// There is none: nothing was begun, or the session has ended.
    Gone,
}

/// Looks the session's draft up. Every step goes through here, so that none goes on without the card that it needs.
pub(super) async fn find(portal: &Portal, session: &Secret) -> Result<Found, Failure> {
    Ok(match portal.store.draft(session, portal.now()).await? {
        None => Found::Gone,
        Some(draft) if draft.registration.is_none() && draft.kind.needs_card() && draft.card.is_none() => {
            Found::WithoutCard
        }
        Some(draft) => Found::Draft(Box::new(draft)),
    })
}

/// To the page where the card is read again.
pub(super) fn card_again() -> Response {
    Redirect::to(CARD_AGAIN).into_response()
}

/// The session ended while a form stood open: what was typed is in the form and is kept, in a session of its own. What the card
/// said is gone, and is read again.
pub(super) async fn resume(portal: &Portal, mut submission: Submission) -> Result<Response, Failure> {
    let kind = Kind::from_code(&submission.take("kind")).ok_or(Failure::NoDraft)?;
    let typed = whole(&mut submission);
    let session = begin(portal, &submission.visitor.session, kind, &typed).await?;
    let next = if kind.needs_card() {
        CARD_AGAIN
    } else {
        "/registration/step1"
    };
    let mut response = Redirect::to(next).into_response();
    response.extensions_mut().insert(NewSession(session));
    Ok(response)
}

/// Begins a draft without a card; gives the session's new cookie.
pub(super) async fn begin(portal: &Portal, session: &Secret, kind: Kind, typed: &Typed) -> Result<Secret, Failure> {
    portal.store.begin_session(session, portal.now()).await?;
    let session = portal.store.rotate_session(session).await?;
    portal.store.begin_draft(&session, kind, None, typed).await?;
    Ok(session)
}

/// What was typed before this card was read again in the same session; nothing of another card's registration.
pub(super) async fn typed_before(portal: &Portal, session: &Secret, card: &Card) -> Result<Option<Typed>, Failure> {
    let draft = portal.store.draft(session, portal.now()).await?;
    let same = |draft: &Draft| {
        let before = draft.card.as_ref().map(|card| card.signature_hash);
        draft.registration.is_none()
            && draft.kind.needs_card()
            && before.is_none_or(|before| before == card.signature_hash)
    };
    Ok(draft.filter(same).map(|mut draft| {
        leave_to(card, &mut draft.typed);
        draft.typed
    }))
}

/// The page where the card is read again.
pub(super) async fn show_card_again(
    State(portal): State<Arc<Portal>>,
    visitor: Visitor,
) -> Result<Html<String>, Failure> {
    let words = visitor.language.words();
    html(&CardAgainPage {
        page: Page::new(&portal, &visitor, words.resume.heading),
        sentences: stages_and_errors(words),
    })
}
