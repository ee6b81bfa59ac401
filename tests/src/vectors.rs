//! The test vectors of `tests/vectors`: what a verifier must accept and what it must refuse, with the reason.
//!
//! A pure function of the throw-away keys in `tests/fixtures`: made at any time, the files are the same, byte for byte.
//! `tests/vectors/README.md` says what they mean.

mod certificates;
mod cms;
mod document;
mod evidence;
mod pdf;
mod web_eid;

use std::collections::BTreeMap;
use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde_json::Value;

use crate::pki::{Generation, Purpose};
use certificates::root;

/// The site that is asked to believe.
pub const ORIGIN: &str = "https://portal.example.go.jp";
/// What it sent.
pub const NONCE: &str = "mC1Vq0n6Zb8T4y2Jx5uHk9sLr3WgEo7DfPaQiYtUwXs";
/// When it looks.
pub const NOW: &str = "2026-06-30T12:00:00Z";

/// One thing to verify.
#[derive(Debug, Serialize)]
struct Vector {
    /// Unique in its file.
    name: &'static str,
    /// What is particular about it.
    what: &'static str,
    /// When to look at validity, RFC 3339.
    now: &'static str,
    #[serde(flatten)]
    given: BTreeMap<&'static str, Value>,
    /// What must come out.
    #[serde(flatten)]
    expected: Option<Verdict>,
    /// The same for each signature of a file that may have several.
    #[serde(skip_serializing_if = "Option::is_none")]
    signatures: Option<Vec<Verdict>>,
}

/// Whether one signature is accepted, and what fails.
#[derive(Debug, Serialize)]
struct Verdict {
    verdict: &'static str,
    fails: Vec<&'static str>,
}

impl Verdict {
    fn of(fails: &[&'static str]) -> Self {
        Self {
            verdict: if fails.is_empty() { "accept" } else { "refuse" },
            fails: fails.to_vec(),
        }
    }
}

#[derive(Serialize)]
struct VectorFile<'a> {
    format: &'a str,
    kind: &'a str,
    vectors: Vec<Vector>,
}

/// Where the files are.
pub fn folder() -> PathBuf {
    crate::stage::root().join("tests/vectors")
}

/// All files: name and content.
///
/// # Panics
/// If the keys in `tests/fixtures` are not usable.
pub fn files() -> Vec<(String, String)> {
    let kinds = [
        ("authenticate", evidence::authenticate()),
        ("register", evidence::register()),
        ("web-eid", web_eid::vectors()),
        ("raw", document::raw()),
        ("cms", cms::vectors()),
        ("pdf", pdf::vectors()),
    ];
    let written = kinds.into_iter().map(|(kind, vectors)| {
        let file = VectorFile {
            format: "openjpki-vectors/1",
            kind,
            vectors,
        };
        (format!("{kind}.json"), text(&file))
    });
    std::iter::once(("roots.json".to_owned(), roots()))
        .chain(written)
        .collect()
}

/// The roots that are trusted, in three generations.
fn roots() -> String {
    let of = |purpose| {
        [Generation::First, Generation::Second, Generation::Third]
            .map(|generation| base64(&root(purpose, generation).certificate()))
    };
    let signature = of(Purpose::Signature);
    let authentication = of(Purpose::Authentication);
    text(&serde_json::json!({
        "authentication": authentication,
        "format": "openjpki-vectors/1",
        "kind": "roots",
        "signature": signature,
    }))
}

fn text(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).expect("plain values") + "\n"
}

fn base64(bytes: &[u8]) -> Value {
    Value::String(STANDARD.encode(bytes))
}

fn vector(
    (name, what): (&'static str, &'static str),
    given: impl IntoIterator<Item = (&'static str, Value)>,
    fails: &[&'static str],
) -> Vector {
    Vector {
        name,
        what,
        now: NOW,
        given: given.into_iter().collect(),
        expected: Some(Verdict::of(fails)),
        signatures: None,
    }
}
