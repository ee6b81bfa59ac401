//! Evidence: `authenticate` and `register`.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::certificates::{Flaw, certificate};
use super::{NONCE, ORIGIN, Vector, base64, vector};
use crate::pki::{HolderKeys, Purpose};
use crate::signing::rs256;

const OTHER_ORIGIN: &str = "https://portal.example.com";
const OTHER_NONCE: &str = "nC1Vq0n6Zb8T4y2Jx5uHk9sLr3WgEo7DfPaQiYtUwXs";

const SIGNING: Purpose = Purpose::Signature;
const AUTHENTICATION: Purpose = Purpose::Authentication;

/// Evidence of both kinds takes the same place in a vector.
fn case(name: (&'static str, &'static str), evidence: Value, fails: &[&'static str]) -> Vector {
    let given = [
        ("origin", Value::String(ORIGIN.to_owned())),
        ("nonce", Value::String(NONCE.to_owned())),
        ("evidence", evidence),
    ];
    vector(name, given, fails)
}

fn line(name: &str, certificate: &[u8]) -> String {
    let digits: String = Sha256::digest(certificate)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("{name} sha256:{digits}\n")
}

fn authenticate_statement(origin: &str, nonce: &str, certificate: &[u8]) -> String {
    let line = line("authentication-certificate", certificate);
    format!("OpenJPKI authenticate 1\norigin {origin}\nnonce {nonce}\n{line}")
}

fn authentication(certificate: &[u8], statement: &str) -> Value {
    let signature = rs256(HolderKeys::A.key(AUTHENTICATION), statement.as_bytes());
    json!({
        "format": "openjpki-authenticate/1",
        "algorithm": "RS256",
        "authenticationCertificate": base64(certificate),
        "authenticationSignature": base64(&signature),
    })
}

/// Evidence as it is made, with a flawed certificate.
fn flawed(flaw: Flaw) -> Value {
    let certificate = certificate(AUTHENTICATION, HolderKeys::A, flaw);
    authentication(&certificate, &authenticate_statement(ORIGIN, NONCE, &certificate))
}

fn changed(mut evidence: Value, member: &str, value: Value) -> Value {
    evidence[member] = value;
    evidence
}

pub(super) fn authenticate() -> Vec<Vector> {
    let own = certificate(AUTHENTICATION, HolderKeys::A, Flaw::None);
    let other = certificate(AUTHENTICATION, HolderKeys::B, Flaw::None);
    let signing = certificate(SIGNING, HolderKeys::A, Flaw::None);
    let good = flawed(Flaw::None);
    let statement = |origin, nonce| authentication(&own, &authenticate_statement(origin, nonce, &own));
    let unpadded = good["authenticationSignature"]
        .as_str()
        .expect("text")
        .trim_end_matches('=')
        .to_owned();
    let mut vectors = vec![
        case(("good", "as the host makes it"), good.clone(), &[]),
        case(
            ("other-origin", "signed for another site"),
            statement(OTHER_ORIGIN, NONCE),
            &["signature"],
        ),
        case(
            ("other-nonce", "signed for another nonce"),
            statement(ORIGIN, OTHER_NONCE),
            &["signature"],
        ),
        case(
            (
                "other-certificate",
                "the certificate of another card beside the signature",
            ),
            changed(good.clone(), "authenticationCertificate", base64(&other)),
            &["signature"],
        ),
        case(
            (
                "other-certificate-signed",
                "this card's signature over a statement that names another card's certificate",
            ),
            authentication(&other, &authenticate_statement(ORIGIN, NONCE, &other)),
            &["signature"],
        ),
        case(
            (
                "signing-certificate",
                "the certificate of the signing key in place of the authentication key's",
            ),
            authentication(&signing, &authenticate_statement(ORIGIN, NONCE, &signing)),
            &["policy"],
        ),
        case(
            ("crlf", "lines that end in CR LF"),
            authentication(&own, &authenticate_statement(ORIGIN, NONCE, &own).replace('\n', "\r\n")),
            &["signature"],
        ),
        case(
            ("other-format", "a version that does not exist"),
            changed(good.clone(), "format", json!("openjpki-authenticate/2")),
            &["form"],
        ),
        case(
            ("algorithm-none", "another algorithm"),
            changed(good.clone(), "algorithm", json!("none")),
            &["form"],
        ),
        case(
            ("extra-member", "evidence that brings its own origin"),
            changed(good.clone(), "origin", json!(ORIGIN)),
            &["form"],
        ),
        case(
            (
                "algorithm-object",
                "the algorithm as an object with its name, as some libraries write it",
            ),
            changed(good.clone(), "algorithm", json!({ "RS256": null })),
            &["form"],
        ),
        case(
            ("values-alone", "an array of the values in place of the object"),
            json!([
                good["format"],
                good["algorithm"],
                good["authenticationCertificate"],
                good["authenticationSignature"]
            ]),
            &["form"],
        ),
        case(
            ("unpadded-base64", "base64 without its padding"),
            changed(good, "authenticationSignature", json!(unpadded)),
            &["form"],
        ),
    ];
    vectors.extend(certificate_flaws(flawed));
    vectors
}

/// What can be wrong with a certificate, whatever is signed with it.
pub(super) fn certificate_flaws(evidence: impl Fn(Flaw) -> Value) -> impl Iterator<Item = Vector> {
    FLAWS
        .into_iter()
        .map(move |(name, what, flaw, fails)| case((name, what), evidence(flaw), &[fails]))
}

/// Name, what is particular, the flaw, and what fails.
const FLAWS: [(&str, &str, Flaw, &str); 12] = [
    (
        "expired",
        "the certificate ended in 2024",
        Flaw::Expired,
        "validity-now",
    ),
    (
        "not-yet-valid",
        "the certificate begins in 2027",
        Flaw::NotYetValid,
        "validity-now",
    ),
    ("policy", "a policy that is none of JPKI's", Flaw::Policy, "policy"),
    (
        "production-policy",
        "the policy of real people, from the roots of the test",
        Flaw::ProductionPolicy,
        "policy",
    ),
    (
        "key-usage",
        "a certificate for key encipherment",
        Flaw::KeyUsage,
        "key-usage",
    ),
    (
        "authority",
        "a certificate of an authority",
        Flaw::Authority,
        "basic-constraints",
    ),
    (
        "other-root",
        "issued by another root of the same name",
        Flaw::Stranger,
        "chain",
    ),
    (
        "other-root-named-key",
        "issued by another root of the same name, and it names the key of the trusted one",
        Flaw::StrangerWithTrustedKey,
        "chain",
    ),
    (
        "issuer-signature",
        "one bit of the issuer's signature is another",
        Flaw::IssuerSignature,
        "chain",
    ),
    (
        "no-issuer-key",
        "a certificate that names no key of its issuer",
        Flaw::NoIssuerKey,
        "key-identifier",
    ),
    (
        "unknown-critical",
        "a critical extension that nobody knows",
        Flaw::UnknownCritical,
        "certificate",
    ),
    (
        "two-key-usages",
        "keyUsage twice, the second time with the right to sign certificates",
        Flaw::TwoKeyUsages,
        "certificate",
    ),
];

fn register_statement(signing: &[u8], authentication: &[u8]) -> String {
    let lines = line("signature-certificate", signing) + &line("authentication-certificate", authentication);
    format!("OpenJPKI register 1\norigin {ORIGIN}\nnonce {NONCE}\n{lines}")
}

fn registration(signing: &[u8], authentication: &[u8], keys: [HolderKeys; 2], statements: [&str; 2]) -> Value {
    let [first, second] = keys;
    json!({
        "format": "openjpki-register/1",
        "algorithm": "RS256",
        "signatureCertificate": base64(signing),
        "signature": base64(&rs256(first.key(SIGNING), statements[0].as_bytes())),
        "authenticationCertificate": base64(authentication),
        "authenticationSignature": base64(&rs256(second.key(AUTHENTICATION), statements[1].as_bytes())),
    })
}

pub(super) fn register() -> Vec<Vector> {
    let signing = certificate(SIGNING, HolderKeys::A, Flaw::None);
    let own = certificate(AUTHENTICATION, HolderKeys::A, Flaw::None);
    let other = certificate(AUTHENTICATION, HolderKeys::B, Flaw::None);
    let statement = register_statement(&signing, &own);
    let other_statement = register_statement(&signing, &other);
    let sign_in = authenticate_statement(ORIGIN, NONCE, &own);
    let one = [HolderKeys::A; 2];
    let two = [HolderKeys::A, HolderKeys::B];
    let good = registration(&signing, &own, one, [&statement; 2]);
    let elsewhere = statement.replace(ORIGIN, OTHER_ORIGIN);
    let swapped = changed(good.clone(), "signature", good["authenticationSignature"].clone());
    let swapped = changed(swapped, "authenticationSignature", good["signature"].clone());
    let mut vectors = vec![
        case(("good", "as the host makes it"), good.clone(), &[]),
        case(
            ("other-origin", "signed for another site"),
            registration(&signing, &own, one, [&elsewhere; 2]),
            &["signature"],
        ),
        case(
            (
                "two-cards",
                "each key of another card signed the statement that names its own card's other certificate",
            ),
            registration(&signing, &other, two, [&statement, &other_statement]),
            &["signature"],
        ),
        case(
            (
                "replaced-authentication",
                "another card's authentication certificate and signature put beside this card's",
            ),
            registration(&signing, &other, two, [&statement; 2]),
            &["signature"],
        ),
        case(
            (
                "sign-in-signature",
                "the authentication key signed a sign-in and no registration",
            ),
            registration(&signing, &own, one, [&statement, &sign_in]),
            &["signature"],
        ),
        case(
            ("swapped-signatures", "each signature in the other's place"),
            swapped,
            &["signature"],
        ),
        case(
            ("missing-signature", "the authentication key's signature is missing"),
            changed(good, "authenticationSignature", Value::Null),
            &["form"],
        ),
    ];
    vectors.extend(certificate_flaws(|flaw| {
        let signing = certificate(SIGNING, HolderKeys::A, flaw);
        let statement = register_statement(&signing, &own);
        registration(&signing, &own, one, [&statement; 2])
    }));
    vectors
}
