//! Meeting a visitor: the session cookie, the language, and that a request comes from our own page.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{ACCEPT_LANGUAGE, CONTENT_TYPE, COOKIE, ORIGIN, SET_COOKIE};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::failure::Failure;
use super::failure_page;
use super::visitor::{KnownBrowser, NewSession, Visitor};
use crate::Portal;
use crate::catalog::Language;
use crate::panic::{Panicked, caught};
use crate::secret::Secret;
use crate::store::KNOWN;

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Around every request: knows the visitor before, sets cookies and writes the page of a failure after.
pub(super) async fn meet(State(portal): State<Arc<Portal>>, mut request: Request, next: Next) -> Response {
    let names = CookieNames::of(&portal);
    let sent = sent_secret(request.headers(), names.session);
    let asked = asked_language(request.uri().query());
    let session = match sent.clone().map_or_else(Secret::random, Ok) {
        Ok(session) => session,
        Err(error) => {
            tracing::error!(%error, "no session");
            return Failure::Internal.into_response();
        }
    };
    let mut visitor = Visitor {
        csrf: session.derive("csrf"),
        browser: sent_secret(request.headers(), names.browser),
        language: asked.unwrap_or_else(|| kept_language(request.headers(), names.language)),
        path: path_here(request.uri().path()),
        session,
    };
    let read_only = matches!(*request.method(), Method::GET | Method::HEAD);
    let own = read_only || comes_from_own_page(request.headers(), &portal);
    request.extensions_mut().insert(visitor.clone());
    let mut response = if own {
        let answered = caught(next.run(request)).await;
        answered.unwrap_or_else(|Panicked| Failure::Internal.into_response())
    } else {
        Failure::Forgery.into_response()
    };
    if let Some(failure) = response.extensions_mut().remove::<Failure>() {
        // Links lead to pages, and what a form was sent to need not be one.
        if !read_only {
            "/".clone_into(&mut visitor.path);
        }
        response = failure_page::page(failure, &portal, &visitor);
    }
    // Only a page needs a session; styles, scripts and lists are served without one.
    let fresh = (sent.is_none() && is_page(&response)).then_some(visitor.session);
    set_cookies(&mut response, &names, fresh, asked);
    response
}

/// The cookies that the answer's extensions ask for, a session that the browser does not have yet, and the language that it asked for.
fn set_cookies(response: &mut Response, names: &CookieNames, fresh: Option<Secret>, asked: Option<Language>) {
    let replaced = response.extensions_mut().remove();
    if let Some(NewSession(session)) = replaced.or(fresh.map(NewSession)) {
        set_cookie(response, names.session, session.as_str(), names.attributes);
    }
    if let Some(KnownBrowser(browser)) = response.extensions_mut().remove() {
        let attributes = format!("{}; Max-Age={KNOWN}", names.attributes);
        set_cookie(response, names.browser, browser.as_str(), &attributes);
    }
    if let Some(language) = asked {
        set_cookie(response, names.language, language.code(), names.attributes);
    }
}

/// `//evil.example/` is a path, but as a link it leads to another site; with a backslash too (WHATWG URL, relative slash state).
fn path_here(path: &str) -> String {
    format!("/{}", path.trim_start_matches(['/', '\\']))
}

/// `__Host-` ties a cookie to exactly this host; it needs `Secure`, which loopback over http cannot have.
struct CookieNames {
    session: &'static str,
    browser: &'static str,
    language: &'static str,
    attributes: &'static str,
}

impl CookieNames {
    fn of(portal: &Portal) -> Self {
        if portal.origin.as_str().starts_with("https://") {
            Self {
                session: "__Host-openjpki-session",
                browser: "__Host-openjpki-browser",
                language: "__Host-openjpki-language",
                attributes: "; Path=/; HttpOnly; SameSite=Lax; Secure",
            }
        } else {
            Self {
                session: "openjpki-session",
                browser: "openjpki-browser",
                language: "openjpki-language",
                attributes: "; Path=/; HttpOnly; SameSite=Lax",
            }
        }
    }
}

fn is_page(response: &Response) -> bool {
    let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/html"))
}

fn set_cookie(response: &mut Response, name: &str, value: &str, attributes: &str) {
    if let Ok(cookie) = HeaderValue::from_str(&format!("{name}={value}{attributes}")) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
}

fn sent_secret(headers: &HeaderMap, name: &str) -> Option<Secret> {
    cookie(headers, name).and_then(Secret::parse)
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .into_iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// `?lang=en`
fn asked_language(query: Option<&str>) -> Option<Language> {
    query?
        .split('&')
        .find_map(|pair| Language::from_code(pair.strip_prefix("lang=")?))
}

fn kept_language(headers: &HeaderMap, name: &str) -> Language {
    cookie(headers, name).and_then(Language::from_code).unwrap_or_else(|| {
        let header = headers.get(ACCEPT_LANGUAGE).and_then(|header| header.to_str().ok());
        Language::accepted(header.unwrap_or_default())
    })
}

/// What changes something must come from a page of this origin, as far as the browser says; the token in the form is the second lock.
fn comes_from_own_page(headers: &HeaderMap, portal: &Portal) -> bool {
    let says = |name: &HeaderName, own: &str| headers.get(name).is_none_or(|value| value == own);
    says(&ORIGIN, portal.origin.as_str()) && says(&FETCH_SITE, "same-origin")
}
