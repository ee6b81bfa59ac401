//! What every page shows around its own content.

use std::sync::Arc;

use askama::Template;
use axum::response::Html;

use super::failure::Failure;
use super::visitor::Visitor;
use crate::Portal;
use crate::catalog::{Language, Text, Words};

/// The frame of a page: `templates/base.html`.
pub(super) struct Page {
    /// The sentences.
    pub(super) words: &'static Words,
    /// For the `title`.
    pub(super) title: Text,
    /// The page's language.
    pub(super) language: Language,
    /// For the page's forms and scripts.
    pub(super) csrf: String,
    /// The page's own path, for the links to the other languages.
    pub(super) path: String,
    /// Whether the banner of the test anchors stands on top.
    pub(super) test: bool,
}

impl Page {
    /// The frame for this visitor.
    pub(super) fn new(portal: &Arc<Portal>, visitor: &Visitor, title: Text) -> Self {
        Self {
            words: visitor.language.words(),
            title,
            language: visitor.language,
            csrf: visitor.csrf.as_str().to_owned(),
            path: visitor.path.clone(),
            test: portal.verifier.is_test(),
        }
    }
}

/// Writes a page.
pub(super) fn html(template: &impl Template) -> Result<Html<String>, Failure> {
    template.render().map(Html).map_err(|error| {
        tracing::error!(%error, "a page could not be written");
        Failure::Internal
    })
}
