//! What an administrator of Linux computers writes into the browser's policy file reaches the extension.

use openjpki_manifests::EXTENSION_ID;
use openjpki_tests::browser::Launch;
use openjpki_tests::stage::root;
use serde_json::{Value, json};

use crate::private_debian::PrivateDebian;

/// The example of manifests/policy/README.md.
fn example() -> Value {
    let text = std::fs::read_to_string(root().join("manifests/policy/README.md")).unwrap();
    let (_, block) = text.split_once("```json\n").unwrap();
    let (block, _) = block.split_once("```").unwrap();
    serde_json::from_str(block).unwrap()
}

#[test]
fn settings_in_the_policy_file_reach_the_extension() {
    let folder = tempfile::tempdir().unwrap();
    let debian = PrivateDebian::start();
    let policies = debian.outside("/etc/chromium/policies/managed");
    std::fs::create_dir_all(&policies).unwrap();
    std::fs::write(policies.join("openjpki.json"), example().to_string()).unwrap();
    let browser = Launch::new(folder.path())
        .extension(root().join("extension"))
        .within(|program| debian.command(program))
        .start()
        .unwrap();
    let popup = browser
        .open(&format!("chrome-extension://{EXTENSION_ID}/popup/popup.html"))
        .unwrap();
    popup
        .wait_for("chrome.storage.managed.get().then(settings => globalThis.settings = settings), globalThis.settings?.language")
        .unwrap();
    let wanted = &example()["3rdparty"]["extensions"][EXTENSION_ID];
    assert_eq!(popup.evaluate("globalThis.settings").unwrap(), *wanted);
    assert_eq!(wanted["allowedOrigins"], json!(["https://portal.example.jp"]));
}
