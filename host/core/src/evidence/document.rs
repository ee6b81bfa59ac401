//! Documents: what the signing key signs.
//!
//! A [`Document`] holds no content, only what a person is told of it and the digest that the card signs. It is made from the
//! content, which is hashed here, or from a digest whose content nobody here has seen; the two stay told apart.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::cms::{Draft, begins_as_signed_attributes};
use super::record::base64_bytes;
use super::statement::SignError;
use crate::certificate::{SignatureCertificate, steers};
use crate::iso7816::Transport;
use crate::jpki::{DigitalSignature, Verified};
use crate::pkcs1::{Sha256Digest, sha256};
use crate::time::UnixTime;

/// Characters of the longest name and the longest media type.
const LONGEST: usize = 255;

/// How a statement of this project, and what Web eID reserves, begins: never a document.
const STATEMENTS: [&[u8]; 2] = [b"OpenJPKI ", b"web-eid"];

/// A document to sign: its name, what is known of its content, and its digest.
///
/// Only the signing key signs it. `Debug` shows nothing of it.
///
/// ```compile_fail,E0308
/// use openjpki::certificate::SignatureCertificate;
/// use openjpki::evidence::document::Document;
/// use openjpki::iso7816::Transport;
/// use openjpki::jpki::{UserAuthentication, Verified};
///
/// fn sign<T: Transport>(a: &Document, card: &mut Verified<T, UserAuthentication>, certificate: &SignatureCertificate) {
///     let _ = a.sign_raw(card, certificate);
/// }
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Document {
    name: String,
    seen: Option<Seen>,
    digest: Sha256Digest,
}

/// What is known of a content that was hashed here.
#[derive(Clone, PartialEq, Eq)]
struct Seen {
    media_type: String,
    size: usize,
}

/// Why something is no document that may be signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DocumentError {
    /// The name is empty or too long.
    #[error("a document's name has 1 to 255 characters, not {characters}")]
    NameLength {
        /// Characters given.
        characters: usize,
    },
    /// A control character, a line or paragraph separator, or one that turns the direction of the text around it.
    #[error("a document's name has no control characters")]
    NameCharacter,
    /// Not `type/subtype` in visible ASCII characters, at most 255.
    #[error("a document's media type is written as type/subtype, in at most 255 ASCII characters")]
    MediaType,
    /// The content begins as a statement does: with such a signature somebody could say that the person was elsewhere.
    #[error("the content begins as a statement that proves who somebody is, and is not signed as a document")]
    Statement,
    /// The content is what the signature in a CMS is over: put into one, the signature would be over any document it names.
    #[error("the content is what a CMS signature over another document signs, and is not signed as a document")]
    SignedAttributes,
}

impl Document {
    /// A document whose content is here: it is hashed, and not kept.
    ///
    /// - `name`: 1 to 255 characters, no control characters; what the person reads.
    /// - `media_type`: as RFC 9110 section 8.3.1 writes it; what the page says, not what the content is.
    ///
    /// # Errors
    /// [`DocumentError`].
    pub fn with_content(name: &str, media_type: &str, content: &[u8]) -> Result<Self, DocumentError> {
        check_name(name)?;
        check_media_type(media_type)?;
        check_content(content)?;
        Ok(Self {
            name: name.to_owned(),
            seen: Some(Seen {
                media_type: media_type.to_owned(),
                size: content.len(),
            }),
            digest: sha256(content),
        })
    }

    /// A document of which only the SHA-256 digest is here: nobody on this computer can say what it is.
    ///
    /// It may be the digest of a statement. That proves nobody's presence: the authentication key has to sign a statement too, and
    /// signs none that is not built here.
    ///
    /// - `name`: 1 to 255 characters, no control characters; what the page calls it.
    ///
    /// # Errors
    /// [`DocumentError`] for the name.
    pub fn with_digest(name: &str, digest: Sha256Digest) -> Result<Self, DocumentError> {
        check_name(name)?;
        Ok(Self {
            name: name.to_owned(),
            seen: None,
            digest,
        })
    }

    /// What the page calls it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether the content was here and hashed; else the digest is all there is.
    pub fn is_seen(&self) -> bool {
        self.seen.is_some()
    }

    /// What the page says that the content is; nothing for a digest alone.
    pub fn media_type(&self) -> Option<&str> {
        self.seen.as_ref().map(|seen| seen.media_type.as_str())
    }

    /// Bytes of the content; nothing for a digest alone.
    pub fn size(&self) -> Option<usize> {
        self.seen.as_ref().map(|seen| seen.size)
    }

    /// SHA-256 of the content, 32 bytes.
    pub fn digest(&self) -> &Sha256Digest {
        &self.digest
    }

    /// Has the card sign the content as it is (RS256), and checks its signature before anything leaves.
    ///
    /// - returns the signature, 256 bytes, big-endian.
    ///
    /// # Errors
    /// [`SignError`]; no try is spent.
    pub fn sign_raw<T: Transport>(
        &self,
        card: &mut Verified<T, DigitalSignature>,
        certificate: &SignatureCertificate,
    ) -> Result<Vec<u8>, SignError> {
        let signature = card.sign(&self.digest)?;
        certificate.verify_digest(&self.digest, &signature)?;
        Ok(signature)
    }

    /// Has the card sign the content as CMS: detached `SignedData` with the certificate inside (CAdES-B-B). Checks the card's
    /// signature before anything leaves.
    ///
    /// - `now`: goes into the signature as the time that the signer claims.
    /// - returns the DER of a `ContentInfo`; a `.p7s` file is exactly this.
    ///
    /// # Errors
    /// [`SignError`]; no try is spent.
    ///
    /// Source: RFC 5652 section 5; ETSI EN 319 122-1 section 6.3.
    pub fn sign_cms<T: Transport>(
        &self,
        card: &mut Verified<T, DigitalSignature>,
        certificate: &SignatureCertificate,
        now: UnixTime,
    ) -> Result<Vec<u8>, SignError> {
        sign_draft(Draft::new(&self.digest, certificate, Some(now))?, card, certificate)
    }

    /// The same for the signature field of a PDF (PAdES B-B); the document is then the file without the space for the signature.
    /// It has no signing time, which PAdES forbids here: a PDF says it in the entry `M` beside the signature.
    ///
    /// # Errors
    /// [`SignError`]; no try is spent.
    ///
    /// Source: ETSI EN 319 142-1 section 6.3.
    pub fn sign_pades<T: Transport>(
        &self,
        card: &mut Verified<T, DigitalSignature>,
        certificate: &SignatureCertificate,
    ) -> Result<Vec<u8>, SignError> {
        sign_draft(Draft::new(&self.digest, certificate, None)?, card, certificate)
    }
}

fn sign_draft<T: Transport>(
    draft: Draft,
    card: &mut Verified<T, DigitalSignature>,
    certificate: &SignatureCertificate,
) -> Result<Vec<u8>, SignError> {
    let digest = draft.digest_to_sign();
    let signature = card.sign(&digest)?;
    certificate.verify_digest(&digest, &signature)?;
    Ok(draft.finish(&signature)?)
}

fn check_name(name: &str) -> Result<(), DocumentError> {
    let characters = name.chars().count();
    if !(1..=LONGEST).contains(&characters) {
        return Err(DocumentError::NameLength { characters });
    }
    if name.chars().any(steers) {
        return Err(DocumentError::NameCharacter);
    }
    Ok(())
}

/// Whether a signature over these bytes says that they are a document, and not something else that the same key signs.
pub(crate) fn check_content(content: &[u8]) -> Result<(), DocumentError> {
    if STATEMENTS.iter().any(|start| content.starts_with(start)) {
        Err(DocumentError::Statement)
    } else if begins_as_signed_attributes(content) {
        Err(DocumentError::SignedAttributes)
    } else {
        Ok(())
    }
}

fn check_media_type(text: &str) -> Result<(), DocumentError> {
    let is_written = text.len() <= LONGEST && text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    let has_both = text
        .split_once('/')
        .is_some_and(|(kind, rest)| !kind.trim().is_empty() && !rest.trim().is_empty());
    if is_written && has_both {
        Ok(())
    } else {
        Err(DocumentError::MediaType)
    }
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Document(..)")
    }
}

/// The answer to a page that had documents signed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignEvidence {
    /// What this is.
    pub format: SignFormat,
    /// Digital signature certificate, DER (base64 in JSON): name, address, birth date and sex are in it.
    #[serde(with = "base64_bytes")]
    pub certificate: Vec<u8>,
    /// One for each document, in their order.
    pub signatures: Vec<DocumentSignature>,
}

/// One document's signature.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DocumentSignature {
    /// What the page called it.
    pub name: String,
    /// SHA-256 of the content, 32 bytes (base64 in JSON).
    #[serde(with = "base64_bytes")]
    pub digest: Vec<u8>,
    /// What `signature` is.
    pub output: Output,
    /// 256 bytes, or the DER of a CMS `ContentInfo` (base64 in JSON).
    #[serde(with = "base64_bytes")]
    pub signature: Vec<u8>,
}

/// The format tag of [`SignEvidence`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SignFormat {
    /// Version 1.
    #[serde(rename = "openjpki-sign/1")]
    V1,
}

/// How a document's signature is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Output {
    /// RS256 over the content, 256 bytes.
    Raw,
    /// Detached CMS `SignedData`, CAdES-B-B.
    Cms,
    /// The same for the signature field of a PDF, PAdES-B-B.
    Pades,
}

impl fmt::Debug for SignEvidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignEvidence({} signatures)", self.signatures.len())
    }
}

impl fmt::Debug for DocumentSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DocumentSignature({:?})", self.output)
    }
}
