//! The doctor, over the host as it ships, a real `pcscd` and the virtual card.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

use std::fs;
use std::os::unix::net::UnixListener;
use std::thread;

use openjpki_tests::pcscd::{CardSetup, PluggedCard, program};
use openjpki_tests::pinentry::Step;
use openjpki_tests::stage::Stage;
use openjpki_tests::stage::judge::wait_until_left_clean;
use serde_json::{Value, json};

const NONCE: &str = "mC1Vq0n6Zb8T4y2Jx5uHk9sLr3WgEo7DfPaQiYtUwXs";
const ORIGIN: &str = "https://portal.example.go.jp";

/// What the doctor said, and whether nothing needs doing.
struct Said {
    good: bool,
    text: String,
    report: Value,
    bundle: String,
}

/// Installs the host in a profile folder, and lets the doctor look.
fn doctor(stage: &Stage) -> Said {
    stage.register_host(&stage.profile());
    let bundle = stage.folder().join("report.json");
    let mut command = stage.command(program("openjpki-installer").unwrap());
    command
        .args(["doctor", "--lang", "en", "--profile"])
        .arg(stage.profile());
    command
        .arg("--root")
        .arg(stage.folder().join("empty"))
        .arg("--bundle")
        .arg(&bundle);
    let output = command.output().unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(errors, "");
    let written = fs::read_to_string(&bundle).unwrap();
    fs::remove_file(bundle).unwrap();
    Said {
        good: output.status.success(),
        text: String::from_utf8(output.stdout).unwrap(),
        report: serde_json::from_str(&written).unwrap(),
        bundle: written,
    }
}

/// What the host that a browser started says of the same computer.
fn diagnosis(stage: &Stage) -> Value {
    let said = stage.host().call(1, "doctor", json!({ "lang": "en" })).result();
    let report = said["report"].as_str().unwrap();
    serde_json::from_str::<Value>(report).expect("the report is JSON to read");
    said
}

/// The same with a card in the reader, whose tries are the same afterwards, which was sent no PIN and is left clean.
fn doctor_of_card(stage: &Stage, card: &mut PluggedCard) -> Said {
    let before = card.tries().unwrap();
    let mark = card.log().unwrap().mark();
    let said = doctor(stage);
    wait_until_left_clean(card);
    let log = card.log().unwrap().after(mark);
    assert!(log.count() > 5, "the card was looked at");
    assert_eq!(log.pins_sent(), 0, "no VERIFY carried a PIN");
    assert_eq!(card.tries().unwrap(), before);
    said
}

fn plugged(setup: &CardSetup) -> Said {
    let stage = Stage::set();
    let mut card = stage.pcscd.plug(setup).unwrap();
    doctor_of_card(&stage, &mut card)
}

impl Said {
    #[track_caller]
    fn expect(&self, good: bool, sentences: &[&str]) {
        assert_eq!(self.good, good, "{}", self.text);
        for sentence in sentences {
            assert!(self.text.contains(sentence), "{sentence} is not in:\n{}", self.text);
        }
    }

    /// The checks of the bundle that are of this kind.
    fn checks(&self, what: &str) -> Vec<&Value> {
        let all = self.report["checks"].as_array().unwrap();
        all.iter().filter(|check| check["what"] == what).collect()
    }
}

#[test]
fn a_healthy_card_is_all_well() {
    let said = plugged(&CardSetup::persona("hanako"));
    said.expect(
        true,
        &[
            "[ ok ] Chromium finds OpenJPKI.",
            "[ ok ] The smart-card service is running.",
            "[ ok ] Card reader Virtual PCD 00 00: a My Number Card.",
            "[ ok ] Card reader Virtual PCD 00 01: no card.",
            "[ ok ] User authentication certificate: valid until ",
            "[ ok ] User authentication PIN (4 digits): 3 of 3 tries left.",
            "[ ok ] Signature password (6 to 16 letters and digits): 5 of 5 tries left.",
            "All is well.",
        ],
    );
    assert_eq!(said.checks("host")[0]["version"], env!("CARGO_PKG_VERSION"));
}

#[test]
fn a_service_that_does_not_run_is_one_step() {
    let said = doctor(&Stage::without_service());
    said.expect(
        false,
        &[
            "[ DO ] The smart-card service is not running.",
            "pcscd.socket",
            "one thing to do",
        ],
    );
    assert_eq!(said.checks("service")[0]["running"], false);
}

#[test]
fn a_service_that_keeps_the_account_out_is_one_step() {
    let stage = Stage::without_service();
    let door = UnixListener::bind(stage.pcscd.socket()).unwrap();
    thread::spawn(move || door.incoming().for_each(drop)); // hangs up on everybody, as pcscd does where polkit says no
    let said = doctor(&stage);
    said.expect(
        false,
        &[
            "[ DO ] The smart-card service is there, but it does not serve this account.",
            "remote sessions (ssh)",
            "one thing to do",
        ],
    );
    assert_eq!(said.checks("service-closed").len(), 1);
    assert_eq!(diagnosis(&stage)["checks"][1]["id"], "service-closed");
}

#[test]
fn no_reader_is_one_step() {
    let mut stage = Stage::without_service();
    in_shell(&stage, ": > /run/pcscd/reader.conf");
    stage.pcscd.start_service().unwrap();
    doctor(&stage).expect(
        false,
        &[
            "[ DO ] No card reader is connected.",
            "-> Connect one",
            "one thing to do",
        ],
    );
}

#[test]
fn no_card_is_one_step() {
    let said = doctor(&Stage::set());
    said.expect(
        false,
        &[
            "Virtual PCD 00 00: no card.",
            "-> Put your My Number Card on the reader",
            "one thing to do",
        ],
    );
}

#[test]
fn another_card_is_one_step() {
    let stage = Stage::set();
    let card = stage.plug("foreign-card");
    let said = doctor(&stage);
    said.expect(false, &["a card that is no My Number Card", "-> Take this card out"]);
    assert_eq!(card.log().unwrap().pins_sent(), 0);
}

#[test]
fn a_card_that_another_program_holds_is_one_step() {
    let (stage, card) = Stage::with_card("hanako");
    stage
        .pinentry
        .will([stage.pinentry.waits("looked"), Step::Pin("1234".to_owned())]);
    let mut other = stage.host();
    other.ask(
        1,
        "authenticate",
        json!({ "origin": ORIGIN, "nonce": NONCE, "lang": "en" }),
    );
    stage.pinentry.wait_for(1);
    doctor(&stage).expect(
        false,
        &["a card that another program is using", "-> Close the other program"],
    );
    stage.pinentry.go_on("looked");
    other.reply(1);
    wait_until_left_clean(&card);
}

#[test]
fn blocked_pins_are_explained() {
    let said = plugged(
        &CardSetup::persona("hanako")
            .with("--tries-auth", 0)
            .with("--tries-sign", 0),
    );
    said.expect(
        false,
        &[
            "[ DO ] User authentication PIN (4 digits): BLOCKED",
            "「利用者証明用パスワードの初期化をお願いします。」",
            "[ DO ] Signature password (6 to 16 letters and digits): BLOCKED",
            "「署名用パスワードの初期化をお願いします。」",
        ],
    );
    let left: Vec<&Value> = said.checks("tries").iter().map(|check| &check["left"]).collect();
    assert_eq!(left, [&json!(0), &json!(0)]);
}

#[test]
fn the_last_try_is_a_warning() {
    let said = plugged(
        &CardSetup::persona("hanako")
            .with("--tries-auth", 1)
            .with("--tries-sign", 2),
    );
    said.expect(
        true,
        &[
            "[note] User authentication PIN (4 digits): ONE try left.",
            "2 of 5 tries left.",
        ],
    );
}

#[test]
fn certificates_that_end_or_have_ended_are_to_be_renewed() {
    let said = plugged(&CardSetup::persona("ending-authentication"));
    said.expect(
        false,
        &[
            "[ DO ] User authentication certificate: ends soon, on ",
            "-> Have the certificates renewed",
        ],
    );
    let said = plugged(&CardSetup::persona("expired-authentication"));
    said.expect(
        false,
        &[
            "[ DO ] User authentication certificate: EXPIRED on ",
            "-> Have the certificates renewed",
        ],
    );
}

#[test]
fn a_child_without_signing_certificate_is_well() {
    let said = plugged(&CardSetup::persona("under-fifteen"));
    said.expect(true, &["this card has no signing certificate.", "children under 15"]);
}

#[test]
fn nothing_of_card_reader_or_log_identifies_the_person() {
    let mut stage = Stage::without_service();
    in_shell(
        &stage,
        "sed -i 's/Virtual PCD/Hanako Reader X500 (0123456789) 98765432/' /run/pcscd/reader.conf",
    );
    stage.pcscd.start_service().unwrap();
    let mut card = stage.plug("mai");
    // What is in the log before: two ceremonies at trace level, one of them wrong.
    let typed = ["9999", "4649", "SAKURA2026", "4649"];
    stage.pinentry.will(typed.map(|pin| Step::Pin(pin.to_owned())));
    let ask = json!({ "origin": ORIGIN, "nonce": NONCE, "lang": "en" });
    let mut host = stage.host();
    host.call(1, "authenticate", ask.clone()).result();
    host.call(2, "register", ask).result();
    host.close_input();
    host.wait();
    let said = doctor_of_card(&stage, &mut card);
    assert!(
        said.text.contains("Hanako Reader X500 (0123456789) 98765432"),
        "{}",
        said.text
    );
    let diagnosis = diagnosis(&stage);
    let reader = diagnosis["checks"]
        .as_array()
        .unwrap()
        .iter()
        .find(|check| check["id"] == "reader-card");
    assert!(
        reader.unwrap()["values"]["reader"]
            .as_str()
            .unwrap()
            .contains("98765432"),
        "the person sees the name whole: {diagnosis}"
    );
    for written in [&said.bundle, diagnosis["report"].as_str().unwrap()] {
        names_nobody(written);
    }
    assert_eq!(said.checks("reader")[0]["card"], "jpki");
    let log = &said.report["log"];
    assert!(log["files"].as_u64().unwrap() >= 1, "{log}");
}

/// Nothing in the report is of the person, their card, their reader or their folders.
fn names_nobody(report: &str) {
    // Hashes of programs have any digits.
    let is_hash = |line: &&str| line.contains("ha256");
    let lines: Vec<&str> = report.lines().filter(|line| !is_hash(line)).collect();
    let upper = lines.join("\n").to_ascii_uppercase();
    for planted in [
        "0123456789",
        "98765432",
        ORIGIN,
        "portal",
        NONCE,
        "4649",
        "9999",
        "SAKURA",
        "NGUYEN",
        "MAI\"",
        "19950823",
        "1995",
        "997801B3KQRSTU",
        "01227B14",
        "JPKIAPICCTOKEN2",
        "3B",
        "-03-31",
        "/tmp",
        "T14:59:59",
    ] {
        assert!(
            !upper.contains(&planted.to_ascii_uppercase()),
            "{planted} is in: {report}"
        );
    }
}

/// The host judges by the installer's own code, with its own facts in place of a second host's.
#[test]
fn the_host_says_what_the_installer_says() {
    let (stage, mut card) = Stage::with_card("ending-authentication");
    card.set_tries(1, 0).unwrap();
    let installer = doctor_of_card(&stage, &mut card);
    let host = diagnosis(&stage);
    wait_until_left_clean(&card);
    let checks = host["checks"].as_array().unwrap();
    let seen: Vec<(&str, &str)> = checks
        .iter()
        .map(|check| (check["id"].as_str().unwrap(), check["outcome"].as_str().unwrap()))
        .collect();
    assert_eq!(
        seen,
        [
            ("program", "good"),
            ("service-running", "good"),
            ("reader-card", "good"),
            ("certificate-ends-soon", "bad"),
            ("pin-last-try", "warning"),
            ("password-blocked", "bad"),
            ("reader-empty", "good"),
        ]
    );
    for check in checks.iter().skip(1) {
        let sentence = check["sentence"].as_str().unwrap();
        assert!(
            installer.text.contains(sentence),
            "{sentence} is not in: {}",
            installer.text
        );
        let next = check["next"].as_str().unwrap_or_default();
        assert!(installer.text.contains(next), "{next} is not in: {}", installer.text);
    }
    assert_eq!(checks[4]["values"], json!({ "left": "1", "of": "3" }));
    let mut host = stage.host();
    let japanese = host.call(1, "doctor", json!({ "lang": "ja-simple" })).result();
    assert_eq!(japanese["checks"][1]["sentence"], "カード用サービスは動いています。");
    assert_eq!(card.log().unwrap().pins_sent(), 0);
}

#[test]
fn a_failure_is_counted_by_its_code() {
    let (stage, mut card) = Stage::with_card("expired-authentication");
    let mut host = stage.host();
    let ask = json!({ "origin": ORIGIN, "nonce": NONCE, "lang": "en" });
    stage.pinentry.will([Step::Pin("1234".to_owned())]);
    assert_eq!(host.call(1, "authenticate", ask).code(), "certificate-expired");
    host.close_input();
    host.wait();
    let said = doctor_of_card(&stage, &mut card);
    assert_eq!(said.report["log"]["codes"], json!({ "certificate-expired": 1 }));
}

fn in_shell(stage: &Stage, line: &str) {
    assert!(
        stage.command("sh").args(["-c", line]).status().unwrap().success(),
        "{line}"
    );
}
