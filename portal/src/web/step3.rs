//! STEP3 利用者情報登録完了.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use super::failure::Failure;
use super::page::{Page, html};
use super::visitor::Visitor;
use crate::Portal;
use crate::catalog::Html;
use crate::store::Receipt;

#[derive(Template)]
#[template(path = "step3.html")]
struct Step3Page {
    page: Page,
    authentication_id: String,
    mail_goes_to: Html,
}

pub(super) async fn show(State(portal): State<Arc<Portal>>, visitor: Visitor) -> Result<Response, Failure> {
    let draft = portal
        .store
        .draft(&visitor.session, portal.now())
        .await?
        .ok_or(Failure::NoDraft)?;
    let Some(registration) = draft.registration else {
        return Ok(Redirect::to("/registration/step1").into_response());
    };
    let Receipt {
        authentication_id,
        mail,
    } = portal.store.receipt(registration).await?.ok_or(Failure::NoDraft)?;
    let words = visitor.language.words();
    let page = Page::new(&portal, &visitor, words.step3.heading);
    let mail_goes_to = words.step3.mail_goes_to.fill(&[("mail", &mail)]);
    Ok(html(&Step3Page {
        page,
        authentication_id,
        mail_goes_to,
    })?
    .into_response())
}
