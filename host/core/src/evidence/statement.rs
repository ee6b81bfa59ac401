//! Statements: the exact bytes that the card signs.

use std::fmt;

use super::nonce::Nonce;
use super::record::{Algorithm, AuthenticateEvidence, AuthenticateFormat, RegisterEvidence, RegisterFormat};
use crate::certificate::{AuthenticationCertificate, SignatureCertificate};
use crate::iso7816::Transport;
use crate::jpki::{DigitalSignature, Error, UserAuthentication, Verified};
use crate::origin::Origin;
use crate::pkcs1::{SignatureMismatch, sha256};

/// Why nothing was signed. No PIN try is spent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignError {
    /// The card gave no usable answer.
    #[error(transparent)]
    Card(#[from] Error),
    /// The card's signature does not verify with its own certificate: it is not passed on.
    #[error("the card's signature does not fit its certificate")]
    Mismatch(#[from] SignatureMismatch),
    /// The signature cannot be written as CMS: the time is before 1970 or after 9999, or a part is too long for DER.
    #[error("the signature cannot be written as CMS: {0}")]
    Cms(#[from] der::Error),
}

/// What [`AuthenticateEvidence`] is signed over.
///
/// ```text
/// OpenJPKI authenticate 1
/// origin <origin>
/// nonce <nonce>
/// authentication-certificate sha256:<64 hex digits>
/// ```
pub struct AuthenticateStatement<'a> {
    certificate: &'a AuthenticationCertificate,
    bytes: Vec<u8>,
}

impl<'a> AuthenticateStatement<'a> {
    /// States that the holder of `certificate` is there, for `origin` and `nonce`.
    pub fn new(origin: &Origin, nonce: &Nonce, certificate: &'a AuthenticationCertificate) -> Self {
        let authentication = hex(&certificate.sha256());
        let text = format!(
            "OpenJPKI authenticate 1\norigin {origin}\nnonce {}\nauthentication-certificate sha256:{authentication}\n",
            nonce.as_str()
        );
        Self {
            certificate,
            bytes: text.into_bytes(),
        }
    }

    /// The signed bytes: lines of ASCII, each ended by one LF.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Has the card sign, and checks its signature before anything leaves.
    ///
    /// # Errors
    /// [`SignError`]; no try is spent.
    pub fn sign<T: Transport>(
        self,
        card: &mut Verified<T, UserAuthentication>,
    ) -> Result<AuthenticateEvidence, SignError> {
        let signature = card.sign(&sha256(&self.bytes))?;
        self.certificate.verify(&self.bytes, &signature)?;
        Ok(AuthenticateEvidence {
            format: AuthenticateFormat::V1,
            algorithm: Algorithm::Rs256,
            authentication_certificate: self.certificate.der().to_vec(),
            authentication_signature: signature,
        })
    }
}

/// What [`RegisterEvidence`] is signed over, by both keys: that ties the two certificates to one ceremony.
///
/// ```text
/// OpenJPKI register 1
/// origin <origin>
/// nonce <nonce>
/// signature-certificate sha256:<64 hex digits>
/// authentication-certificate sha256:<64 hex digits>
/// ```
pub struct RegisterStatement<'a> {
    signature_certificate: &'a SignatureCertificate,
    authentication_certificate: &'a AuthenticationCertificate,
    bytes: Vec<u8>,
}

impl<'a> RegisterStatement<'a> {
    /// States that the holder of both certificates is there, for `origin` and `nonce`.
    pub fn new(
        origin: &Origin,
        nonce: &Nonce,
        signature_certificate: &'a SignatureCertificate,
        authentication_certificate: &'a AuthenticationCertificate,
    ) -> Self {
        let signature = hex(&signature_certificate.sha256());
        let authentication = hex(&authentication_certificate.sha256());
        let text = format!(
            "OpenJPKI register 1\norigin {origin}\nnonce {}\nsignature-certificate sha256:{signature}\n\
             authentication-certificate sha256:{authentication}\n",
            nonce.as_str()
        );
        Self {
            signature_certificate,
            authentication_certificate,
            bytes: text.into_bytes(),
        }
    }

    /// The signed bytes: lines of ASCII, each ended by one LF.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Has the card sign with the signing key, and checks its signature.
    ///
    /// # Errors
    /// [`SignError`]; no try is spent.
    pub fn sign<T: Transport>(self, card: &mut Verified<T, DigitalSignature>) -> Result<HalfSigned, SignError> {
        let signature = card.sign(&sha256(&self.bytes))?;
        self.signature_certificate.verify(&self.bytes, &signature)?;
        Ok(HalfSigned {
            bytes: self.bytes,
            signature_certificate: self.signature_certificate.der().to_vec(),
            signature,
            authentication_certificate: self.authentication_certificate.clone(),
        })
    }
}

/// A [`RegisterStatement`] that the signing key signed and the authentication key did not yet.
pub struct HalfSigned {
    bytes: Vec<u8>,
    signature_certificate: Vec<u8>,
    signature: Vec<u8>,
    authentication_certificate: AuthenticationCertificate,
}

impl HalfSigned {
    /// Has the card sign the same bytes with the authentication key, and checks its signature before anything leaves.
    ///
    /// # Errors
    /// [`SignError`]; no try is spent.
    pub fn sign<T: Transport>(self, card: &mut Verified<T, UserAuthentication>) -> Result<RegisterEvidence, SignError> {
        let authentication_signature = card.sign(&sha256(&self.bytes))?;
        self.authentication_certificate
            .verify(&self.bytes, &authentication_signature)?;
        Ok(RegisterEvidence {
            format: RegisterFormat::V1,
            algorithm: Algorithm::Rs256,
            signature_certificate: self.signature_certificate,
            signature: self.signature,
            authentication_certificate: self.authentication_certificate.der().to_vec(),
            authentication_signature,
        })
    }
}

impl fmt::Debug for AuthenticateStatement<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AuthenticateStatement(..)")
    }
}

impl fmt::Debug for RegisterStatement<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RegisterStatement(..)")
    }
}

impl fmt::Debug for HalfSigned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HalfSigned(..)")
    }
}

/// Lower-case hexadecimal, two digits a byte.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
