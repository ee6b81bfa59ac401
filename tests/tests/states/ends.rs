//! Ends that the person or the card bring about.

use openjpki_tests::pcscd::{CardSetup, PluggedCard};
use openjpki_tests::pinentry::Step;

use crate::scene::Scene;

/// The person cancels; the card is locked; its certificate cannot be found.
pub(crate) fn by_the_person_and_the_card(scene: &mut Scene, mut card: PluggedCard) -> PluggedCard {
    let window = scene.ask("authenticate");
    scene.person(&Step::Cancel);
    scene.ends(window, "ceremony-end-user-cancelled", "user-cancelled");
    card.set_tries(0, 5).unwrap();
    end(
        scene,
        "authenticate",
        "ceremony-end-pin-blocked-user-authentication",
        "pin-blocked",
    );
    card.set_tries(3, 0).unwrap();
    end(
        scene,
        "register",
        "ceremony-end-pin-blocked-digital-signature",
        "pin-blocked",
    );
    card.set_tries(3, 5).unwrap();
    card
}

/// Cards that lack something.
pub(crate) fn by_other_cards(scene: &mut Scene) {
    let expired = scene.stage.plug("expired");
    let window = scene.ask("register");
    scene.types("ABC123");
    scene.ends(
        window,
        "ceremony-end-certificate-expired-digital-signature",
        "certificate-expired",
    );
    drop(expired);
    for (persona, method, row, code) in [
        (
            "under-fifteen",
            "register",
            "ceremony-end-certificate-missing-digital-signature",
            "certificate-missing",
        ),
        (
            "wrong-policy",
            "authenticate",
            "ceremony-end-card-unsupported",
            "card-unusable",
        ),
    ] {
        let _card = scene.stage.plug(persona);
        end(scene, method, row, code);
    }
    // the fourth command reads the authentication certificate
    let without = CardSetup::persona("hanako").with("--status", "4:6A82");
    let _card = scene.stage.pcscd.plug(&without).unwrap();
    end(
        scene,
        "authenticate",
        "ceremony-end-certificate-missing-user-authentication",
        "certificate-missing",
    );
}

fn end(scene: &mut Scene, method: &str, row: &str, code: &str) {
    let window = scene.ask(method);
    scene.ends(window, row, code);
}
