//! Whether a certificate was revoked, asked of an OCSP responder (RFC 6960) that the operator has access to.
//!
//! What is not an answer to this very question, by the issuer or by a responder that the issuer named, and of now, is no answer.

mod answer;
mod exchange;

use std::fmt;
use std::str::FromStr;

use const_oid::AssociatedOid;
use const_oid::db::rfc5912::ID_SHA_1;
use der::asn1::{Null, OctetString};
use der::{Decode, Encode};
use hyper::Uri;
use hyper::http::uri::PathAndQuery;
use openjpki::time::UnixTime;
use openjpki::verify::Revocation;
use sha1::{Digest, Sha1};
use x509_cert::Certificate;
use x509_cert::ext::Extension;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::AlgorithmIdentifierOwned;
use x509_ocsp::ext::Nonce;
use x509_ocsp::{CertId, OcspRequest, Request, TbsRequest};

/// Length of a nonce in bytes (RFC 9654 section 2.1).
const NONCE_LENGTH: usize = 32;

/// The responders that the site may ask; `None`: revocation is noted as not checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Responders {
    /// For signing certificates.
    pub signature: Option<ResponderAddress>,
    /// For authentication certificates.
    pub authentication: Option<ResponderAddress>,
}

/// `http://HOST[:PORT][/PATH]`. Without TLS: answers are signed, and questions name a serial number only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponderAddress {
    host: String,
    port: Option<u16>,
    /// With what follows it.
    path: String,
}

/// Not the address of a responder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the address of an OCSP responder, http://HOST[:PORT][/PATH]")]
pub struct NoResponder;

/// Which certificate is asked about.
#[derive(Clone)]
pub struct Question {
    /// The root that issued it, DER.
    pub issuer: Vec<u8>,
    /// Its serial number, big-endian.
    pub serial: Vec<u8>,
}

/// Why there is no answer to believe. Says nothing of the person.
#[derive(Debug, thiserror::Error)]
pub enum OcspError {
    /// The question cannot be written.
    #[error("the question cannot be written: {0}")]
    Question(der::Error),
    /// No random values.
    #[error(transparent)]
    Randomness(#[from] crate::secret::NoRandomness),
    /// Nobody answers, or not in HTTP.
    #[error("the responder cannot be reached")]
    Unreachable,
    /// It took too long.
    #[error("the responder took longer than {0} s")]
    TooSlow(u64),
    /// It answers something else than 200.
    #[error("the responder answers HTTP {0}")]
    Http(u16),
    /// The answer is longer than any.
    #[error("the answer is longer than {0} bytes")]
    TooLong(usize),
    /// Not an answer.
    #[error("the answer cannot be read: {0}")]
    Malformed(der::Error),
    /// The responder cannot or will not answer (RFC 6960 section 2.3).
    #[error("the responder says {0:?}")]
    Status(x509_ocsp::OcspResponseStatus),
    /// Not signed with RSA and SHA-256.
    #[error("the answer is signed with {0}, not with RSA and SHA-256")]
    Algorithm(der::asn1::ObjectIdentifier),
    /// Neither the issuer nor a responder that it named.
    #[error("the answer is of nobody who may answer for the issuer")]
    Signer,
    /// The signature does not verify.
    #[error("the answer's signature does not verify")]
    Signature,
    /// To another question, or to an earlier one.
    #[error("the answer is to another question")]
    OtherQuestion,
    /// It means something by an extension that is not understood here, and that is marked as one that must be.
    #[error("the answer has a critical extension {0}, which is not known here")]
    Extension(der::asn1::ObjectIdentifier),
    /// Not of now.
    #[error("the answer is of {from}, not of {now}")]
    Stale {
        /// When it was true.
        from: UnixTime,
        /// When it was asked.
        now: UnixTime,
    },
    /// The responder does not know the certificate.
    #[error("the responder does not know the certificate")]
    Unknown,
}

/// A question as it was asked.
struct Asked {
    issuer: Certificate,
    id: CertId,
    nonce: Nonce,
}

impl Question {
    /// Asks. The answer is good as of its time, or revoked; never "not checked".
    ///
    /// # Errors
    /// [`OcspError`] if there is no answer to believe.
    pub async fn ask(&self, responder: &ResponderAddress, now: UnixTime) -> Result<Revocation, OcspError> {
        let asked = self.asked()?;
        let request = asked.request().and_then(|request| request.to_der());
        let answer = exchange::post(responder, request.map_err(OcspError::Question)?).await?;
        answer::judge(&asked, &answer, now)
    }

    /// SHA-1 names the issuer: every responder knows it (RFC 5019 section 2.1.1), and nothing depends on it being hard to collide.
    fn asked(&self) -> Result<Asked, OcspError> {
        let written = || {
            let issuer = Certificate::from_der(&self.issuer)?;
            let tbs = &issuer.tbs_certificate;
            let key = tbs.subject_public_key_info.subject_public_key.raw_bytes();
            let id = CertId {
                hash_algorithm: AlgorithmIdentifierOwned {
                    oid: ID_SHA_1,
                    parameters: Some(Null.into()),
                },
                issuer_name_hash: OctetString::new(Sha1::digest(tbs.subject.to_der()?).as_slice())?,
                issuer_key_hash: OctetString::new(Sha1::digest(key).as_slice())?,
                serial_number: SerialNumber::new(&self.serial)?,
            };
            Ok((issuer, id))
        };
        let (issuer, id) = written().map_err(OcspError::Question)?;
        let mut nonce = [0; NONCE_LENGTH];
        getrandom::fill(&mut nonce).map_err(crate::secret::NoRandomness::from)?;
        let nonce = Nonce::new(nonce).map_err(OcspError::Question)?;
        Ok(Asked { issuer, id, nonce })
    }
}

impl Asked {
    fn request(&self) -> Result<OcspRequest, der::Error> {
        let nonce = Extension {
            extn_id: Nonce::OID,
            critical: false,
            extn_value: OctetString::new(self.nonce.to_der()?)?,
        };
        Ok(OcspRequest {
            tbs_request: TbsRequest {
                request_list: vec![Request {
                    req_cert: self.id.clone(),
                    single_request_extensions: None,
                }],
                request_extensions: Some(vec![nonce]),
                ..TbsRequest::default()
            },
            optional_signature: None,
        })
    }
}

impl FromStr for ResponderAddress {
    type Err = NoResponder;

    fn from_str(text: &str) -> Result<Self, NoResponder> {
        let uri: Uri = text.parse().map_err(|_| NoResponder)?;
        let authority = uri.authority().ok_or(NoResponder)?;
        let written = authority.port_u16().map_or(String::new(), |port| format!(":{port}"));
        // Neither a user, nor a port that is none, nor a fragment, which would be left aside.
        let whole = format!("{}{written}", authority.host()) == authority.as_str() && !text.contains('#');
        if uri.scheme_str() != Some("http") || authority.host().is_empty() || !whole {
            return Err(NoResponder);
        }
        Ok(Self {
            host: authority.host().to_owned(),
            port: authority.port_u16(),
            path: uri.path_and_query().map_or("/", PathAndQuery::as_str).to_owned(),
        })
    }
}

impl ResponderAddress {
    /// Where to connect: host and port.
    fn connect_to(&self) -> (&str, u16) {
        (self.host.trim_matches(['[', ']']), self.port.unwrap_or(80))
    }

    /// As `Host` says it: the port only if one was written.
    fn authority(&self) -> String {
        let Self { host, port, .. } = self;
        port.map_or_else(|| host.clone(), |port| format!("{host}:{port}"))
    }
}

impl fmt::Display for ResponderAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "http://{}{}", self.authority(), self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_where_to_connect_and_what_to_ask_for() {
        for (text, host, port, path) in [
            ("http://ocsp.example.jp", "ocsp.example.jp", 80, "/"),
            ("http://ocsp.example.jp:8080/a?b", "ocsp.example.jp", 8080, "/a?b"),
            ("http://[2001:db8::1]/", "2001:db8::1", 80, "/"),
        ] {
            let address: ResponderAddress = text.parse().unwrap();
            assert_eq!((address.connect_to(), address.path.as_str()), ((host, port), path));
            assert!(address.to_string().starts_with(text));
        }
        for text in [
            "",
            "ocsp.example.jp",
            "https://ocsp.example.jp",
            "http://",
            "http:///ocsp",
            "http://me:secret@ocsp.example.jp",
            "http://ocsp.example.jp:",
            "http://ocsp.example.jp:99999",
            "http://ocsp.example.jp/a b",
            "http://ocsp.example.jp/a#b",
        ] {
            assert_eq!(text.parse::<ResponderAddress>(), Err(NoResponder), "{text}");
        }
    }
}
