//! The demonstration for a person at the screen.

use std::io::stdin;
use std::path::Path;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use super::{Outcome, PINENTRY};
use crate::stage::{ORIGIN, Stage, persona};

/// The card that is in the reader.
const PERSONA: &str = "mai";

/// Opens the browser at the registration site, says what to do, and waits until the person has seen enough.
///
/// # Errors
/// Whatever keeps the browser from starting.
pub fn invite(language: &str) -> Outcome {
    let (stage, _card) = Stage::with_card(PERSONA);
    stage.use_pinentry(Path::new(PINENTRY));
    let portal = stage.portal();
    stage.register_host(&stage.profile());
    let mut browser = stage.launch(language).headed().start()?;
    browser.open(&format!("{ORIGIN}/?lang={language}"))?;
    let pins = persona(PERSONA).pins;
    println!(
        "Chromium is open at {ORIGIN}, with a virtual card in a virtual reader (a test card; nothing of it is real)."
    );
    println!("  1. Press the first button: 外国人本人・その他");
    println!("  2. Signature password (署名用パスワード): {}", pins.signature);
    println!(
        "  3. User authentication PIN (利用者証明用パスワード): {}",
        pins.authentication
    );
    println!(
        "  4. Fill the form in; the mail is written to {}",
        portal.outbox().display()
    );
    println!("Close the browser, or press Enter here, to end.");
    wait_for_enter_or(|| browser.has_ended());
    Ok(())
}

/// Waits until the person presses Enter, or something has ended.
pub(crate) fn wait_for_enter_or(mut ended: impl FnMut() -> bool) {
    let (sender, enter) = channel();
    std::thread::spawn(move || {
        let mut line = String::new();
        // at the end of standard input nobody can press Enter: then only the browser ends it
        if stdin().read_line(&mut line).is_ok_and(|length| length > 0) {
            let _ = sender.send(());
        } else {
            std::thread::park();
        }
    });
    while !ended() && enter.recv_timeout(Duration::from_millis(300)) == Err(RecvTimeoutError::Timeout) {}
}
