//! The doctor for Windows as it ships, run by Wine, with the Windows host over a real `pcscd` and the virtual card.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

use std::fs::{self, File};
use std::process::Command;

use openjpki_tests::pcscd::{CardSetup, PluggedCard};
use openjpki_tests::stage::judge::wait_until_left_clean;
use openjpki_tests::stage::{Stage, WindowsStage};
use openjpki_tests::windows::windows_program;
use serde_json::{Value, json};

/// What the doctor said, and whether nothing needs doing.
struct Said {
    good: bool,
    text: String,
    report: Value,
    bundle: String,
}

/// What a program wrote, and whether it ended well.
struct Ran {
    good: bool,
    out: String,
    err: String,
}

/// Runs a Windows program. It writes into files, because what Wine starts beside a program keeps a pipe open.
fn run(windows: &WindowsStage, command: &mut Command) -> Ran {
    let [out, err] = ["said.out", "said.err"].map(|name| windows.drive_c().join(name));
    command
        .stdout(File::create(&out).unwrap())
        .stderr(File::create(&err).unwrap());
    let good = command.status().unwrap().success();
    Ran {
        good,
        out: fs::read_to_string(out).unwrap(),
        err: fs::read_to_string(err).unwrap(),
    }
}

fn installer(windows: &WindowsStage, words: &[&str]) -> Ran {
    let mut command = windows.command(windows_program("openjpki-installer.exe"));
    // The names that a Windows account and computer have.
    command
        .env("USERNAME", "hanako.yamada")
        .env("COMPUTERNAME", "YAMADA-DENKI");
    run(windows, command.args(words))
}

fn install(windows: &WindowsStage) {
    let installed = installer(windows, &["install", "--browser", "chrome"]);
    assert!(installed.good, "{}", installed.err);
}

/// What the doctor says. It gives the host the five seconds that the extension does, which on a busy computer Wine may need for
/// itself: then once more.
fn doctor(windows: &WindowsStage, language: &str) -> Said {
    let mut said = doctor_once(windows, language);
    for _ in 0..3 {
        if !said.bundle.contains("\"silent\"") {
            break;
        }
        said = doctor_once(windows, language);
    }
    said
}

fn doctor_once(windows: &WindowsStage, language: &str) -> Said {
    let bundle = windows.drive_c().join("report.json");
    let words = ["doctor", "--lang", language, "--bundle", r"C:\report.json"];
    let ran = installer(windows, &words);
    assert_eq!(ran.err, "");
    let written = fs::read_to_string(&bundle).unwrap();
    fs::remove_file(bundle).unwrap();
    Said {
        good: ran.good,
        text: ran.out,
        report: serde_json::from_str(&written).unwrap(),
        bundle: written,
    }
}

/// Installs, and lets the doctor look at a card: its tries are the same afterwards, it was sent no PIN, it is left clean.
fn doctor_of_card(setup: &CardSetup) -> Said {
    let stage = Stage::set();
    let mut card = stage.pcscd.plug(setup).unwrap();
    let windows = WindowsStage::on(stage);
    install(&windows);
    look_at(&windows, &mut card)
}

fn look_at(windows: &WindowsStage, card: &mut PluggedCard) -> Said {
    let before = card.tries().unwrap();
    let said = doctor(windows, "en");
    wait_until_left_clean(card);
    let log = card.log().unwrap();
    assert!(log.count() > 5, "the card was looked at: {}", said.text);
    assert_eq!(log.pins_sent(), 0, "no VERIFY carried a PIN");
    assert_eq!(card.tries().unwrap(), before);
    said
}

impl Said {
    #[track_caller]
    fn expect(&self, good: bool, sentences: &[&str]) {
        assert_eq!(self.good, good, "{}", self.text);
        for sentence in sentences {
            assert!(self.text.contains(sentence), "{sentence} is not in:\n{}", self.text);
        }
    }

    /// The first check of the bundle of this kind.
    fn check(&self, what: &str) -> &Value {
        let all = self.report["checks"].as_array().unwrap();
        all.iter().find(|check| check["what"] == what).unwrap()
    }
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn a_healthy_card_is_all_well_and_names_nobody() {
    let stage = Stage::set();
    let mut card = stage.plug("mai");
    let windows = WindowsStage::on(stage);
    install(&windows);
    let said = look_at(&windows, &mut card);
    said.expect(
        true,
        &[
            "[ ok ] Google Chrome finds OpenJPKI.",
            r"1. HKEY_CURRENT_USER\Software\Google\Chrome\NativeMessagingHosts\org.openjpki.host: the browser takes this one",
            r"\AppData\Local\Programs\OpenJPKI\org.openjpki.host.json",
            "[ ok ] The OpenJPKI program answers, version ",
            "[ ok ] The smart-card service is running.",
            ": a My Number Card.",
            "[ ok ] User authentication certificate: valid until ",
            "3 of 3 tries left.",
            "5 of 5 tries left.",
            "All is well.",
        ],
    );
    let place = &said.check("browser")["places"][0];
    assert_eq!(
        place["manifest"],
        r"%USERPROFILE%\AppData\Local\Programs\OpenJPKI\org.openjpki.host.json"
    );
    assert_eq!(
        said.check("host")["program"],
        r"%USERPROFILE%\AppData\Local\Programs\OpenJPKI\openjpki-host.exe"
    );
    assert_eq!(said.report["system"]["os"], "windows");
    assert!(
        said.report["system"]["version"].is_string() && said.report["log"]["files"] == 1,
        "{}",
        said.bundle
    );
    let home = windows.drive_c().join("users");
    let people = fs::read_dir(home)
        .unwrap()
        .map(|person| person.unwrap().file_name().into_string().unwrap());
    let people: Vec<String> = people.filter(|person| person != "Public").collect();
    assert!(!people.is_empty());
    let lower = said.bundle.to_lowercase();
    for planted in [
        "hanako",
        "yamada",
        "denki",
        "nguyen",
        "997801b3k",
        "-03-31",
        r"c:\\users",
    ] {
        assert!(!lower.contains(planted), "{planted} is in: {}", said.bundle);
    }
    for person in people {
        assert!(
            !lower.contains(&format!(r"\{}\", person.to_lowercase())),
            "{person} is in: {}",
            said.bundle
        );
    }
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn nothing_installed_and_no_card_are_one_step_each() {
    let windows = WindowsStage::set();
    let said = doctor(&windows, "en");
    said.expect(
        false,
        &["No browser that OpenJPKI knows has been used", "could not be looked at"],
    );
    install(&windows);
    let said = doctor(&windows, "ja");
    said.expect(
        false,
        &[
            "[良 好] Google Chrome: OpenJPKI を使えます。",
            "カードがありません。",
            "マイナンバーカードをカードリーダーに置く",
        ],
    );
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn blocked_pins_other_cards_and_certificates_that_end_are_told() {
    let blocked = CardSetup::persona("hanako")
        .with("--tries-auth", 0)
        .with("--tries-sign", 1);
    doctor_of_card(&blocked).expect(
        false,
        &[
            "BLOCKED",
            "「利用者証明用パスワードの初期化をお願いします。」",
            "ONE try left.",
        ],
    );
    let ending = CardSetup::persona("ending-authentication");
    doctor_of_card(&ending).expect(false, &["ends soon, on ", "-> Have the certificates renewed"]);
    let stage = Stage::set();
    let card = stage.plug("foreign-card");
    let windows = WindowsStage::on(stage);
    install(&windows);
    doctor(&windows, "en").expect(false, &["a card that is no My Number Card", "-> Take this card out"]);
    assert_eq!(card.log().unwrap().pins_sent(), 0);
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn a_service_that_does_not_run_is_told() {
    let windows = WindowsStage::without_service();
    install(&windows);
    let said = doctor(&windows, "en");
    // Windows starts the service with the first reader; Wine answers as if there were none.
    assert!(!said.good);
    let steps = [json!("start-service"), json!("connect-reader")];
    let checks = said.report["checks"].as_array().unwrap();
    assert!(
        checks.iter().any(|check| steps.contains(&check["next"])),
        "{}",
        said.bundle
    );
    assert!(!said.text.contains("sudo"), "{}", said.text);
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn a_key_that_something_else_wrote_is_named_and_its_program_never_started() {
    let windows = WindowsStage::set();
    install(&windows);
    let folder = windows.drive_c().join("trap");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("trap.cmd"), "echo sprung > C:\\trap\\sprung\r\n").unwrap();
    let manifest = json!({
        "name": "org.openjpki.host", "description": "", "path": "C:\\trap\\trap.cmd", "type": "stdio",
        "allowed_origins": [openjpki_manifests::EXTENSION_ORIGIN]
    });
    fs::write(folder.join("manifest.json"), manifest.to_string()).unwrap();
    let key = r"HKEY_CURRENT_USER\Software\Google\Chrome\NativeMessagingHosts\org.openjpki.host";
    let mut register = windows.command("reg.exe");
    let value = ["add", key, "/ve", "/d", r"C:\trap\manifest.json", "/f"];
    assert!(run(&windows, register.args(value)).good);
    let said = doctor(&windows, "en");
    said.expect(
        false,
        &[
            "would start a program that is NOT OpenJPKI's",
            &format!("Something else put {key} there"),
            r"C:\trap\trap.cmd",
        ],
    );
    assert!(!folder.join("sprung").exists(), "the trap was sprung");
    assert_eq!(said.check("browser")["next"], "remove-manifest");
}
