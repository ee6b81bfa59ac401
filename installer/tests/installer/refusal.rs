//! Whatever cannot be done is refused before anything changes, with a sentence.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;

use crate::sandbox::{Sandbox, is_root, write};

const FOREIGN: &str = r#"{"name":"org.openjpki.host","type":"stdio","path":"/usr/bin/other","allowed_origins":["chrome-extension://x/"]}"#;

#[test]
fn an_account_without_browsers_is_told_how_to_name_one() {
    let sandbox = Sandbox::new(&[]);
    let before = sandbox.tree();
    sandbox.install(&[]).expect_refusal("Name one with --browser");
    assert_eq!(sandbox.tree(), before);
}

#[test]
fn a_host_that_is_missing_or_no_program_is_refused() {
    let sandbox = Sandbox::new(&["chromium"]);
    let before = sandbox.tree();
    sandbox
        .run(&["install", "--host", "/nowhere/openjpki-host"])
        .expect_refusal("no host program at /nowhere");
    let home = sandbox.home();
    sandbox
        .run(&["install", "--host", home.to_str().unwrap()])
        .expect_refusal("is not an executable file");
    fs::set_permissions(sandbox.host(), Permissions::from_mode(0o644)).unwrap();
    sandbox.install(&[]).expect_refusal("is not an executable file");
    assert_eq!(sandbox.tree(), before);
}

#[test]
fn without_the_option_the_host_beside_the_installer_is_meant() {
    let sandbox = Sandbox::new(&["chromium"]);
    fs::create_dir(sandbox.path("alone")).unwrap();
    let program = sandbox.copy_installer("alone/openjpki-installer");
    let host = program.with_file_name("openjpki-host");
    let run = || {
        std::process::Command::new(&program)
            .arg("install")
            .env_clear()
            .env("HOME", sandbox.home())
            .output()
            .unwrap()
    };
    let alone = run();
    assert!(
        String::from_utf8(alone.stderr)
            .unwrap()
            .contains(&format!("no host program at {}", host.display()))
    );
    fs::copy(sandbox.host(), &host).unwrap();
    assert!(run().status.success());
    assert!(sandbox.installed_host().exists());
}

#[test]
fn another_programs_manifest_is_left_alone_unless_told() {
    let sandbox = Sandbox::new(&["chromium", "google-chrome"]);
    write(&sandbox.manifest("google-chrome"), FOREIGN);
    let before = sandbox.tree();
    sandbox
        .install(&[])
        .expect_refusal("starts /usr/bin/other, which OpenJPKI did not put there");
    assert_eq!(sandbox.tree(), before);

    let out = sandbox.install(&["--replace"]).expect_good();
    assert!(
        out.contains(&format!(
            "replaced       {}",
            sandbox.manifest("google-chrome").display()
        )),
        "{out}"
    );
}

#[test]
fn what_is_no_manifest_at_all_is_left_alone_too() {
    let sandbox = Sandbox::new(&["chromium"]);
    write(&sandbox.manifest("chromium"), "not JSON");
    let before = sandbox.tree();
    sandbox.install(&[]).expect_refusal("is there already");
    assert_eq!(sandbox.tree(), before);
}

#[test]
fn no_link_is_followed() {
    let sandbox = Sandbox::new(&["chromium"]);
    let outside = sandbox.path("outside");
    fs::create_dir(&outside).unwrap();
    write(&outside.join("precious"), "precious");
    let manifest = sandbox.manifest("chromium");
    fs::create_dir(manifest.parent().unwrap()).unwrap();

    for target in [outside.join("precious"), outside.join("nothing")] {
        symlink(&target, &manifest).unwrap();
        let before = (sandbox.tree(), crate::sandbox::tree(&outside));
        sandbox.install(&[]).expect_refusal("is a symbolic link to");
        sandbox.install(&["--replace"]).expect_refusal("is a symbolic link to");
        assert_eq!((sandbox.tree(), crate::sandbox::tree(&outside)), before);
        fs::remove_file(&manifest).unwrap();
    }

    fs::remove_dir(manifest.parent().unwrap()).unwrap();
    symlink(&outside, manifest.parent().unwrap()).unwrap();
    let before = (sandbox.tree(), crate::sandbox::tree(&outside));
    sandbox
        .install(&[])
        .expect_refusal("NativeMessagingHosts is a symbolic link to");
    assert_eq!((sandbox.tree(), crate::sandbox::tree(&outside)), before);
}

#[test]
fn a_config_folder_that_is_a_link_is_the_persons_own_choice() {
    let sandbox = Sandbox::new(&[]);
    fs::create_dir_all(sandbox.path("dotfiles/chromium")).unwrap();
    symlink(sandbox.path("dotfiles"), sandbox.home().join(".config")).unwrap();
    sandbox.install(&[]).expect_good();
    assert!(
        sandbox
            .path("dotfiles/chromium/NativeMessagingHosts/org.openjpki.host.json")
            .exists()
    );
}

#[test]
fn a_file_in_place_of_a_folder_is_refused() {
    let sandbox = Sandbox::new(&["chromium"]);
    write(&sandbox.home().join(".local/lib"), "a file");
    let before = sandbox.tree();
    sandbox
        .install(&[])
        .expect_refusal(".local/lib is in the way: a folder is needed there");
    assert_eq!(sandbox.tree(), before);
}

#[test]
fn a_folder_that_may_not_be_written_is_refused() {
    let sandbox = Sandbox::new(&["chromium"]);
    let package = sandbox.path("package");
    fs::create_dir(&package).unwrap();
    fs::set_permissions(&package, Permissions::from_mode(0o555)).unwrap();
    let (host, root) = (sandbox.host(), package.clone());
    let words = [
        "install",
        "--system",
        "--root",
        root.to_str().unwrap(),
        "--host",
        host.to_str().unwrap(),
    ];
    sandbox
        .run_without_rights(&words, Path::new("/"))
        .expect_refusal("may not write in");
    assert_eq!(crate::sandbox::tree(&package).len(), 1);
}

#[test]
fn somebody_elses_home_is_refused() {
    let sandbox = Sandbox::new(&["chromium"]);
    let host = sandbox.host();
    let words = ["install", "--browser", "chromium", "--host", host.to_str().unwrap()];
    let home = if is_root() { sandbox.home() } else { "/".into() };
    let before = sandbox.tree();
    sandbox
        .run_without_rights(&words, &home)
        .expect_refusal("belongs to another account");
    assert_eq!(sandbox.tree(), before);
}

#[test]
fn a_full_disk_half_way_leaves_nothing_behind() {
    let sandbox = Sandbox::new(&["chromium", "google-chrome"]);
    sandbox.install(&["--browser", "chromium"]).expect_good();
    let before = sandbox.tree();
    sandbox.write_host(&format!("#!/bin/sh\n# {}\n", "x".repeat(100_000)));
    let host = sandbox.host();
    // Files may not grow beyond 8 KiB: the record fits, the host does not.
    let limit = "trap '' XFSZ; ulimit -f 16";
    sandbox
        .run_in_shell(limit, &["install", "--host", host.to_str().unwrap()])
        .expect_refusal("openjpki-host");
    assert_eq!(sandbox.tree(), before);
}

#[test]
fn a_record_that_cannot_be_understood_stops_everything() {
    let sandbox = Sandbox::new(&["chromium"]);
    write(
        &sandbox.installed_host().with_file_name("installed.json"),
        r#"{"format":2,"files":{},"folders":[]}"#,
    );
    let before = sandbox.tree();
    sandbox.install(&[]).expect_refusal("cannot be read: format 2");
    sandbox.run(&["uninstall"]).expect_refusal("cannot be read: format 2");
    assert_eq!(sandbox.tree(), before);
}
