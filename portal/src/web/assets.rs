//! Files that are built into the program.

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;

use super::failure::Failure;

/// The page module of the extension, as every site serves it.
const PAGE_MODULE: &str = include_str!("../../../extension/page/openjpki.js");

const FILES: [(&str, &str, &str); 11] = [
    ("site.css", CSS, include_str!("../../static/site.css")),
    ("form.css", CSS, include_str!("../../static/form.css")),
    ("table.css", CSS, include_str!("../../static/table.css")),
    ("steps.css", CSS, include_str!("../../static/steps.css")),
    ("ceremony.js", JAVASCRIPT, include_str!("../../static/ceremony.js")),
    ("keep.js", JAVASCRIPT, include_str!("../../static/keep.js")),
    ("summary.js", JAVASCRIPT, include_str!("../../static/summary.js")),
    ("card.js", JAVASCRIPT, include_str!("../../static/card.js")),
    ("sign-in.js", JAVASCRIPT, include_str!("../../static/sign-in.js")),
    (
        "registration.js",
        JAVASCRIPT,
        include_str!("../../static/registration.js"),
    ),
    (
        "municipality.js",
        JAVASCRIPT,
        include_str!("../../static/municipality.js"),
    ),
];

const CSS: &str = "text/css; charset=utf-8";
const JAVASCRIPT: &str = "text/javascript; charset=utf-8";

pub(super) async fn page_module() -> impl IntoResponse {
    served(JAVASCRIPT, PAGE_MODULE)
}

pub(super) async fn file(Path(name): Path<String>) -> Result<impl IntoResponse, Failure> {
    let (_, kind, content) = FILES
        .into_iter()
        .find(|(file, _, _)| *file == name)
        .ok_or(Failure::NotFound)?;
    Ok(served(kind, content))
}

/// Asked for again with every page: a new version of the site is never mixed with an old script.
fn served(kind: &'static str, content: &'static str) -> impl IntoResponse {
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-cache")], content)
}
