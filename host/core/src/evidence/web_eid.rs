//! Web eID's authentication token, `web-eid:1.0`: for pages and servers that were built for Web eID.
//!
//! Source: Web eID, authentication token format specification (`web-eid-auth-token-v2-format-spec`).

use std::fmt;

use serde::{Deserialize, Serialize};

use super::json::{object_only, word};
use super::nonce::Nonce;
use super::record::{Algorithm, base64_bytes};
use super::statement::SignError;
use crate::certificate::AuthenticationCertificate;
use crate::iso7816::Transport;
use crate::jpki::{UserAuthentication, Verified};
use crate::origin::Origin;
use crate::pkcs1::sha256;

/// What a [`WebEidToken`] is signed over: `SHA-256(origin) || SHA-256(nonce)`, 64 bytes.
///
/// Both are hashed as text: the origin as the browser writes it, the nonce in the characters that the server sent, not decoded.
pub struct WebEidStatement {
    bytes: [u8; 64],
}

impl WebEidStatement {
    /// States that somebody is there, for `origin` and `nonce`. Whose certificate it is, is not signed: Web eID leaves it out.
    pub fn new(origin: &Origin, nonce: &Nonce) -> Self {
        let mut bytes = [0; 64];
        let (first, second) = bytes.split_at_mut(32);
        first.copy_from_slice(&sha256(origin.as_str().as_bytes()));
        second.copy_from_slice(&sha256(nonce.as_str().as_bytes()));
        Self { bytes }
    }

    /// The signed bytes, 64.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Has the card sign, and checks its signature before anything leaves.
    ///
    /// - `app_version`: who made the token, as a URL with a version; says nothing about its validity.
    ///
    /// # Errors
    /// [`SignError`]; no try is spent.
    pub fn sign<T: Transport>(
        self,
        card: &mut Verified<T, UserAuthentication>,
        certificate: &AuthenticationCertificate,
        app_version: &str,
    ) -> Result<WebEidToken, SignError> {
        let signature = card.sign(&sha256(&self.bytes))?;
        certificate.verify(&self.bytes, &signature)?;
        Ok(WebEidToken {
            unverified_certificate: certificate.der().to_vec(),
            algorithm: Algorithm::Rs256,
            signature,
            format: WebEidFormat::V1,
            app_version: app_version.to_owned(),
        })
    }
}

/// A Web eID authentication token.
///
/// Origin and nonce are not in it on purpose: a verifier must use its own. Members that later versions may add are passed over, as
/// the format's other readers do.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", remote = "Self")]
pub struct WebEidToken {
    /// User authentication certificate, DER (base64 in JSON). Unverified, says the format, since nothing is until a server looked.
    #[serde(with = "base64_bytes")]
    pub unverified_certificate: Vec<u8>,
    /// How it was signed.
    #[serde(deserialize_with = "word")]
    pub algorithm: Algorithm,
    /// Signature over the [`WebEidStatement`], 256 bytes (base64 in JSON).
    #[serde(with = "base64_bytes")]
    pub signature: Vec<u8>,
    /// Which version of the format.
    #[serde(deserialize_with = "word")]
    pub format: WebEidFormat,
    /// Who made the token.
    pub app_version: String,
}

object_only!(WebEidToken);

/// The format tag of [`WebEidToken`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum WebEidFormat {
    /// Version 1.0.
    #[serde(rename = "web-eid:1.0")]
    V1,
}

impl fmt::Debug for WebEidStatement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebEidStatement(..)")
    }
}

impl fmt::Debug for WebEidToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebEidToken(..)")
    }
}
