//! States that no manual shows: what is refused, a renewed card, a signed document that was looked at.

use std::time::SystemTime;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use der::DateTime;
use openjpki_tests::browser::{ColorScheme, Page};
use openjpki_tests::card::Persona;
use openjpki_tests::pki::{Hierarchy, Purpose};
use openjpki_tests::signing::CmsProfile;
use openjpki_tests::stage::ORIGIN;
use serde_json::json;

use crate::Visit;
use crate::easy::PASSWORD;
use crate::looks::{audit_everywhere, audit_here};
use crate::screen::{arrives, ask};

const LEASE: &[u8] = b"The lease.\n";

pub(crate) fn audit(visit: &Visit, id: &str) {
    let page = &visit.page;
    page.goto(&format!("{ORIGIN}/sign-in/account?lang=ja-simple")).unwrap();
    enter(page, id, "not the password");
    has_focus(page, "summary");
    audit_here(page, "a sign-in that is refused");
    page.goto(&format!("{ORIGIN}/password/forgotten?lang=ja-simple"))
        .unwrap();
    page.fill("[name=mail]", "nobody").unwrap();
    page.click("#send").unwrap();
    page.wait_for_element("#mail-error").unwrap();
    has_focus(page, "mail");
    audit_here(page, "an address that is none");
    renewed_card(page, id);
    signed_document(page);
    lists_that_do_not_come(page);
}

/// 検索 while the site cannot be reached: it says so, and nothing is lost.
fn lists_that_do_not_come(page: &Page) {
    page.goto(&format!("{ORIGIN}/?lang=ja")).unwrap();
    page.click("#start-counter").unwrap();
    arrives(page, "利用者情報入力(STEP1)");
    page.fill("#prefecture", "13").unwrap();
    page.wait_for("document.querySelector('#municipality option[value=\"131016\"]')")
        .unwrap();
    page.fill("#municipality", "131016").unwrap();
    page.call("Network.enable", json!({})).unwrap();
    let blocked = json!({ "urls": ["*/municipalities/*"] });
    page.call("Network.setBlockedURLs", blocked).unwrap();
    page.fill("#prefecture", "27").unwrap();
    page.wait_for_text("#found", "インターネットの接続を確かめて").unwrap();
    assert_eq!(page.value("#municipality").unwrap(), "131016");
}

fn renewed_card(page: &Page, id: &str) {
    page.goto(&format!("{ORIGIN}/card?lang=ja-simple")).unwrap();
    enter(page, id, PASSWORD);
    page.wait_for("location.pathname === '/card/read' && document.readyState === 'complete'")
        .unwrap();
    audit_everywhere(page, &["/card/read", "/card/done"]);
}

fn signed_document(page: &Page) {
    page.goto(&format!("{ORIGIN}/verify?lang=ja-simple")).unwrap();
    let signature = signature();
    upload(page, LEASE, &[]);
    page.wait_for_element("#problem").unwrap();
    audit_here(page, "a document without its signature");
    upload(page, LEASE, &signature);
    page.wait_for_element(".checks .holds").unwrap();
    audit_here(page, "a signed document");
    upload(page, b"The lease!\n", &signature);
    page.wait_for_element(".checks .fails").unwrap();
    page.prefer(ColorScheme::Dark).unwrap();
    audit_here(page, "another document, where dark pages are preferred");
    page.prefer(ColorScheme::Light).unwrap();
    for language in ["ja", "en", "vi"] {
        page.goto(&format!("{ORIGIN}/verify?lang={language}")).unwrap();
        upload(page, LEASE, &signature);
        page.wait_for_element(".checks .holds").unwrap();
        audit_here(page, &format!("a signed document in {language}"));
    }
}

/// Authentication ID and password.
fn enter(page: &Page, id: &str, password: &str) {
    page.fill("[name=authentication_id]", id).unwrap();
    page.fill("[name=password]", password).unwrap();
    page.click("form .primary").unwrap();
}

fn has_focus(page: &Page, id: &str) {
    page.wait_for(&format!("document.activeElement?.id === {}", json!(id)))
        .unwrap();
}

/// What a person's card makes of the lease.
fn signature() -> Vec<u8> {
    let persona = Persona::by_name("mai").unwrap();
    let card = persona.personalisation(Hierarchy::Test).unwrap();
    let certificate = card.signature_certificate().unwrap();
    let now = DateTime::from_system_time(SystemTime::now()).unwrap();
    CmsProfile::new(LEASE, &certificate, card.keys.key(Purpose::Signature), now).write()
}

/// Chooses the files, as a person does in the browser's own window, and sends the form.
fn upload(page: &Page, document: &[u8], signature: &[u8]) {
    let script = format!(
        "for (const [id, text] of [['document', {}], ['signature', {}]]) {{
           const files = new DataTransfer();
           const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
           if (text) files.items.add(new File([bytes], id));
           document.getElementById(id).files = files.files;
         }}",
        json!(STANDARD.encode(document)),
        json!(STANDARD.encode(signature))
    );
    ask(page, &script);
    page.click("form .primary").unwrap();
}
