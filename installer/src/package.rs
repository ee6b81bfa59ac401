//! What a package of the operating system put there, without a record of ours: Debian's, or Windows Installer's.

use std::path::{Path, PathBuf};

use openjpki_manifests::{Family, HostPath, host_manifest};

/// A package that is installed now.
#[derive(Clone, Debug)]
pub(crate) struct Package {
    /// Where its host program lies.
    pub(crate) folder: PathBuf,
    /// The manifests that it put there.
    pub(crate) manifests: Vec<PathBuf>,
    /// How they name the host.
    pub(crate) host: HostPath,
}

impl Package {
    /// Whether `bytes` at `path` are what the package put there.
    pub(crate) fn holds(&self, path: &Path, bytes: &[u8], family: Family) -> bool {
        self.manifests.iter().any(|manifest| manifest == path) && host_manifest(family, &self.host).as_bytes() == bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packages_manifest_is_known_by_path_and_content() {
        let host = HostPath::beside_manifest("openjpki-host").unwrap();
        let path = PathBuf::from("/etc/chromium/native-messaging-hosts/org.openjpki.host.json");
        let package = Package {
            folder: PathBuf::from("/usr/lib/openjpki"),
            manifests: vec![path.clone()],
            host: host.clone(),
        };
        let content = host_manifest(Family::Chromium, &host);
        assert!(package.holds(&path, content.as_bytes(), Family::Chromium));
        assert!(!package.holds(&path, b"{}", Family::Chromium));
        assert!(!package.holds(
            Path::new("/tmp/org.openjpki.host.json"),
            content.as_bytes(),
            Family::Chromium
        ));
    }
}
