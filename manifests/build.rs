//! Derives the extension's id from the `key` in its manifest, so that nothing else has to repeat it.
//!
//! Chrome's rule: SHA-256 over the DER public key, first 16 bytes, each half-byte as a letter `a`..`p`.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest as _, Sha256};

const EXTENSION_MANIFEST: &str = "../extension/manifest.json";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let manifest: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(EXTENSION_MANIFEST)?)?;
    let key = manifest
        .get("key")
        .and_then(|key| key.as_str())
        .ok_or("extension/manifest.json has no `key`")?;
    let digest = Sha256::digest(STANDARD.decode(key)?);
    let id: String = digest
        .iter()
        .take(16)
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|n| char::from(b'a' + n))
        .collect();
    println!("cargo::rerun-if-changed={EXTENSION_MANIFEST}");
    println!("cargo::rustc-env=OPENJPKI_EXTENSION_ID={id}");
    Ok(())
}
