//! The page behind the link in a mail: the person sets their password.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};

use super::failure::Failure;
use super::page::{Page, html};
use super::submission::Submission;
use super::told::{Told, tell};
use super::visitor::{KnownBrowser, Visitor};
use crate::Portal;
use crate::catalog::{Html as Sentence, Text, password_problem};
use crate::password::{LONGEST, Problem, SHORTEST, keep_rules};
use crate::secret::Secret;
use crate::store::LinkOwner;

#[derive(Template)]
#[template(path = "password.html")]
struct PasswordPage {
    page: Page,
    authentication_id: String,
    length: Sentence,
    /// The rules for length and characters, as the browser checks them while the person types.
    pattern: String,
    password_error: Option<Sentence>,
    again_error: Option<Sentence>,
}

#[derive(Template)]
#[template(path = "link_gone.html")]
struct GonePage {
    page: Page,
}

pub(super) async fn show(
    State(portal): State<Arc<Portal>>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Result<Response, Failure> {
    match owner(&portal, &token).await? {
        Some((_, owner)) => form(&portal, &visitor, &owner, None),
        None => gone(&portal, &visitor),
    }
}

/// Sets the password. The link is only used up by a password that keeps the rules.
pub(super) async fn submit(
    State(portal): State<Arc<Portal>>,
    Path(token): Path<String>,
    mut submission: Submission,
) -> Result<Response, Failure> {
    let visitor = submission.visitor.clone();
    let Some((token, owner)) = owner(&portal, &token).await? else {
        return gone(&portal, &visitor);
    };
    let (password, again) = (submission.take("password"), submission.take("password_again"));
    let kept = keep_rules(&password, &[&owner.authentication_id, &owner.mail]);
    let same = if password == again {
        Ok(())
    } else {
        Err(Problem::Different)
    };
    if let Err(problem) = kept.and(same) {
        return form(&portal, &visitor, &owner, Some(problem));
    }
    let hash = portal.passwords.hash(password).await?;
    let Some(registration) = portal.store.set_password(&token, &hash, portal.now()).await? else {
        return gone(&portal, &visitor);
    };
    let browser = remember(&portal, &visitor, registration).await?;
    let mut response = Redirect::to("/password/done").into_response();
    response.extensions_mut().insert(browser);
    Ok(response)
}

/// After it is set.
pub(super) async fn done(State(portal): State<Arc<Portal>>, visitor: Visitor) -> Result<Html<String>, Failure> {
    let words = visitor.language.words();
    let told = Told {
        heading: words.password.heading,
        done: words.password.done,
        next: (words.sign_in.heading, "/sign-in"),
    };
    tell(&portal, &visitor, told)
}

/// The visitor's browser is known to this registration from now on; the cookie to keep.
pub(super) async fn remember(portal: &Portal, visitor: &Visitor, registration: i64) -> Result<KnownBrowser, Failure> {
    let browser = match &visitor.browser {
        Some(browser) => browser.clone(),
        None => Secret::random()?,
    };
    portal
        .store
        .remember_browser(&browser, registration, portal.now())
        .await?;
    Ok(KnownBrowser(browser))
}

async fn owner(portal: &Portal, token: &str) -> Result<Option<(Secret, LinkOwner)>, Failure> {
    let Some(token) = Secret::parse(token) else {
        return Ok(None);
    };
    let owner = portal.store.password_link(&token, portal.now()).await?;
    Ok(owner.map(|owner| (token, owner)))
}

fn form(
    portal: &Arc<Portal>,
    visitor: &Visitor,
    owner: &LinkOwner,
    problem: Option<Problem>,
) -> Result<Response, Failure> {
    let words = visitor.language.words();
    let said = problem.map(|problem| password_problem(words, problem));
    let (again_error, password_error) = match problem {
        Some(Problem::Different) => (said, None),
        _ => (None, said),
    };
    let heading = if owner.first {
        words.password.heading_first
    } else {
        words.password.heading_another
    };
    let limits = [("shortest", &*SHORTEST.to_string()), ("longest", &*LONGEST.to_string())];
    let page = PasswordPage {
        page: Page::new(portal, visitor, heading),
        authentication_id: owner.authentication_id.clone(),
        length: words.password.rule_length.fill(&limits),
        pattern: format!(r"(?!(.)\1*$)[\x20-\x7e]{{{SHORTEST},{LONGEST}}}"),
        password_error,
        again_error,
    };
    let status = match problem {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    Ok((status, html(&page)?).into_response())
}

fn gone(portal: &Arc<Portal>, visitor: &Visitor) -> Result<Response, Failure> {
    let heading: Text = visitor.language.words().password.heading;
    let page = GonePage {
        page: Page::new(portal, visitor, heading),
    };
    Ok((StatusCode::GONE, html(&page)?).into_response())
}
