//! The identities that tie browser, extension and host together, and the manifests that carry them.

/// Name under which a browser finds the host (`chrome.runtime.connectNative`).
pub const HOST_NAME: &str = "org.openjpki.host";

/// Id of the extension in Chromium browsers, derived from `key` in `extension/manifest.json`.
pub const EXTENSION_ID: &str = env!("OPENJPKI_EXTENSION_ID");

/// Origin that a Chromium browser passes to the host as its first argument.
pub const EXTENSION_ORIGIN: &str = concat!("chrome-extension://", env!("OPENJPKI_EXTENSION_ID"), "/");
