//! 利用規約: opening this page is what makes the tick at STEP1 count.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Html;

use super::failure::Failure;
use super::page::{Page, html};
use super::visitor::Visitor;
use crate::Portal;

#[derive(Template)]
#[template(path = "terms.html")]
struct TermsPage {
    page: Page,
}

pub(super) async fn show(State(portal): State<Arc<Portal>>, visitor: Visitor) -> Result<Html<String>, Failure> {
    portal.store.note_terms_opened(&visitor.session, portal.now()).await?;
    html(&TermsPage {
        page: Page::new(&portal, &visitor, visitor.language.words().terms.heading),
    })
}
