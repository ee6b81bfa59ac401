//! A browser without a screen: cookies, redirects, and the hidden fields of the page that it is on.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use serde_json::Value;
use tower::ServiceExt;

use crate::wire::{Copies, over_socket};

/// Where requests go.
#[derive(Clone)]
enum Site {
    Router(Router),
    /// The program itself, over a socket: address and port.
    Socket(String),
    /// Several copies of it, behind a balancer.
    Copies(Arc<Copies>),
}

pub(crate) struct Browser {
    site: Site,
    origin: String,
    pub(crate) cookies: BTreeMap<String, String>,
    pub(crate) language: &'static str,
    csrf: String,
    draft: String,
}

/// What the site answered.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Browser {
    pub(crate) fn new(site: Router, origin: &str) -> Self {
        Self::at(Site::Router(site), origin)
    }

    /// A browser that talks to a running program.
    pub(crate) fn over_socket(address: &str, origin: &str) -> Self {
        Self::at(Site::Socket(address.to_owned()), origin)
    }

    /// A browser that talks to whichever copy is next, and asks again where one does not answer.
    pub(crate) fn over_balancer(copies: &Arc<Copies>, origin: &str) -> Self {
        Self::at(Site::Copies(Arc::clone(copies)), origin)
    }

    fn at(site: Site, origin: &str) -> Self {
        let origin = origin.to_owned();
        Self {
            site,
            origin,
            cookies: BTreeMap::new(),
            language: "en",
            csrf: String::new(),
            draft: String::new(),
        }
    }

    /// Another tab of the same browser: the same cookies, its own page.
    pub(crate) fn tab(&self) -> Self {
        Self {
            site: self.site.clone(),
            origin: self.origin.clone(),
            cookies: self.cookies.clone(),
            language: self.language,
            csrf: self.csrf.clone(),
            draft: self.draft.clone(),
        }
    }

    /// Opens a page and reads its hidden fields.
    pub(crate) async fn open(&mut self, path: &str) -> Answer {
        let request = self.request(Method::GET, path).body(Body::empty()).unwrap();
        let answer = self.send(request).await;
        if let Some(csrf) = answer.hidden("csrf").or_else(|| answer.between("data-csrf=\"", "\"")) {
            self.csrf = csrf;
        }
        if let Some(draft) = answer.hidden("draft") {
            self.draft = draft;
        }
        answer
    }

    /// Sends the form of the page, with its hidden fields.
    pub(crate) async fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let (csrf, draft) = (self.csrf.clone(), self.draft.clone());
        let mut all = vec![("csrf", csrf.as_str()), ("draft", draft.as_str())];
        all.extend_from_slice(fields);
        self.submit_only(path, &all).await
    }

    /// Sends exactly these fields.
    pub(crate) async fn submit_only(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        let request = self
            .request(Method::POST, path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ORIGIN, self.origin.clone())
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body.join("&")))
            .unwrap();
        self.send(request).await
    }

    /// What the page's script sends.
    pub(crate) async fn post_json(&mut self, path: &str, body: &Value) -> Answer {
        let request = self
            .request(Method::POST, path)
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ORIGIN, self.origin.clone())
            .header("x-csrf-token", self.csrf.clone())
            .body(Body::from(body.to_string()))
            .unwrap();
        self.send(request).await
    }

    /// A request with the browser's cookies; a test adds what it is about.
    pub(crate) fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        Request::builder()
            .method(method)
            .uri(path.split('#').next().unwrap())
            .header(header::ACCEPT_LANGUAGE, self.language)
            .header(header::COOKIE, cookies.join("; "))
    }

    pub(crate) async fn send(&mut self, request: Request<Body>) -> Answer {
        let (parts, body) = match &self.site {
            Site::Router(site) => site.clone().oneshot(request).await.unwrap().into_parts(),
            Site::Socket(address) => over_socket(address, request).await.unwrap().into_parts(),
            Site::Copies(copies) => copies.answer(request).await.into_parts(),
        };
        let body = axum::body::to_bytes(body, 1 << 20).await.unwrap();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let (name, value) = cookie
                .to_str()
                .unwrap()
                .split(';')
                .next()
                .unwrap()
                .split_once('=')
                .unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8(body.to_vec()).unwrap(),
        }
    }
}

impl Answer {
    pub(crate) fn location(&self) -> Option<String> {
        Some(self.headers.get(header::LOCATION)?.to_str().unwrap().to_owned())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    pub(crate) fn has(&self, text: &str) -> bool {
        self.body.contains(text)
    }

    /// The text from behind `start` to before `end`.
    pub(crate) fn between(&self, start: &str, end: &str) -> Option<String> {
        let (_, rest) = self.body.split_once(start)?;
        Some(rest.split_once(end)?.0.to_owned())
    }

    /// The codes of the fields that have an error.
    pub(crate) fn wrong_fields(&self) -> Vec<String> {
        let errors = self.body.split("class=\"field-error\" id=\"").skip(1);
        errors
            .map(|error| error.split_once("-error\"").unwrap().0.to_owned())
            .collect()
    }

    pub(crate) fn hidden(&self, name: &str) -> Option<String> {
        self.between(&format!("<input type=\"hidden\" name=\"{name}\" value=\""), "\"")
    }
}

fn encoded(value: &str) -> String {
    value
        .bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}
