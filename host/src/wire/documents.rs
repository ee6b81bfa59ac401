//! The documents of `sign`, as a page hands them over and as they are told to the extension.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use openjpki::evidence::document::{Document, Output};
use openjpki::origin::Origin;
use serde::{Deserialize, Serialize, Serializer};

use super::language_tag::LanguageTag;

/// Most documents under one password. Source: docs/PROTOCOL.md section 7.
pub const MOST_DOCUMENTS: usize = 20;
/// How far into a file a PDF may begin, in bytes. Source: PDF 1.7, appendix H, note 13.
const PDF_BEGINS_WITHIN: usize = 1024;

/// Parameters of `sign`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignAsk {
    /// Who asks, as the browser vouches for it.
    pub origin: Origin,
    /// What to sign.
    pub documents: Documents,
    /// How to write the signatures.
    pub output: Output,
    /// The person's language.
    pub lang: LanguageTag,
}

/// 1 to 20 documents.
#[derive(Deserialize)]
#[serde(try_from = "Vec<Presented>")]
pub struct Documents(Vec<Presented>);

impl Documents {
    /// Each of them, in the page's order.
    pub fn iter(&self) -> std::slice::Iter<'_, Presented> {
        self.0.iter()
    }
}

impl TryFrom<Vec<Presented>> for Documents {
    type Error = String;

    fn try_from(documents: Vec<Presented>) -> Result<Self, String> {
        match documents.len() {
            1..=MOST_DOCUMENTS => Ok(Self(documents)),
            number => Err(format!(
                "1 to {MOST_DOCUMENTS} documents are signed at once, not {number}"
            )),
        }
    }
}

/// A document as the page presents it. Its content was hashed when it came; it is kept only where there is more to tell of it.
#[derive(Deserialize)]
#[serde(try_from = "Written")]
pub struct Presented {
    /// Name, type, size and digest.
    pub document: Document,
    /// The content, if it is a PDF.
    pub pdf: Option<Vec<u8>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Written {
    name: String,
    media_type: Option<String>,
    content: Option<Base64>,
    digest: Option<Base64>,
    algorithm: Option<String>,
}

/// Bytes that are base64 with padding (RFC 4648 section 4) in JSON.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Base64(Vec<u8>);

impl TryFrom<String> for Base64 {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, &'static str> {
        let bytes = STANDARD.decode(text);
        bytes
            .map(Self)
            .map_err(|_| "content and digest are base64 with padding")
    }
}

impl TryFrom<Written> for Presented {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        match written {
            Written {
                name,
                media_type: Some(media_type),
                content: Some(Base64(content)),
                digest: None,
                algorithm: None,
            } => {
                let document = Document::with_content(&name, &media_type, &content);
                Ok(Self {
                    document: document.map_err(|error| error.to_string())?,
                    pdf: is_pdf(&content).then_some(content),
                })
            }
            Written {
                name,
                media_type: None,
                content: None,
                digest: Some(Base64(digest)),
                algorithm: Some(algorithm),
            } if algorithm == "SHA-256" => {
                let digest = <[u8; 32]>::try_from(digest).map_err(|_| "a SHA-256 digest has 32 bytes")?;
                let document = Document::with_digest(&name, digest);
                Ok(Self {
                    document: document.map_err(|error| error.to_string())?,
                    pdf: None,
                })
            }
            _ => Err(
                "a document has a name, and either mediaType and content, or digest and algorithm (SHA-256)".to_owned(),
            ),
        }
    }
}

fn is_pdf(content: &[u8]) -> bool {
    let beginning = content.get(..PDF_BEGINS_WITHIN).unwrap_or(content);
    beginning.windows(5).any(|window| window == b"%PDF-")
}

impl fmt::Debug for SignAsk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignAsk")
            .field("documents", &self.documents.0.len())
            .field("output", &self.output)
            .field("lang", &self.lang)
            .finish_non_exhaustive()
    }
}

/// What a person is told of a document before they sign it.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Listed {
    /// What the page calls it.
    pub name: String,
    /// What the page says that it is; nothing if the page did not show it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// Its bytes; nothing if the page did not show it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<usize>,
    /// SHA-256, 32 bytes (base64 in JSON).
    #[serde(serialize_with = "base64")]
    pub digest: [u8; 32],
    /// Pages of a PDF.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<u32>,
    /// Title of a PDF.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

impl From<&Document> for Listed {
    fn from(document: &Document) -> Self {
        Self {
            name: document.name().to_owned(),
            media_type: document.media_type().map(str::to_owned),
            size: document.size(),
            digest: *document.digest(),
            pages: None,
            title: None,
        }
    }
}

impl fmt::Debug for Listed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Listed(..)")
    }
}

fn base64<S: Serializer>(bytes: &[u8; 32], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&STANDARD.encode(bytes))
}
