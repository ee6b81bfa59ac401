//! My card and Check my computer, with a real card behind them.

use openjpki_tests::browser::Page;
use openjpki_tests::pcscd::{CardSetup, PluggedCard, Pull};
use openjpki_tests::pinentry::Step;
use openjpki_tests::stage::judge::wait_until_left_clean;

use crate::outside;
use crate::scene::Scene;

const PAGE: &str = "card/card.html";

/// The passwords of the card, one after the other.
const PASSWORDS: [&str; 4] = ["FIRST111", "SECOND22", "THIRD333", "FOURTH44"];

/// The card is awaited, chosen and shown.
pub(crate) fn my_card(scene: &mut Scene) -> PluggedCard {
    let page = scene.open(PAGE);
    scene.shows(&page, "card-waiting-for-card");
    page.click("#cancel").unwrap();
    scene.shows(&page, "card-end-user-cancelled");
    page.click("#again").unwrap();
    let card = scene.stage.plug("hanako");
    page.wait_for_element("#content").unwrap();
    page.wait_for_text("#facts", "Virtual PCD 00 00").unwrap();
    page.wait_for_element("#authentication .days").unwrap();
    scene.showed("card-shown");

    page.click("#show-signing").unwrap();
    scene.types("ABC123");
    page.wait_for_text("#signing", "日本　花子").unwrap();
    scene.showed("card-shown-signing");

    let other = CardSetup::persona("ending-authentication");
    let mut other = scene.stage.pcscd.plug(&CardSetup { slot: 1, ..other }).unwrap();
    other.set_tries(1, 0).unwrap();
    page.click("#read").unwrap();
    scene.shows(&page, "card-choosing");
    page.wait_for_text("#candidates button:last-child", "01").unwrap();
    page.click("#candidates button:last-child").unwrap();
    page.wait_for_element("#rescue-digital-signature").unwrap();
    page.wait_for_element("#tries-user-authentication[data-tone=alert]")
        .unwrap();
    page.wait_for_element("#authentication .renewal").unwrap();
    scene.showed("card-shown-ending");
    page.close().unwrap();
    card
}

/// Both are changed, after one mistake each; then they are locked while the page still shows them.
pub(crate) fn a_changed_pin(scene: &mut Scene, card: &mut PluggedCard) {
    for (key, values) in [
        ("user-authentication", ["4321", "8024", "8024", "1234"]),
        ("digital-signature", ["WRONG99", PASSWORDS[0], PASSWORDS[0], "ABC123"]),
    ] {
        let page = shown(scene);
        page.click(&format!("#change-{key}")).unwrap();
        for (row, value) in ["current", "new", "repeat", "wrong"].into_iter().zip(values) {
            scene.shows(&page, &format!("card-change-{row}-{key}"));
            Scene::was_held(&page);
            scene.types(value);
        }
        scene.shows(&page, &format!("card-change-changing-{key}"));
        scene.shows(&page, &format!("card-change-done-{key}"));
        page.click("#again").unwrap();
        page.wait_for_element("#content").unwrap();
        card.set_tries(0, 0).unwrap();
        page.click(&format!("#change-{key}")).unwrap();
        scene.shows(&page, &format!("card-change-blocked-{key}"));
        card.set_tries(3, 5).unwrap();
        page.close().unwrap();
    }
}

/// A change that the card does not live to see the end of.
pub(crate) fn an_interrupted_change(scene: &mut Scene, card: &mut PluggedCard) {
    let page = shown(scene);
    let [first, second, third, fourth] = PASSWORDS;
    idle(&page, card);
    let mark = card.log().unwrap().mark();
    starts_change(scene, &page, [first, second]);
    scene.shows(&page, "card-change-done-digital-signature");
    let headers = card.log().unwrap().after(mark).headers();
    let change = headers.iter().position(|header| header.starts_with("0024")).unwrap();
    let change = u64::try_from(change + 1).unwrap();

    again(&page);
    idle(&page, card);
    card.remove_at(change - 1, Pull::Before).unwrap();
    starts_change(scene, &page, [second, third]);
    scene.person(&Step::Confirm);
    scene.shows(&page, "card-change-pulled-old-digital-signature");
    back_again(&page, card);

    card.remove_at(change + 1, Pull::Before).unwrap();
    starts_change(scene, &page, [second, third]);
    scene.person(&Step::Confirm);
    scene.shows(&page, "card-change-pulled-new-digital-signature");
    back_again(&page, card);

    card.remove_at(change, Pull::After).unwrap();
    starts_change(scene, &page, [third, fourth]);
    scene.person(&Step::Confirm);
    card.insert().unwrap();
    scene.person(&Step::Cancel);
    scene.person(&Step::Confirm);
    scene.shows(&page, "card-change-pulled-unknown-digital-signature");

    again(&page);
    idle(&page, card);
    card.answer_at(change, 0x9000).unwrap();
    starts_change(scene, &page, [fourth, first]);
    scene.person(&Step::Confirm);
    scene.shows(&page, "card-change-contradicted-digital-signature");
    page.close().unwrap();
}

/// The card cannot be read, for reasons of its own and of others.
pub(crate) fn ends(scene: &mut Scene, card: PluggedCard) {
    let page = shown(scene);
    page.click("#show-signing").unwrap();
    scene.pin_window();
    scene.stage.pcscd.stop_service().unwrap();
    scene.shows(&page, "card-end-service-stopped");
    scene.stage.pcscd.start_service().unwrap();
    card.wait_for_event("power-on").unwrap();
    page.close().unwrap();
    drop(card);

    let pulled = CardSetup::persona("hanako").with("--remove-after", 5);
    let _card = scene.stage.pcscd.plug(&pulled).unwrap();
    let page = scene.open(PAGE);
    scene.shows(&page, "card-end-card-removed");
    page.close().unwrap();

    for code in ["card-busy", "internal"] {
        let program = outside::host_that_refuses(&scene.stage, code);
        scene.stage.register(&program, &scene.stage.profile());
        let page = scene.open(PAGE);
        scene.shows(&page, &format!("card-end-{code}"));
        page.close().unwrap();
    }
    outside::unregister(&scene.stage);
    let page = scene.open(PAGE);
    scene.shows(&page, "card-end-host-missing");
    page.close().unwrap();
}

/// One line for everything between browser and card.
pub(crate) fn check_my_computer(scene: &mut Scene) {
    let page = scene.open("check/check.html");
    assert!(lines(&page).ends_with("host bad"), "{}", lines(&page));
    scene.showed("check-host-missing");
    scene.stage.register_host(&scene.stage.profile());
    page.click("#check").unwrap();
    assert!(lines(&page).contains("reader-empty bad"), "{}", lines(&page));
    scene.showed("check-bad");
    let _card = scene.stage.plug("hanako");
    page.click("#check").unwrap();
    let good = lines(&page);
    for line in ["reader-card", "certificate-valid", "pin-tries", "password-tries"] {
        assert!(good.contains(&format!("{line} good")), "{good}");
    }
    assert!(!good.contains(" bad"), "{good}");
    scene.showed("check-good");
}

/// What was found, line by line, once all was looked at.
fn lines(page: &Page) -> String {
    page.wait_for_element("#report-part").unwrap();
    let script = "[...document.querySelectorAll('#lines li')].map(({ dataset }) => `${dataset.id} ${dataset.outcome}`).join(', ')";
    page.evaluate(script).unwrap().as_str().unwrap().to_owned()
}

/// My card, with the card on it.
fn shown(scene: &Scene) -> Page {
    let page = scene.open(PAGE);
    page.wait_for_element("#content").unwrap();
    page
}

/// Types the present password and the new one twice.
fn starts_change(scene: &mut Scene, page: &Page, [present, new]: [&str; 2]) {
    page.click("#change-digital-signature").unwrap();
    for value in [present, new, new] {
        scene.types(value);
    }
}

fn back_again(page: &Page, card: &mut PluggedCard) {
    card.insert().unwrap();
    again(page);
    idle(page, card);
}

/// Waits until the page has asked for everything that it shows.
fn idle(page: &Page, card: &PluggedCard) {
    page.wait_for("document.getElementById('readers').options.length > 0")
        .unwrap();
    wait_until_left_clean(card);
}

fn again(page: &Page) {
    page.evaluate("document.getElementById('readers').replaceChildren()")
        .unwrap();
    page.click("#again").unwrap();
    page.wait_for_element("#content").unwrap();
}
