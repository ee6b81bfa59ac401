//! The identities that tie browser, extension and host together, and the manifests that carry them.
//!
//! Everything that names the host or the extension is generated from here: the host checks its caller against
//! [`EXTENSION_ORIGIN`], the installer writes what [`host_manifest`] returns into the folders of [`Browser`].

mod browser;
mod host;
mod registry;

pub use browser::{Browser, Folders, UserBase};
pub use host::{Family, HostManifest, HostPath, HostPathError, host_manifest};
pub use registry::{Hive, Keys, RegistryKey, WindowsBase};

/// Name under which a browser finds the host (`chrome.runtime.connectNative`).
pub const HOST_NAME: &str = "org.openjpki.host";

/// File name of a host manifest in a browser's folder: the host's name and `.json`.
///
/// Source: Chrome developer documentation, "Native messaging", section "Native messaging host location".
pub const MANIFEST_FILE: &str = "org.openjpki.host.json";

/// File name of the manifest for Firefox where manifests lie beside the host (Windows): there it needs a name of its own.
pub const FIREFOX_MANIFEST_FILE: &str = "org.openjpki.host.firefox.json";

/// Id of the extension in Chromium browsers, derived from `key` in `extension/manifest.json`.
pub const EXTENSION_ID: &str = env!("OPENJPKI_EXTENSION_ID");

/// Origin that a Chromium browser passes to the host as its first argument.
pub const EXTENSION_ORIGIN: &str = concat!("chrome-extension://", env!("OPENJPKI_EXTENSION_ID"), "/");

/// Id of the extension in Firefox (`browser_specific_settings.gecko.id`).
pub const GECKO_ID: &str = "extension@openjpki.org";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_file_is_named_after_the_host() {
        assert_eq!(MANIFEST_FILE, format!("{HOST_NAME}.json"));
    }

    #[test]
    fn the_host_name_has_only_the_letters_that_chrome_allows() {
        assert!(
            HOST_NAME
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._".contains(&byte))
        );
        assert!(!HOST_NAME.starts_with('.') && !HOST_NAME.ends_with('.') && !HOST_NAME.contains(".."));
    }

    #[test]
    fn the_extension_id_has_the_form_of_an_id() {
        assert_eq!(EXTENSION_ID.len(), 32);
        assert!(EXTENSION_ID.bytes().all(|byte| (b'a'..=b'p').contains(&byte)));
    }
}
