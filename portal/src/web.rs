//! The site over HTTP.

mod account;
mod assets;
mod begin;
mod card;
mod ceremony;
mod credentials;
mod draft;
mod failure;
mod failure_page;
mod forgotten;
mod headers;
mod mail_change;
mod mail_link;
mod meet;
mod municipalities;
mod observe;
mod page;
mod password;
mod sign_in;
mod step1;
mod step2;
mod step3;
mod submission;
mod terms;
mod told;
mod top;
mod typed;
mod verify;
mod visitor;

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use axum::{Router, middleware};

use crate::Portal;
use failure::Failure;

/// More than two certificates and two signatures in base64, and more than any form of ours, in bytes.
const LARGEST_BODY: usize = 64 * 1024;

/// The whole site.
pub fn router(portal: Arc<Portal>) -> Router {
    Router::new()
        .route("/", get(top::show))
        .route("/registration/challenge", post(ceremony::challenge))
        .route("/registration/evidence", post(ceremony::evidence))
        .route("/registration/begin", post(begin::without_card))
        .route("/registration/step1", get(step1::show).post(step1::submit))
        .route("/registration/keep", post(step1::keep))
        .route("/registration/card", get(draft::show_card_again))
        .route("/registration/step2", get(step2::show).post(step2::register))
        .route("/registration/step3", get(step3::show))
        .route("/municipalities/{prefecture}", get(municipalities::list))
        .route("/terms", get(terms::show))
        .route(
            "/verify",
            get(verify::show)
                .post(verify::submit)
                .layer(DefaultBodyLimit::max(verify::LARGEST_UPLOAD)),
        )
        .route("/password/forgotten", get(forgotten::show).post(forgotten::submit))
        .route("/password/done", get(password::done))
        .route("/password/{token}", get(password::show).post(password::submit))
        .route("/sign-in", get(sign_in::show))
        .route("/sign-in/challenge", post(ceremony::challenge))
        .route("/sign-in/evidence", post(sign_in::evidence))
        .route("/sign-in/account", get(sign_in::form).post(sign_in::submit))
        .route("/card", get(card::show).post(card::submit))
        .route("/card/read", get(card::read))
        .route("/card/challenge", post(ceremony::challenge))
        .route("/card/evidence", post(card::evidence))
        .route("/card/done", get(card::done))
        .route("/account", get(account::show))
        .route("/signed-out", get(account::signed_out))
        .route("/account/mail", get(mail_change::show).post(mail_change::submit))
        .route("/account/mail/sent", get(mail_change::sent))
        .route("/mail/done", get(mail_link::done))
        .route("/mail/{token}", get(mail_link::show).post(mail_link::submit))
        .route("/account/sign-out", post(account::sign_out))
        .route("/account/sign-out-everywhere", post(account::sign_out_everywhere))
        .route("/openjpki.js", get(assets::page_module))
        .route("/static/{name}", get(assets::file))
        .route("/healthz", get(observe::health))
        .fallback(async || Failure::NotFound)
        .method_not_allowed_fallback(async || Failure::NotFound)
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(middleware::from_fn_with_state(Arc::clone(&portal), meet::meet))
        .layer(middleware::from_fn_with_state(Arc::clone(&portal), headers::protect))
        .layer(middleware::from_fn_with_state(Arc::clone(&portal), observe::observe))
        .with_state(portal)
}
