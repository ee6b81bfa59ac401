//! Which roots the site trusts: JPKI's own, or those of a test hierarchy from a folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use openjpki::certificate::{AnchorError, TrustAnchors};
use openjpki::origin::Origin;
use openjpki::verify::Verifier;

use crate::evidence::SiteVerifier;

/// Why the folder of test anchors cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TestAnchorsError {
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

/// A verifier that trusts JPKI's published roots.
pub fn production(origin: Origin) -> SiteVerifier {
    SiteVerifier::Production(Verifier::new(TrustAnchors::jpki(), origin))
}

/// A verifier that trusts `signature-ca*.der` and `authentication-ca*.der` of a folder, and only certificates with a test policy.
///
/// # Errors
/// [`TestAnchorsError`] if a file cannot be read, is no root, or if one of the two kinds is missing.
pub fn test(folder: &Path, origin: Origin) -> Result<SiteVerifier, TestAnchorsError> {
    let signature = roots(folder, "signature-ca", "signature-ca*.der")?;
    let authentication = roots(folder, "authentication-ca", "authentication-ca*.der")?;
    Ok(SiteVerifier::Test(Verifier::new(
        TrustAnchors::new(&signature, &authentication)?,
        origin,
    )))
}

fn roots(folder: &Path, prefix: &str, pattern: &'static str) -> Result<Vec<Vec<u8>>, TestAnchorsError> {
    let read_error = |path: &Path| {
        let path = path.to_owned();
        move |source| TestAnchorsError::Read { path, source }
    };
    let mut roots = Vec::new();
    for entry in fs::read_dir(folder).map_err(read_error(folder))? {
        let path = entry.map_err(read_error(folder))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with(prefix) && name.ends_with(".der") {
            roots.push(fs::read(&path).map_err(read_error(&path))?);
        }
    }
    if roots.is_empty() {
        return Err(TestAnchorsError::None {
            folder: folder.to_owned(),
            pattern,
        });
    }
    Ok(roots)
}
