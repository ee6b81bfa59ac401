//! STEP2 利用者情報確認, and 登録.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use super::draft::{self, Found};
use super::failure::Failure;
use super::municipalities::whole_name;
use super::page::{Page, html};
use super::submission::Submission;
use super::typed::whole;
use super::visitor::Visitor;
use crate::Portal;
use crate::card::Sex;
use crate::catalog::{Html as Sentence, Text, Words};
use crate::form::{Checked, check};
use crate::kind::Need;
use crate::metrics::Counter;
use crate::secret::Secret;
use crate::store::{Draft, NewRegistration};

#[derive(Template)]
#[template(path = "step2.html")]
struct Step2Page {
    page: Page,
    rows: Vec<Row>,
    draft: Draft,
}

/// A field as it will be registered.
struct Row {
    field: &'static str,
    label: Text,
    easy: Text,
    value: Sentence,
}

/// How far the session's draft is.
enum Progress {
    Checked(Box<(Draft, Checked)>),
    /// It goes on elsewhere: STEP1 says what is wrong or missing, STEP3 that it is registered.
    Elsewhere(&'static str),
    /// The session has ended, and the card with it.
    Ended,
}

pub(super) async fn show(State(portal): State<Arc<Portal>>, visitor: Visitor) -> Result<Response, Failure> {
    let (draft, checked) = match progress(&portal, &visitor.session).await? {
        Progress::Checked(whole) => *whole,
        Progress::Elsewhere(step) => return Ok(Redirect::to(step).into_response()),
        Progress::Ended => return Err(Failure::NoDraft),
    };
    let page = Page::new(&portal, &visitor, visitor.language.words().step2.heading);
    let rows = rows(&page, &checked);
    Ok(html(&Step2Page { page, rows, draft })?.into_response())
}

/// Registers once, however often it is pressed, and lets the mail go out, after the answer.
pub(super) async fn register(
    State(portal): State<Arc<Portal>>,
    mut submission: Submission,
) -> Result<Response, Failure> {
    let session = &submission.visitor.session.clone();
    let (draft, checked) = match progress(&portal, session).await? {
        Progress::Checked(whole) => *whole,
        Progress::Elsewhere(step) => return Ok(Redirect::to(step).into_response()),
        Progress::Ended => return draft::resume(&portal, submission).await,
    };
    if draft.tag != submission.take("draft") {
        return Err(Failure::OtherDraft);
    }
    // Something else was typed in another tab meanwhile: it is shown before it is registered.
    if submission.take_if_sent("shown").is_some() && whole(&mut submission) != draft.typed {
        return Ok(Redirect::to("/registration/step2").into_response());
    }
    let new = NewRegistration {
        draft: &draft,
        checked: &checked,
        language: submission.visitor.language.code(),
    };
    if portal.store.register(session, &new, portal.now()).await?.is_none() {
        return Err(Failure::AlreadyRegistered);
    }
    portal.metrics.count(Counter::Registrations, draft.kind.code());
    portal.outbox.wake();
    Ok(Redirect::to("/registration/step3").into_response())
}

async fn progress(portal: &Portal, session: &Secret) -> Result<Progress, Failure> {
    let draft = match draft::find(portal, session).await? {
        Found::Draft(draft) => *draft,
        Found::WithoutCard | Found::Gone => return Ok(Progress::Ended),
    };
    if draft.registration.is_some() {
        return Ok(Progress::Elsewhere("/registration/step3"));
    }
    let (card, opened) = (draft.card.as_ref(), draft.terms_opened);
    Ok(match check(&draft.typed, draft.kind, card, opened, portal.now()) {
        Ok(checked) => Progress::Checked(Box::new((draft, checked))),
        Err(_) => Progress::Elsewhere("/registration/step1"),
    })
}

fn rows(page: &Page, checked: &Checked) -> Vec<Row> {
    let words = page.words;
    let fields = &words.field;
    let row = |field, label, easy, value: &str| Row {
        field,
        label,
        easy,
        value: Sentence::of(value),
    };
    let written = |field, label, easy, value: Text| Row {
        field,
        label,
        easy,
        value: value.fill(&[]),
    };
    let sex = match checked.sex {
        Sex::Male => fields.male,
        Sex::Female => fields.female,
    };
    let place = whole_name(checked.place, page.language);
    let mut rows = vec![
        row("name", fields.name, fields.name_easy, &checked.name),
        written("sex", fields.sex, fields.sex_easy, sex),
        row(
            "birth_date",
            fields.birth_date,
            fields.birth_date_easy,
            &checked.birth_date,
        ),
        row("municipality", fields.municipality, fields.municipality_easy, &place),
        row("address", fields.address, fields.address_easy, &checked.address),
        row("telephone", fields.telephone, fields.telephone_easy, &checked.telephone),
        row("mail", fields.mail, fields.mail_easy, &checked.mail),
        written("role", fields.role, fields.role_easy, words.role(checked.role).0),
    ];
    rows.extend(numbers(words, checked));
    rows
}

/// The numbers that the role is asked for.
fn numbers(words: &Words, checked: &Checked) -> Vec<Row> {
    let fields = &words.field;
    let value = |number: &Option<String>| match number {
        Some(number) => Sentence::of(number),
        None => words.step2.not_entered.fill(&[]),
    };
    let residence_card = Row {
        field: "residence_card",
        label: fields.residence_card,
        easy: fields.residence_card_easy,
        value: value(&checked.residence_card),
    };
    let notice_number = Row {
        field: "notice_number",
        label: fields.notice_number,
        easy: fields.notice_number_easy,
        value: value(&checked.notice_number),
    };
    let role = checked.role;
    [
        (role.residence_card(), residence_card),
        (role.notice_number(), notice_number),
    ]
    .into_iter()
    .filter_map(|(need, row)| (need != Need::Never).then_some(row))
    .collect()
}
