//! Uninstalling removes what was put, and nothing else.

use std::fs;
use std::os::unix::fs::symlink;

use crate::sandbox::{Sandbox, json, tree, write};

#[test]
fn afterwards_the_home_is_what_it_was() {
    let sandbox = Sandbox::new(&["chromium/Default", "google-chrome/NativeMessagingHosts"]);
    write(
        &sandbox
            .home()
            .join(".config/google-chrome/NativeMessagingHosts/org.other.json"),
        "{}",
    );
    write(&sandbox.home().join(".local/lib/other/file"), "other");
    let before = sandbox.tree();
    sandbox.install(&[]).expect_good();
    assert_ne!(sandbox.tree(), before);
    let out = sandbox.run(&["uninstall"]).expect_good();
    assert_eq!(sandbox.tree(), before);
    assert!(out.ends_with("OpenJPKI is uninstalled.\n"), "{out}");
}

#[test]
fn an_empty_home_is_empty_again() {
    let sandbox = Sandbox::new(&[]);
    let before = sandbox.tree();
    sandbox
        .install(&["--browser", "chrome", "--browser", "brave", "--browser", "vivaldi"])
        .expect_good();
    sandbox.install(&["--browser", "edge"]).expect_good();
    sandbox.run(&["uninstall"]).expect_good();
    assert_eq!(sandbox.tree(), before);
}

#[test]
fn folders_that_were_there_or_are_used_stay() {
    let sandbox = Sandbox::new(&["chromium"]);
    sandbox.install(&[]).expect_good();
    let neighbour = sandbox.manifest("chromium").with_file_name("org.other.json");
    write(&neighbour, "{}");
    sandbox.run(&["uninstall"]).expect_good();
    assert!(neighbour.exists() && !sandbox.manifest("chromium").exists());
}

#[test]
fn what_was_changed_since_is_kept_and_named() {
    let sandbox = Sandbox::new(&["chromium"]);
    sandbox.install(&[]).expect_good();
    write(&sandbox.manifest("chromium"), "{\"mine\":1}");
    let out = sandbox.run(&["uninstall"]).expect_good();
    let line = format!(
        "kept           {} (it was changed since it was installed)",
        sandbox.manifest("chromium").display()
    );
    assert!(out.contains(&line), "{out}");
    assert!(sandbox.manifest("chromium").exists() && !sandbox.installed_host().exists());
}

#[test]
fn another_programs_manifest_is_kept_and_named() {
    let sandbox = Sandbox::new(&["chromium", "microsoft-edge"]);
    sandbox.install(&["--browser", "chromium"]).expect_good();
    write(&sandbox.manifest("microsoft-edge"), "{\"theirs\":1}");
    let out = sandbox.run(&["uninstall"]).expect_good();
    let line = format!(
        "kept           {} (no record says",
        sandbox.manifest("microsoft-edge").display()
    );
    assert!(out.contains(&line), "{out}");
    assert_eq!(fs::read(sandbox.manifest("microsoft-edge")).unwrap(), b"{\"theirs\":1}");
}

#[test]
fn one_browser_can_leave_and_the_last_one_takes_the_host_along() {
    let sandbox = Sandbox::new(&["chromium", "google-chrome"]);
    let before = sandbox.tree();
    sandbox.install(&[]).expect_good();
    sandbox.run(&["uninstall", "--browser", "chrome"]).expect_good();
    assert!(!sandbox.manifest("google-chrome").exists() && sandbox.manifest("chromium").exists());
    assert!(sandbox.installed_host().exists());
    let record = json(&sandbox.installed_host().with_file_name("installed.json"));
    assert_eq!(record["files"].as_object().unwrap().len(), 2, "{record}");
    sandbox.run(&["uninstall", "--browser", "chromium"]).expect_good();
    assert_eq!(sandbox.tree(), before);
}

#[test]
fn what_is_gone_already_is_said_and_nothing_installed_is_no_error() {
    let sandbox = Sandbox::new(&["chromium"]);
    sandbox.install(&[]).expect_good();
    fs::remove_file(sandbox.manifest("chromium")).unwrap();
    let out = sandbox.run(&["uninstall"]).expect_good();
    assert!(
        out.contains(&format!("already gone   {}", sandbox.manifest("chromium").display())),
        "{out}"
    );
    let out = sandbox.run(&["uninstall"]).expect_good();
    assert_eq!(out, "There was nothing to remove.\n");
}

#[test]
fn a_lost_record_still_lets_our_manifests_be_found() {
    let sandbox = Sandbox::new(&["chromium"]);
    sandbox.install(&[]).expect_good();
    fs::remove_file(sandbox.installed_host().with_file_name("installed.json")).unwrap();
    let out = sandbox.run(&["uninstall"]).expect_good();
    assert!(!sandbox.manifest("chromium").exists(), "{out}");
    assert!(
        out.contains(&format!(
            "kept           {} (no record says",
            sandbox.installed_host().display()
        )),
        "{out}"
    );
}

#[test]
fn a_forged_record_removes_nothing_of_the_persons() {
    let sandbox = Sandbox::new(&["chromium"]);
    sandbox.install(&[]).expect_good();
    let precious = sandbox.home().join("thesis.txt");
    write(&precious, "x");
    let path = sandbox.installed_host().with_file_name("installed.json");
    let mut record = json(&path);
    // SHA-256 of "x".
    record["files"][precious.to_str().unwrap()] = serde_json::json!({
        "sha256": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881", "browsers": []
    });
    write(&path, &record.to_string());
    sandbox.run(&["uninstall"]).expect_good();
    assert_eq!(fs::read(&precious).unwrap(), b"x");
}

#[test]
fn a_folder_that_became_a_link_is_not_followed() {
    let sandbox = Sandbox::new(&["chromium"]);
    sandbox.install(&[]).expect_good();
    let folder = sandbox.manifest("chromium").parent().unwrap().to_owned();
    let moved = sandbox.path("moved");
    fs::rename(&folder, &moved).unwrap();
    symlink(&moved, &folder).unwrap();
    let before = tree(&moved);
    let run = sandbox.run(&["uninstall"]);
    assert!(
        !run.good && run.err.contains("is a symbolic link to") && run.err.contains("This is still there"),
        "{}",
        run.err
    );
    for path in [sandbox.manifest("chromium"), sandbox.installed_host()] {
        assert!(run.err.contains(&format!("\n  {}\n", path.display())), "{}", run.err);
    }
    assert_eq!(tree(&moved), before);
    let record = json(&sandbox.installed_host().with_file_name("installed.json"));
    assert!(
        record["files"]
            .get(sandbox.manifest("chromium").to_str().unwrap())
            .is_some(),
        "{record}"
    );

    fs::remove_file(&folder).unwrap();
    fs::rename(&moved, &folder).unwrap();
    sandbox.run(&["uninstall"]).expect_good();
    assert!(!folder.exists() && !sandbox.home().join(".local").exists());
}
