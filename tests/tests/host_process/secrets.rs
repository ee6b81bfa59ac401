//! PINs, nonces and names, planted and then searched for in everything the host writes.

use std::process::Stdio;

use openjpki_tests::stage::Stage;
use openjpki_tests::stage::judge::wait_until_left_clean;
use serde_json::json;

use crate::{NONCE, ask, pin};

#[test]
fn nothing_secret_is_in_log_or_standard_error() {
    let (stage, card) = Stage::with_card("mai");
    stage.pinentry.will([
        pin("zq7w8x9y"),
        pin("SAKURA2026"),
        pin("8317"),
        pin("4649"),
        pin("4649"),
        pin("SAKURA2026"),
        pin("SAKURA2026"),
        pin("4649"),
        pin("SAKURA2026"),
        pin("planted7777"),
        pin("PLANTED7777"),
    ]);
    let errors = stage.folder().join("host.stderr");
    let mut host = stage.host_with(|command| {
        command.stderr(Stdio::from(std::fs::File::create(&errors).unwrap()));
    });
    host.call(1, "register", ask()).result();
    host.call(2, "authenticate", ask()).result();
    let certificate = json!({ "origin": crate::ORIGIN, "key": "digital-signature", "lang": "ja" });
    host.call(3, "certificate", certificate).result();
    host.call(4, "status", json!({})).result();
    host.call(
        5,
        "authenticate",
        json!({ "origin": crate::ORIGIN, "nonce": NONCE, "lang": "en", "x": NONCE }),
    )
    .code();
    let document = json!({ "name": "Tomato contract.txt", "mediaType": "text/plain", "content": "Q3VjdW1iZXI=" });
    let sign = json!({ "origin": crate::ORIGIN, "documents": [document], "output": "cms", "lang": "en" });
    host.call(7, "sign", sign).result();
    host.call(8, "web-eid-authenticate", ask()).result();
    let refused =
        json!({ "origin": crate::ORIGIN, "documents": [{ "name": "Tomato" }], "output": "raw", "lang": "en" });
    host.call(9, "sign", refused).code();
    let quoted = json!({ "origin": crate::ORIGIN, "documents": [], "output": "a`Tomato", "lang": "en" });
    host.call(10, "sign", quoted).code();
    host.call(6, "change-pin", json!({ "key": "digital-signature", "lang": "en" }))
        .result();
    host.close_input();
    assert!(host.wait().success());
    wait_until_left_clean(&card);

    let mut written = std::fs::read(&errors).unwrap();
    for file in std::fs::read_dir(stage.log_folder()).expect("the host keeps a log") {
        written.extend(std::fs::read(file.unwrap().path()).unwrap());
    }
    // The microseconds of a time may be anybody's PIN.
    let written = String::from_utf8_lossy(&written).to_ascii_uppercase();
    let without_time = |line: &str| match line.split_once(' ') {
        Some((time, rest)) if time.starts_with("20") && time.ends_with('Z') => rest.to_owned(),
        _ => line.to_owned(),
    };
    let written = written.lines().map(without_time).collect::<Vec<_>>().join("\n");
    assert!(
        written.lines().count() > 20,
        "at trace level there is something to search in: {written}"
    );
    for secret in [
        "ZQ7W8X9Y",
        "SAKURA2026",
        "PLANTED7777",
        "8317",
        "4649",
        NONCE,
        "NGUYEN",
        "MIIF",
        "MIIG",
        "19950823",
        "TOMATO",
        "CUCUMBER",
        "Q3VjdW1iZXI",
    ] {
        assert!(
            !written.contains(&secret.to_ascii_uppercase()),
            "{secret} is in: {written}"
        );
    }
    for bytes in ["SAKURA2026", "PLANTED7777", "4649", "8317"] {
        let hex: String = bytes.bytes().map(|byte| format!("{byte:02X}")).collect();
        assert!(!written.contains(&hex), "{bytes} is in, as hex: {written}");
    }
    stage.pinentry.went_as_written().unwrap();
}
