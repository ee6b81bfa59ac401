//! Documents: the window lists them, and one typing signs them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use openjpki_host::catalog::Catalog;
use openjpki_tests::stage::judge::wait_until_left_clean;
use openjpki_tests::stage::openssl::verifies_cms;
use openjpki_tests::stage::{HostProcess, WindowsStage, root};
use serde_json::{Value, json};

use crate::{ORIGIN, PASSWORD, assert_every_pin_was_typed};

const PAGE: &[u8] = b"%PDF-1.4\n\
    1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n\
    2 0 obj <</Type /Pages /Count 1 /Kids [3 0 R]>> endobj\n\
    3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9]>> endobj\n\
    trailer <</Root 1 0 R>>\n%%EOF\n";

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn two_documents_and_then_twenty_are_listed_and_signed() {
    let (windows, card) = WindowsStage::with_card("hanako");
    let mut host = windows.host();
    let lease =
        json!({ "name": "lease agreement.pdf", "mediaType": "application/pdf", "content": STANDARD.encode(PAGE) });
    let unseen = json!({ "name": "contract", "digest": STANDARD.encode([7; 32]), "algorithm": "SHA-256" });
    let two = [lease.clone(), unseen.clone()];
    let lines = [
        "1. lease agreement.pdf (application/pdf, ",
        "2. contract (the site did not show what this is, ",
    ];
    let evidence = signed(&windows, &mut host, "en", &two, &lines);
    let cms = evidence["signatures"][0]["signature"].as_str().unwrap();
    verifies_cms(PAGE, &STANDARD.decode(cms).unwrap());
    let told = host
        .progress()
        .iter()
        .map(|progress| &progress["detail"]["documents"][0]["pages"]);
    assert!(
        told.into_iter().any(|pages| *pages == 1),
        "the process that reads PDFs runs on Windows, too"
    );

    let letters = (1..=18).map(|n| {
        let name = format!("賃貸借契約書の別紙その{n}（敷金および原状回復に関する特約を含む）.txt");
        json!({ "name": name, "mediaType": "text/plain", "content": STANDARD.encode(format!("{n}")) })
    });
    let twenty: Vec<Value> = letters.chain([lease, unseen]).collect();
    let lines = [
        "3. 賃貸借契約書の別紙その3",
        "20. contract (サイトは内容を示していません, ",
    ];
    let evidence = signed(&windows, &mut host, "ja", &twenty, &lines);
    assert_eq!(evidence["signatures"].as_array().unwrap().len(), 20);
    wait_until_left_clean(&card);
    assert_eq!(card.log().unwrap().pins_sent(), 2, "one for each request");
    assert_every_pin_was_typed(&windows, [&card]);
}

fn signed(windows: &WindowsStage, host: &mut HostProcess, lang: &str, documents: &[Value], lines: &[&str]) -> Value {
    let words = Catalog::for_lang(lang);
    let id = documents.len();
    host.ask(
        id,
        "sign",
        json!({ "origin": ORIGIN, "documents": documents, "output": "cms", "lang": lang }),
    );
    let person = &windows.person;
    let window = person.sees(|window| window.field().is_some() && window.says(words.window.advice.digital_signature));
    person.reacts();
    let picture = format!("target/screenshots/windows/{lang}-sign-{id}.png");
    person.photographs(&root().join(picture));
    let (asked, list) = (words.documents.ask.of(2).split('{').next().unwrap(), lines);
    assert!(window.says(asked), "{window:#?}");
    for line in list {
        assert!(window.says(line), "{line} is missing: {window:#?}");
    }
    person.enters(PASSWORD);
    let evidence = host.reply(id).result();
    person.sees_nothing();
    evidence
}
