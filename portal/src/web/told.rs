//! A page that says that something is done, and where to go on.

use std::sync::Arc;

use askama::Template;
use axum::response::Html;

use super::failure::Failure;
use super::page::{Page, html};
use super::visitor::Visitor;
use crate::Portal;
use crate::catalog::Text;

/// What is said.
pub(super) struct Told {
    /// The heading.
    pub(super) heading: Text,
    /// What is done.
    pub(super) done: Text,
    /// The way on: its label and where it leads.
    pub(super) next: (Text, &'static str),
}

#[derive(Template)]
#[template(path = "told.html")]
struct ToldPage {
    page: Page,
    told: Told,
}

/// Writes the page.
pub(super) fn tell(portal: &Arc<Portal>, visitor: &Visitor, told: Told) -> Result<Html<String>, Failure> {
    html(&ToldPage {
        page: Page::new(portal, visitor, told.heading),
        told,
    })
}
