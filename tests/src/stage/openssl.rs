//! Evidence judged without any code of ours: by the commands that docs/PROTOCOL.md gives to authors of other languages.

use std::fs;
use std::path::Path;
use std::process::Command;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use openjpki::pkcs1::sha256;
use serde_json::Value;

use super::root;
use crate::pki::{Authority, Generation, Hierarchy, Purpose};

/// The authentication evidence is for this origin and nonce, and not for another origin.
///
/// # Panics
/// If openssl says otherwise.
pub fn verifies_authentication(evidence: &Value, origin: &str, nonce: &str) {
    let certificate = bytes(evidence, "authenticationCertificate");
    let line = named("authentication-certificate", &certificate);
    let statement = format!("OpenJPKI authenticate 1\norigin {origin}\nnonce {nonce}\n{line}");
    let signature = bytes(evidence, "authenticationSignature");
    check(&statement, &certificate, &signature, Purpose::Authentication);
}

/// Both signatures of the registration evidence are for this origin and nonce, and not for another origin.
///
/// # Panics
/// If openssl says otherwise.
pub fn verifies_registration(evidence: &Value, origin: &str, nonce: &str) {
    let signing = bytes(evidence, "signatureCertificate");
    let authentication = bytes(evidence, "authenticationCertificate");
    let lines = named("signature-certificate", &signing) + &named("authentication-certificate", &authentication);
    let statement = format!("OpenJPKI register 1\norigin {origin}\nnonce {nonce}\n{lines}");
    check(&statement, &signing, &bytes(evidence, "signature"), Purpose::Signature);
    let signature = bytes(evidence, "authenticationSignature");
    check(&statement, &authentication, &signature, Purpose::Authentication);
}

/// The detached CMS is over this content and by a certificate of the virtual signing authority, and not over another content.
///
/// # Panics
/// If openssl says otherwise.
pub fn verifies_cms(content: &[u8], cms: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let anchor = Authority::new(Hierarchy::Test, Purpose::Signature, Generation::Third).certificate();
    let write = |name: &str, content: &[u8]| fs::write(folder.path().join(name), content).unwrap();
    write("root.pem", pem(anchor.as_ref()).as_bytes());
    write("document.p7s", cms);
    let accepted = || {
        Command::new("openssl")
            .args(["cms", "-verify", "-binary", "-inform", "DER", "-in", "document.p7s"])
            .args([
                "-content", "document", "-CAfile", "root.pem", "-purpose", "any", "-out", "verified",
            ])
            .current_dir(folder.path())
            .output()
            .unwrap()
    };
    write("document", content);
    let output = accepted();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    write("document", &[content, b" "].concat());
    assert!(!accepted().status.success(), "a changed document is accepted");
}

fn bytes(evidence: &Value, field: &str) -> Vec<u8> {
    STANDARD.decode(evidence[field].as_str().unwrap()).unwrap()
}

/// A line of the statement that names a certificate.
fn named(name: &str, der: &[u8]) -> String {
    let hex: String = sha256(der).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{name} sha256:{hex}\n")
}

fn pem(der: &[u8]) -> String {
    let base64 = STANDARD.encode(der);
    let lines: Vec<&str> = base64
        .as_bytes()
        .chunks(64)
        .map(|line| std::str::from_utf8(line).unwrap())
        .collect();
    format!(
        "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
        lines.join("\n")
    )
}

/// Runs the commands of docs/PROTOCOL.md section 5 in `folder`.
fn accepted(folder: &Path) -> bool {
    let protocol = fs::read_to_string(root().join("docs/PROTOCOL.md")).unwrap();
    let (_, section) = protocol.split_once("## 5. ").unwrap();
    let (_, commands) = section.split_once("```sh\n").unwrap();
    let (commands, _) = commands.split_once("```").unwrap();
    assert_eq!(commands.lines().count(), 3, "three commands are documented");
    let output = Command::new("sh")
        .args(["-ec", commands])
        .current_dir(folder)
        .output()
        .unwrap();
    output.status.success()
}

fn check(statement: &str, certificate: &[u8], signature: &[u8], purpose: Purpose) {
    let folder = tempfile::tempdir().unwrap();
    let anchor = Authority::new(Hierarchy::Test, purpose, Generation::Third)
        .certificate()
        .to_vec();
    let write = |name: &str, content: &[u8]| fs::write(folder.path().join(name), content).unwrap();
    write("statement", statement.as_bytes());
    write("certificate.pem", pem(certificate).as_bytes());
    write("signature", signature);
    write("root.pem", pem(&anchor).as_bytes());
    assert!(accepted(folder.path()), "openssl does not accept {statement}");
    write("statement", statement.replacen("origin ", "origin x", 1).as_bytes());
    assert!(!accepted(folder.path()), "evidence for another origin is accepted");
}
