//! STEP1 利用者情報入力.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};

use super::draft::{self, Found};
use super::failure::Failure;
use super::municipalities::{Listed, found, whole_name};
use super::page::{Page, html};
use super::submission::Submission;
use super::typed::take_over;
use super::visitor::Visitor;
use crate::Portal;
use crate::card::Sex;
use crate::catalog::{Html as Sentence, Language, Text, problem};
use crate::form::{Problems, check};
use crate::kind::Role;
use crate::municipality::{Prefecture, municipality, prefectures};
use crate::store::Draft;

#[derive(Template)]
#[template(path = "step1.html")]
struct Step1Page {
    page: Page,
    draft: Draft,
    errors: Vec<FieldError>,
    /// 検索結果.
    listed: Vec<Listed>,
}

/// An error at its field, and in the summary on top.
struct FieldError {
    field: &'static str,
    message: Sentence,
}

pub(super) async fn show(State(portal): State<Arc<Portal>>, visitor: Visitor) -> Result<Response, Failure> {
    let draft = match draft::find(&portal, &visitor.session).await? {
        Found::Draft(draft) => *draft,
        Found::WithoutCard => return Ok(draft::card_again()),
        Found::Gone => return Err(Failure::NoDraft),
    };
    if draft.registration.is_some() {
        return Ok(Redirect::to("/registration/step3").into_response());
    }
    Ok(Step1Page::new(&portal, &visitor, draft, &Problems::new())
        .into_html()?
        .into_response())
}

/// Keeps what was typed, right or wrong; then 検索 shows the form again, and 確認 leads to STEP2 if all is right. 戻る on STEP2 comes
/// here as well, with the whole form, in case that the session has ended meanwhile.
pub(super) async fn submit(State(portal): State<Arc<Portal>>, mut submission: Submission) -> Result<Response, Failure> {
    let visitor = submission.visitor.clone();
    let mut draft = match draft::find(&portal, &visitor.session).await? {
        Found::Draft(draft) => *draft,
        Found::WithoutCard | Found::Gone => return draft::resume(&portal, submission).await,
    };
    if draft.tag != submission.take("draft") {
        return Err(Failure::OtherDraft);
    }
    if draft.registration.is_some() {
        return Ok(Redirect::to("/registration/step3").into_response());
    }
    let action = submission.take("action");
    if action == "back" {
        return Ok(Redirect::to("/registration/step1").into_response());
    }
    take_over(&mut submission, &mut draft);
    portal.store.keep_typed(&visitor.session, &draft).await?;
    if action == "search" {
        return Ok(Redirect::to("/registration/step1#field-municipality").into_response());
    }
    checked(&portal, &visitor, draft)
}

/// What the script sends while somebody types, so that a reload or a closed tab loses nothing.
pub(super) async fn keep(State(portal): State<Arc<Portal>>, mut submission: Submission) -> Result<StatusCode, Failure> {
    let session = submission.visitor.session.clone();
    let Found::Draft(mut draft) = draft::find(&portal, &session).await? else {
        return Err(Failure::NoDraft);
    };
    if draft.tag != submission.take("draft") {
        return Err(Failure::OtherDraft);
    }
    take_over(&mut submission, &mut draft);
    portal.store.keep_typed(&session, &draft).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// To STEP2, or the form again with what is wrong.
fn checked(portal: &Arc<Portal>, visitor: &Visitor, draft: Draft) -> Result<Response, Failure> {
    let (card, opened) = (draft.card.as_ref(), draft.terms_opened);
    match check(&draft.typed, draft.kind, card, opened, portal.now()) {
        Ok(_) => Ok(Redirect::to("/registration/step2").into_response()),
        Err(problems) => {
            let page = Step1Page::new(portal, visitor, draft, &problems).into_html()?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
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
            listed: found(&draft.typed, visitor.language),
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

    /// How many were found, once somebody searched.
    fn count(&self) -> Option<Sentence> {
        let typed = &self.draft.typed;
        if typed.prefecture.is_empty() && typed.place_name.is_empty() {
            return None;
        }
        let step1 = &self.page.words.step1;
        Some(match self.listed.len() {
            0 => step1.found_none.fill(&[]),
            count => step1.found.fill(&[("count", &count.to_string())]),
        })
    }

    /// For the script, which fills the count in.
    fn count_to_fill(&self) -> String {
        self.page.words.step1.found.fill_plain(&[("count", "{count}")])
    }

    fn chosen_place(&self) -> Option<Sentence> {
        let place = municipality(&self.draft.typed.municipality)?;
        let place = whole_name(place, self.page.language);
        Some(self.page.words.step1.chosen.fill(&[("place", &place)]))
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
