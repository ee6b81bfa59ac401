//! Web eID tokens, `web-eid:1.0`.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::certificates::{Flaw, certificate};
use super::evidence::certificate_flaws;
use super::{NONCE, ORIGIN, Vector, base64, vector};
use crate::pki::{HolderKeys, Purpose};
use crate::signing::rs256;

const APP_VERSION: &str = "https://example.org/openjpki/1.0.0";

fn token(certificate: &[u8], signed: &[u8]) -> Value {
    let signature = rs256(HolderKeys::A.key(Purpose::Authentication), signed);
    json!({
        "unverifiedCertificate": base64(certificate),
        "algorithm": "RS256",
        "signature": base64(&signature),
        "format": "web-eid:1.0",
        "appVersion": APP_VERSION,
    })
}

/// `SHA-256(origin) || SHA-256(nonce)`.
fn signed(origin: &[u8], nonce: &[u8]) -> Vec<u8> {
    [Sha256::digest(origin), Sha256::digest(nonce)].concat()
}

fn case(name: (&'static str, &'static str), evidence: Value, fails: &[&'static str]) -> Vector {
    let given = [
        ("origin", Value::String(ORIGIN.to_owned())),
        ("nonce", Value::String(NONCE.to_owned())),
        ("evidence", evidence),
    ];
    vector(name, given, fails)
}

fn changed(mut evidence: Value, member: &str, value: Value) -> Value {
    evidence[member] = value;
    evidence
}

pub(super) fn vectors() -> Vec<Vector> {
    let of = |purpose, keys| certificate(purpose, keys, Flaw::None);
    let own = of(Purpose::Authentication, HolderKeys::A);
    let other = of(Purpose::Authentication, HolderKeys::B);
    let signing = of(Purpose::Signature, HolderKeys::A);
    let expected = signed(ORIGIN.as_bytes(), NONCE.as_bytes());
    let good = token(&own, &expected);
    let over = |bytes: &[u8]| token(&own, bytes);
    let decoded = URL_SAFE_NO_PAD.decode(NONCE).expect("the nonce is base64url");
    let mut vectors = vec![
        case(("good", "as the host makes it"), good.clone(), &[]),
        case(
            (
                "later-members",
                "with a member of a later version, which this version's readers pass over",
            ),
            changed(good.clone(), "supportedSignatureAlgorithms", json!([])),
            &[],
        ),
        case(
            ("other-origin", "signed for another site"),
            over(&signed(b"https://portal.example.com", NONCE.as_bytes())),
            &["signature"],
        ),
        case(
            (
                "trailing-slash",
                "the origin with a slash after it, which no browser writes",
            ),
            over(&signed(format!("{ORIGIN}/").as_bytes(), NONCE.as_bytes())),
            &["signature"],
        ),
        case(
            (
                "decoded-nonce",
                "the nonce's bytes hashed, where its characters should be",
            ),
            over(&signed(ORIGIN.as_bytes(), &decoded)),
            &["signature"],
        ),
        case(
            (
                "not-hashed-apart",
                "origin and nonce joined before hashing, so that one could end where the other begins",
            ),
            over(format!("{ORIGIN}{NONCE}").as_bytes()),
            &["signature"],
        ),
        case(
            ("other-certificate", "the certificate of another card"),
            token(&other, &expected),
            &["signature"],
        ),
        case(
            ("signing-certificate", "the certificate of the signing key"),
            token(&signing, &expected),
            &["policy"],
        ),
        case(
            ("other-format", "a version that is not looked at"),
            changed(good.clone(), "format", json!("web-eid:2.0")),
            &["form"],
        ),
        case(
            ("other-algorithm", "another algorithm than the key's"),
            changed(good.clone(), "algorithm", json!("ES256")),
            &["form"],
        ),
        case(
            ("values-alone", "an array of the values in place of the object"),
            json!([
                good["unverifiedCertificate"],
                good["algorithm"],
                good["signature"],
                good["format"],
                good["appVersion"]
            ]),
            &["form"],
        ),
    ];
    vectors.extend(certificate_flaws(|flaw| {
        token(&certificate(Purpose::Authentication, HolderKeys::A, flaw), &expected)
    }));
    vectors
}
