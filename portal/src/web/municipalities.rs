//! 検索: the municipalities of a prefecture, for the script of STEP1. Without the script the form itself searches.

use axum::Json;
use axum::extract::Path;
use axum::http::header::CACHE_CONTROL;
use axum::response::IntoResponse;
use serde::Serialize;

use super::failure::Failure;
use super::visitor::Visitor;
use crate::catalog::Language;
use crate::municipality::{self, Municipality};

#[derive(Serialize)]
struct Listed {
    code: &'static str,
    label: String,
}

pub(super) async fn list(visitor: Visitor, Path(prefecture): Path<String>) -> Result<impl IntoResponse, Failure> {
    let prefecture = municipality::prefecture(&prefecture).ok_or(Failure::NotFound)?;
    let listed: Vec<Listed> = prefecture
        .municipalities
        .iter()
        .map(|municipality| Listed {
            code: municipality.code,
            label: label(municipality, visitor.language),
        })
        .collect();
    Ok(([(CACHE_CONTROL, "no-cache")], Json(listed)))
}

/// As it stands in the list: with the reading, in the letters that the page is written in.
pub(super) fn label(municipality: &Municipality, language: Language) -> String {
    if language.writes_kanji() {
        format!("{}（{}）", municipality.name, municipality.reading)
    } else {
        format!("{} ({})", municipality.latin, municipality.name)
    }
}
