//! The bundle: things that identify the person are planted everywhere, and looked for in it.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use openjpki_manifests::EXTENSION_ORIGIN;
use serde_json::{Value, json};

use crate::sandbox::{Sandbox, is_root, mode, write};
use crate::scripted::{WAITS, frame, healthy_reader, host, our_hello, script, status};

/// Names, numbers and words that must not leave.
const PLANTED: [&str; 15] = [
    "hanako.yamada",
    "yamada",
    "花子",
    "yamada-denki-pc",
    "secret.example",
    "mC1Vq0n6Zb8T4y2Jx5uHk9sLr3WgEo7DfPaQiYtUwXs",
    "0123456789",
    "98765432",
    "2031-05-14",
    "2031",
    "05-14",
    "ABC123",
    "JPKIAPICCTOKEN2-900514",
    "my-family-photos",
    "2026-11-21",
];

/// A computer of a person with a name, whose host and readers say more than they should.
struct Home {
    sandbox: Sandbox,
    home: std::path::PathBuf,
}

impl Home {
    fn new() -> Self {
        let sandbox = Sandbox::new(&[]);
        let home = sandbox.path("home/hanako.yamada");
        for folder in [".config/chromium", ".config/google-chrome", ".config/vivaldi"] {
            fs::create_dir_all(home.join(folder)).unwrap();
        }
        write(
            &home.join(".local/state/openjpki/log/openjpki-host.2026-11-21.log"),
            "2026-11-21T01:02:03.000000Z  INFO openjpki_host::session: the PIN was wrong code=PinWrong\n\
             2026-11-21T01:02:04.000000Z DEBUG openjpki_host: https://secret.example mC1Vq0n6Zb8T4y2Jx5uHk9sLr3WgEo7DfPaQiYtUwXs\n\
             2026-11-21T01:02:05.000000Z  WARN openjpki_host: 花子 ABC123 code=Hanako.Yamada\n",
        );
        Self { sandbox, home }
    }

    /// Runs the installer as this person on a computer with a name.
    fn run(&self, words: &[&str]) -> (bool, String, String) {
        let root = self.sandbox.path("package");
        let program = env!("CARGO_BIN_EXE_openjpki-installer");
        let mut command = if is_root() {
            let named = "echo yamada-denki-pc > /proc/sys/kernel/hostname && exec \"$0\" \"$@\"";
            let mut command = Command::new("unshare");
            command.args(["--uts", "--", "sh", "-c", named, program]);
            command
        } else {
            Command::new(program)
        };
        command.args(words).args(["--root", root.to_str().unwrap()]);
        command.env_clear().envs([
            ("HOME", self.home.to_str().unwrap()),
            ("USER", "hanako.yamada"),
            ("LOGNAME", "hanako.yamada"),
            ("PATH", "/usr/bin:/bin"),
        ]);
        let output = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.success(), text(output.stdout), text(output.stderr))
    }

    /// Installs this host for Chromium.
    fn install(&self, host: &Path) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_openjpki-installer"));
        command
            .args(["install", "--in-place", "--browser", "chromium", "--host"])
            .arg(host);
        let output = command.env_clear().env("HOME", &self.home).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    /// Runs the doctor and reads the bundle.
    fn bundle(&self) -> (Value, String) {
        let file = self.sandbox.path("report.json");
        let (_, out, err) = self.run(&["doctor", "--bundle", file.to_str().unwrap()]);
        assert_eq!(err, "");
        assert!(out.contains("The report is in "), "{out}");
        let text = fs::read_to_string(&file).unwrap();
        fs::remove_file(&file).unwrap();
        (serde_json::from_str(&text).unwrap(), text)
    }

    fn manifest(&self, profile: &str) -> std::path::PathBuf {
        self.home
            .join(".config")
            .join(profile)
            .join("NativeMessagingHosts/org.openjpki.host.json")
    }
}

fn assert_nothing_planted(text: &str) {
    let text = text.to_lowercase();
    for planted in PLANTED {
        assert!(!text.contains(&planted.to_lowercase()), "{planted} is in: {text}");
    }
}

fn check<'a>(report: &'a Value, what: &str) -> &'a Value {
    let checks = report["checks"].as_array().unwrap();
    checks
        .iter()
        .find(|check| check["what"] == what)
        .unwrap_or_else(|| panic!("no {what} in {report:#}"))
}

#[test]
fn nothing_that_identifies_the_person_is_in_it() {
    let home = Home::new();
    let mut reader = healthy_reader();
    reader["name"] = json!("Yamada (花子's) Reader RC-S300 (0123456789) 98765432 00 00");
    reader["applet"] = json!("JPKIAPICCTOKEN2-900514");
    reader["authenticationCertificate"]["notAfter"] = json!("2031-05-14T14:59:59Z");
    reader["holder"] = json!("山田　花子");
    let bytes: Vec<u8> = [our_hello(), status("running", json!([reader]))]
        .iter()
        .flat_map(frame)
        .collect();
    let program = home.home.join("my-family-photos/openjpki-host");
    fs::create_dir_all(program.parent().unwrap()).unwrap();
    host(&program, &bytes, &format!("echo 'hanako.yamada ABC123' >&2; {WAITS}"));
    home.install(&program);
    write(&home.manifest("google-chrome"), "{ \"path\": \"hanako.yamada\", ");
    write(
        &home.manifest("vivaldi"),
        &json!({ "name": "hanako.yamada", "path": "/home/yamada/my-family-photos/花子", "type": "花子",
            "description": "", "allowed_origins": [EXTENSION_ORIGIN] })
        .to_string(),
    );

    let (report, text) = home.bundle();
    assert_nothing_planted(&text);
    for manifest in ["chromium", "google-chrome", "vivaldi"] {
        let sum = Command::new("sha256sum")
            .arg(home.manifest(manifest))
            .output()
            .unwrap()
            .stdout;
        let sum = String::from_utf8(sum).unwrap();
        assert!(!text.contains(&sum[..64]), "the hash of a guess would confirm it");
    }

    // What helps is there all the same.
    let place = &report["checks"][1]["places"][0];
    assert_eq!(
        place["manifest"],
        "~/.config/chromium/NativeMessagingHosts/org.openjpki.host.json"
    );
    assert_eq!(place["host"], "~/<...>/openjpki-host");
    assert_eq!(place["hostSha256"].as_str().unwrap().len(), 64);
    assert_eq!(check(&report, "host")["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(check(&report, "reader")["card"], "jpki");
    assert_eq!(check(&report, "certificate")["validity"], "valid");
    assert_eq!(check(&report, "tries")["left"], 3);
    assert_eq!(
        report["checks"][0]["places"][0]["concerns"],
        json!(["not-recorded", "not-a-manifest"])
    );
    assert_eq!(
        report["log"],
        json!({ "files": 1, "errors": 0, "warnings": 1, "codes": { "pin-wrong": 1, "other": 1 } })
    );
    assert_eq!(report["system"]["os"], "linux");
}

#[test]
fn a_readers_type_is_in_it_where_it_names_nobody() {
    let home = Home::new();
    let bytes: Vec<u8> = [our_hello(), status("running", json!([healthy_reader()]))]
        .iter()
        .flat_map(frame)
        .collect();
    let program = home.sandbox.host();
    host(&program, &bytes, WAITS);
    home.install(&program);
    let (report, text) = home.bundle();
    assert_nothing_planted(&text);
    assert_eq!(check(&report, "reader")["name"], "ACS ACR39U ICC Reader (#) 00 00");
}

#[test]
fn what_a_failing_host_says_stays_out() {
    let home = Home::new();
    let program = home.sandbox.host();
    script(&program, "echo \"$HOME hanako.yamada 花子\" >&2; exit 9");
    home.install(&program);
    let (report, text) = home.bundle();
    assert_nothing_planted(&text);
    let fails = check(&report, "host-fails");
    assert_eq!(
        (&fails["trouble"], &fails["next"]),
        (&json!({ "ended": 9 }), &json!("install-again"))
    );
}

#[test]
fn a_file_that_is_there_is_never_overwritten() {
    let home = Home::new();
    let file = home.sandbox.path("report.json");
    fs::write(&file, "mine").unwrap();
    let link = home.sandbox.path("link.json");
    symlink(home.sandbox.path("elsewhere.json"), &link).unwrap();
    for taken in [&file, &link] {
        let (good, _, err) = home.run(&["doctor", "--bundle", taken.to_str().unwrap()]);
        assert!(!good && err.contains("is there already. Choose another name."), "{err}");
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
    assert!(!home.sandbox.path("elsewhere.json").exists());
    let (good, _, err) = home.run(&["doctor", "--lang", "ja", "--bundle", "/nowhere/report.json"]);
    assert!(!good && err.contains("に書けませんでした"), "{err}");
}

#[test]
fn only_its_owner_can_read_it() {
    let home = Home::new();
    let file = home.sandbox.path("report.json");
    let umask = format!(
        "umask 0; exec '{}' doctor --bundle '{}'",
        env!("CARGO_BIN_EXE_openjpki-installer"),
        file.display()
    );
    let run = Command::new("sh")
        .args(["-c", &umask])
        .env_clear()
        .env("HOME", &home.home)
        .output()
        .unwrap();
    assert!(!run.status.success(), "nothing is installed");
    assert_eq!(mode(&file), 0o600);
}
