//! What lasts: the way from a computer without a reader to the evidence.

use openjpki_tests::browser::Page;
use openjpki_tests::pcscd::{CardSetup, PluggedCard};
use openjpki_tests::pinentry::Step;
use serde_json::json;

use crate::outside;
use crate::scene::Scene;

/// One registration, everything awaited and every mistake made.
pub(crate) fn from_nothing_to_done(scene: &mut Scene) -> PluggedCard {
    let ready = scene.stage.folder().join("ready");
    let program = outside::slow_host(&scene.stage, &ready);
    scene.stage.register(&program, &scene.stage.profile());
    let window = scene.ask("register");
    scene.shows(&window, "ceremony-starting");
    std::fs::write(ready, "").unwrap();
    scene.shows(&window, "ceremony-live-waiting-for-reader-service-stopped");
    scene.stage.register_host(&scene.stage.profile());

    scene.stage.pcscd.start_service().unwrap();
    scene.shows(&window, "ceremony-live-waiting-for-reader-no-reader");
    scene.stage.pcscd.stop_service().unwrap();
    outside::bring_reader_back(&scene.stage);
    scene.stage.pcscd.start_service().unwrap();
    scene.shows(&window, "ceremony-live-waiting-for-card-no-card");

    let other = scene.stage.plug("foreign-card");
    scene.shows(&window, "ceremony-live-waiting-for-card-card-unsupported");
    drop(other);
    for (label, row) in [("JPKIAPICCTOKEN", "card-old"), ("JPKIAPGPSETOKEN", "card-phone")] {
        let setup = CardSetup::persona("hanako").with("--label", label);
        let _other = scene.stage.pcscd.plug(&setup).unwrap();
        scene.shows(&window, &format!("ceremony-live-waiting-for-card-{row}"));
    }
    // pulled while the host selects the application
    let mut card = scene
        .stage
        .pcscd
        .plug(&CardSetup::persona("hanako").with("--remove-after", 1))
        .unwrap();
    scene.shows(&window, "ceremony-live-waiting-for-card-card-removed");
    Scene::was_held(&window);
    card.insert().unwrap();
    scene.shows(&window, "ceremony-live-reading");
    types_until_done(scene, &window);
    scene.ends(window, "ceremony-done", "answered");
    card
}

/// The person mistypes whatever can be mistyped.
fn types_until_done(scene: &mut Scene, window: &Page) {
    for (state, typed) in [("digital-signature", "12"), ("pin-format-digital-signature", "WRONG99")] {
        scene.shows(window, &format!("ceremony-live-waiting-for-pin-{state}"));
        scene.types(typed);
    }
    scene.shows(window, "ceremony-live-waiting-for-pin-pin-wrong-digital-signature");
    Scene::was_held(window);
    scene.types("ABC123");
    scene.shows(window, "ceremony-live-signing-digital-signature");
    for (state, typed) in [
        ("user-authentication", "12"),
        ("pin-format-user-authentication", "0000"),
        ("pin-wrong-user-authentication", "1111"),
    ] {
        scene.shows(window, &format!("ceremony-live-waiting-for-pin-{state}"));
        scene.types(typed);
    }
    scene.shows(window, "ceremony-live-waiting-for-pin-pin-last-try-user-authentication");
    scene.person(&Step::Confirm);
    scene.types("1234");
}

/// A document is signed.
pub(crate) fn a_signature(scene: &mut Scene) {
    let window = scene.ask("sign");
    scene.shows(&window, "ceremony-live-waiting-for-pin-documents");
    Scene::was_held(&window);
    scene.types("ABC123");
    scene.shows(&window, "ceremony-live-signing-documents");
    scene.ends(window, "ceremony-done", "answered");
}

/// Two cards; then one that another program holds, and that is pulled in the middle.
pub(crate) fn a_choice_and_a_card_in_use(scene: &mut Scene, mut card: PluggedCard) -> PluggedCard {
    let second = scene
        .stage
        .pcscd
        .plug(&CardSetup {
            slot: 1,
            ..CardSetup::persona("mai")
        })
        .unwrap();
    let window = scene.ask("authenticate");
    scene.shows(&window, "ceremony-choosing");
    window.wait_for_text("#candidates button:last-child", "01").unwrap();
    window.click("#candidates button:last-child").unwrap();
    scene.types("4649");
    scene.ends(window, "ceremony-done-authenticate", "answered");
    drop(second);

    let mut other = scene.stage.host();
    other.ask(
        1,
        "authenticate",
        json!({ "origin": "https://a.example", "nonce": "n".repeat(43), "lang": "en" }),
    );
    scene.pin_window();
    let window = scene.ask("authenticate");
    scene.shows(&window, "ceremony-live-waiting-for-card-card-busy");
    drop(other);
    scene.shows(&window, "ceremony-live-waiting-for-pin-user-authentication");
    card.remove().unwrap();
    scene.ends(window, "ceremony-end-card-removed", "card-unusable");
    card.insert().unwrap();
    card
}
