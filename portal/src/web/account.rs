//! After signing in: who is signed in, the list of sign-ins, and the ways out.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use time::macros::{format_description, offset};
use time::{OffsetDateTime, UtcOffset};

use super::failure::Failure;
use super::page::{Page, html};
use super::submission::Submission;
use super::told::{Told, tell};
use super::visitor::{NewSession, Visitor};
use crate::Portal;
use crate::catalog::Html as Sentence;
use crate::secret::Secret;
use crate::store::{Account, SignIn};

/// JST, for people in Japan.
const JAPAN: UtcOffset = offset!(+9);

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage {
    page: Page,
    greeting: Sentence,
    authentication_id: String,
    mail: String,
    sign_ins: Vec<(String, SignIn)>,
}

pub(super) async fn show(State(portal): State<Arc<Portal>>, visitor: Visitor) -> Result<Response, Failure> {
    let Some(account) = portal.store.account(&visitor.session, portal.now()).await? else {
        return Ok(Redirect::to("/sign-in").into_response());
    };
    let Account {
        registration,
        name,
        authentication_id,
        mail,
    } = account;
    let sign_ins = portal
        .store
        .sign_ins(registration, &visitor.session, portal.now())
        .await?;
    let words = visitor.language.words();
    let page = AccountPage {
        page: Page::new(&portal, &visitor, words.account.heading),
        greeting: words.account.greeting.fill(&[("name", &name)]),
        authentication_id,
        mail,
        sign_ins: sign_ins.into_iter().map(|row| (in_japan(row.at.0), row)).collect(),
    };
    Ok(html(&page)?.into_response())
}

/// ログアウト.
pub(super) async fn sign_out(
    State(portal): State<Arc<Portal>>,
    Submission { visitor, .. }: Submission,
) -> Result<Response, Failure> {
    portal.store.sign_out(&visitor.session).await?;
    left()
}

/// Every session of the registration, this one too.
pub(super) async fn sign_out_everywhere(
    State(portal): State<Arc<Portal>>,
    Submission { visitor, .. }: Submission,
) -> Result<Response, Failure> {
    if let Some(account) = portal.store.account(&visitor.session, portal.now()).await? {
        portal.store.sign_out_everywhere(account.registration).await?;
    }
    left()
}

/// After signing out.
pub(super) async fn signed_out(State(portal): State<Arc<Portal>>, visitor: Visitor) -> Result<Html<String>, Failure> {
    let words = visitor.language.words();
    let told = Told {
        heading: words.account.signed_out,
        done: words.account.signed_out_done,
        next: (words.site.to_top, "/"),
    };
    tell(&portal, &visitor, told)
}

/// The cookie of the ended session is replaced by one that is nobody's.
fn left() -> Result<Response, Failure> {
    let mut response = Redirect::to("/signed-out").into_response();
    response.extensions_mut().insert(NewSession(Secret::random()?));
    Ok(response)
}

/// `2026-11-21 18:05`; empty for a time that no calendar has.
pub(super) fn in_japan(seconds: i64) -> String {
    OffsetDateTime::from_unix_timestamp(seconds)
        .ok()
        .and_then(|time| {
            time.to_offset(JAPAN)
                .format(format_description!("[year]-[month]-[day] [hour]:[minute]"))
                .ok()
        })
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_of_japan() {
        assert_eq!(in_japan(0), "1970-01-01 09:00");
        assert_eq!(in_japan(i64::MAX), "");
    }
}
