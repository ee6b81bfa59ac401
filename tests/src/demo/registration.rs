//! The main job: a person registers, from the button to the mail.

use super::{Outcome, Theatre, evidence};
use crate::pcscd::PluggedCard;
use crate::stage::judge::wait_until_left_clean;
use crate::stage::visit::{ceremony_window, fill_step1, open_top_page, popup};
use crate::stage::{Portal, persona};

pub(super) fn play(theatre: &mut Theatre) -> Outcome {
    let name = if theatre.language == "ja" { "hanako" } else { "mai" };
    let person = persona(name);
    println!("\n== {}: {} registers", theatre.language, person.what);
    let portal = theatre.computer.stage().portal();
    look_around(theatre)?;

    let page = open_top_page(&theatre.browser, &theatre.language)?;
    page.call("Network.enable", serde_json::json!({ "maxPostDataSize": 65_536 }))?;
    println!("the person presses the first button; no card is in the reader");
    let window = theatre.start(&page)?;
    window.wait_for("document.body.dataset.step === 'waiting-for-card'")?;
    println!("  the window says: {}", one_line(&window.text("#state")?));
    theatre.gallery.both("window-waiting-for-card", &window)?;
    theatre.gallery.page("site-waiting-for-card", &page)?;

    println!("they put the card of `{name}` into the reader");
    let mut card = theatre.computer.stage().plug(name);
    window.wait_for("document.body.dataset.key === 'digital-signature'")?;
    theatre.gallery.page("window-password", &window)?;
    theatre.answer_pin_window("password", "WRONG99");
    window.wait_for("document.body.dataset.reason === 'pin-wrong'")?;
    println!("  a wrong password: {}", one_line(&window.text("#state")?));
    assert_eq!(card.tries()?.signature, Some(4), "one try is spent");
    theatre.gallery.page("window-wrong-password", &window)?;
    theatre.answer_pin_window("password-again", person.pins.signature);
    window.wait_for("document.body.dataset.key === 'user-authentication'")?;
    theatre.gallery.page("window-pin", &window)?;
    theatre.answer_pin_window("pin", person.pins.authentication);

    page.wait_for_element("#step1")?;
    theatre.browser.wait_until_closed(&ceremony_window())?;
    wait_until_left_clean(&card);
    tell_card(&card)?;
    evidence::tell(&page)?;
    for field in ["name", "sex", "birth_date"] {
        println!(
            "  STEP1 {field}: {} (from the card, cannot be edited)",
            page.text(&format!("[data-field={field}]"))?
        );
    }
    fill_in(theatre, &portal, &page)
}

/// Everything a person can look at before they begin.
fn look_around(theatre: &mut Theatre) -> Outcome {
    let page = open_top_page(&theatre.browser, &theatre.language)?;
    theatre.gallery.page("site-top", &page)?;
    page.goto(&format!("{}/terms", crate::stage::ORIGIN))?;
    theatre.gallery.page("site-terms", &page)?;
    page.goto(&popup())?;
    page.wait_for("document.querySelector('#host-state').textContent.includes('1.')")?;
    println!("the toolbar popup says: {}", one_line(&page.text("body")?));
    page.resize(360, 260)?;
    theatre.gallery.both("popup", &page)?;
    page.goto(&popup().replace("popup/popup.html", "help/host.html"))?;
    page.resize(820, 720)?;
    theatre.gallery.both("help", &page)?;
    page.close()?;
    Ok(())
}

fn fill_in(theatre: &mut Theatre, portal: &Portal, page: &crate::browser::Page) -> Outcome {
    theatre.gallery.page("site-step1", page)?;
    page.click("#confirm")?;
    page.wait_for_element(".field-error")?;
    theatre.gallery.page("site-step1-errors", page)?;
    fill_step1(&theatre.browser, page)?;
    theatre.gallery.page("site-step1-filled", page)?;
    page.click("#confirm")?;
    page.wait_for_element("#step2")?;
    theatre.gallery.page("site-step2", page)?;
    page.click("#register")?;
    println!("  STEP3: the authentication ID is {}", page.text("#authentication-id")?);
    theatre.gallery.page("site-step3", page)?;
    let mails = portal.mails();
    let [mail] = mails.as_slice() else {
        return Err(format!("{} mails in the outbox", mails.len()).into());
    };
    let headers = mail
        .lines()
        .filter(|line| line.starts_with("To:") || line.starts_with("From:"));
    println!("  a mail is in the outbox: {}", headers.collect::<Vec<_>>().join(", "));
    Ok(())
}

fn tell_card(card: &PluggedCard) -> Outcome {
    let log = card.log()?;
    println!(
        "  the card had {} commands, {} of them with a PIN; bytes read twice: {}; it was left clean and without power",
        log.count(),
        log.pins_sent(),
        log.read_again().values().sum::<usize>(),
    );
    Ok(())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
