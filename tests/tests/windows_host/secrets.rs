//! PINs, nonces and names, planted and then searched for in everything the host writes.

use std::path::Path;
use std::process::Stdio;

use openjpki_tests::stage::WindowsStage;
use openjpki_tests::stage::judge::wait_until_left_clean;
use serde_json::json;

use crate::{NONCE, ORIGIN, ask, password_window, pin_window, words};

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn nothing_secret_is_in_any_file_or_standard_error() {
    let (windows, card) = WindowsStage::with_card("mai");
    let person = &windows.person;
    let errors = windows.stage.folder().join("host.stderr");
    let mut host = windows.host_with(|command| {
        command.stderr(Stdio::from(std::fs::File::create(&errors).unwrap()));
    });
    host.ask(1, "register", ask());
    password_window(&windows);
    person.enters("zq7w8x9y");
    person.reads(words().mistake.digital_signature.wrong);
    person.reacts();
    person.enters("SAKURA2026");
    pin_window(&windows);
    person.enters("8317");
    person.reads(words().mistake.user_authentication.wrong);
    person.reacts();
    person.enters("4649");
    host.reply(1).result();
    host.ask(
        2,
        "certificate",
        json!({ "origin": ORIGIN, "key": "digital-signature", "lang": "en" }),
    );
    password_window(&windows);
    person.enters("SAKURA2026");
    host.reply(2).result();
    host.call(3, "status", json!({})).result();
    let unknown = json!({ "origin": ORIGIN, "nonce": NONCE, "lang": "en", "x": NONCE });
    host.call(4, "authenticate", unknown).code();
    host.close_input();
    assert!(host.wait().success());
    wait_until_left_clean(&card);

    let log: String = std::fs::read_dir(windows.log_folder())
        .expect("the host keeps a log")
        .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
        .collect();
    assert!(
        log.lines().count() > 20 && log.contains("TRACE"),
        "at trace level there is something to search in: {log}"
    );
    let mut written = std::fs::read(&errors).unwrap();
    read_all(&windows.drive_c(), &mut written);
    let written = upper_without_zeros(&written);
    for secret in ["ZQ7W8X9Y", "SAKURA2026", NONCE, "NGUYEN", "MIIF", "MIIG", "19950823"] {
        assert!(!contains(&written, secret), "{secret} is somewhere");
    }
    let log = log.to_ascii_uppercase();
    for secret in ["8317", "4649"] {
        assert!(!log.contains(secret), "{secret} is in: {log}");
    }
    for bytes in ["SAKURA2026", "4649", "8317"] {
        let hex: String = bytes.bytes().map(|byte| format!("{byte:02X}")).collect();
        assert!(!log.contains(&hex), "{bytes} is in, as hex: {log}");
    }
}

/// Every file below `folder` but for the system's own, which is a link or lies in `windows`.
fn read_all(folder: &Path, written: &mut Vec<u8>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let kind = entry.file_type().unwrap();
        if kind.is_dir() && entry.file_name() != "windows" {
            read_all(&entry.path(), written);
        } else if kind.is_file() {
            written.extend(std::fs::read(entry.path()).unwrap());
        }
    }
}

/// Upper case, and UTF-16 taken for ASCII, so that one search finds both.
fn upper_without_zeros(bytes: &[u8]) -> Vec<u8> {
    let kept = bytes.iter().filter(|byte| **byte != 0);
    kept.map(u8::to_ascii_uppercase).collect()
}

fn contains(bytes: &[u8], text: &str) -> bool {
    let text = text.to_ascii_uppercase();
    bytes.windows(text.len()).any(|part| part == text.as_bytes())
}
