//! What the site answers: its files, nonces, and what its server makes of evidence and documents.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde::Deserialize;
use serde_json::{Value, json};

use super::http::{Answer, Request};
use super::judge::Judge;
use super::registration;
use crate::stage::root;

/// A nonce counts this long.
const NONCE_LIFE: Duration = Duration::from_secs(300);

/// The site.
pub struct Site {
    judge: Judge,
    own: Option<PathBuf>,
    nonces: Mutex<HashMap<String, Instant>>,
}

/// Evidence, or a token, with the nonce that it was asked for with.
#[derive(Deserialize)]
struct Brought {
    nonce: String,
    evidence: Value,
}

/// A signature with its document.
#[derive(Deserialize)]
struct Signed {
    content: String,
    certificate: String,
    signature: String,
    output: String,
}

impl Site {
    /// A site whose server judges so, and which also serves a folder of the page's author.
    pub fn new(judge: Judge, own: Option<PathBuf>) -> Self {
        let nonces = Mutex::default();
        Self { judge, own, nonces }
    }

    pub(super) fn answer(&self, request: &Request) -> Answer {
        let path = request.path.as_str();
        match (request.method.as_str(), path) {
            ("POST", "/nonce") => Answer::found("text/plain", self.new_nonce()),
            ("POST", "/verify") => answered(self.verify(&request.body)),
            ("POST", "/verify-document") => answered(self.verify_document(&request.body)),
            ("POST", "/verify-pdf") => answered(self.judge.pdf(&request.body).map(|pdf| json!(pdf)).map_err(sentence)),
            ("POST", "/registration") => registration::form(&request.body),
            ("GET", "/") => file(&super::folder(), "index.html"),
            ("GET", _) => self.file(path.trim_start_matches('/')),
            _ => Answer::refused("405 Method Not Allowed", "This site has no such address."),
        }
    }

    fn file(&self, name: &str) -> Answer {
        match (name.strip_prefix("site/"), &self.own) {
            (Some(name), Some(own)) => file(own, name),
            _ if name.starts_with("openjpki") => file(&root().join("extension/page"), name),
            _ => file(&super::folder(), name),
        }
    }

    /// 32 random bytes, remembered until they are used.
    fn new_nonce(&self) -> String {
        let mut bytes = [0; 32];
        let mut random = std::fs::File::open("/dev/urandom").expect("random bytes");
        std::io::Read::read_exact(&mut random, &mut bytes).expect("random bytes");
        let nonce = URL_SAFE_NO_PAD.encode(bytes);
        self.nonces.lock().unwrap().insert(nonce.clone(), Instant::now());
        nonce
    }

    /// A nonce of this site counts once, for five minutes.
    fn use_up(&self, nonce: &str) -> Result<(), String> {
        let made = self.nonces.lock().unwrap().remove(nonce);
        let counts = made.is_some_and(|made| made.elapsed() < NONCE_LIFE);
        counts
            .then_some(())
            .ok_or("this nonce is not ours, was used or is too old".to_owned())
    }

    fn verify(&self, body: &[u8]) -> Result<Value, String> {
        let Brought { nonce, evidence } = serde_json::from_slice(body).map_err(|error| error.to_string())?;
        self.use_up(&nonce)?;
        let written = evidence.to_string();
        match evidence["format"].as_str() {
            Some("openjpki-authenticate/1") => {
                let certificate = self.judge.authenticate(&nonce, &written).map_err(sentence)?;
                Ok(json!({ "certificate": hex(&certificate) }))
            }
            Some("openjpki-register/1") => {
                let (name, certificate) = self.judge.register(&nonce, &written).map_err(sentence)?;
                Ok(json!({ "name": name, "certificate": hex(&certificate) }))
            }
            Some("web-eid:1.0") => {
                let certificate = self.judge.web_eid(&nonce, &written).map_err(sentence)?;
                Ok(json!({ "certificate": hex(&certificate) }))
            }
            _ => Err("no such format".to_owned()),
        }
    }

    fn verify_document(&self, body: &[u8]) -> Result<Value, String> {
        let signed: Signed = serde_json::from_slice(body).map_err(|error| error.to_string())?;
        let bytes = |base64: &str| STANDARD.decode(base64).map_err(|error| error.to_string());
        let (content, signature) = (bytes(&signed.content)?, bytes(&signed.signature)?);
        Ok(json!(match signed.output.as_str() {
            "cms" => self.judge.cms(&content, &signature),
            _ => self.judge.raw(&content, &bytes(&signed.certificate)?, &signature),
        }))
    }
}

fn answered(answer: Result<Value, String>) -> Answer {
    match answer {
        Ok(value) => Answer::found("application/json", value.to_string()),
        Err(sentence) => Answer::refused("403 Forbidden", sentence),
    }
}

fn sentence(error: impl ToString) -> String {
    error.to_string()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A file of a folder, never one above it.
fn file(folder: &Path, name: &str) -> Answer {
    let kind = match Path::new(name).extension().and_then(|end| end.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("pdf") => "application/pdf",
        _ => "text/plain; charset=utf-8",
    };
    let read = (!name.contains("..")).then(|| std::fs::read(folder.join(name)).ok());
    read.flatten().map_or_else(
        || Answer::refused("404 Not Found", "There is no such file."),
        |content| Answer::found(kind, content),
    )
}
