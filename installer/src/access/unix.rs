//! Owners and permission bits.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use super::Guard;

/// The name of the account that owns what `path` names; its number if it has none.
pub(crate) fn owner(path: &Path) -> io::Result<String> {
    let number = fs::metadata(path)?.uid();
    let accounts = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let named = accounts.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)?.parse() == Ok(number)).then(|| name.to_owned())
    });
    Ok(named.unwrap_or_else(|| number.to_string()))
}

/// Whether only root and this account can change what lies at `path`.
pub(crate) fn guard(path: &Path) -> io::Result<Guard> {
    let metadata = fs::metadata(path)?;
    let other_account = metadata.uid() != rustix::process::geteuid().as_raw();
    Ok(Guard {
        other_account,
        other_owner: other_account && metadata.uid() != 0,
        others_may_write: metadata.mode() & 0o022 != 0,
    })
}

/// What has to be guarded for `path` to be.
pub(crate) fn watched(path: &Path) -> Vec<PathBuf> {
    vec![path.to_owned()]
}
