//! The whole look at a computer: what is said, what is started, what is left alone.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixListener;
use std::path::Path;

use openjpki_manifests::EXTENSION_ORIGIN;
use serde_json::{Value, json};

use crate::sandbox::{Run, Sandbox, write};
use crate::scripted::{WAITS, frame, healthy_reader, hello, host, our_hello, script, status};

/// A computer where Chromium was used, with a host that says these frames.
fn computer(frames: &[Value]) -> Sandbox {
    let sandbox = Sandbox::new(&["chromium"]);
    let bytes: Vec<u8> = frames.iter().flat_map(frame).collect();
    host(&sandbox.host(), &bytes, WAITS);
    sandbox
}

fn healthy() -> Sandbox {
    let sandbox = computer(&[our_hello(), status("running", json!([healthy_reader()]))]);
    sandbox.install(&["--in-place"]).expect_good();
    sandbox
}

fn doctor(sandbox: &Sandbox, words: &[&str]) -> Run {
    let root = sandbox.path("package");
    sandbox.run(&[&["doctor", "--root", root.to_str().unwrap()], words].concat())
}

/// What is said, where something needs doing.
fn complaint(sandbox: &Sandbox) -> String {
    let run = doctor(sandbox, &[]);
    assert!(!run.good, "{}", run.out);
    assert_eq!(run.err, "");
    run.out
}

#[test]
fn a_computer_on_which_all_is_well() {
    let sandbox = healthy();
    let before = sandbox.tree();
    let out = doctor(&sandbox, &[]).expect_good();
    let marks = out.lines().filter(|line| line.starts_with('[')).collect::<Vec<_>>();
    assert!(
        marks.iter().all(|line| line.starts_with("[ ok ]")) && marks.len() == 7,
        "{out}"
    );
    for sentence in [
        "Chromium finds OpenJPKI.",
        "1.0.0: ",
        "The smart-card service is running.",
        "ICC Reader (0123456789) 00 00: a My Number Card.",
        "valid until 2099-05-14.",
        "3 of 3 tries left.",
        "5 of 5 tries left.",
        "All is well.",
    ] {
        assert!(out.contains(sentence), "{sentence} is not in: {out}");
    }
    let manifest = sandbox.manifest("chromium");
    assert!(
        out.contains(&format!("1. {}: the browser takes this one", manifest.display())),
        "{out}"
    );
    assert!(out.contains("mode 644, sha256 ") && !out.contains("2. "), "{out}");
    assert!(!out.contains('\x1b'), "colours are for terminals");
    assert_eq!(before, sandbox.tree(), "the doctor changes nothing");
}

#[test]
fn the_person_chooses_the_language() {
    let out = doctor(&healthy(), &["--lang", "ja"]).expect_good();
    assert!(
        out.contains("[良 好] カード用サービスは動いています。") && out.contains("2099年5月14日まで"),
        "{out}"
    );
    assert!(out.contains("問題はありません。"), "{out}");
    assert!(!doctor(&healthy(), &["--lang", "tlh"]).good);
}

#[test]
fn nothing_installed_is_one_step() {
    let out = complaint(&Sandbox::new(&["chromium"]));
    assert!(
        out.contains("[ DO ] Chromium does not find OpenJPKI.") && out.contains("-> Run: openjpki-installer install")
    );
    assert!(
        !out.contains("Google Chrome"),
        "a browser that was never used is not worth a line: {out}"
    );
    assert!(complaint(&Sandbox::new(&[])).contains("No browser that OpenJPKI knows has been used"));
}

#[test]
fn another_browser_without_it_is_no_fault() {
    let sandbox = Sandbox::new(&["chromium", "microsoft-edge"]);
    let bytes: Vec<u8> = [our_hello(), status("running", json!([healthy_reader()]))]
        .iter()
        .flat_map(frame)
        .collect();
    host(&sandbox.host(), &bytes, WAITS);
    sandbox.install(&["--in-place", "--browser", "chromium"]).expect_good();
    let out = doctor(&sandbox, &[]).expect_good();
    assert!(
        out.contains("[note] Microsoft Edge does not find OpenJPKI.") && out.contains("--browser edge"),
        "{out}"
    );
}

#[test]
fn where_no_browser_was_used_those_that_would_find_it_are_named() {
    let sandbox = Sandbox::new(&[]);
    let bytes: Vec<u8> = [our_hello(), status("running", json!([healthy_reader()]))]
        .iter()
        .flat_map(frame)
        .collect();
    host(&sandbox.host(), &bytes, WAITS);
    let root = sandbox.path("package");
    sandbox
        .install(&["--system", "--root", root.to_str().unwrap()])
        .expect_good();
    let scripted = root.join("opt/openjpki/openjpki-host");
    assert!(scripted.is_file(), "the host is copied");
    let out = doctor(&sandbox, &[]).expect_good();
    assert!(out.contains("Vivaldi finds OpenJPKI."), "{out}");
}

#[test]
fn another_version_is_told_with_the_side_to_update() {
    for (version, step) in [
        ("0.9.0", "Install OpenJPKI again"),
        ("1.0.0-rc1", "Install OpenJPKI again"),
        ("2.0.0", "This installer is older"),
    ] {
        let sandbox = computer(&[hello(version), status("running", json!([healthy_reader()]))]);
        sandbox.install(&["--in-place"]).expect_good();
        let out = complaint(&sandbox);
        assert!(
            out.contains(&format!("answers, version {version}: ")) && out.contains(step),
            "{out}"
        );
        assert!(
            out.contains("The smart-card service is running."),
            "the rest is looked at all the same: {out}"
        );
    }
}

#[test]
fn a_host_that_dies_is_quoted_with_its_step() {
    let sandbox = Sandbox::new(&["chromium"]);
    script(
        &sandbox.host(),
        "echo 'error while loading shared libraries: libpcsclite.so.1: cannot open' >&2; exit 127",
    );
    sandbox.install(&["--in-place"]).expect_good();
    let out = complaint(&sandbox);
    assert!(
        out.contains("ends without an answer, code 127, saying: error while loading"),
        "{out}"
    );
    assert!(
        out.contains("-> Install the PC/SC library") && out.contains("could not be looked at"),
        "{out}"
    );
}

#[test]
fn a_service_that_is_there_and_serves_others_is_told_from_one_that_is_not() {
    let sandbox = computer(&[our_hello(), status("stopped", json!([]))]);
    sandbox.install(&["--in-place"]).expect_good();
    let service = UnixListener::bind(sandbox.card_service()).unwrap();
    let out = complaint(&sandbox);
    assert!(
        out.contains("does not serve this account") && out.contains("(ssh)") && !out.contains("systemctl"),
        "{out}"
    );
    let out = doctor(&sandbox, &["--lang", "ja"]).out;
    assert!(
        out.contains("このアカウントでは使えません") && out.contains("リモート接続"),
        "{out}"
    );
    drop(service);
    let out = complaint(&sandbox);
    assert!(
        out.contains("service is not running"),
        "its socket is left behind: {out}"
    );
}

#[test]
fn each_thing_in_the_way_has_its_sentence() {
    let mut blocked = healthy_reader();
    blocked["tries"] = json!({ "userAuthentication": 0, "digitalSignature": 1 });
    let mut expired = healthy_reader();
    expired["authenticationCertificate"] =
        json!({ "notBefore": "2015-05-14T03:00:00Z", "notAfter": "2020-05-14T14:59:59Z" });
    let cases: [(Value, &[&str]); 6] = [
        (
            status("stopped", json!([])),
            &["service is not running", "pcscd.socket"],
        ),
        (
            status("running", json!([])),
            &["No card reader is connected", "libccid"],
        ),
        (
            status("running", json!([{ "name": "R", "card": "none" }])),
            &["R: no card.", "Put your My Number Card"],
        ),
        (
            status("running", json!([{ "name": "R", "card": "busy" }])),
            &["another program is using", "Close the other"],
        ),
        (
            status("running", json!([blocked])),
            &[
                "BLOCKED",
                "「利用者証明用パスワードの初期化をお願いします。」",
                "ONE try left",
                "One more mistake",
            ],
        ),
        (
            status("running", json!([expired])),
            &["EXPIRED on 2020-05-14", "renewed"],
        ),
    ];
    for (answer, sentences) in cases {
        let sandbox = computer(&[our_hello(), answer]);
        sandbox.install(&["--in-place"]).expect_good();
        let out = complaint(&sandbox);
        for sentence in sentences {
            assert!(out.contains(sentence), "{sentence} is not in: {out}");
        }
    }
}

/// A program that leaves a trace when it is started.
fn trap(sandbox: &Sandbox) -> std::path::PathBuf {
    let trap = sandbox.path("trap");
    script(&trap, "touch \"$0.was-started\"");
    trap
}

fn assert_not_started(trap: &Path) {
    assert!(!trap.with_file_name("trap.was-started").exists(), "it was started");
}

#[test]
fn what_something_else_put_there_is_named_and_never_started() {
    let sandbox = healthy();
    let trap = trap(&sandbox);
    let manifest = json!({
        "name": "org.openjpki.host", "description": "", "path": trap, "type": "stdio", "allowed_origins": [EXTENSION_ORIGIN]
    });
    write(&sandbox.manifest("chromium"), &manifest.to_string());
    let out = complaint(&sandbox);
    assert!(
        out.contains("would start a program that is NOT OpenJPKI's") && out.contains("Do not use your card"),
        "{out}"
    );
    assert!(
        out.contains(sandbox.manifest("chromium").to_str().unwrap()) && out.contains(trap.to_str().unwrap()),
        "{out}"
    );
    assert!(out.contains("could not be looked at"), "{out}");
    assert_not_started(&trap);
}

#[test]
fn a_manifest_that_hides_ours_is_an_alarm() {
    let sandbox = healthy();
    let root = sandbox.path("package");
    sandbox
        .install(&["--system", "--root", root.to_str().unwrap()])
        .expect_good();
    let trap = trap(&sandbox);
    let manifest = json!({
        "name": "org.openjpki.host", "description": "", "path": trap, "type": "stdio", "allowed_origins": [EXTENSION_ORIGIN]
    });
    write(&sandbox.manifest("chromium"), &manifest.to_string());
    let out = complaint(&sandbox);
    assert!(
        out.contains("  1. /") && out.contains("  2. /"),
        "both are shown in the browser's order: {out}"
    );
    assert!(
        out.contains("would start ANOTHER program in the place of OpenJPKI"),
        "{out}"
    );
    assert_not_started(&trap);
}

#[test]
fn a_program_that_others_may_change_is_not_started() {
    let sandbox = Sandbox::new(&["chromium"]);
    script(&sandbox.host(), "touch \"$0.was-started\"");
    sandbox.install(&[]).expect_good();
    fs::set_permissions(sandbox.installed_host(), Permissions::from_mode(0o777)).unwrap();
    let out = complaint(&sandbox);
    assert!(out.contains("chmod go-w '") && out.contains("openjpki-host'"), "{out}");
    assert!(
        !sandbox
            .installed_host()
            .with_file_name("openjpki-host.was-started")
            .exists(),
        "it was started"
    );
}

#[test]
fn what_a_manifest_says_cannot_play_with_the_terminal() {
    let sandbox = Sandbox::new(&["chromium"]);
    let manifest = json!({
        "name": "org.openjpki.host", "description": "", "path": "/x\u{1b}[2J\u{202e}y", "type": "stdio",
        "allowed_origins": [EXTENSION_ORIGIN]
    });
    write(&sandbox.manifest("chromium"), &manifest.to_string());
    let out = complaint(&sandbox);
    assert!(
        out.contains("/x [2J y") && !out.contains(['\u{1b}', '\u{202e}']),
        "{out:?}"
    );
}

#[test]
fn a_record_that_cannot_be_read_is_one_step() {
    let sandbox = Sandbox::new(&["chromium"]);
    sandbox.install(&[]).expect_good();
    let record = sandbox.installed_host().with_file_name("installed.json");
    fs::write(&record, "{").unwrap();
    let out = complaint(&sandbox);
    assert!(out.contains(&format!("-> Move {} away", record.display())), "{out}");
}

#[test]
fn a_profile_folder_is_looked_at_as_its_browser_does() {
    let sandbox = computer(&[our_hello(), status("running", json!([healthy_reader()]))]);
    let profile = sandbox.path("profile");
    fs::create_dir(&profile).unwrap();
    let profile = profile.to_str().unwrap();
    assert!(!doctor(&sandbox, &["--profile", profile]).good);
    sandbox.install(&["--profile", profile]).expect_good();
    let out = doctor(&sandbox, &["--profile", profile]).expect_good();
    assert!(
        out.contains(&format!("{profile}/NativeMessagingHosts/org.openjpki.host.json")),
        "{out}"
    );
}
