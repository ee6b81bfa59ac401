//! 検索: the municipalities that were searched for, for the script of STEP1. Without the script the form itself searches.

use axum::extract::Path;
use axum::http::header::CACHE_CONTROL;
use axum::response::IntoResponse;
use axum::{Form, Json};
use serde::{Deserialize, Serialize};

use super::failure::Failure;
use super::visitor::Visitor;
use crate::catalog::Language;
use crate::form::Typed;
use crate::municipality::{self, Place};

/// Stands in the address for a search in every prefecture.
const EVERYWHERE: &str = "all";

/// One line of 検索結果.
#[derive(Serialize)]
pub(super) struct Listed {
    /// The municipality's code.
    pub(super) code: &'static str,
    /// As it stands in the list: with the reading, in the letters that the page is written in.
    pub(super) label: String,
}

/// What the script asks for besides the prefecture.
#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    name: String,
}

pub(super) async fn list(
    visitor: Visitor,
    Path(prefecture): Path<String>,
    Form(wanted): Form<Wanted>,
) -> Result<impl IntoResponse, Failure> {
    let prefecture = match prefecture.as_str() {
        EVERYWHERE => String::new(),
        code => municipality::prefecture(code).ok_or(Failure::NotFound)?.code.to_owned(),
    };
    let typed = Typed {
        prefecture,
        place_name: wanted.name,
        ..Typed::default()
    };
    Ok(([(CACHE_CONTROL, "no-cache")], Json(found(&typed, visitor.language))))
}

/// What the search finds; the municipality that is chosen already is always in it.
pub(super) fn found(typed: &Typed, language: Language) -> Vec<Listed> {
    let everywhere = typed.prefecture.is_empty();
    municipality::search(&typed.prefecture, &typed.place_name, &typed.municipality)
        .into_iter()
        .map(|place| Listed {
            code: place.municipality.code,
            label: label(place, everywhere, language),
        })
        .collect()
}

fn label(place: Place, everywhere: bool, language: Language) -> String {
    let (name, latin) = if everywhere {
        (place.name(), place.latin())
    } else {
        (place.municipality.name.to_owned(), place.municipality.latin.clone())
    };
    if language.writes_kanji() {
        format!("{name}（{}）", place.municipality.reading)
    } else {
        format!("{latin} ({name})")
    }
}

/// A municipality with its prefecture, in the letters that the page is written in.
pub(super) fn whole_name(place: Place, language: Language) -> String {
    match language {
        Language::Japanese => place.name(),
        Language::EasyJapanese => format!("{}（{}）", place.name(), place.reading()),
        Language::English | Language::Vietnamese => format!("{} ({})", place.latin(), place.name()),
    }
}
