//! Revocation, asked of a responder that somebody else wrote: `openssl ocsp`.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use openjpki::certificate::{AuthenticationCertificate, SignatureCertificate};
use openjpki_portal::Portal;
use openjpki_portal::ocsp::Responders;
use openjpki_tests::pki::{Authority, Generation, Hierarchy, Purpose};
use rsa::pkcs8::{EncodePrivateKey, LineEnding};
use serde_json::json;
use tempfile::TempDir;

use crate::browser::Browser;
use crate::card::{authentication, ceremony, persona};
use crate::stage::{ORIGIN, Stage, raw};

/// What the responder knows of the certificate.
#[derive(Debug, Clone, Copy)]
enum Known {
    Good,
    Revoked,
    Nothing,
}

/// Who signs its answers.
#[derive(Debug, Clone, Copy)]
enum Signer {
    Issuer,
    /// A certificate of the issuer's for this use.
    Delegated,
    /// A certificate of the issuer's for another use.
    Subscriber,
    /// One that took the issuer's name.
    Namesake,
}

/// A running `openssl ocsp` for one authority.
struct Responder {
    process: Child,
    _folder: TempDir,
    address: String,
}

fn write_authority(folder: &Path, name: &str, authority: &Authority) {
    let key = authority.private_key().to_pkcs8_pem(LineEnding::LF).unwrap();
    fs::write(folder.join(format!("{name}.key")), key).unwrap();
    fs::write(folder.join(format!("{name}.der")), authority.certificate()).unwrap();
    openssl(folder, &format!("x509 -in {name}.der -inform DER -out {name}.pem"));
}

fn openssl(folder: &Path, arguments: &str) {
    let output = Command::new("openssl")
        .args(arguments.split(' '))
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{arguments}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

impl Responder {
    fn start(purpose: Purpose, serial: &[u8], known: Known, signer: Signer) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        write_authority(
            path,
            "issuer",
            &Authority::new(Hierarchy::Test, purpose, Generation::Third),
        );
        let signer = match signer {
            Signer::Issuer => "issuer",
            Signer::Namesake => {
                write_authority(
                    path,
                    "signer",
                    &Authority::new(Hierarchy::Test, purpose, Generation::Stranger),
                );
                "signer"
            }
            Signer::Delegated => delegated(path, "OCSPSigning"),
            Signer::Subscriber => delegated(path, "clientAuth"),
        };
        let serial: String = serial.iter().map(|byte| format!("{byte:02X}")).collect();
        let line = match known {
            Known::Good => format!("V\t390101000000Z\t\t{serial}\tunknown\t/CN=x\n"),
            Known::Revoked => format!("R\t390101000000Z\t260102030405Z\t{serial}\tunknown\t/CN=x\n"),
            Known::Nothing => String::new(),
        };
        fs::write(path.join("index.txt"), line).unwrap();
        let mut process = Command::new("openssl")
            .args([
                "ocsp",
                "-index",
                "index.txt",
                "-CA",
                "issuer.pem",
                "-port",
                "0",
                "-nmin",
                "10",
            ])
            .args(["-rsigner", &format!("{signer}.pem"), "-rkey", &format!("{signer}.key")])
            .current_dir(path)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let (_, port) = line.split(' ').nth(1).unwrap().rsplit_once(':').unwrap();
        Self {
            process,
            address: format!("http://localhost:{port}/ocsp"),
            _folder: folder,
        }
    }
}

fn delegated(folder: &Path, usage: &str) -> &'static str {
    fs::write(folder.join("extensions"), format!("extendedKeyUsage={usage}\n")).unwrap();
    openssl(
        folder,
        "req -new -newkey rsa:2048 -nodes -subj /CN=responder -keyout signer.key -out signer.csr",
    );
    openssl(
        folder,
        "x509 -req -in signer.csr -CA issuer.pem -CAkey issuer.key -days 1 -sha256 -extfile extensions -out signer.pem",
    );
    "signer"
}

impl Drop for Responder {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn serial() -> Vec<u8> {
    let der = persona("mai").authentication_certificate();
    AuthenticationCertificate::from_der(&der).unwrap().serial().to_vec()
}

fn ask(stage: &mut Stage, signature: Option<&str>, authentication: &str) {
    stage.portal = Arc::new(Portal {
        responders: Responders {
            signature: signature.map(|address| address.parse().unwrap()),
            authentication: Some(authentication.parse().unwrap()),
        },
        ..Portal::clone(&stage.portal)
    });
}

/// Reads Mai's card to sign in; `None` if it is taken, else the refusal.
async fn refusal(browser: &mut Browser) -> Option<String> {
    browser.open("/sign-in").await;
    let nonce = browser.post_json("/sign-in/challenge", &json!({})).await.json()["nonce"].clone();
    let evidence = authentication(&persona("mai"), ORIGIN, nonce.as_str().unwrap());
    let body = json!({ "nonce": nonce, "evidence": evidence });
    let answer = browser.post_json("/sign-in/evidence", &body).await;
    answer.json()["error"].as_str().map(str::to_owned)
}

#[tokio::test(flavor = "multi_thread")]
async fn both_certificates_are_asked_about_and_the_answers_are_shown_and_stored() {
    let mut stage = Stage::new().await;
    let der = persona("mai").signature_certificate().unwrap();
    let signing = SignatureCertificate::from_der(&der).unwrap();
    let first = Responder::start(Purpose::Signature, signing.serial(), Known::Good, Signer::Delegated);
    let second = Responder::start(Purpose::Authentication, &serial(), Known::Good, Signer::Issuer);
    ask(&mut stage, Some(&first.address), &second.address);
    let mut browser = stage.browser();
    assert_eq!(ceremony(&mut browser, &persona("mai")).await.status, 200);
    assert!(browser.open("/registration/step1").await.has("have not been revoked"));
    let pool = raw(&stage.database).await;
    let stored: String = sqlx::query_scalar("SELECT card FROM drafts")
        .fetch_one(&pool)
        .await
        .unwrap();
    pool.close().await;
    assert_eq!(stored.matches("not revoked as of 20").count(), 2, "{stored}");

    // One that cannot be asked: nothing is taken.
    ask(&mut stage, Some("http://localhost:1"), &second.address);
    let refused = ceremony(&mut stage.browser(), &persona("mai")).await;
    assert_eq!(refused.json()["error"], "revocation-unknown");

    let unasked = Stage::new().await;
    let mut browser = unasked.browser();
    ceremony(&mut browser, &persona("mai")).await;
    assert!(browser.open("/registration/step1").await.has("was not checked"));
    assert!(
        unasked
            .stored()
            .await
            .contains("not checked: there is no source to ask")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_good_answer_of_who_may_answer_is_taken() {
    let mut stage = Stage::new().await;
    for (known, signer, expected) in [
        (Known::Good, Signer::Issuer, None),
        (Known::Good, Signer::Delegated, None),
        (Known::Revoked, Signer::Issuer, Some("revoked")),
        (Known::Nothing, Signer::Issuer, Some("revocation-unknown")),
        (Known::Good, Signer::Subscriber, Some("revocation-unknown")),
        (Known::Good, Signer::Namesake, Some("revocation-unknown")),
    ] {
        let responder = Responder::start(Purpose::Authentication, &serial(), known, signer);
        ask(&mut stage, None, &responder.address);
        let found = refusal(&mut stage.browser()).await;
        assert_eq!(found.as_deref(), expected, "{known:?} {signer:?}");
    }
    let responder = Responder::start(Purpose::Authentication, &serial(), Known::Good, Signer::Issuer);
    ask(&mut stage, None, &responder.address);
    stage.pass(10 * 60 + 4 * 60);
    assert_eq!(
        refusal(&mut stage.browser()).await,
        None,
        "two clocks may differ a little"
    );
    stage.pass(2 * 60);
    let stale = refusal(&mut stage.browser()).await;
    assert_eq!(stale.as_deref(), Some("revocation-unknown"), "said for ten minutes");
}

/// Answers that were heard before, or that are none.
#[tokio::test(flavor = "multi_thread")]
async fn an_earlier_answer_an_endless_one_and_none_at_all_are_not_taken() {
    let mut stage = Stage::new().await;
    let responder = Responder::start(Purpose::Authentication, &serial(), Known::Good, Signer::Issuer);
    let relay = Relay::start(&responder.address);
    ask(&mut stage, None, &relay.address);
    assert_eq!(refusal(&mut stage.browser()).await, None, "handed on");
    for what in [
        "the same answer again, to another nonce",
        "an answer that does not end",
        "no HTTP",
    ] {
        let found = refusal(&mut stage.browser()).await;
        assert_eq!(found.as_deref(), Some("revocation-unknown"), "{what}");
    }
}

/// Hands the first question on; then it answers with the first answer, without an end, and with nonsense.
struct Relay {
    address: String,
}

impl Relay {
    fn start(responder: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let to = responder.split('/').nth(2).unwrap().to_owned();
        std::thread::spawn(move || {
            let mut heard = Vec::new();
            for turn in 0..4 {
                let (mut client, _) = listener.accept().unwrap();
                let mut question = vec![0; 4096];
                let length = client.read(&mut question).unwrap();
                if turn == 0 {
                    let mut server = std::net::TcpStream::connect(&to).unwrap();
                    server.write_all(&question[..length]).unwrap();
                    server.read_to_end(&mut heard).unwrap();
                }
                let _ = match turn {
                    0 | 1 => client.write_all(&heard),
                    2 => client
                        .write_all(b"HTTP/1.1 200 OK\r\n\r\n")
                        .and_then(|()| client.write_all(&[b'x'; 100_000])),
                    _ => client.write_all(b"220 mail.example.jp\r\n"),
                };
            }
        });
        Self { address }
    }
}
