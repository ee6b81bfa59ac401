//! Pages that were made for other programs, unchanged: today's registration page and a Web eID page, in Chromium with the
//! extension, the host as it ships, `pcscd` and a virtual card.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod guide;
mod registration_page;
mod web_eid;

use openjpki_tests::browser::{Browser, Page};
use openjpki_tests::kit::ORIGIN;
use openjpki_tests::pinentry::Step;
use openjpki_tests::stage::Stage;
use openjpki_tests::stage::visit::{ceremony_window, popup};
use serde_json::json;

/// What the person switches on for the site in the popup, or off again. A browser that has just started reads its policies for
/// some seconds more, and the extension answers nobody before it knows them.
fn switch(browser: &Browser, grants: &[&str]) {
    let own: serde_json::Map<_, _> = grants.iter().map(|grant| ((*grant).to_owned(), json!(true))).collect();
    let stored = json!({ "grants": { ORIGIN: own } });
    let page = browser.open(&popup()).unwrap();
    let script = format!("chrome.storage.managed.get().then(() => chrome.storage.local.set({stored}))");
    page.evaluate(&script).unwrap();
    page.close().unwrap();
}

/// Presses a button, reads these words in the window of the ceremony, and only then types what is asked for.
fn press_and_see(scene: &Scene<'_>, button: &str, words: &[(&str, &str)], pins: &[&str]) {
    let seen = scene
        .stage
        .folder()
        .join(format!("seen-{}", button.trim_start_matches('#')));
    scene.stage.pinentry.will([Step::WaitFor(seen.clone())]);
    for value in pins {
        scene.stage.pinentry.will([Step::Pin((*value).to_owned())]);
    }
    scene.browser.wait_until_closed(&ceremony_window()).unwrap(); // that of the ceremony before stays for a second
    scene.page.click(button).unwrap();
    let window = scene.browser.wait_for_target(&ceremony_window());
    let window = window.unwrap_or_else(|error| panic!("{error}; the page shows {}", scene.page.text("body").unwrap()));
    for (place, said) in words {
        window.wait_for_text(place, said).unwrap();
    }
    std::fs::write(seen, "").unwrap();
}

/// A page in front of a person.
struct Scene<'a> {
    stage: &'a Stage,
    browser: &'a Browser,
    page: &'a Page,
}

fn assert_no_window(browser: &Browser) {
    let targets = browser.targets().unwrap();
    assert!(
        targets.iter().all(|target| !target.url.starts_with(&ceremony_window())),
        "{targets:?}"
    );
}
