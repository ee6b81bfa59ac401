//! Every page in every language: nothing that axe-core finds, and nothing that runs off sideways on a phone or at 200 %.

use std::path::PathBuf;

use openjpki_tests::browser::Page;
use openjpki_tests::stage::{ORIGIN, root};
use serde_json::json;

const LANGUAGES: [&str; 4] = ["ja", "ja-simple", "en", "vi"];

/// Environment variable that names a folder for pictures of every page.
const PICTURES: &str = "OPENJPKI_PICTURES";

/// CSS pixels: a window of 640 pixels at 200 %, and less than a phone has.
const NARROW: u32 = 320;

/// The pages at these paths, in every language. The page is left in the last one.
pub(crate) fn audit_everywhere(page: &Page, paths: &[&str]) {
    narrow(page);
    for path in paths {
        for language in LANGUAGES {
            page.goto(&format!("{ORIGIN}{path}?lang={language}")).unwrap();
            let lang = page.evaluate("document.documentElement.lang").unwrap();
            assert_eq!(lang, language, "{path}");
            let name = format!("{path} in {language}");
            // Colours are the same in every language, and take axe-core the longest.
            let options = if language == "ja-simple" {
                ""
            } else {
                "rules: { 'color-contrast': { enabled: false } }"
            };
            audit(page, &name, options);
        }
    }
    wide_again(page);
}

/// The page as it is.
pub(crate) fn audit_here(page: &Page, name: &str) {
    narrow(page);
    audit(page, name, "");
    wide_again(page);
}

fn audit(page: &Page, name: &str, options: &str) {
    let loaded = page.evaluate("'axe' in globalThis").unwrap();
    if loaded != true {
        let axe = std::fs::read_to_string(root().join("extension/node_modules/axe-core/axe.min.js")).unwrap();
        page.evaluate(&format!("{axe}; 0")).unwrap();
    }
    let violations = page
        .evaluate(&format!(
            "axe.run(document, {{ resultTypes: ['violations'], {options} }}).then(({{ violations }}) =>
               violations.map(({{ id, nodes }}) => id + ': ' + nodes.map(({{ html }}) => html.slice(0, 160)).join(' | ')))"
        ))
        .unwrap();
    assert_eq!(violations, json!([]), "{name}");
    let beyond = page
        .evaluate(
            "[...document.querySelectorAll('body *')].filter((element) => element.checkVisibility() &&
               !element.closest('.wide, .to-content') && element.getBoundingClientRect().right > innerWidth + 1)
               .map((element) => element.outerHTML.slice(0, 160))",
        )
        .unwrap();
    assert_eq!(beyond, json!([]), "{name}, {NARROW} pixels wide");
    pictures(page, name);
}

fn narrow(page: &Page) {
    page.resize(NARROW, 640).unwrap();
}

fn wide_again(page: &Page) {
    page.call("Emulation.clearDeviceMetricsOverride", json!({})).unwrap();
}

/// In a window and on a phone, for people to look at.
fn pictures(page: &Page, name: &str) {
    let Some(folder) = std::env::var_os(PICTURES) else {
        return;
    };
    let name = name.replace(['/', ' '], "_");
    for (width, kind) in [(1000, "wide"), (360, "narrow")] {
        page.resize(width, 640).unwrap();
        let file = PathBuf::from(&folder).join(format!("{kind}-{name}.png"));
        page.screenshot(&file).unwrap();
    }
    narrow(page);
}
