//! A real graphical pinentry on a private display, typed into as a person does.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::path::Path;

use openjpki::evidence::{AuthenticateEvidence, Nonce};
use openjpki_tests::display::Display;
use openjpki_tests::stage::judge::{now, verifier, wait_until_left_clean};
use openjpki_tests::stage::{Stage, root};
use serde_json::{from_value, json};

const ORIGIN: &str = "https://portal.example.go.jp";
const NONCE: &str = "mC1Vq0n6Zb8T4y2Jx5uHk9sLr3WgEo7DfPaQiYtUwXs";

#[test]
fn a_person_types_the_pin_into_a_real_window() {
    let display = Display::start("1024x768");
    let (stage, mut card) = Stage::with_card("hanako");
    stage.use_pinentry(Path::new("/usr/bin/pinentry-gtk-2"));
    let mut host = stage.host_with(|command| {
        command.env("DISPLAY", display.name()).env("LC_ALL", "C.UTF-8");
    });
    host.ask(
        1,
        "authenticate",
        json!({ "origin": ORIGIN, "nonce": NONCE, "lang": "ja" }),
    );
    let first = display.wait_for_window("pinentry");
    display.screenshot(&root().join("target/screenshots/pinentry-gtk-2.png"));
    display.type_and_enter(&first, "9999");
    host.wait_for_reason("pin-wrong");
    let second = display.wait_for_window("pinentry");
    display.screenshot(&root().join("target/screenshots/pinentry-gtk-2-wrong.png"));
    display.type_and_enter(&second, "1234");
    let evidence: AuthenticateEvidence = from_value(host.reply(1).result()).unwrap();
    verifier(ORIGIN)
        .authenticate(&evidence, &Nonce::parse(NONCE).unwrap(), now())
        .unwrap();
    wait_until_left_clean(&card);
    assert_eq!(card.log().unwrap().pins_sent(), 2);
    assert_eq!(card.tries().unwrap().authentication, 3);
}
