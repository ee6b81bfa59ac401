//! The page that says why a request was not answered as asked, and what to do next.

use std::sync::Arc;

use askama::Template;
use axum::response::{IntoResponse, Response};

use super::failure::Failure;
use super::page::{Page, html};
use super::visitor::Visitor;
use crate::Portal;
use crate::catalog::Text;

#[derive(Template)]
#[template(path = "failure.html")]
struct FailurePage {
    page: Page,
    heading: Text,
    next: Text,
}

/// The page about `failure`, in the visitor's language.
pub(super) fn page(failure: Failure, portal: &Arc<Portal>, visitor: &Visitor) -> Response {
    let words = &visitor.language.words().page;
    let (heading, next) = match failure {
        Failure::NotFound => (words.not_found, words.not_found_next),
        Failure::Forgery => (words.forgery, words.forgery_next),
        Failure::NoDraft => (words.no_draft, words.no_draft_next),
        Failure::OtherDraft => (words.other_draft, words.other_draft_next),
        Failure::AlreadyRegistered => (words.already, words.already_next),
        Failure::TooLarge => (words.too_large, words.too_large_next),
        Failure::BadRequest => (words.bad_request, words.bad_request_next),
        Failure::Busy => (words.busy, words.busy_next),
        Failure::Internal => (words.internal, words.internal_next),
    };
    let page = FailurePage {
        page: Page::new(portal, visitor, heading),
        heading,
        next,
    };
    match html(&page) {
        Ok(page) => (failure.status(), page).into_response(),
        Err(_) => failure.status().into_response(),
    }
}
