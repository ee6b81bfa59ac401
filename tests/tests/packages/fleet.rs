//! What an administrator of a fleet does: serves the CRX and an update manifest, names it in a policy; Chromium installs it unasked.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::process::Stdio;
use std::thread::{sleep, spawn};
use std::time::{Duration, Instant};

use openjpki_manifests::EXTENSION_ID;
use openjpki_tests::browser::PATIENCE;
use openjpki_tests::packages::package;
use openjpki_tests::stage::root;

use crate::extension::{VERSION, id, key};
use crate::private_debian::PrivateDebian;

/// The update manifest of docs/PACKAGES.md, for this extension on this server.
fn update_manifest(id: &str, server: &str) -> String {
    let text = std::fs::read_to_string(root().join("docs/PACKAGES.md")).unwrap();
    let (_, block) = text.split_once("```xml\n").unwrap();
    let (block, _) = block.split_once("```").unwrap();
    assert!(block.contains(EXTENSION_ID), "the example has the project's id");
    block
        .replace(EXTENSION_ID, id)
        .replace("https://YOUR-SERVER/openjpki", server)
}

/// Answers on loopback until the test ends: the update manifest, and the CRX for any other path.
fn serve(listener: TcpListener, manifest: String, crx: Vec<u8>) {
    spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut request = String::new();
            let mut lines = BufReader::new(stream.try_clone().unwrap());
            let _ = lines.read_line(&mut request);
            let mut line = String::new();
            while lines.read_line(&mut line).is_ok_and(|length| length > 2) {
                line.clear();
            }
            let (kind, body) = if request.contains("updates.xml") {
                ("text/xml", manifest.as_bytes())
            } else {
                ("application/x-chrome-extension", crx.as_slice())
            };
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                body.len()
            );
            let _ = stream.write_all(&[head.as_bytes(), body].concat());
        }
    });
}

#[test]
fn chromium_installs_what_the_policy_names() {
    let folder = tempfile::tempdir().unwrap();
    let (key, public) = key(folder.path());
    package("extension", &["--key".as_ref(), key.as_os_str()], folder.path());
    let crx = std::fs::read(folder.path().join(format!("openjpki-extension-{VERSION}.crx"))).unwrap();
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let server = format!("http://{}", listener.local_addr().unwrap());
    let id = id(&public);
    serve(listener, update_manifest(&id, &server), crx);

    let debian = PrivateDebian::start();
    let policies = debian.outside("/etc/chromium/policies/managed");
    std::fs::create_dir_all(&policies).unwrap();
    let policy = serde_json::json!({ "ExtensionInstallForcelist": [format!("{id};{server}/updates.xml")] });
    std::fs::write(policies.join("openjpki.json"), policy.to_string()).unwrap();

    // not by the driver: its browsers fetch nothing by themselves
    let profile = folder.path().join("profile");
    let mut chromium = debian
        .command("chromium")
        .args(["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run"])
        .arg("--disable-component-update")
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg("about:blank")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let installed = profile.join("Default/Extensions").join(&id);
    let deadline = Instant::now() + PATIENCE;
    while !installed.is_dir() && Instant::now() < deadline {
        sleep(Duration::from_millis(100));
    }
    let found = installed.is_dir();
    chromium.kill().unwrap();
    chromium.wait().unwrap();
    assert!(found, "{} is not there", installed.display());
}
