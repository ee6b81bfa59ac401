//! Result of `doctor`, for the extension's page "Check my computer".

use std::collections::BTreeMap;

use serde::Serialize;

/// What comes in the sentences of a check, by name, so that a page can say it in its own words.
pub type Values = BTreeMap<&'static str, String>;

/// What is well between browser and card, and what is not.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Diagnosis {
    /// From the browser's side to the card's.
    pub checks: Vec<Looked>,
    /// The same for whoever helps: text in which nothing identifies the person.
    pub report: String,
}

/// One thing that was looked at.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Looked {
    /// What was seen: a word that stays the same, of letters and hyphens.
    pub id: &'static str,
    /// Whether it is well.
    pub outcome: Outcome,
    /// What was seen, in the person's language where the host has it, else in English.
    pub sentence: String,
    /// The one plain thing to do next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// What the sentences name: `reader`, `browser`, `version`, `left`, `of`, `day`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub values: Values,
}

/// Whether something is well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It is.
    Good,
    /// It is, and there is something to know or do.
    Warning,
    /// It is not.
    Bad,
    /// Nobody could look.
    Unknown,
}
