//! The program itself: its first line, its log, its end.

use std::fs;
use std::path::Path;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::browser::Browser;
use crate::card::{evidence, nonce, persona};
use crate::form::{RIGHT, fill_in};
use crate::password::{PASSWORD, is_set, set};
use crate::process::{Program, program};
use crate::registration::register;
use crate::sign_in::{enter, is_in, present};
use crate::stage::{ORIGIN, new_database};

/// At the finest level, over a whole registration and a sign-in.
#[tokio::test]
async fn the_log_knows_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let database = new_database(folder.path());
    let program = Program::start_at(folder.path(), &database, "127.0.0.1:0", "trace", &[]);
    let mut browser = Browser::over_socket(&program.address, ORIGIN);
    let nonce = nonce(&mut browser).await;
    let proof = evidence(&persona("mai"), ORIGIN, &nonce);
    let verified = browser
        .post_json("/registration/evidence", &json!({ "nonce": nonce, "evidence": proof }))
        .await;
    assert_eq!(verified.status, 200);
    browser.open("/registration/step1").await;
    fill_in(&mut browser, &RIGHT).await;
    let id = register(&mut browser).await;
    let mail = first_mail(&folder.path().join("outbox")).await;
    let (_, token) = mail.split_once("/password/").unwrap();
    let token = token.get(..43).unwrap().to_owned();
    assert_eq!(browser.open(&format!("/password/{token}")).await.status, 200);
    let link = format!("/password/{token}");
    assert!(is_set(&set(&mut browser, &link, PASSWORD, PASSWORD).await));
    present(&mut browser, &persona("mai")).await;
    assert_eq!(enter(&mut browser, &id, "wrong horse 777").await.status, 422);
    assert!(is_in(&enter(&mut browser, &id, PASSWORD).await));
    let session = browser.cookies["openjpki-session"].clone();
    let known = browser.cookies["openjpki-browser"].clone();
    let certificate = STANDARD.encode(persona("mai").authentication_certificate());
    assert_eq!(program.stop(), "", "one line on stdout");

    let log = fs::read_to_string(folder.path().join("log")).unwrap();
    assert!(log.contains("TRACE") && log.contains("/registration/evidence") && log.contains("stopped as told"));
    for secret in [
        "NGUYEN",
        "1995-08-23",
        "mai@example.jp",
        "090-1234",
        "AB12345678CD",
        &nonce,
        &id,
        &token,
        &session,
        &known,
        PASSWORD,
        "wrong horse",
        &certificate[..40],
    ] {
        assert!(!log.contains(secret), "the log holds {secret}");
    }
}

/// The mail goes out after the answer; it is there as a whole once the mark of its last part is.
async fn first_mail(outbox: &Path) -> String {
    for _ in 0..6000 {
        let found = fs::read_dir(outbox).unwrap().next();
        let mail = found.map(|mail| fs::read_to_string(mail.unwrap().path()).unwrap());
        if let Some(mail) = mail.filter(|mail| mail.ends_with("--\r\n")) {
            return mail;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("no mail in a minute")
}

#[test]
fn a_folder_without_roots_is_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let output = program(folder.path(), &new_database(folder.path()))
        .args(["--listen", "127.0.0.1:0", "--test-anchors"])
        .arg(folder.path())
        .output()
        .unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("holds no signature-ca*.der"));
}
