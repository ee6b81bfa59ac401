//! Ends that the computer, the browser or the site bring about.

use std::path::Path;

use openjpki_tests::pcscd::{PluggedCard, program};

use crate::outside;
use crate::scene::Scene;

/// The service ends while the person types.
pub(crate) fn of_the_service(scene: &mut Scene, card: PluggedCard) {
    let window = scene.ask("authenticate");
    scene.shows(&window, "ceremony-live-waiting-for-pin-user-authentication");
    scene.stage.pcscd.stop_service().unwrap();
    scene.ends(window, "ceremony-end-service-stopped", "card-unusable");
    scene.stage.pcscd.start_service().unwrap();
    card.wait_for_event("power-on").unwrap();
}

/// The program is missing, old, broken, busy, or asked for what it does not know.
pub(crate) fn of_the_program(scene: &mut Scene) {
    let _card = scene.stage.plug("hanako");
    no_window(scene);
    ended_in_the_middle(scene);
    asked_for_what_it_does_not_know(scene);
    stand_ins(scene);
    outside::unregister(&scene.stage);
    end(scene, "ceremony-end-host-missing", "host-missing");
    scene.stage.register_host(&scene.stage.profile());
}

fn no_window(scene: &mut Scene) {
    scene.stage.use_pinentry(Path::new("/nowhere/pinentry"));
    end(scene, "ceremony-end-pin-window-missing", "host-failed");
    scene
        .stage
        .use_pinentry(&program("openjpki-scripted-pinentry").unwrap());
}

fn ended_in_the_middle(scene: &mut Scene) {
    let window = scene.ask("authenticate");
    outside::end_host_of(scene.pin_window().process);
    scene.ends(window, "ceremony-end-host-failed", "host-failed");

    let window = scene.ask("authenticate");
    scene.pin_window();
    scene.browser.stop_service_workers(&scene.page).unwrap();
    scene.shows(&window, "ceremony-end-internal");
    window.close().unwrap();
}

fn asked_for_what_it_does_not_know(scene: &mut Scene) {
    let worker = outside::worker(&scene.browser, &scene.page);
    outside::rewrite_requests(&worker, "(message) => [{ ...message, method: 'prophesy' }]");
    end(scene, "ceremony-end-unsupported", "unsupported");
    outside::rewrite_requests(
        &worker,
        "(message) => [{ ...message, params: { ...message.params, nonce: 'short' } }]",
    );
    end(scene, "ceremony-end-invalid-request", "invalid-request");
    outside::rewrite_requests(&worker, "(message) => [{ ...message, id: 'the one before' }, message]");
    end(scene, "ceremony-end-busy", "busy");
    outside::rewrite_requests(&worker, "(message) => [message]");
    outside::hurry(&worker);
    end(scene, "ceremony-end-timed-out", "timed-out");
    outside::slow_down(&worker);
}

/// Programs that are not ours.
fn stand_ins(scene: &mut Scene) {
    let program = outside::host_of_another_version(&scene.stage);
    scene.stage.register(&program, &scene.stage.profile());
    end(scene, "ceremony-end-host-outdated", "host-outdated");
    // pcsc-lite resets no card under a program that has it for itself, vpcd's readers go with the service only, and our host
    // waits for a card that is gone
    for code in ["card-busy", "no-reader", "no-card"] {
        let program = outside::host_that_refuses(&scene.stage, code);
        scene.stage.register(&program, &scene.stage.profile());
        end(scene, &format!("ceremony-end-{code}"), "card-unusable");
    }
}

fn end(scene: &mut Scene, row: &str, code: &str) {
    let window = scene.ask("authenticate");
    scene.ends(window, row, code);
}
