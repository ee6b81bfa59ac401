//! The page behind the link in a mail to a new address: the person confirms the change. Opening it changes nothing: mail programs open
//! links before people do.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};

use super::failure::Failure;
use super::page::{Page, html};
use super::submission::Submission;
use super::told::{Told, tell};
use super::visitor::Visitor;
use crate::Portal;
use crate::secret::Secret;

#[derive(Template)]
#[template(path = "mail_link.html")]
struct LinkPage {
    page: Page,
    /// The new address; `None`: the link is not good (any more).
    mail: Option<String>,
}

/// `GET /mail/TOKEN`
pub(super) async fn show(
    State(portal): State<Arc<Portal>>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Result<Response, Failure> {
    let mail = match Secret::parse(&token) {
        Some(token) => portal.store.mail_link(&token, portal.now()).await?,
        None => None,
    };
    write(&portal, &visitor, mail)
}

/// `POST /mail/TOKEN`
pub(super) async fn submit(
    State(portal): State<Arc<Portal>>,
    Path(token): Path<String>,
    Submission { visitor, .. }: Submission,
) -> Result<Response, Failure> {
    let changed = match Secret::parse(&token) {
        Some(token) => portal.store.change_mail(&token, portal.now()).await?,
        None => false,
    };
    if !changed {
        return write(&portal, &visitor, None);
    }
    portal.outbox.wake();
    Ok(Redirect::to("/mail/done").into_response())
}

/// `GET /mail/done`
pub(super) async fn done(State(portal): State<Arc<Portal>>, visitor: Visitor) -> Result<Html<String>, Failure> {
    let words = visitor.language.words();
    let told = Told {
        heading: words.mail_change.heading,
        done: words.mail_change.done,
        next: (words.account.heading, "/account"),
    };
    tell(&portal, &visitor, told)
}

fn write(portal: &Arc<Portal>, visitor: &Visitor, mail: Option<String>) -> Result<Response, Failure> {
    let status = match mail {
        Some(_) => StatusCode::OK,
        None => StatusCode::GONE,
    };
    let page = LinkPage {
        page: Page::new(portal, visitor, visitor.language.words().mail_change.heading),
        mail,
    };
    Ok((status, html(&page)?).into_response())
}
