//! Another mail address for the account of whoever is signed in. The password is asked for again, and the new address has to be
//! confirmed by the link in a mail to it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{Html, IntoResponse, Redirect, Response};

use super::credentials::{Checked, Proof, check};
use super::failure::Failure;
use super::page::{Page, html};
use super::submission::Submission;
use super::told::{Told, tell};
use super::visitor::Visitor;
use crate::Portal;
use crate::catalog::{Html as Sentence, problem};
use crate::form::{Field, mail_address, same_mail};
use crate::store::Account;

#[derive(Template)]
#[template(path = "mail_change.html")]
struct ChangePage {
    page: Page,
    /// The address now.
    now: Sentence,
    typed: Typed,
    errors: Errors,
}

/// What was typed, but for the password.
#[derive(Default)]
struct Typed {
    mail: String,
    again: String,
}

/// What is wrong, at its field.
#[derive(Default)]
struct Errors {
    mail: Option<Sentence>,
    again: Option<Sentence>,
    password: Option<Sentence>,
}

/// Why nothing was asked for.
struct Refused {
    status: StatusCode,
    errors: Errors,
    /// Seconds.
    wait: Option<i64>,
}

impl Refused {
    fn new(status: StatusCode, errors: Errors) -> Self {
        let wait = None;
        Self { status, errors, wait }
    }
}

impl ChangePage {
    /// Each error with the id of its field, in the order of the form.
    fn summary(&self) -> Vec<(&'static str, &Sentence)> {
        let Errors { mail, again, password } = &self.errors;
        [("mail", mail), ("mail_again", again), ("password", password)]
            .into_iter()
            .filter_map(|(field, error)| Some((field, error.as_ref()?)))
            .collect()
    }
}

/// `GET /account/mail`
pub(super) async fn show(State(portal): State<Arc<Portal>>, visitor: Visitor) -> Result<Response, Failure> {
    let Some(account) = portal.store.account(&visitor.session, portal.now()).await? else {
        return Ok(Redirect::to("/sign-in").into_response());
    };
    let nothing = Refused::new(StatusCode::OK, Errors::default());
    write(&portal, &visitor, account, Typed::default(), nothing)
}

/// `POST /account/mail`
pub(super) async fn submit(State(portal): State<Arc<Portal>>, mut submission: Submission) -> Result<Response, Failure> {
    let visitor = submission.visitor.clone();
    let Some(account) = portal.store.account(&visitor.session, portal.now()).await? else {
        return Ok(Redirect::to("/sign-in").into_response());
    };
    let typed = Typed {
        mail: submission.take("mail"),
        again: submission.take("mail_again"),
    };
    let asked = match addresses(&visitor, &typed) {
        Ok(mail) => ask(&portal, &visitor, &account, &mail, submission.take("password")).await?,
        Err(errors) => Err(Refused::new(StatusCode::UNPROCESSABLE_ENTITY, errors)),
    };
    match asked {
        Ok(()) => Ok(Redirect::to("/account/mail/sent").into_response()),
        Err(refused) => write(&portal, &visitor, account, typed, refused),
    }
}

/// `GET /account/mail/sent`
pub(super) async fn sent(State(portal): State<Arc<Portal>>, visitor: Visitor) -> Result<Html<String>, Failure> {
    let words = visitor.language.words();
    let told = Told {
        heading: words.mail_change.heading,
        done: words.mail_change.sent,
        next: (words.account.heading, "/account"),
    };
    tell(&portal, &visitor, told)
}

/// The new address, if it is one and both are the same.
fn addresses(visitor: &Visitor, typed: &Typed) -> Result<String, Errors> {
    let words = visitor.language.words();
    match (mail_address(&typed.mail), same_mail(&typed.mail, &typed.again)) {
        (Ok(mail), Ok(())) => Ok(mail),
        (mail, again) => Err(Errors {
            mail: mail.err().map(|wrong| problem(words, Field::Mail, wrong)),
            again: again.err().map(|wrong| problem(words, Field::MailAgain, wrong)),
            password: None,
        }),
    }
}

/// Asks for the change, with the delays of signing in where the password is wrong.
async fn ask(
    portal: &Portal,
    visitor: &Visitor,
    account: &Account,
    mail: &str,
    password: String,
) -> Result<Result<(), Refused>, Failure> {
    let words = visitor.language.words();
    let of_password = |said| Errors {
        password: Some(said),
        ..Errors::default()
    };
    Ok(Err(
        match check(portal, visitor, &account.authentication_id, password, Proof::SignedIn).await? {
            Checked::Wait(seconds) => Refused {
                status: StatusCode::TOO_MANY_REQUESTS,
                errors: of_password(words.sign_in.wait.fill(&[("seconds", &seconds.to_string())])),
                wait: Some(seconds),
            },
            Checked::Wrong => Refused::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                of_password(words.mail_change.wrong.fill(&[])),
            ),
            Checked::Right(credentials) => {
                let (registration, now) = (credentials.registration, portal.now());
                if portal.store.ask_for_mail_change(registration, mail, now).await? {
                    portal.outbox.wake();
                    return Ok(Ok(()));
                }
                let too_soon = Errors {
                    mail: Some(words.mail_change.too_soon.fill(&[])),
                    ..Errors::default()
                };
                Refused::new(StatusCode::TOO_MANY_REQUESTS, too_soon)
            }
        },
    ))
}

fn write(
    portal: &Arc<Portal>,
    visitor: &Visitor,
    account: Account,
    typed: Typed,
    refused: Refused,
) -> Result<Response, Failure> {
    let words = visitor.language.words();
    let page = ChangePage {
        page: Page::new(portal, visitor, words.mail_change.heading),
        now: words.mail_change.now.fill(&[("mail", &account.mail)]),
        typed,
        errors: refused.errors,
    };
    let mut response = (refused.status, html(&page)?).into_response();
    if let Some(seconds) = refused.wait {
        response.headers_mut().insert(RETRY_AFTER, seconds.into());
    }
    Ok(response)
}
