//! Evidence is verified without any code of ours: by the commands that docs/PROTOCOL.md gives to authors of other languages.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first fault"
)]

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use openjpki::pkcs1::sha256;
use openjpki::time::UnixTime;
use openjpki_host::cancel::Cancel;
use openjpki_host::ceremony::Ceremonies;
use openjpki_host::wire::{Call, Incoming};
use openjpki_tests::card::{Persona, VirtualCard};
use openjpki_tests::in_process::{Act, Cards, Listener, Person, VirtualReaders};
use openjpki_tests::pki::{Authority, Generation, Hierarchy, Purpose};
use openjpki_tests::stage::root;
use serde_json::Value;

const ORIGIN: &str = "https://portal.example.go.jp";
const NONCE: &str = "mC1Vq0n6Zb8T4y2Jx5uHk9sLr3WgEo7DfPaQiYtUwXs";

fn evidence(method: &str) -> Value {
    let persona = Persona::by_name("mai").unwrap();
    let pin = Act::Type(persona.pins.authentication);
    let acts = match method {
        "register" => vec![Act::Type(persona.pins.signature), pin],
        _ => vec![pin],
    };
    let mut ceremonies = Ceremonies::new(
        VirtualReaders(Cards::new([VirtualCard::new(persona)])),
        Person::new(acts),
    );
    let now = UnixTime::from(SystemTime::now());
    let answer = ceremonies.run(&call(method), now, &Listener::default(), &Cancel::new());
    serde_json::to_value(answer.unwrap()).unwrap()
}

fn call(method: &str) -> Call {
    let params = format!(r#"{{"origin":"{ORIGIN}","nonce":"{NONCE}","lang":"en"}}"#);
    let message = format!(r#"{{"jsonrpc":"2.0","id":1,"method":"{method}","params":{params}}}"#);
    match Incoming::parse(message.as_bytes()) {
        Ok(Incoming::Request { call, .. }) => call,
        other => panic!("{other:?}"),
    }
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
    assert!(accepted(folder.path()), "{statement}");
    write("statement", statement.replace("portal", "another").as_bytes());
    assert!(!accepted(folder.path()), "evidence for another origin is accepted");
}

#[test]
fn openssl_verifies_authenticate_evidence() {
    let evidence = evidence("authenticate");
    assert_eq!(evidence["format"], "openjpki-authenticate/1");
    let certificate = bytes(&evidence, "authenticationCertificate");
    let line = named("authentication-certificate", &certificate);
    let statement = format!("OpenJPKI authenticate 1\norigin {ORIGIN}\nnonce {NONCE}\n{line}");
    let signature = bytes(&evidence, "authenticationSignature");
    check(&statement, &certificate, &signature, Purpose::Authentication);
}

#[test]
fn openssl_verifies_both_signatures_of_register_evidence() {
    let evidence = evidence("register");
    assert_eq!(evidence["format"], "openjpki-register/1");
    let signing = bytes(&evidence, "signatureCertificate");
    let authentication = bytes(&evidence, "authenticationCertificate");
    let lines = named("signature-certificate", &signing) + &named("authentication-certificate", &authentication);
    let statement = format!("OpenJPKI register 1\norigin {ORIGIN}\nnonce {NONCE}\n{lines}");
    check(&statement, &signing, &bytes(&evidence, "signature"), Purpose::Signature);
    let signature = bytes(&evidence, "authenticationSignature");
    check(&statement, &authentication, &signature, Purpose::Authentication);
}
