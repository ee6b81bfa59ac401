//! The vectors of `tests/vectors`: they are what they were made to be, our verifier judges them as they say, and so does a checker
//! in another language that shares no line with it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

use std::fs;
use std::process::Command;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use openjpki::certificate::{CertificateError, Test, TrustAnchors, TrustError};
use openjpki::evidence::web_eid::WebEidToken;
use openjpki::evidence::{AuthenticateEvidence, Nonce, RegisterEvidence};
use openjpki::origin::Origin;
use openjpki::time::UnixTime;
use openjpki::verify::{Check, DocumentVerifier, Outcome, SignatureReport, Verifier, VerifyError};
use openjpki_tests::vectors::{NOW, files, folder};
use serde_json::Value;

/// 2026-06-30T12:00:00Z
const NOW_UNIX: UnixTime = UnixTime(1_782_820_800);

fn read(name: &str) -> Value {
    let text = fs::read(folder().join(name)).unwrap();
    serde_json::from_slice(&text).unwrap()
}

fn bytes(vector: &Value, member: &str) -> Vec<u8> {
    STANDARD.decode(text(vector, member)).unwrap()
}

fn text<'a>(vector: &'a Value, member: &str) -> &'a str {
    vector[member]
        .as_str()
        .unwrap_or_else(|| panic!("no {member} in {vector}"))
}

fn anchors() -> TrustAnchors<Test> {
    let roots = read("roots.json");
    let of = |kind: &str| -> Vec<Vec<u8>> {
        let list = roots[kind].as_array().unwrap();
        list.iter()
            .map(|root| STANDARD.decode(root.as_str().unwrap()).unwrap())
            .collect()
    };
    TrustAnchors::new(&of("signature"), &of("authentication")).unwrap()
}

/// Judges every vector of a kind, and compares the names of the checks that fail.
fn judge(kind: &str, fails: impl Fn(&Value) -> Vec<String>) {
    let file = read(&format!("{kind}.json"));
    let vectors = file["vectors"].as_array().unwrap();
    assert!(vectors.len() > 10, "{} vectors of {kind}", vectors.len());
    for vector in vectors {
        assert_eq!(text(vector, "now"), NOW);
        let expected: Vec<String> = serde_json::from_value(vector["fails"].clone()).unwrap();
        let verdict = if expected.is_empty() { "accept" } else { "refuse" };
        assert_eq!(text(vector, "verdict"), verdict);
        assert_eq!(fails(vector), expected, "{kind}: {}", text(vector, "name"));
    }
}

fn judge_evidence(kind: &str, verify: impl Fn(Value, &Verifier<Test>, &Nonce) -> Result<(), String>) {
    judge(kind, |vector| {
        let verifier = Verifier::new(anchors(), Origin::parse(text(vector, "origin")).unwrap());
        let nonce = Nonce::parse(text(vector, "nonce")).unwrap();
        let refused = verify(vector["evidence"].clone(), &verifier, &nonce).err();
        refused.into_iter().collect()
    });
}

/// Which check of the vectors an error is about.
fn check_of(error: &VerifyError) -> String {
    let check = match error {
        VerifyError::Statement { .. } => Check::Signature,
        VerifyError::Certificate { source, .. } => match source {
            CertificateError::Policy { .. } | CertificateError::Kind { .. } => Check::Policy,
            CertificateError::KeyUsage { .. } => Check::KeyUsage,
            CertificateError::Authority => Check::BasicConstraints,
            _ => Check::Certificate,
        },
        VerifyError::Untrusted { source, .. } => match source {
            TrustError::Hierarchy { .. } => Check::Policy,
            TrustError::Validity(_) | TrustError::IssuerValidity(_) => Check::ValidityNow,
            TrustError::NoKeyIdentifier => Check::KeyIdentifier,
            _ => Check::Chain,
        },
        other => panic!("{other}"),
    };
    check.id().to_owned()
}

fn form<E>(_: E) -> String {
    Check::Form.id().to_owned()
}

#[test]
fn the_files_are_what_the_command_writes() {
    let files = files();
    for (name, text) in &files {
        let written = fs::read_to_string(folder().join(name)).unwrap();
        assert!(
            written == *text,
            "{name} is old: cargo run -p openjpki-tests --bin openjpki-vectors"
        );
    }
    let json = fs::read_dir(folder()).unwrap().filter(|entry| {
        let path = entry.as_ref().unwrap().path();
        path.extension().is_some_and(|ending| ending == "json")
    });
    assert_eq!(json.count(), files.len(), "a file that the command does not write");
}

#[test]
fn evidence_of_a_sign_in() {
    judge_evidence("authenticate", |evidence, verifier, nonce| {
        let evidence: AuthenticateEvidence = serde_json::from_value(evidence).map_err(form)?;
        let outcome = verifier.authenticate(&evidence, nonce, NOW_UNIX);
        outcome.map(drop).map_err(|error| check_of(&error))
    });
}

#[test]
fn evidence_of_a_registration() {
    judge_evidence("register", |evidence, verifier, nonce| {
        let evidence: RegisterEvidence = serde_json::from_value(evidence).map_err(form)?;
        let outcome = verifier.register(&evidence, nonce, NOW_UNIX);
        outcome.map(drop).map_err(|error| check_of(&error))
    });
}

#[test]
fn tokens_of_web_eid() {
    judge_evidence("web-eid", |token, verifier, nonce| {
        let token: WebEidToken = serde_json::from_value(token).map_err(form)?;
        let outcome = verifier.web_eid(&token, nonce, NOW_UNIX);
        if let Ok(holder) = &outcome {
            assert_eq!(holder.certificate.der(), token.unverified_certificate);
        }
        outcome.map(drop).map_err(|error| check_of(&error))
    });
}

/// The names of what fails; a signer is told exactly where nothing does, and nobody ever looked at revocation.
fn fails_of(report: &SignatureReport<Test>) -> Vec<String> {
    let fails: Vec<String> = report.faults().map(|(check, _)| check.id().to_owned()).collect();
    assert_eq!(report.signer().is_some(), fails.is_empty(), "{report:?}");
    assert_eq!(report.lines().len(), Check::ALL.len());
    assert!(matches!(report.outcome(Check::Revocation), Outcome::NotChecked(_)));
    let unexplained = |line: &openjpki::verify::Line| line.outcome.to_string().len() < 10;
    assert!(!report.lines().iter().any(unexplained));
    fails
}

#[test]
fn raw_signatures() {
    let verifier = DocumentVerifier::new(anchors());
    judge("raw", |vector| {
        let [content, certificate, signature] =
            ["content", "certificate", "signature"].map(|member| bytes(vector, member));
        fails_of(&verifier.raw(&content, &certificate, &signature, NOW_UNIX))
    });
}

#[test]
fn cms_signatures() {
    let verifier = DocumentVerifier::new(anchors());
    judge("cms", |vector| {
        let report = verifier.cms(&bytes(vector, "content"), &bytes(vector, "cms"), NOW_UNIX);
        if let Some(signer) = report.signer() {
            assert_eq!(
                signer.certificate.hierarchy(),
                openjpki::certificate::HierarchyKind::Test
            );
            assert_eq!(Some(signer.certificate), report.claimed_certificate().cloned());
        }
        fails_of(&report)
    });
}

#[test]
fn one_bit_changed_anywhere_in_a_cms_is_refused_but_where_nothing_is_said() {
    let verifier = DocumentVerifier::new(anchors());
    let good = &read("cms.json")["vectors"][0];
    let (content, mut cms) = (bytes(good, "content"), bytes(good, "cms"));
    let mut open = Vec::new();
    for at in 0..cms.len() {
        cms[at] ^= 1;
        if verifier.cms(&content, &cms, NOW_UNIX).signer().is_some() {
            open.push(at);
        }
        cms[at] ^= 1;
    }
    let place = |wanted: &[u8]| cms.windows(wanted.len()).rposition(|bytes| bytes == wanted).unwrap();
    // INTEGER 1, the version, and SET { SEQUENCE { OBJECT IDENTIFIER, the list of digest algorithms
    let head = place(b"\x02\x01\x01\x31\x0D\x30\x0B\x06\x09");
    // INTEGER 1, the version of the one signer, and SEQUENCE, its name
    let signer = place(b"\x02\x01\x01\x30\x81");
    let list = head + 9..head + 18;
    let said_twice: Vec<usize> = [head + 2].into_iter().chain(list).chain([signer + 2]).collect();
    assert_eq!(open, said_twice);
}

#[test]
fn signatures_in_pdf_files() {
    let verifier = DocumentVerifier::new(anchors());
    let file = read("pdf.json");
    let vectors = file["vectors"].as_array().unwrap();
    assert!(vectors.len() > 20);
    for vector in vectors {
        let name = text(vector, "name");
        let report = verifier.pdf(&bytes(vector, "pdf"), NOW_UNIX).unwrap();
        let found: Vec<_> = report.signatures.iter().map(|one| fails_of(&one.report)).collect();
        let list = vector["signatures"].as_array().unwrap().iter();
        let expected: Vec<Vec<String>> = list
            .map(|one| serde_json::from_value(one["fails"].clone()).unwrap())
            .collect();
        assert_eq!(found, expected, "{name}");
        assert_eq!(report.unopened, 0);
    }
}

#[test]
fn each_certificate_kind_has_its_roots() {
    let roots = read("roots.json");
    let swapped = |kind: &str| -> Vec<Vec<u8>> {
        let list = roots[kind].as_array().unwrap();
        list.iter()
            .map(|root| STANDARD.decode(root.as_str().unwrap()).unwrap())
            .collect()
    };
    let wrong = TrustAnchors::new(&swapped("authentication"), &swapped("signature")).unwrap();
    let verifier = DocumentVerifier::new(wrong);
    let good = &read("cms.json")["vectors"][0];
    let report = verifier.cms(&bytes(good, "content"), &bytes(good, "cms"), NOW_UNIX);
    assert_eq!(fails_of(&report), ["key-identifier", "chain"]);
}

#[test]
fn a_checker_that_shares_no_code_with_us_agrees() {
    let output = Command::new("python3")
        .arg(folder().join("check.py"))
        .output()
        .expect("python3 is installed: cargo xtask setup");
    let told = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    let kinds = ["authenticate", "register", "web-eid", "raw", "cms", "pdf"];
    let count: usize = kinds
        .map(|kind| read(&format!("{kind}.json"))["vectors"].as_array().unwrap().len())
        .iter()
        .sum();
    assert!(told.contains(&format!("{count} vectors")), "{told}");
}
