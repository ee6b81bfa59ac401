//! STEP2 利用者情報確認, and 登録.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use super::failure::Failure;
use super::page::{Page, html};
use super::submission::Submission;
use super::visitor::Visitor;
use crate::Portal;
use crate::card::Sex;
use crate::catalog::{Language, Text};
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
    tag: String,
}

/// A field as it will be registered.
struct Row {
    field: &'static str,
    label: Text,
    easy: Text,
    value: String,
}

/// How far the session's draft is.
enum Progress {
    Checked(Box<(Draft, Checked)>),
    /// Something is wrong or missing: STEP1 says what.
    Incomplete,
    Registered,
}

pub(super) async fn show(State(portal): State<Arc<Portal>>, visitor: Visitor) -> Result<Response, Failure> {
    match progress(&portal, &visitor.session).await? {
        Progress::Checked(whole) => {
            let (draft, checked) = *whole;
            let page = Page::new(&portal, &visitor, visitor.language.words().step2.heading);
            let rows = rows(&page, &checked);
            Ok(html(&Step2Page {
                page,
                rows,
                tag: draft.tag,
            })?
            .into_response())
        }
        Progress::Incomplete => Ok(Redirect::to("/registration/step1").into_response()),
        Progress::Registered => Ok(Redirect::to("/registration/step3").into_response()),
    }
}

/// Registers once, however often it is pressed, and sends the mail. A mail that fails does not undo the registration.
pub(super) async fn register(
    State(portal): State<Arc<Portal>>,
    mut submission: Submission,
) -> Result<Redirect, Failure> {
    let session = &submission.visitor.session.clone();
    let (draft, checked) = match progress(&portal, session).await? {
        Progress::Checked(whole) => *whole,
        Progress::Incomplete => return Ok(Redirect::to("/registration/step1")),
        Progress::Registered => return Ok(Redirect::to("/registration/step3")),
    };
    if draft.tag != submission.take("draft") {
        return Err(Failure::OtherDraft);
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
    if let Err(error) = portal.send_due_mails().await {
        tracing::error!(%error, "the mail stays due");
    }
    Ok(Redirect::to("/registration/step3"))
}

async fn progress(portal: &Portal, session: &Secret) -> Result<Progress, Failure> {
    let draft = portal
        .store
        .draft(session, portal.now())
        .await?
        .ok_or(Failure::NoDraft)?;
    if draft.registration.is_some() {
        return Ok(Progress::Registered);
    }
    Ok(
        match check(
            &draft.typed,
            draft.kind,
            draft.card.as_ref(),
            draft.terms_opened,
            portal.now(),
        ) {
            Ok(checked) => Progress::Checked(Box::new((draft, checked))),
            Err(_) => Progress::Incomplete,
        },
    )
}

fn rows(page: &Page, checked: &Checked) -> Vec<Row> {
    let words = page.words;
    let fields = &words.field;
    let row = |field, label, easy, value: String| Row {
        field,
        label,
        easy,
        value,
    };
    let sex = match checked.sex {
        Sex::Male => fields.male,
        Sex::Female => fields.female,
    };
    let place = match page.language {
        Language::Japanese => checked.place.name(),
        Language::English => format!("{} ({})", checked.place.latin(), checked.place.name()),
    };
    let mut rows = vec![
        row("name", fields.name, fields.name_easy, checked.name.clone()),
        row("sex", fields.sex, fields.sex_easy, sex.plain()),
        row(
            "birth_date",
            fields.birth_date,
            fields.birth_date_easy,
            checked.birth_date.clone(),
        ),
        row("municipality", fields.municipality, fields.municipality_easy, place),
        row("address", fields.address, fields.address_easy, checked.address.clone()),
        row(
            "telephone",
            fields.telephone,
            fields.telephone_easy,
            checked.telephone.clone(),
        ),
        row("mail", fields.mail, fields.mail_easy, checked.mail.clone()),
        row(
            "role",
            fields.role,
            fields.role_easy,
            words.role(checked.role).0.plain(),
        ),
    ];
    let not_entered = || words.step2.not_entered.plain();
    if checked.role.residence_card() != Need::Never {
        let number = checked.residence_card.clone().unwrap_or_else(not_entered);
        rows.push(row(
            "residence_card",
            fields.residence_card,
            fields.residence_card_easy,
            number,
        ));
    }
    if checked.role.notice_number() != Need::Never {
        let number = checked.notice_number.clone().unwrap_or_else(not_entered);
        rows.push(row(
            "notice_number",
            fields.notice_number,
            fields.notice_number_easy,
            number,
        ));
    }
    rows
}
