//! パスワードを忘れた場合: a mail with a link to set another one. The answer is the same for every address.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};

use super::failure::Failure;
use super::page::{Page, html};
use super::submission::Submission;
use super::told::{Told, tell};
use super::visitor::Visitor;
use crate::Portal;
use crate::catalog::Html as Sentence;
use crate::form::{Problem, mail_address};

#[derive(Template)]
#[template(path = "forgotten.html")]
struct ForgottenPage {
    page: Page,
    typed: String,
    error: Option<Sentence>,
}

pub(super) async fn show(State(portal): State<Arc<Portal>>, visitor: Visitor) -> Result<Html<String>, Failure> {
    form(&portal, &visitor, String::new(), None)
}

/// The mail goes out with the next round of due mails and not within the request, so its time says nothing either.
pub(super) async fn submit(State(portal): State<Arc<Portal>>, mut submission: Submission) -> Result<Response, Failure> {
    let visitor = submission.visitor.clone();
    let typed = submission.take("mail");
    let mail = match mail_address(&typed) {
        Ok(mail) => mail,
        Err(problem) => {
            let page = form(&portal, &visitor, typed, Some(problem))?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    portal.store.forgot_password(&mail, portal.now()).await?;
    let words = visitor.language.words();
    let told = Told {
        heading: words.forgotten.heading,
        done: words.forgotten.done,
        next: (words.site.to_top, "/"),
    };
    Ok(tell(&portal, &visitor, told)?.into_response())
}

fn form(
    portal: &Arc<Portal>,
    visitor: &Visitor,
    typed: String,
    problem: Option<Problem>,
) -> Result<Html<String>, Failure> {
    let words = visitor.language.words();
    let error = problem.map(|problem| crate::catalog::problem(words, crate::form::Field::Mail, problem));
    html(&ForgottenPage {
        page: Page::new(portal, visitor, words.forgotten.heading),
        typed,
        error,
    })
}
