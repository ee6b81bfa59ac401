//! A person at the registration site: what they fill in and press.

use openjpki_manifests::EXTENSION_ORIGIN;

use super::ORIGIN;
use crate::browser::{Browser, BrowserError, Page};

/// What the person types into STEP1; everything else comes from the card.
pub const TYPED: [(&str, &str); 5] = [
    ("address", "架空町1-2-3"),
    ("telephone", "03-1234-5678"),
    ("mail", "mai.nguyen@example.jp"),
    ("mail_again", "mai.nguyen@example.jp"),
    ("residence_card", "AB12345678CD"),
];

/// Address of the ceremony window, up to the ceremony's id.
pub fn ceremony_window() -> String {
    format!("{EXTENSION_ORIGIN}ceremony/ceremony.html")
}

/// Address of the toolbar popup.
pub fn popup() -> String {
    format!("{EXTENSION_ORIGIN}popup/popup.html")
}

/// Opens the top page in a language and waits until the first button works.
///
/// # Errors
/// [`BrowserError`] if it cannot be loaded.
pub fn open_top_page(browser: &Browser, language: &str) -> Result<Page, BrowserError> {
    let page = browser.open(&format!("{ORIGIN}/?lang={language}"))?;
    page.wait_for_element("#start-applicant")?;
    Ok(page)
}

/// Presses the first button and waits for the ceremony window.
///
/// # Errors
/// [`BrowserError`] if there is none.
pub fn start(browser: &Browser, page: &Page) -> Result<Page, BrowserError> {
    let before = browser.open_targets(&ceremony_window())?;
    page.click("#start-applicant")?;
    browser.wait_for_other_target(&ceremony_window(), &before)
}

/// Fills STEP1 in, reads the terms and agrees.
///
/// # Errors
/// [`BrowserError`] if a field is missing.
pub fn fill_step1(browser: &Browser, page: &Page) -> Result<(), BrowserError> {
    page.wait_for_element("#step1")?;
    page.fill("#prefecture", "13")?;
    page.wait_for("document.querySelector('#municipality option[value^=\"13101\"]')")?;
    let chiyoda = page.evaluate("document.querySelector('#municipality option[value^=\"13101\"]').value")?;
    page.fill("#municipality", chiyoda.as_str().unwrap_or_default())?;
    for (name, text) in TYPED {
        page.fill(&format!("[name={name}]"), text)?;
    }
    page.click("[name=role][value=foreign-national]")?;
    page.click("#terms-link")?;
    let terms = browser.wait_for_target(&format!("{ORIGIN}/terms"))?;
    terms.wait_for_element("ol.terms")?;
    terms.close()?;
    page.click("#terms")
}
