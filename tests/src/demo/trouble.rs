//! What a person sees when something is in the way.

use std::path::Path;

use super::gallery::Gallery;
use super::{Outcome, System, Theatre};
use crate::pcscd::CardSetup;
use crate::stage::visit::{ceremony_window, open_top_page};

/// Cards whose ceremony ends before anybody types: persona, counters, the code, the picture's name.
const ENDINGS: [(&str, Option<u8>, &str, &str); 2] = [
    (
        "under-fifteen",
        None,
        "certificate-missing",
        "window-no-signing-certificate",
    ),
    ("hanako", Some(0), "pin-blocked", "window-password-blocked"),
];

pub(super) fn play(system: System, language: &str, folder: &Path) -> Outcome {
    println!("\n== {language}: what is said when something is in the way");
    let mut theatre = Theatre::open(system, language, folder)?;
    theatre.gallery = Gallery::new(folder.join(language)).from(40);
    let _portal = theatre.computer.stage().portal();
    for (persona, tries, code, name) in ENDINGS {
        let setup = CardSetup::persona(persona);
        let setup = tries
            .into_iter()
            .fold(setup, |setup, tries| setup.with("--tries-sign", tries));
        until_the_last_card_is_gone();
        let _card = theatre.computer.stage().pcscd.plug(&setup)?;
        ends_with(&mut theatre, code, name)?;
    }
    another_kind_of_card(&mut theatre)?;
    two_cards(&mut theatre)?;
    last_try(&mut theatre)
}

fn ends_with(theatre: &mut Theatre, code: &str, name: &str) -> Outcome {
    let page = open_top_page(&theatre.browser, &theatre.language)?;
    let window = theatre.start(&page)?;
    window.wait_for(&format!("document.body.dataset.reason === '{code}'"))?;
    tell(code, &window.text("#state")?);
    theatre.gallery.both(name, &window)?;
    page.wait_for("document.querySelector('#ceremony-message').classList.contains('failed')")?;
    theatre.gallery.page(&name.replace("window", "site"), &page)?;
    window.close()?;
    page.close()?;
    Ok(())
}

fn another_kind_of_card(theatre: &mut Theatre) -> Outcome {
    until_the_last_card_is_gone();
    let _card = theatre.computer.stage().plug("foreign-card");
    let page = open_top_page(&theatre.browser, &theatre.language)?;
    let window = theatre.start(&page)?;
    window.wait_for("document.body.dataset.reason === 'card-unsupported'")?;
    tell("card-unsupported", &window.text("#state")?);
    theatre.gallery.page("window-another-card", &window)?;
    window.close()?;
    page.close()?;
    Ok(())
}

fn two_cards(theatre: &mut Theatre) -> Outcome {
    until_the_last_card_is_gone();
    let _first = theatre.computer.stage().plug("hanako");
    let _second = theatre.computer.stage().pcscd.plug(&CardSetup {
        slot: 1,
        ..CardSetup::persona("mai")
    })?;
    let page = open_top_page(&theatre.browser, &theatre.language)?;
    let window = theatre.start(&page)?;
    window.wait_for_element("#candidates button")?;
    tell("two cards", &window.text("#state")?);
    theatre.gallery.page("window-two-cards", &window)?;
    window.close()?;
    theatre.browser.wait_until_closed(&ceremony_window())?;
    page.close()?;
    Ok(())
}

fn last_try(theatre: &mut Theatre) -> Outcome {
    until_the_last_card_is_gone();
    let _card = theatre
        .computer
        .stage()
        .pcscd
        .plug(&CardSetup::persona("hanako").with("--tries-sign", 1))?;
    let page = open_top_page(&theatre.browser, &theatre.language)?;
    let window = theatre.start(&page)?;
    window.wait_for("document.body.dataset.reason === 'pin-last-try'")?;
    tell("pin-last-try", &window.text("#state")?);
    theatre.computer.waits_for_warning();
    theatre.gallery.display("last-try", theatre.computer.display());
    theatre.gallery.page("window-last-try", &window)?;
    page.close()?;
    theatre.browser.wait_until_closed(&ceremony_window())?;
    Ok(())
}

/// The service looks at the reader every 0.4 s; a card that is changed faster is the old one to it, and gets no power.
fn until_the_last_card_is_gone() {
    std::thread::sleep(std::time::Duration::from_millis(900));
}

fn tell(what: &str, words: &str) {
    println!("  {what}: {}", words.split_whitespace().collect::<Vec<_>>().join(" "));
}
