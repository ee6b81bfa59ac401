//! STEP1 利用者情報入力.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};

use super::failure::Failure;
use super::municipalities;
use super::page::{Page, html};
use super::submission::Submission;
use super::visitor::Visitor;
use crate::Portal;
use crate::card::Sex;
use crate::catalog::{Html as Sentence, Language, Text, problem};
use crate::form::{Problems, Typed, check};
use crate::kind::Role;
use crate::municipality::{Municipality, Prefecture, municipality, prefecture, prefectures};
use crate::store::Draft;

#[derive(Template)]
#[template(path = "step1.html")]
struct Step1Page {
    page: Page,
    draft: Draft,
    errors: Vec<FieldError>,
}

/// An error at its field, and in the summary on top.
struct FieldError {
    field: &'static str,
    message: Sentence,
}

pub(super) async fn show(State(portal): State<Arc<Portal>>, visitor: Visitor) -> Result<Response, Failure> {
    let draft = portal
        .store
        .draft(&visitor.session, portal.now())
        .await?
        .ok_or(Failure::NoDraft)?;
    if draft.registration.is_some() {
        return Ok(Redirect::to("/registration/step3").into_response());
    }
    Ok(Step1Page::new(&portal, &visitor, draft, &Problems::new())
        .into_html()?
        .into_response())
}

/// Keeps what was typed, right or wrong; then 検索 shows the form again, and 確認 leads to STEP2 if all is right.
pub(super) async fn submit(State(portal): State<Arc<Portal>>, mut submission: Submission) -> Result<Response, Failure> {
    let visitor = submission.visitor.clone();
    let mut draft = portal
        .store
        .draft(&visitor.session, portal.now())
        .await?
        .ok_or(Failure::NoDraft)?;
    if draft.tag != submission.take("draft") {
        return Err(Failure::OtherDraft);
    }
    if draft.registration.is_some() {
        return Ok(Redirect::to("/registration/step3").into_response());
    }
    draft.typed = typed(&mut submission);
    portal.store.keep_typed(&visitor.session, &draft).await?;
    if submission.take("action") == "search" {
        return Ok(Redirect::to("/registration/step1#field-municipality").into_response());
    }
    match check(
        &draft.typed,
        draft.kind,
        draft.card.as_ref(),
        draft.terms_opened,
        portal.now(),
    ) {
        Ok(_) => Ok(Redirect::to("/registration/step2").into_response()),
        Err(problems) => {
            let page = Step1Page::new(&portal, &visitor, draft, &problems).into_html()?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// A municipality of another prefecture than the chosen one was left over from before the search.
fn typed(submission: &mut Submission) -> Typed {
    let prefecture = submission.take("prefecture");
    let municipality = submission.take("municipality");
    Typed {
        name: submission.take("name"),
        sex: submission.take("sex"),
        birth_date: submission.take("birth_date"),
        municipality: if municipality.starts_with(&prefecture) {
            municipality
        } else {
            String::new()
        },
        prefecture,
        address: submission.take("address"),
        telephone: submission.take("telephone"),
        mail: submission.take("mail"),
        mail_again: submission.take("mail_again"),
        role: submission.take("role"),
        residence_card: submission.take("residence_card"),
        notice_number: submission.take("notice_number"),
        terms: submission.take("terms"),
    }
}

impl Step1Page {
    fn new(portal: &Arc<Portal>, visitor: &Visitor, draft: Draft, problems: &Problems) -> Self {
        let words = visitor.language.words();
        let errors = problems
            .iter()
            .map(|(field, wrong)| FieldError {
                field: field.code(),
                message: problem(words, *field, *wrong),
            })
            .collect();
        Self {
            page: Page::new(portal, visitor, words.step1.heading),
            draft,
            errors,
        }
    }

    fn into_html(self) -> Result<Html<String>, Failure> {
        html(&self)
    }

    fn error(&self, field: &str) -> Option<&Sentence> {
        self.errors
            .iter()
            .find(|error| error.field == field)
            .map(|error| &error.message)
    }

    fn summary(&self) -> Sentence {
        self.page
            .words
            .step1
            .summary
            .fill(&[("count", &self.errors.len().to_string())])
    }

    fn prefectures(&self) -> &'static [Prefecture] {
        prefectures()
    }

    fn prefecture_label(&self, prefecture: &Prefecture) -> String {
        match self.page.language {
            Language::Japanese => prefecture.name.to_owned(),
            Language::EasyJapanese => format!("{}（{}）", prefecture.name, prefecture.reading),
            Language::English | Language::Vietnamese => format!("{} ({})", prefecture.latin, prefecture.name),
        }
    }

    /// 検索結果.
    fn municipalities(&self) -> &'static [Municipality] {
        prefecture(&self.draft.typed.prefecture).map_or(&[], |prefecture| &prefecture.municipalities)
    }

    fn municipality_label(&self, municipality: &Municipality) -> String {
        municipalities::label(municipality, self.page.language)
    }

    fn chosen_place(&self) -> Option<Sentence> {
        let place = municipality(&self.draft.typed.municipality)?;
        Some(self.page.words.step1.chosen.fill(&[("place", &place.name())]))
    }

    fn card_name(&self) -> Option<&str> {
        self.draft.card.as_ref()?.name.as_deref()
    }

    fn card_sex(&self) -> Option<Text> {
        let fields = &self.page.words.field;
        Some(match self.draft.card.as_ref()?.sex? {
            Sex::Male => fields.male,
            Sex::Female => fields.female,
        })
    }

    fn card_birth_date(&self) -> Option<&str> {
        self.draft.card.as_ref()?.birth_date.as_deref()
    }

    /// What the card knows of a birth date that is not whole.
    fn birth_date_known(&self) -> Option<Sentence> {
        let known = self.draft.card.as_ref()?.birth_date_known.as_deref()?;
        Some(self.page.words.step1.birth_date_known.fill(&[("known", known)]))
    }

    fn substituted(&self) -> bool {
        self.draft.card.as_ref().is_some_and(|card| card.substituted)
    }

    fn role_label(&self, role: &Role) -> (Text, Option<Text>) {
        self.page.words.role(*role)
    }
}
