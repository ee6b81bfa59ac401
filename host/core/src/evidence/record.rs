//! Evidence as JSON: what leaves the computer and what a relying party gets.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::json::{object_only, word};

/// Proof that the holder of a user authentication certificate was there, for one origin and one nonce.
///
/// Origin and nonce are not in it on purpose: a verifier must use its own.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, remote = "Self")]
pub struct AuthenticateEvidence {
    /// Which statement was signed.
    #[serde(deserialize_with = "word")]
    pub format: AuthenticateFormat,
    /// How it was signed.
    #[serde(deserialize_with = "word")]
    pub algorithm: Algorithm,
    /// User authentication certificate, DER (base64 in JSON).
    #[serde(with = "base64_bytes")]
    pub authentication_certificate: Vec<u8>,
    /// Signature by its key over the statement, 256 bytes (base64 in JSON).
    #[serde(with = "base64_bytes")]
    pub authentication_signature: Vec<u8>,
}

/// Proof that one person, in one ceremony, held both keys of a card, for one origin and one nonce.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, remote = "Self")]
pub struct RegisterEvidence {
    /// Which statement was signed.
    #[serde(deserialize_with = "word")]
    pub format: RegisterFormat,
    /// How it was signed.
    #[serde(deserialize_with = "word")]
    pub algorithm: Algorithm,
    /// Digital signature certificate, DER (base64 in JSON): name, address, birth date and sex are in it.
    #[serde(with = "base64_bytes")]
    pub signature_certificate: Vec<u8>,
    /// Signature by its key over the statement, 256 bytes (base64 in JSON).
    #[serde(with = "base64_bytes")]
    pub signature: Vec<u8>,
    /// User authentication certificate, DER (base64 in JSON).
    #[serde(with = "base64_bytes")]
    pub authentication_certificate: Vec<u8>,
    /// Signature by its key over the same statement, 256 bytes (base64 in JSON).
    #[serde(with = "base64_bytes")]
    pub authentication_signature: Vec<u8>,
}

object_only!(AuthenticateEvidence);
object_only!(RegisterEvidence);

/// The format tag of [`AuthenticateEvidence`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AuthenticateFormat {
    /// Version 1.
    #[serde(rename = "openjpki-authenticate/1")]
    V1,
}

/// The format tag of [`RegisterEvidence`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RegisterFormat {
    /// Version 1.
    #[serde(rename = "openjpki-register/1")]
    V1,
}

/// The signature algorithm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Algorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 section 3.3).
    #[serde(rename = "RS256")]
    Rs256,
}

impl fmt::Debug for AuthenticateEvidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AuthenticateEvidence(..)")
    }
}

impl fmt::Debug for RegisterEvidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RegisterEvidence(..)")
    }
}

/// Bytes as base64 with padding (RFC 4648 section 4) in JSON.
pub(super) mod base64_bytes {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serializer};

    pub(in crate::evidence) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(bytes))
    }

    pub(in crate::evidence) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(deserializer)?;
        STANDARD
            .decode(text)
            .map_err(|_| D::Error::custom("not base64 with padding"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_that_of_the_protocol() {
        let json = r#"{"format":"openjpki-authenticate/1","algorithm":"RS256","authenticationCertificate":"AQI=","authenticationSignature":"Aw=="}"#;
        let evidence: AuthenticateEvidence = serde_json::from_str(json).unwrap();
        assert_eq!(evidence.authentication_certificate, [1, 2]);
        assert_eq!(serde_json::to_string(&evidence).unwrap(), json);
        assert_eq!(format!("{evidence:?}"), "AuthenticateEvidence(..)");
    }

    #[test]
    fn what_the_protocol_does_not_know_is_refused() {
        let json = r#"{"format":"openjpki-authenticate/1","algorithm":"RS256","authenticationCertificate":"AQI=","authenticationSignature":"Aw=="}"#;
        for (from, to) in [
            ("authenticate/1", "authenticate/2"),
            ("RS256", "none"),
            ("AQI=", "AQI"),
            ("AQI=", "AQJ="),
            ("AQI=", "AQI=\\n"),
            ("\"RS256\"", "{\"RS256\":null}"),
            ("\"Aw==\"", "\"Aw==\",\"algorithm\":\"RS256\""),
            ("\"Aw==\"", "\"Aw==\",\"origin\":\"https://example.jp\""),
        ] {
            assert!(
                serde_json::from_str::<AuthenticateEvidence>(&json.replace(from, to)).is_err(),
                "{to}"
            );
        }
        let values_alone = r#"["openjpki-authenticate/1","RS256","AQI=","Aw=="]"#;
        assert!(serde_json::from_str::<AuthenticateEvidence>(values_alone).is_err());
    }
}
