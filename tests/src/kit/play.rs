//! The kit for a person at the screen, and played by itself where there is none.

use std::path::{Path, PathBuf};

use super::ORIGIN;
use crate::browser::{Browser, Page};
use crate::demo::{Outcome, PINENTRY, wait_for_enter_or};
use crate::pinentry::Step;
use crate::stage::{Stage, persona, visit};

/// The card that is in the reader.
const PERSONA: &str = "mai";

/// Opens the browser at the site, says what to do, and waits until the page's author has seen enough.
///
/// # Errors
/// Whatever keeps the browser from starting.
pub fn invite(language: &str, own: Option<&Path>) -> Outcome {
    let (stage, _card) = Stage::with_card(PERSONA);
    stage.use_pinentry(Path::new(PINENTRY));
    let _kit = stage.kit(own);
    stage.register_host(&stage.profile());
    let mut browser = stage.launch(language).headed().start()?;
    browser.open(&format!("{ORIGIN}/"))?;
    let pins = persona(PERSONA).pins;
    println!(
        "Chromium is open at {ORIGIN}/, with a virtual card in a virtual reader (a test card; nothing of it is real)."
    );
    println!("  Signature password (署名用パスワード): {}", pins.signature);
    println!(
        "  User authentication PIN (利用者証明用パスワード): {}",
        pins.authentication
    );
    if let Some(own) = own {
        println!("  Your folder {} is at {ORIGIN}/site/", own.display());
    }
    println!("The guide is docs/PAGES.md (English), docs/PAGES.ja.md (Japanese).");
    println!("Close the browser, or press Enter here, to end.");
    wait_for_enter_or(|| browser.has_ended());
    Ok(())
}

/// Presses every button of the site as its author would, and prints what the page shows.
///
/// # Errors
/// The first thing that does not go as it should.
pub fn play(own: Option<PathBuf>) -> Outcome {
    let (stage, _card) = Stage::with_card(PERSONA);
    let _kit = stage.kit(own.as_deref());
    let browser = stage.browser("en");
    let page = browser.open(&format!("{ORIGIN}/"))?;
    let pins = persona(PERSONA).pins;
    let (password, pin) = (
        || Step::Pin(pins.signature.to_owned()),
        || Step::Pin(pins.authentication.to_owned()),
    );
    for (call, steps) in [
        ("status", vec![]),
        ("authenticate", vec![pin()]),
        ("register", vec![password(), pin()]),
        ("sign", vec![password()]),
        ("sign-raw", vec![password()]),
        ("sign-pdf", vec![password()]),
        ("provoke-not-granted", vec![]),
        ("provoke-invalid-request", vec![]),
    ] {
        for step in steps {
            stage.pinentry.will([step]);
        }
        println!("{call}: {}", press(&browser, &page, call)?);
    }
    Ok(())
}

/// Presses a button of the site and waits for what the page shows in the end.
///
/// # Errors
/// If nothing comes.
pub fn press(browser: &Browser, page: &Page, call: &str) -> Result<String, Box<dyn std::error::Error>> {
    page.click(&format!("#{call}"))?;
    page.wait_for(&format!("document.querySelector('#{call}').dataset.state === 'over'"))?;
    browser.wait_until_closed(&visit::ceremony_window())?;
    page.text("#shown").map_err(Into::into)
}
