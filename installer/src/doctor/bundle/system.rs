//! What the report says of the computer: which system, which version, which processor.

use std::env;
#[cfg(target_os = "linux")]
use std::fs;

use serde::Serialize;

/// Kinds of graphical sessions (`XDG_SESSION_TYPE`): the PIN window depends on it.
const SESSIONS: [&str; 4] = ["x11", "wayland", "tty", "mir"];

/// Longest name or version of a system that is taken, in characters.
const LONGEST: usize = 32;

#[derive(Debug, Serialize)]
pub(super) struct System {
    os: &'static str,
    architecture: &'static str,
    /// `debian`, or the product's name on Windows.
    name: Option<String>,
    version: Option<String>,
    session: Option<&'static str>,
}

pub(super) fn describe() -> System {
    let (name, version) = release();
    let session = env::var("XDG_SESSION_TYPE").unwrap_or_default();
    System {
        os: env::consts::OS,
        architecture: env::consts::ARCH,
        name: name.and_then(|name| plain(&name)),
        version: version.and_then(|version| plain(&version)),
        session: SESSIONS.into_iter().find(|known| *known == session),
    }
}

/// Name and version of the distribution. Source: os-release(5).
#[cfg(target_os = "linux")]
fn release() -> (Option<String>, Option<String>) {
    let text = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let value = |key: &str| {
        let mut values = text
            .lines()
            .filter_map(|line| line.strip_prefix(key)?.strip_prefix('='));
        values.next().map(|value| value.trim_matches('"').to_owned())
    };
    (value("ID"), value("VERSION_ID"))
}

/// Product and build: `Windows 10 Pro` (of 11 too) and `22631`. The same key has the owner's name, which is not read.
#[cfg(windows)]
fn release() -> (Option<String>, Option<String>) {
    let Ok(key) = windows_registry::LOCAL_MACHINE.open(r"SOFTWARE\Microsoft\Windows NT\CurrentVersion") else {
        return (None, None);
    };
    let text = |name: &str| key.get_string(name).ok();
    (text("ProductName"), text("CurrentBuild"))
}

#[cfg(not(any(target_os = "linux", windows)))]
fn release() -> (Option<String>, Option<String>) {
    (None, None)
}

/// A short text of letters, digits and the like; anything else is not a version.
fn plain(text: &str) -> Option<String> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || " ._-".contains(c);
    (text.len() <= LONGEST && text.chars().all(is_plain)).then(|| text.to_owned())
}
