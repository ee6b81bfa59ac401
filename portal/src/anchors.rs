//! Which roots the site trusts: JPKI's own, built in or from a folder, or those of a test hierarchy. An issuer is found by its key.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use openjpki::certificate::{AnchorError, TrustAnchors};
use openjpki::origin::Origin;
use openjpki::verify::Verifier;
use sha2::{Digest, Sha256};

use crate::evidence::SiteVerifier;

/// Why a folder of anchors cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum AnchorsError {
    /// The folder or a file in it cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// What was to be read.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
    /// There is no root for one of the two kinds of certificates.
    #[error("{} holds no {pattern}", folder.display())]
    None {
        /// The folder.
        folder: PathBuf,
        /// Which files are looked for.
        pattern: &'static str,
    },
    /// A file is no root.
    #[error(transparent)]
    Anchor(#[from] AnchorError),
}

/// A verifier that trusts `signature-ca*.der` and `authentication-ca*.der` of a folder in place of the built-in roots, and only real
/// people's certificates: for a generation of JPKI's roots that is newer than this program.
///
/// # Errors
/// As [`test()`].
pub fn chosen(folder: &Path, origin: Origin) -> Result<SiteVerifier, AnchorsError> {
    let [signature, authentication] = both(folder)?;
    Ok(SiteVerifier::Production(Verifier::new(
        TrustAnchors::chosen(&signature, &authentication)?,
        origin,
    )))
}

/// A verifier that trusts JPKI's published roots.
pub fn production(origin: Origin) -> SiteVerifier {
    SiteVerifier::Production(Verifier::new(TrustAnchors::jpki(), origin))
}

/// A verifier that trusts `signature-ca*.der` and `authentication-ca*.der` of a folder, and only certificates with a test policy.
///
/// # Errors
/// [`AnchorsError`] if a file cannot be read, is no root, or if one of the two kinds is missing.
pub fn test(folder: &Path, origin: Origin) -> Result<SiteVerifier, AnchorsError> {
    let [signature, authentication] = both(folder)?;
    Ok(SiteVerifier::Test(Verifier::new(
        TrustAnchors::new(&signature, &authentication)?,
        origin,
    )))
}

fn both(folder: &Path) -> Result<[Vec<Vec<u8>>; 2], AnchorsError> {
    Ok([
        roots(folder, "signature-ca", "signature-ca*.der")?,
        roots(folder, "authentication-ca", "authentication-ca*.der")?,
    ])
}

fn roots(folder: &Path, prefix: &str, pattern: &'static str) -> Result<Vec<Vec<u8>>, AnchorsError> {
    let read_error = |path: &Path| {
        let path = path.to_owned();
        move |source| AnchorsError::Read { path, source }
    };
    let mut roots = Vec::new();
    for entry in fs::read_dir(folder).map_err(read_error(folder))? {
        let path = entry.map_err(read_error(folder))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with(prefix) && name.ends_with(".der") {
            let root = fs::read(&path).map_err(read_error(&path))?;
            tracing::info!(file = %name, sha256 = %hex(&Sha256::digest(&root)), "trusts this root");
            roots.push(root);
        }
    }
    if roots.is_empty() {
        return Err(AnchorsError::None {
            folder: folder.to_owned(),
            pattern,
        });
    }
    Ok(roots)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
