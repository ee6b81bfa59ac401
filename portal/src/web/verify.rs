//! A page that says of a signed document what was checked and what was not.

mod upload;

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Html;
use openjpki::verify::{Check, Outcome};

use super::account::in_japan;
use super::failure::Failure;
use super::page::{Page, html};
use super::visitor::Visitor;
use crate::Portal;
use crate::catalog::{self, Text, Words};
use crate::documents::{Looked, Signature, UploadProblem};

pub(super) use upload::{LARGEST_UPLOAD, Uploaded};

#[derive(Template)]
#[template(path = "verify.html")]
struct VerifyPage {
    page: Page,
    problem: Option<Text>,
    result: Option<ResultShown>,
}

/// What the page says of an upload.
struct ResultShown {
    signatures: Vec<SignatureShown>,
    unopened: Option<String>,
}

/// One signature.
struct SignatureShown {
    number: usize,
    good: bool,
    signer: Option<String>,
    /// In Japan.
    claimed_time: Option<String>,
    lines: Vec<LineShown>,
}

/// One row of the table.
struct LineShown {
    id: &'static str,
    asked: Text,
    /// `holds`, `fails` or `not-checked`, for the style.
    kind: &'static str,
    outcome: Text,
    reason: Option<Text>,
    /// The verifier's own words, which are English.
    detail: Option<String>,
}

pub(super) async fn show(State(portal): State<Arc<Portal>>, visitor: Visitor) -> Result<Html<String>, Failure> {
    write(&portal, &visitor, None, None)
}

pub(super) async fn submit(State(portal): State<Arc<Portal>>, uploaded: Uploaded) -> Result<Html<String>, Failure> {
    let Uploaded { visitor, upload, .. } = uploaded;
    let (verifier, now) = (portal.verifier.clone(), portal.now());
    let looked = tokio::task::spawn_blocking(move || verifier.look_at(&upload, now)).await;
    let words = visitor.language.words();
    match looked.map_err(|_| Failure::Internal)? {
        Ok(looked) => write(&portal, &visitor, None, Some(result(words, &looked))),
        Err(problem) => write(&portal, &visitor, Some(sentence(words, problem)), None),
    }
}

fn write(
    portal: &Arc<Portal>,
    visitor: &Visitor,
    problem: Option<Text>,
    result: Option<ResultShown>,
) -> Result<Html<String>, Failure> {
    html(&VerifyPage {
        page: Page::new(portal, visitor, visitor.language.words().verify.heading),
        problem,
        result,
    })
}

fn sentence(words: &Words, problem: UploadProblem) -> Text {
    let verify = &words.verify;
    match problem {
        UploadProblem::NoDocument => verify.no_document,
        UploadProblem::NoSignature => verify.no_signature,
        UploadProblem::NoSignatureInPdf => verify.no_signature_in_pdf,
        UploadProblem::Pdf => verify.pdf_not_read,
    }
}

fn result(words: &Words, looked: &Looked) -> ResultShown {
    let signatures = looked.signatures.iter().enumerate();
    ResultShown {
        signatures: signatures.map(|(before, one)| shown(words, before + 1, one)).collect(),
        unopened: (looked.unopened > 0).then(|| looked.unopened.to_string()),
    }
}

fn shown(words: &Words, number: usize, signature: &Signature) -> SignatureShown {
    SignatureShown {
        number,
        good: signature.holds,
        signer: signature.signer.clone(),
        claimed_time: signature.claimed_time.map(|time| in_japan(time.0)),
        lines: signature
            .lines
            .iter()
            .map(|line| row(words, line.check, &line.outcome))
            .collect(),
    }
}

fn row(words: &Words, check: Check, outcome: &Outcome) -> LineShown {
    let verify = &words.verify;
    let (asked, failed) = catalog::check(words, check);
    let (kind, word, reason, detail) = match outcome {
        Outcome::Holds => ("holds", verify.holds, None, None),
        Outcome::Fails(fault) => ("fails", verify.fails, Some(failed), Some(fault.to_string())),
        Outcome::NotChecked(why) => (
            "not-checked",
            verify.not_checked,
            Some(catalog::unchecked(words, *why)),
            None,
        ),
    };
    LineShown {
        id: check.id(),
        asked,
        kind,
        outcome: word,
        reason,
        detail,
    }
}
