//! Status: what each browser would find, in its order.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;

use openjpki_manifests::EXTENSION_ORIGIN;
use serde_json::Value;

use crate::sandbox::{Sandbox, write};

/// The answer for one browser, with the system folders below `package`, and whether the exit code was 0.
fn status(sandbox: &Sandbox, browser: &str) -> (Value, bool) {
    let root = sandbox.path("package");
    let run = sandbox.run(&[
        "status",
        "--json",
        "--browser",
        browser,
        "--root",
        root.to_str().unwrap(),
    ]);
    assert_eq!(run.err, "");
    let mut answer: Value = serde_json::from_str(&run.out).unwrap();
    (answer["browsers"][0].take(), run.good)
}

fn concerns(finding: &Value) -> Vec<&str> {
    finding["concerns"]
        .as_array()
        .unwrap()
        .iter()
        .map(|concern| concern["concern"].as_str().unwrap())
        .collect()
}

fn manifest(host: &Path, origin: &str) -> String {
    serde_json::json!({
        "name": "org.openjpki.host", "description": "", "path": host, "type": "stdio", "allowed_origins": [origin]
    })
    .to_string()
}

fn install_system(sandbox: &Sandbox) {
    sandbox
        .install(&["--system", "--root", sandbox.path("package").to_str().unwrap()])
        .expect_good();
}

#[test]
fn nothing_installed_is_said() {
    let sandbox = Sandbox::new(&["chromium"]);
    let (answer, good) = status(&sandbox, "chromium");
    assert_eq!((answer["verdict"].as_str().unwrap(), good), ("not-installed", false));
    assert_eq!(answer["used"], true);
    assert_eq!(answer["findings"].as_array().unwrap().len(), 2);
    assert!(
        answer["findings"]
            .as_array()
            .unwrap()
            .iter()
            .all(|finding| finding["present"] == false)
    );
}

#[test]
fn the_accounts_manifest_comes_before_the_computers() {
    let sandbox = Sandbox::new(&["chromium"]);
    install_system(&sandbox);
    let (answer, good) = status(&sandbox, "chromium");
    assert_eq!((answer["verdict"].as_str().unwrap(), good), ("ready", true));
    assert_eq!(answer["findings"][1]["taken"], true);

    sandbox.install(&[]).expect_good();
    let (answer, good) = status(&sandbox, "chromium");
    assert_eq!((answer["verdict"].as_str().unwrap(), good), ("ready", true));
    let [user, system] = [&answer["findings"][0], &answer["findings"][1]];
    assert_eq!(
        (user["level"].as_str().unwrap(), user["taken"].as_bool().unwrap()),
        ("user", true)
    );
    assert_eq!(
        (system["level"].as_str().unwrap(), system["taken"].as_bool().unwrap()),
        ("system", false)
    );
    assert_eq!(user["path"], sandbox.manifest("chromium").to_str().unwrap());
    assert_eq!(user["host"], sandbox.installed_host().to_str().unwrap());
    assert_eq!(user["mode"], "644");
    assert_eq!(user["sha256"].as_str().unwrap().len(), 64);
    assert_eq!(user["host_sha256"], system["host_sha256"]);
    assert!(concerns(user).is_empty() && concerns(system).is_empty(), "{answer:#}");
}

#[test]
fn a_manifest_that_hides_ours_is_an_alarm() {
    let sandbox = Sandbox::new(&["chromium"]);
    install_system(&sandbox);
    write(
        &sandbox.manifest("chromium"),
        &manifest(&sandbox.host(), EXTENSION_ORIGIN),
    );
    let (answer, good) = status(&sandbox, "chromium");
    assert_eq!((answer["verdict"].as_str().unwrap(), good), ("shadowed", false));
    assert_eq!(concerns(&answer["findings"][0]), ["not-recorded"]);
    let root = sandbox.path("package");
    let run = sandbox.run(&["status", "--browser", "chromium", "--root", root.to_str().unwrap()]);
    assert!(
        run.out.contains("SHADOWED") && run.out.contains("! OpenJPKI's installer did not put it there"),
        "{}",
        run.out
    );
}

#[test]
fn another_programs_manifest_alone_is_an_alarm_too() {
    let sandbox = Sandbox::new(&["google-chrome"]);
    write(
        &sandbox.manifest("google-chrome"),
        &manifest(Path::new("/usr/bin/true"), EXTENSION_ORIGIN),
    );
    let (answer, good) = status(&sandbox, "chrome");
    assert_eq!((answer["verdict"].as_str().unwrap(), good), ("foreign", false));
}

#[test]
fn a_host_that_cannot_start_is_named() {
    let sandbox = Sandbox::new(&["chromium"]);
    sandbox.install(&[]).expect_good();
    fs::set_permissions(sandbox.installed_host(), Permissions::from_mode(0o644)).unwrap();
    let (answer, good) = status(&sandbox, "chromium");
    assert_eq!((answer["verdict"].as_str().unwrap(), good), ("broken", false));
    assert_eq!(concerns(&answer["findings"][0]), ["host-not-executable"]);
    fs::remove_file(sandbox.installed_host()).unwrap();
    assert_eq!(
        concerns(&status(&sandbox, "chromium").0["findings"][0]),
        ["host-missing"]
    );
}

#[test]
fn whatever_is_wrong_with_a_manifest_is_named() {
    let sandbox = Sandbox::new(&["chromium"]);
    let place = sandbox.manifest("chromium");
    let cases = [
        ("not JSON".to_owned(), vec!["not-recorded", "not-a-manifest"]),
        (
            manifest(&sandbox.host(), "chrome-extension://other/"),
            vec!["not-recorded", "extension-not-allowed"],
        ),
        (
            manifest(Path::new("openjpki-host"), EXTENSION_ORIGIN),
            vec!["not-recorded", "host-not-absolute"],
        ),
        (
            manifest(&sandbox.host(), EXTENSION_ORIGIN)
                .replace("org.openjpki.host", "org.other")
                .replace("stdio", "tcp"),
            vec!["not-recorded", "other-name", "other-kind"],
        ),
    ];
    for (content, expected) in cases {
        write(&place, &content);
        let (answer, good) = status(&sandbox, "chromium");
        assert_eq!(concerns(&answer["findings"][0]), expected, "{content}");
        assert!(!good);
    }
}

#[test]
fn what_other_accounts_may_change_is_named() {
    let sandbox = Sandbox::new(&["chromium"]);
    sandbox.install(&[]).expect_good();
    fs::set_permissions(sandbox.installed_host(), Permissions::from_mode(0o777)).unwrap();
    let (answer, _) = status(&sandbox, "chromium");
    assert_eq!(concerns(&answer["findings"][0]), ["others-may-write"]);
}

#[test]
fn links_are_shown_and_a_broken_one_hides_nothing() {
    let sandbox = Sandbox::new(&["chromium"]);
    install_system(&sandbox);
    let place = sandbox.manifest("chromium");
    fs::create_dir(place.parent().unwrap()).unwrap();
    symlink("/nowhere", &place).unwrap();
    let (answer, good) = status(&sandbox, "chromium");
    let user = &answer["findings"][0];
    assert_eq!(
        (user["present"].as_bool().unwrap(), user["link"].as_str().unwrap()),
        (false, "/nowhere")
    );
    assert_eq!(concerns(user), ["broken-link"]);
    assert_eq!((answer["verdict"].as_str().unwrap(), good), ("ready", true));

    fs::remove_file(&place).unwrap();
    write(
        &sandbox.path("elsewhere.json"),
        &manifest(&sandbox.host(), EXTENSION_ORIGIN),
    );
    symlink(sandbox.path("elsewhere.json"), &place).unwrap();
    assert_eq!(status(&sandbox, "chromium").0["verdict"], "shadowed");
}

#[test]
fn the_text_has_a_line_for_every_browser() {
    let sandbox = Sandbox::new(&["chromium"]);
    sandbox.install(&[]).expect_good();
    let root = sandbox.path("package");
    let out = sandbox.run(&["status", "--root", root.to_str().unwrap()]).expect_good();
    assert!(out.contains("Chromium: ready\n"), "{out}");
    for name in ["Google Chrome", "Microsoft Edge", "Brave", "Vivaldi"] {
        assert!(
            out.contains(&format!("{name} (not used on this account): not installed")),
            "{out}"
        );
    }
    assert!(
        out.contains("the browser takes this one") && out.contains("starts "),
        "{out}"
    );
}

/// Does what the Debian package does, below `package`; the manifest is as the package has it.
fn install_package(sandbox: &Sandbox) -> std::path::PathBuf {
    let root = sandbox.path("package");
    let place = "etc/chromium/native-messaging-hosts/org.openjpki.host.json";
    let host = "usr/lib/openjpki/openjpki-host";
    write(&root.join(host), "#!/bin/sh\n");
    fs::set_permissions(root.join(host), Permissions::from_mode(0o755)).unwrap();
    let named = openjpki_manifests::HostPath::parse(Path::new("/usr/lib/openjpki/openjpki-host")).unwrap();
    let content = openjpki_manifests::host_manifest(openjpki_manifests::Family::Chromium, &named);
    write(&root.join(place), &content);
    write(
        &root.join("var/lib/dpkg/info/openjpki.list"),
        &format!("/.\n/{host}\n/{place}\n"),
    );
    root.join(place)
}

#[test]
fn what_a_package_put_is_ours_and_left_to_the_package() {
    let sandbox = Sandbox::new(&["chromium"]);
    let manifest = install_package(&sandbox);
    let (answer, good) = status(&sandbox, "chromium");
    assert_eq!(
        (answer["verdict"].as_str().unwrap(), good),
        ("ready", true),
        "{answer:#}"
    );
    assert_eq!(answer["findings"][1]["installed_by"], "package");
    let root = sandbox.path("package");
    let words = ["--system", "--root", root.to_str().unwrap()];
    sandbox
        .install(&words)
        .expect_refusal("was installed in /usr/lib/openjpki");
    sandbox
        .run(&[&["uninstall"], &words[..]].concat())
        .expect_refusal("sudo apt remove openjpki");

    fs::write(
        &manifest,
        fs::read_to_string(&manifest).unwrap().replace("My Number", "your"),
    )
    .unwrap();
    assert_eq!(status(&sandbox, "chromium").0["verdict"], "foreign");
}

#[test]
fn what_a_manifest_says_cannot_play_with_the_terminal() {
    let sandbox = Sandbox::new(&["chromium"]);
    let host = "/opt/\u{1b}[2J\u{202e}evil\n  2. all is well";
    write(
        &sandbox.manifest("chromium"),
        &manifest(Path::new(host), EXTENSION_ORIGIN),
    );
    let root = sandbox.path("package");
    let said = sandbox.run(&["status", "--browser", "chromium", "--root", root.to_str().unwrap()]);
    let refused = sandbox.install(&["--browser", "chromium"]);
    for said in [said.out, refused.err] {
        let line = said.lines().find(|line| line.contains("[2J")).unwrap();
        assert!(line.contains("evil   2. all is well"), "{said}");
        assert!(!said.contains(['\u{1b}', '\u{202e}']), "{said}");
    }
}
