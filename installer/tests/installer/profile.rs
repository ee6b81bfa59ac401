//! Registering into one profile folder of a browser.

use std::fs;

use crate::sandbox::{Sandbox, json, tree};

#[test]
fn a_profile_gets_a_manifest_that_starts_the_host_where_it_lies() {
    let sandbox = Sandbox::new(&["chromium"]);
    let home = sandbox.tree();
    let profile = sandbox.path("profile");
    fs::create_dir(&profile).unwrap();
    let before = tree(&profile);
    let words = ["--profile", profile.to_str().unwrap()];

    let out = sandbox.install(&words).expect_good();
    let manifest = profile.join("NativeMessagingHosts/org.openjpki.host.json");
    assert_eq!(json(&manifest)["path"], sandbox.host().to_str().unwrap());
    assert!(out.contains("used in place"), "{out}");
    assert!(
        sandbox
            .install(&words)
            .expect_good()
            .ends_with("Everything is already in place.\n")
    );
    assert!(
        sandbox
            .run(&["status", "--profile", profile.to_str().unwrap()])
            .expect_good()
            .contains("Chromium: ready")
    );
    assert_eq!(sandbox.tree(), home);

    sandbox
        .run(&["uninstall", "--profile", profile.to_str().unwrap()])
        .expect_good();
    assert_eq!(tree(&profile), before);
    assert_eq!(sandbox.tree(), home);
}

#[test]
fn a_profile_that_is_not_there_yet_is_made_and_removed_unless_it_was_used() {
    let sandbox = Sandbox::new(&[]);
    // Relative: below the folder where the installer runs.
    sandbox.install(&["--profile", "new/profile"]).expect_good();
    let profile = sandbox.path("new/profile");
    assert!(profile.join("NativeMessagingHosts/org.openjpki.host.json").exists());
    sandbox.run(&["uninstall", "--profile", "new/profile"]).expect_good();
    assert!(!sandbox.path("new").exists());

    sandbox.install(&["--profile", "new/profile"]).expect_good();
    fs::write(profile.join("Preferences"), "{}").unwrap();
    sandbox.run(&["uninstall", "--profile", "new/profile"]).expect_good();
    assert_eq!(tree(&profile).len(), 2);
}
