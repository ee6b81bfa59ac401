//! The policy templates name the host and the extension that the crate names.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that stops is a test that failed"
)]

use openjpki_manifests::{EXTENSION_ID, GECKO_ID, HOST_NAME};
use serde_json::Value;

#[test]
fn the_linux_policy_names_our_host_and_extension() {
    let policy: Value = serde_json::from_str(include_str!("../policy/linux/openjpki.json")).unwrap();
    assert_eq!(policy["NativeMessagingUserLevelHosts"], false);
    assert_eq!(policy["NativeMessagingAllowlist"], serde_json::json!([HOST_NAME]));
    let forced = policy["ExtensionInstallForcelist"][0].as_str().unwrap();
    let (id, address) = forced.split_once(';').unwrap();
    assert_eq!(id, EXTENSION_ID);
    assert!(address.starts_with("https://"));
    assert_eq!(
        policy.as_object().unwrap().len(),
        3,
        "a policy that its README does not explain"
    );
}

#[test]
fn the_extensions_manifest_has_the_same_id_for_firefox() {
    let manifest: Value = serde_json::from_str(include_str!("../../extension/manifest.json")).unwrap();
    let gecko = &manifest["browser_specific_settings"]["gecko"]["id"];
    assert!(gecko.is_null() || gecko == GECKO_ID, "{gecko}");
}
