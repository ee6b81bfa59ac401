//! A real graphical pinentry on a private display, typed into as a person does.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::Stdio;

use openjpki::evidence::{AuthenticateEvidence, Nonce};
use openjpki_tests::display::Display;
use openjpki_tests::stage::judge::{now, verifier, wait_until_left_clean};
use openjpki_tests::stage::{HostProcess, Stage, root};
use serde_json::{from_value, json};

const ORIGIN: &str = "https://portal.example.go.jp";
const NONCE: &str = "mC1Vq0n6Zb8T4y2Jx5uHk9sLr3WgEo7DfPaQiYtUwXs";

#[test]
fn a_person_types_the_pin_into_a_real_window() {
    let display = Display::start("1024x768");
    let (stage, mut card) = Stage::with_card("hanako");
    stage.use_pinentry(&wrapper(&stage));
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
    is_brought_to_the_front(&display, &mut host, &first);
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

/// A script that starts the program as a child of its own, as people's wrappers do.
fn wrapper(stage: &Stage) -> PathBuf {
    let path = stage.folder().join("pinentry-wrapper");
    fs::write(&path, "#!/bin/sh\n/usr/bin/pinentry-gtk-2 \"$@\"\ntrue\n").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path
}

/// Another program's window, of the very same pinentry, covers ours; the person asks for it.
fn is_brought_to_the_front(display: &Display, host: &mut HostProcess, ours: &str) {
    let mut other = display.command("/usr/bin/pinentry-gtk-2");
    let mut other = other.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    other
        .stdin
        .as_mut()
        .unwrap()
        .write_all(b"OPTION no-grab\nGETPIN\n")
        .unwrap();
    let theirs = display.wait_for_another_window("pinentry", ours);
    display.activate(&theirs);
    display.wait_for_active(&theirs);
    let show = |id: u64| json!({ "jsonrpc": "2.0", "method": "show-window", "params": { "id": id } });
    host.send(&show(7)); // no such request: nothing happens
    host.send(&show(1));
    display.wait_for_active(ours);
    display.screenshot(&root().join("target/screenshots/pinentry-gtk-2-to-front.png"));
    other.kill().unwrap();
    other.wait().unwrap();
}
