//! The top page.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Html;

use super::failure::Failure;
use super::page::{Page, html};
use super::visitor::Visitor;
use crate::Portal;
use crate::catalog::{Text, stages_and_errors};

#[derive(Template)]
#[template(path = "top.html")]
struct TopPage {
    page: Page,
    /// What the script can say, by code.
    sentences: Vec<(&'static str, Text)>,
}

pub(super) async fn show(State(portal): State<Arc<Portal>>, visitor: Visitor) -> Result<Html<String>, Failure> {
    let words = visitor.language.words();
    let page = Page::new(&portal, &visitor, words.top.heading);
    html(&TopPage {
        page,
        sentences: stages_and_errors(words),
    })
}
