//! The doctor in English.

use std::path::Path;

use super::DoctorWords;
use crate::Verdict as Found;
use crate::catalog::English;
use crate::doctor::bundle::BundleError;
use crate::doctor::{Card, Key, NextStep, Os, Trouble, Validity, Verdict, What};

impl DoctorWords for English {
    fn mark(&self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Good => "[ ok ]",
            Verdict::Hint => "[note]",
            Verdict::Todo => "[ DO ]",
        }
    }

    fn what(&self, what: &What) -> String {
        match what {
            What::Browser(browser) => format!("{} {}", browser.name, found(browser.verdict)),
            What::NoBrowser => "No browser that OpenJPKI knows has been used on this account.".into(),
            What::NotLooked { error } => format!("The installer could not look: {error}."),
            What::Host { program, version } => {
                format!("The OpenJPKI program answers, version {version}: {}", program.display())
            }
            What::HostFails { program, trouble } => {
                format!("The OpenJPKI program {}: {}", fails(trouble), program.display())
            }
            What::Unchecked => "Service, card reader and card could not be looked at.".into(),
            What::Service { running: true } => "The smart-card service is running.".into(),
            What::Service { running: false } => "The smart-card service is not running.".into(),
            What::ServiceClosed => "The smart-card service is there, but it does not serve this account.".into(),
            What::NoReader => "No card reader is connected.".into(),
            What::Reader { name, card } => format!("Card reader {name}: {}", holds(*card)),
            What::Tries { key, left } => format!("{}: {}", pin(*key), tries(*key, *left)),
            What::TriesUnknown => "The card did not say how many tries its PINs have left.".into(),
            What::Certificate { validity } => certificate(validity),
        }
    }

    fn next(&self, step: &NextStep, os: Os) -> String {
        match step {
            NextStep::InstallBrowser => {
                "Install Chrome, Chromium, Edge, Brave or Vivaldi, start it once, then run: openjpki-installer install"
                    .into()
            }
            NextStep::Install => "Run: openjpki-installer install".into(),
            NextStep::InstallFor(browser) => {
                format!("To use your card there too, run: openjpki-installer install --browser {browser}")
            }
            NextStep::InstallAgain => "Install OpenJPKI again (openjpki-installer install).".into(),
            NextStep::UseNewerInstaller => {
                "This installer is older than the program: use the installer that came with it.".into()
            }
            NextStep::RemoveManifest(place) => format!(
                "Something else put {place} there. Do not use your card in this browser. If you do not know what it is, remove it, then run: openjpki-installer install"
            ),
            NextStep::RemoveHiddenManifest(place) => format!(
                "Something else put {place} there. It does nothing as long as OpenJPKI is installed; if you do not know what it is, remove it."
            ),
            NextStep::TakeRightsAway(path) => rights(path, os),
            NextStep::AskOwner(path) => format!(
                "Another account owns {}. Ask whoever looks after this computer, or install OpenJPKI again for your account.",
                path.display()
            ),
            NextStep::MoveRecordAway(path) => {
                format!("Move {} away, then run: openjpki-installer install", path.display())
            }
            NextStep::InstallPcscLibrary => "Install the PC/SC library: sudo apt install libpcsclite1".into(),
            NextStep::HostFirst => "Do what stands above first, then look again: openjpki-installer doctor".into(),
            NextStep::LookAgain => {
                "Close other programs that use the card, then look again. If it stays so, restart the computer.".into()
            }
            NextStep::StartService => service(os).into(),
            NextStep::UseHere => {
                "Look again in a moment. If it stays so, the rules of this computer (polkit) keep you out, as they often do in remote sessions (ssh): sign in at the computer itself, or ask whoever looks after it to allow you org.debian.pcsc-lite.access_pcsc and access_card.".into()
            }
            NextStep::ConnectReader => reader(os).into(),
            NextStep::PlaceCard => {
                "Put your My Number Card on the reader (or into it, chip first), then look again.".into()
            }
            NextStep::PlaceOtherCard => "Take this card out and put your My Number Card there.".into(),
            NextStep::PlaceCardNotPhone => "Take the phone away and put your My Number Card there.".into(),
            NextStep::CloseOtherProgram => "Close the other program that is using the card, then look again.".into(),
            NextStep::PlaceAgain => {
                "Take the card off the reader, put it back, and look again. If it stays so, ask at your city office."
                    .into()
            }
            NextStep::Unblock(key) => format!(
                "Take your My Number Card and an identity document (such as your residence card) to the counter of your city office and show this sentence: 「{}」",
                unblock(*key)
            ),
            NextStep::MindLastTry(_) => {
                "One more mistake blocks it. Type it only if you are sure; the right one brings all tries back.".into()
            }
            NextStep::HaveIssued => {
                "Cards of children under 15 have none. If a site needs it, have one issued at your city office.".into()
            }
            NextStep::Renew => "Have the certificates renewed at your city office. It costs nothing.".into(),
            NextStep::SetClock => "Look at the date and time of this computer, and set them right.".into(),
        }
    }

    fn summary(&self, things: usize) -> String {
        match things {
            0 => "All is well.".into(),
            1 => "There is one thing to do, marked [ DO ].".into(),
            _ => format!("There are {things} things to do, marked [ DO ]. Begin with the first."),
        }
    }

    fn bundle_written(&self, file: &Path) -> String {
        format!(
            "The report is in {}. It has no name, no folder of yours, no number of a card or reader. Read it, then send it to whoever helps you.",
            file.display()
        )
    }

    fn bundle_error(&self, error: &BundleError) -> String {
        match error {
            BundleError::Exists(file) => format!("{} is there already. Choose another name.", file.display()),
            BundleError::Io { file, source } => format!(
                "The report could not be written to {}: {source}. Choose a file in your own folder.",
                file.display()
            ),
        }
    }
}

fn found(verdict: Found) -> &'static str {
    match verdict {
        Found::Ready => "finds OpenJPKI.",
        Found::NotInstalled => "does not find OpenJPKI.",
        Found::Broken => "finds OpenJPKI, but cannot start it.",
        Found::Foreign => "would start a program that is NOT OpenJPKI's.",
        Found::Shadowed => "would start ANOTHER program in the place of OpenJPKI.",
    }
}

fn fails(trouble: &Trouble) -> String {
    match trouble {
        Trouble::NotStarted(why) => format!("does not start ({why})"),
        Trouble::Ended { code, said } => {
            let code = code.map_or(String::new(), |code| format!(", code {code}"));
            let said = said.as_ref().map_or(String::new(), |said| format!(", saying: {said}"));
            format!("ends without an answer{code}{said}")
        }
        Trouble::Silent(seconds) => format!("says nothing for {seconds} seconds"),
        Trouble::TooLong(bytes) => format!("says more than a browser takes ({bytes} bytes)"),
        Trouble::Nonsense => "says what no browser understands".into(),
        Trouble::OtherProtocol(number) => format!("speaks another language (protocol {number}, not 1)"),
        Trouble::Refused(code) => format!("could not look at the card ({code})"),
        Trouble::Lingers => "does not end when the browser is done".into(),
    }
}

fn holds(card: Card) -> &'static str {
    match card {
        Card::None => "no card.",
        Card::Jpki => "a My Number Card.",
        Card::Phone => "a phone. OpenJPKI uses the card itself, not the certificates in a phone.",
        Card::Old => "an old resident register card (住民基本台帳カード), whose certificates can no longer be used.",
        Card::Unsupported => "a card that is no My Number Card, or one that does not answer.",
        Card::Busy => "a card that another program is using.",
    }
}

fn pin(key: Key) -> &'static str {
    match key {
        Key::UserAuthentication => "User authentication PIN (4 digits)",
        Key::DigitalSignature => "Signature password (6 to 16 letters and digits)",
    }
}

fn tries(key: Key, left: Option<u8>) -> String {
    match left {
        None => "this card has no signing certificate.".into(),
        Some(0) => "BLOCKED after too many mistakes (or never set).".into(),
        Some(1) => "ONE try left.".into(),
        Some(left) => format!("{left} of {} tries left.", key.most_tries()),
    }
}

fn certificate(validity: &Validity) -> String {
    let name = "User authentication certificate";
    let other = "(The dates of the signing certificate are behind its password, which is not asked for here.)";
    match validity {
        Validity::Valid { until } => format!("{name}: valid until {until}. {other}"),
        Validity::EndsSoon { until } => format!("{name}: ends soon, on {until}. {other}"),
        Validity::Expired { until } => format!("{name}: EXPIRED on {until}."),
        Validity::NotYet { from } => format!("{name}: begins only on {from}. Is the clock of this computer right?"),
        Validity::Unreadable => format!("{name}: cannot be read."),
    }
}

/// What to show at the counter is Japanese in every language.
fn unblock(key: Key) -> &'static str {
    match key {
        Key::UserAuthentication => "利用者証明用パスワードの初期化をお願いします。",
        Key::DigitalSignature => "署名用パスワードの初期化をお願いします。",
    }
}

fn service(os: Os) -> &'static str {
    match os {
        Os::Linux => {
            "Start it: sudo systemctl enable --now pcscd.socket (if that fails, first: sudo apt install pcscd)"
        }
        Os::Windows => {
            "Connect your card reader: Windows starts the service with it. If it stays so, open services.msc and start \"Smart Card\"."
        }
        Os::MacOs => "Connect your card reader. If it stays so, restart the computer.",
    }
}

fn reader(os: Os) -> &'static str {
    match os {
        Os::Linux => "Connect one, then look again. If it is connected, install its driver: sudo apt install libccid",
        Os::Windows | Os::MacOs => "Connect one, then look again. If it is connected, install the driver of its maker.",
    }
}

fn rights(path: &Path, os: Os) -> String {
    match os {
        Os::Windows => format!(
            "Other accounts may change {}. Install OpenJPKI again, for all users, as administrator.",
            path.display()
        ),
        Os::Linux | Os::MacOs => {
            format!(
                "Other accounts may change this file. Run: chmod go-w '{}'",
                path.display()
            )
        }
    }
}
