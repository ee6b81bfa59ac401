//! The host manifest: the small JSON file by which a browser finds the host and knows which extension may start it.

use std::fmt;
use std::path::Path;

use serde::Deserialize;

use crate::{EXTENSION_ORIGIN, GECKO_ID, HOST_NAME};

const CHROMIUM_TEMPLATE: &str = include_str!("../host/chromium.json.in");
const FIREFOX_TEMPLATE: &str = include_str!("../host/firefox.json.in");

/// Which dialect of the host manifest a browser reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Chrome and every browser built on Chromium: `allowed_origins` holds extension origins.
    Chromium,
    /// Firefox: `allowed_extensions` holds add-on ids.
    Firefox,
}

/// Where the host program lies: a path that JSON can carry, absolute or, on Windows, beside the manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostPath(String);

impl HostPath {
    /// Accepts `path` if a manifest can name it.
    ///
    /// Browsers demand an absolute path on Linux and macOS; for Windows there is [`HostPath::beside_manifest`] as well.
    ///
    /// # Errors
    /// [`HostPathError::Relative`] and [`HostPathError::NotUtf8`].
    ///
    /// Source: Chrome developer documentation, "Native messaging", field `path`.
    pub fn parse(path: &Path) -> Result<Self, HostPathError> {
        if !path.is_absolute() {
            return Err(HostPathError::Relative);
        }
        path.to_str()
            .map(|text| Self(text.to_owned()))
            .ok_or(HostPathError::NotUtf8)
    }

    /// The host program named `file`, in the folder of the manifest itself: such a manifest is the same wherever it lies.
    ///
    /// For Windows only; elsewhere browsers refuse it.
    ///
    /// # Errors
    /// [`HostPathError::NotAName`] if `file` is more than a file's name.
    ///
    /// Sources: Chrome developer documentation, "Native messaging", field `path`; MDN, "Native manifests", field `path`.
    pub fn beside_manifest(file: &str) -> Result<Self, HostPathError> {
        if file.is_empty() || file == "." || file == ".." || file.contains(['/', '\\', ':']) {
            return Err(HostPathError::NotAName);
        }
        Ok(Self(file.to_owned()))
    }

    /// The path as the manifest shows it, before JSON escapes.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why a path cannot stand in a host manifest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HostPathError {
    /// The path does not start at the root.
    Relative,
    /// The path has bytes that are not UTF-8, and JSON cannot hold them.
    NotUtf8,
    /// A file's name is needed, and this is a path.
    NotAName,
}

impl fmt::Display for HostPathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Relative => "the path of the host is not absolute",
            Self::NotUtf8 => "the path of the host is not UTF-8, which a manifest cannot hold",
            Self::NotAName => "the name of the host beside its manifest is no file name",
        })
    }
}

impl std::error::Error for HostPathError {}

/// Writes the host manifest of one family for a host that lies at `path`: JSON text that ends with one line feed.
#[must_use]
pub fn host_manifest(family: Family, path: &HostPath) -> String {
    let template = match family {
        Family::Chromium => CHROMIUM_TEMPLATE,
        Family::Firefox => FIREFOX_TEMPLATE,
    };
    // The path comes last: whatever it holds, nothing in it is taken for a place to fill in.
    template
        .replace("@HOST_NAME@", HOST_NAME)
        .replace("@EXTENSION_ORIGIN@", EXTENSION_ORIGIN)
        .replace("@GECKO_ID@", GECKO_ID)
        .replace("@HOST_PATH@", &serde_json::Value::from(path.as_str()).to_string())
}

/// A host manifest as found on disk, whoever wrote it. Unknown keys are ignored, as browsers do.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct HostManifest {
    /// Name of the host; a browser wants it to be the file's name without `.json`.
    pub name: String,
    /// The program that the browser starts.
    pub path: String,
    /// Always `stdio`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Extension origins that may start the host (Chromium family).
    #[serde(default)]
    pub allowed_origins: Vec<String>,
    /// Add-on ids that may start the host (Firefox).
    #[serde(default)]
    pub allowed_extensions: Vec<String>,
}

impl HostManifest {
    /// Reads a manifest.
    ///
    /// # Errors
    /// A sentence with line and column when `bytes` is not JSON or lacks a key that a browser demands.
    pub fn parse(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(bytes)
    }

    /// Whether OpenJPKI's own extension may start this host in a browser of `family`.
    #[must_use]
    pub fn admits_our_extension(&self, family: Family) -> bool {
        match family {
            Family::Chromium => self.allowed_origins.iter().any(|origin| origin == EXTENSION_ORIGIN),
            Family::Firefox => self.allowed_extensions.iter().any(|id| id == GECKO_ID),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Before a path of Linux, to make it absolute on the system that runs the tests.
    const ROOT: &str = if cfg!(windows) { "C:" } else { "" };

    fn path(below: &str) -> HostPath {
        HostPath::parse(Path::new(&format!("{ROOT}{below}"))).unwrap()
    }

    #[test]
    fn a_manifest_says_what_a_browser_needs() {
        let path = path("/opt/openjpki/openjpki-host");
        let chromium = HostManifest::parse(host_manifest(Family::Chromium, &path).as_bytes()).unwrap();
        assert_eq!((chromium.name.as_str(), chromium.kind.as_str()), (HOST_NAME, "stdio"));
        assert_eq!(chromium.path, format!("{ROOT}/opt/openjpki/openjpki-host"));
        assert_eq!(chromium.allowed_origins, [EXTENSION_ORIGIN]);
        assert!(chromium.admits_our_extension(Family::Chromium) && !chromium.admits_our_extension(Family::Firefox));

        let firefox = HostManifest::parse(host_manifest(Family::Firefox, &path).as_bytes()).unwrap();
        assert_eq!(firefox.allowed_extensions, [GECKO_ID]);
        assert!(firefox.admits_our_extension(Family::Firefox) && !firefox.admits_our_extension(Family::Chromium));
    }

    #[test]
    fn any_path_survives_the_json() {
        for odd in [
            "/a b/\"quoted\"\\back",
            "/住所/ホスト",
            "/line\nfeed",
            "/@HOST_NAME@/@HOST_PATH@",
        ] {
            let path = path(odd);
            for family in [Family::Chromium, Family::Firefox] {
                assert_eq!(
                    HostManifest::parse(host_manifest(family, &path).as_bytes())
                        .unwrap()
                        .path,
                    format!("{ROOT}{odd}")
                );
            }
        }
    }

    #[test]
    fn no_place_is_left_unfilled() {
        let path = path("/h");
        for family in [Family::Chromium, Family::Firefox] {
            let text = host_manifest(family, &path).replace(GECKO_ID, "");
            assert!(!text.contains('@'), "{text}");
            assert!(text.ends_with("}\n"));
        }
    }

    #[test]
    fn paths_that_no_manifest_can_name_are_refused() {
        assert_eq!(
            HostPath::parse(Path::new("openjpki-host")),
            Err(HostPathError::Relative)
        );
        #[cfg(unix)]
        {
            use std::os::unix::ffi::OsStrExt as _;
            let odd = Path::new(std::ffi::OsStr::from_bytes(b"/\xff"));
            assert_eq!(HostPath::parse(odd), Err(HostPathError::NotUtf8));
        }
    }

    #[test]
    fn beside_the_manifest_only_a_name_will_do() {
        let beside = HostPath::beside_manifest("openjpki-host.exe").unwrap();
        let manifest = HostManifest::parse(host_manifest(Family::Chromium, &beside).as_bytes()).unwrap();
        assert_eq!(manifest.path, "openjpki-host.exe");
        for path in [
            "",
            "..",
            r"..\openjpki-host.exe",
            "bin/openjpki-host.exe",
            "C:openjpki-host.exe",
        ] {
            assert_eq!(HostPath::beside_manifest(path), Err(HostPathError::NotAName), "{path}");
        }
    }

    #[test]
    fn a_file_that_lacks_the_path_is_no_manifest() {
        let error = HostManifest::parse(br#"{"name":"org.openjpki.host","type":"stdio"}"#).unwrap_err();
        assert!(error.to_string().contains("path"), "{error}");
    }
}
