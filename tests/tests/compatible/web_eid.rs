//! A Web eID page. With `OPENJPKI_WEB_EID_JS` it uses the library of that file, else it speaks the library's messages.

use std::io::Write as _;
use std::process::{Command, Stdio};

use openjpki_tests::browser::{Browser, Page};
use openjpki_tests::kit::ORIGIN;
use openjpki_tests::pki::{Authority, Generation, Hierarchy, Purpose};
use openjpki_tests::stage::judge::wait_until_left_clean;
use openjpki_tests::stage::{Stage, root};
use serde_json::{Value, json};

use crate::{Scene, assert_no_window, press_and_see, switch};

/// Environment variable that names Web eID's page library, an ES module.
const LIBRARY: &str = "OPENJPKI_WEB_EID_JS";

#[test]
fn a_web_eid_page_signs_in_and_signs() {
    let (stage, card) = Stage::with_card("mai");
    let own = stage.folder().join("site");
    std::fs::create_dir(&own).unwrap();
    let library = std::env::var_os(LIBRARY);
    if let Some(file) = &library {
        std::fs::copy(file, own.join("web-eid.js")).unwrap();
    }
    let _kit = stage.kit(Some(&own));
    let browser = stage.browser("en");
    switch(&browser, &["webEid"]);
    let page = browser.open(&format!("{ORIGIN}/web-eid.html")).unwrap();
    let wanted = if library.is_some() { "library" } else { "messages" };
    page.wait_for(&format!("document.body.dataset.ready === '{wanted}'"))
        .unwrap();

    let status = shown(&page, "status");
    assert_eq!(status["nativeApp"], env!("CARGO_PKG_VERSION"), "{status}");

    let scene = Scene {
        stage: &stage,
        browser: &browser,
        page: &page,
    };
    let told = [("#purpose", "Sign in with your My Number Card")];
    press_and_see(&scene, "#authenticate", &told, &["4649"]);
    let signed_in = shown_after(&page, "authenticate");
    assert!(signed_in["server"]["certificate"].is_string(), "{signed_in}");
    let nonce = signed_in["nonce"].as_str().unwrap();
    checks(ORIGIN, nonce, &signed_in["token"]).unwrap();
    checks("http://evil.example", nonce, &signed_in["token"]).unwrap_err();
    checks(ORIGIN, &nonce.replace(|_| true, "A"), &signed_in["token"]).unwrap_err();

    let told = [("#disclosure-list", "A certificate alone proves nothing")];
    press_and_see(&scene, "#sign", &told, &["SAKURA2026", "SAKURA2026"]);
    let signed = shown_after(&page, "sign");
    assert_eq!(signed["server"][0], "signed by NGUYEN THI MAI", "{signed}");
    let algorithm = json!({ "cryptoAlgorithm": "RSA", "hashFunction": "SHA-256", "paddingScheme": "PKCS1.5" });
    assert_eq!(signed["supportedSignatureAlgorithms"], json!([algorithm]));
    stage.pinentry.went_as_written().unwrap();
    wait_until_left_clean(&card);
    cancelled_and_off(&browser, &page, &stage);
}

/// The person closes the PIN window; and then switches it off, so that nobody answers any more.
fn cancelled_and_off(browser: &Browser, page: &Page, stage: &Stage) {
    stage.pinentry.will([openjpki_tests::pinentry::Step::Cancel]);
    assert_eq!(shown(page, "authenticate")["code"], "ERR_WEBEID_USER_CANCELLED");
    switch(browser, &[]);
    assert_eq!(shown(page, "status")["code"], "ERR_WEBEID_EXTENSION_UNAVAILABLE");
    browser
        .wait_until_closed(&openjpki_tests::stage::visit::ceremony_window())
        .unwrap();
    assert_no_window(browser);
}

/// What the page shows once a button's call is over.
fn shown(page: &Page, button: &str) -> Value {
    page.click(&format!("#{button}")).unwrap();
    shown_after(page, button)
}

fn shown_after(page: &Page, button: &str) -> Value {
    page.wait_for(&format!("document.querySelector('#{button}').dataset.state === 'over'"))
        .unwrap();
    serde_json::from_str(&page.text("#shown").unwrap()).unwrap()
}

/// The token by other code, in another language: `check_token.py`.
fn checks(origin: &str, nonce: &str, token: &Value) -> Result<(), String> {
    let folder = tempfile::tempdir().unwrap();
    let anchor = Authority::new(Hierarchy::Test, Purpose::Authentication, Generation::Third).certificate();
    std::fs::write(folder.path().join("root.der"), &anchor).unwrap();
    let mut python = Command::new("python3");
    python.arg(root().join("tests/tests/compatible/check_token.py"));
    python.args([origin, nonce]).arg(folder.path().join("root.der"));
    let mut running = python
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    running
        .stdin
        .take()
        .unwrap()
        .write_all(token.to_string().as_bytes())
        .unwrap();
    let output = running.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.success() { Ok(()) } else { Err(said) }
}
