//! Installing for everybody, below a package folder.

use std::path::Path;

use crate::sandbox::{Run, Sandbox, json, mode, tree};

fn system(sandbox: &Sandbox, words: &[&str]) -> Run {
    let (host, root) = (sandbox.host(), sandbox.path("package"));
    let tail: &[&str] = if words[0] == "install" {
        &["--host", host.to_str().unwrap()]
    } else {
        &[]
    };
    sandbox.run(&[words, &["--system", "--root", root.to_str().unwrap()], tail].concat())
}

#[test]
fn a_package_holds_the_host_and_every_browsers_manifest() {
    let sandbox = Sandbox::new(&[]);
    system(&sandbox, &["install"]).expect_good();
    let package = sandbox.path("package");
    let host = package.join("opt/openjpki/openjpki-host");
    assert_eq!((mode(&host), mode(host.parent().unwrap())), (0o755, 0o755));
    for folder in ["etc/opt/chrome", "etc/chromium", "etc/opt/edge", "etc/opt/vivaldi"] {
        let manifest = package
            .join(folder)
            .join("native-messaging-hosts/org.openjpki.host.json");
        assert_eq!(json(&manifest)["path"], "/opt/openjpki/openjpki-host", "{folder}");
        assert_eq!(
            (mode(&manifest), mode(manifest.parent().unwrap())),
            (0o644, 0o755),
            "{folder}"
        );
    }
    let record = json(&package.join("opt/openjpki/installed.json"));
    let root = package.to_str().unwrap();
    assert!(
        !record.to_string().contains(root),
        "the record names the package's folder: {record}"
    );
    let chrome = "/etc/opt/chrome/native-messaging-hosts/org.openjpki.host.json";
    assert_eq!(
        record["files"][chrome]["browsers"],
        serde_json::json!(["brave", "chrome"])
    );
    assert_eq!(sandbox.tree().len(), 1, "the home was touched");
}

#[test]
fn a_package_can_be_emptied_again() {
    let sandbox = Sandbox::new(&[]);
    system(&sandbox, &["install"]).expect_good();
    system(&sandbox, &["uninstall"]).expect_good();
    let left: Vec<_> = tree(&sandbox.path("package")).into_keys().collect();
    let top = ["package", "package/etc", "package/opt"].map(|path| sandbox.path(path));
    assert!(left.iter().all(|path| top.contains(path)), "{left:?}");
}

#[test]
fn a_folder_that_two_browsers_share_is_kept_for_the_other() {
    let sandbox = Sandbox::new(&[]);
    system(&sandbox, &["install"]).expect_good();
    let out = system(&sandbox, &["uninstall", "--browser", "brave"]).expect_good();
    let chrome = "/etc/opt/chrome/native-messaging-hosts/org.openjpki.host.json";
    assert!(
        out.contains(&format!("kept           {chrome} (still read by chrome)")),
        "{out}"
    );
    assert!(
        sandbox
            .path("package")
            .join(Path::new(chrome).strip_prefix("/").unwrap())
            .exists()
    );
    system(&sandbox, &["uninstall", "--browser", "chrome"]).expect_good();
    assert!(
        !sandbox
            .path("package")
            .join(Path::new(chrome).strip_prefix("/").unwrap())
            .exists()
    );
}

#[test]
fn no_home_is_needed() {
    let sandbox = Sandbox::new(&[]);
    let (host, root) = (sandbox.host(), sandbox.path("package"));
    let words = [
        "install",
        "--system",
        "--root",
        root.to_str().unwrap(),
        "--host",
        host.to_str().unwrap(),
    ];
    sandbox.run_in_shell("unset HOME", &words).expect_good();
    sandbox
        .run_in_shell("unset HOME", &["install", "--host", host.to_str().unwrap()])
        .expect_refusal("Set HOME");
}
