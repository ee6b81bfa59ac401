//! Installing for one account.

use std::fs;

use openjpki_manifests::EXTENSION_ORIGIN;

use crate::sandbox::{Sandbox, json, mode, write};

#[test]
fn installs_for_the_browsers_that_were_used_and_names_the_others() {
    let sandbox = Sandbox::new(&["chromium", "google-chrome"]);
    let out = sandbox.install(&[]).expect_good();

    let host = sandbox.installed_host();
    assert_eq!(fs::read(&host).unwrap(), fs::read(sandbox.host()).unwrap());
    assert_eq!(mode(&host), 0o755);
    for profile in ["chromium", "google-chrome"] {
        let path = sandbox.manifest(profile);
        let manifest = json(&path);
        assert_eq!(mode(&path), 0o644);
        assert_eq!(manifest["name"], "org.openjpki.host");
        assert_eq!(manifest["type"], "stdio");
        assert_eq!(manifest["path"], host.to_str().unwrap());
        assert_eq!(manifest["allowed_origins"], serde_json::json!([EXTENSION_ORIGIN]));
        assert!(out.contains(&format!("created        {}", path.display())), "{out}");
    }
    for skipped in ["Microsoft Edge", "Brave", "Vivaldi"] {
        assert!(out.contains(&format!("skipped        {skipped}")), "{out}");
    }
    assert!(
        out.ends_with("OpenJPKI is installed. Browsers find it from now on; none needs a restart.\n"),
        "{out}"
    );
    assert!(!sandbox.home().join(".config/vivaldi").exists());
}

#[test]
fn a_second_run_changes_nothing_and_says_so() {
    let sandbox = Sandbox::new(&["chromium"]);
    sandbox.install(&[]).expect_good();
    let before = sandbox.tree();
    let out = sandbox.install(&[]).expect_good();
    assert_eq!(sandbox.tree(), before);
    assert!(
        out.contains("unchanged") && !out.contains("created") && !out.contains("replaced"),
        "{out}"
    );
    assert!(out.ends_with("Everything is already in place.\n"), "{out}");
}

#[test]
fn a_newer_host_replaces_the_old_one() {
    let sandbox = Sandbox::new(&["chromium"]);
    sandbox.install(&[]).expect_good();
    sandbox.write_host("#!/bin/sh\necho newer\n");
    let out = sandbox.install(&[]).expect_good();
    assert!(
        out.contains(&format!("replaced       {}", sandbox.installed_host().display())),
        "{out}"
    );
    assert_eq!(fs::read(sandbox.installed_host()).unwrap(), b"#!/bin/sh\necho newer\n");
}

#[test]
fn lost_permissions_come_back() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = Sandbox::new(&["chromium"]);
    sandbox.install(&[]).expect_good();
    fs::set_permissions(sandbox.installed_host(), fs::Permissions::from_mode(0o600)).unwrap();
    sandbox.install(&[]).expect_good();
    assert_eq!(mode(&sandbox.installed_host()), 0o755);
}

#[test]
fn only_the_named_browsers_are_served_and_later_ones_join_them() {
    let sandbox = Sandbox::new(&["chromium", "google-chrome"]);
    sandbox
        .install(&["--browser", "brave", "--browser", "edge"])
        .expect_good();
    assert!(sandbox.manifest("BraveSoftware/Brave-Browser").exists() && sandbox.manifest("microsoft-edge").exists());
    assert!(!sandbox.manifest("chromium").exists() && !sandbox.manifest("google-chrome").exists());

    sandbox.install(&["--browser", "vivaldi"]).expect_good();
    let record = json(&sandbox.installed_host().with_file_name("installed.json"));
    assert_eq!(record["files"].as_object().unwrap().len(), 4, "{record}");
}

#[test]
fn the_config_folder_of_the_environment_is_used() {
    let sandbox = Sandbox::new(&[]);
    let elsewhere = sandbox.path("elsewhere");
    fs::create_dir_all(elsewhere.join("chromium")).unwrap();
    let preparation = format!("export XDG_CONFIG_HOME='{}'", elsewhere.display());
    let host = sandbox.host();
    sandbox
        .run_in_shell(&preparation, &["install", "--host", host.to_str().unwrap()])
        .expect_good();
    assert!(
        elsewhere
            .join("chromium/NativeMessagingHosts/org.openjpki.host.json")
            .exists()
    );
    assert!(!sandbox.home().join(".config").exists());
}

#[test]
fn in_place_points_to_the_host_and_copies_nothing() {
    let sandbox = Sandbox::new(&["chromium"]);
    let out = sandbox.install(&["--in-place"]).expect_good();
    assert!(
        out.contains(&format!("used in place  {}", sandbox.host().display())),
        "{out}"
    );
    assert_eq!(
        json(&sandbox.manifest("chromium"))["path"],
        sandbox.host().to_str().unwrap()
    );
    assert!(!sandbox.installed_host().exists());
}

#[test]
fn a_manifest_of_our_own_host_without_record_is_taken_over() {
    let sandbox = Sandbox::new(&["chromium"]);
    let older = format!(
        r#"{{"name":"org.openjpki.host","type":"stdio","path":"{}","allowed_origins":[]}}"#,
        sandbox.installed_host().display()
    );
    write(&sandbox.manifest("chromium"), &older);
    let out = sandbox.install(&[]).expect_good();
    assert!(
        out.contains(&format!("replaced       {}", sandbox.manifest("chromium").display())),
        "{out}"
    );
}

#[test]
fn the_umask_takes_nothing_away_that_browsers_need() {
    let sandbox = Sandbox::new(&["chromium"]);
    let host = sandbox.host();
    sandbox
        .run_in_shell("umask 077", &["install", "--host", host.to_str().unwrap()])
        .expect_good();
    assert_eq!(
        (mode(&sandbox.installed_host()), mode(&sandbox.manifest("chromium"))),
        (0o755, 0o644)
    );
}

#[test]
fn japanese_is_spoken_where_the_locale_asks_for_it() {
    let sandbox = Sandbox::new(&["chromium"]);
    let host = sandbox.host();
    let words = ["install", "--host", host.to_str().unwrap()];
    let out = sandbox.run_in_shell("export LANG=ja_JP.UTF-8", &words).expect_good();
    assert!(
        out.contains("作成しました") && out.contains("OpenJPKI をインストールしました。"),
        "{out}"
    );
}
