//! The page behind the link in the mail. It tells whether the link is good; setting the password is yet to come.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse};

use super::failure::Failure;
use super::page::{Page, html};
use super::visitor::Visitor;
use crate::Portal;
use crate::secret::Secret;
use crate::store::PasswordLink;

#[derive(Template)]
#[template(path = "password.html")]
struct PasswordPage {
    page: Page,
    good: bool,
}

pub(super) async fn show(
    State(portal): State<Arc<Portal>>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Result<impl IntoResponse, Failure> {
    let link = match Secret::parse(&token) {
        Some(token) => portal.store.password_link(&token, portal.now()).await?,
        None => PasswordLink::Gone,
    };
    let good = link == PasswordLink::Good;
    let page: Html<String> = html(&PasswordPage {
        page: Page::new(&portal, &visitor, visitor.language.words().password.heading),
        good,
    })?;
    Ok((if good { StatusCode::OK } else { StatusCode::GONE }, page))
}
