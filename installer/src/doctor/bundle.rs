//! The bundle: a report in JSON for whoever helps, in which nothing identifies the person.
//!
//! It is made from a list of what may leave, never by taking things away from a whole: words and numbers of our own, paths
//! with only those parts that are ours, names of readers without their serial numbers. Left out on purpose:
//!
//! - names of accounts and of the computer, every folder that the person named;
//! - the dates of certificates: they end on the holder's birthday;
//! - hashes of manifests in the person's folders: with a guess at the folder's name, the hash confirms it;
//! - what other programs wrote, log lines, and when anything happened: of the log only counts of our own codes leave.

mod log;
mod mask;
mod system;

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{Check, Trouble, Validity, What};
use crate::{BrowserStatus, Finding, Level, Location};

pub use log::folder as log_folder;
pub use mask::Mask;

/// What the report says about itself.
const ABOUT: &str = "OpenJPKI doctor: what was found between browser and card. No names of people or computers, no folders \
    of the person's, no numbers of cards or readers, no dates of certificates, no times.";

/// Why there is no bundle.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BundleError {
    /// Something lies there already; it is left as it is.
    #[error("{} is there already", .0.display())]
    Exists(PathBuf),
    /// The operating system refused.
    #[error("{}: {source}", file.display())]
    Io {
        /// The file.
        file: PathBuf,
        /// Its answer.
        source: io::Error,
    },
}

/// The report.
///
/// - `log_folder`: where the host writes its log; see [`log_folder()`].
#[must_use]
pub fn compose(checks: &[Check], mask: &Mask, log_folder: Option<&Path>) -> Value {
    json!({
        "report": "openjpki-doctor/1",
        "about": ABOUT,
        "installer": env!("CARGO_PKG_VERSION"),
        "system": system::describe(),
        "checks": checks.iter().map(|check| line(check, mask)).collect::<Vec<_>>(),
        "log": log_folder.and_then(log::tally),
    })
}

/// Writes the report to `file`, which must not be there yet and which only its owner can read.
///
/// # Errors
/// [`BundleError`]; then nothing was written.
pub fn write(file: &Path, report: &Value) -> Result<(), BundleError> {
    let refused = |source: io::Error| match source.kind() {
        io::ErrorKind::AlreadyExists => BundleError::Exists(file.to_owned()),
        _ => BundleError::Io {
            file: file.to_owned(),
            source,
        },
    };
    let mut new = private(OpenOptions::new().write(true).create_new(true))
        .open(file)
        .map_err(refused)?;
    put(&mut new, report).map_err(|source| {
        // The first error is the one to tell.
        let _ = fs::remove_file(file);
        refused(source)
    })
}

fn put(file: &mut File, report: &Value) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *file, report)?;
    file.write_all(b"\n")?;
    file.sync_all()
}

#[cfg(unix)]
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;
    options.mode(0o600)
}

/// A person's folders are closed to others on Windows by themselves.
#[cfg(not(unix))]
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

fn line(check: &Check, mask: &Mask) -> Value {
    let mut line = what(&check.what, mask);
    if let Some(fields) = line.as_object_mut() {
        let step = serde_json::to_value(&check.next).unwrap_or_default();
        fields.insert("verdict".to_owned(), json!(check.verdict));
        // The word only: details are paths.
        fields.insert("next".to_owned(), step.get("step").cloned().unwrap_or_default());
    }
    line
}

fn what(what: &What, mask: &Mask) -> Value {
    match what {
        What::Browser(browser) => of_browser(browser, mask),
        What::NoBrowser => json!({ "what": "no-browser" }),
        What::NotLooked { .. } => json!({ "what": "not-looked" }),
        What::Host { program, version } => json!({
            "what": "host",
            "program": mask.path(program),
            "version": mask.text(version),
        }),
        What::HostFails { program, trouble } => json!({
            "what": "host-fails",
            "program": mask.path(program),
            "trouble": of_trouble(trouble),
        }),
        What::Unchecked => json!({ "what": "unchecked" }),
        What::Service { running } => json!({ "what": "service", "running": running }),
        What::ServiceClosed => json!({ "what": "service-closed" }),
        What::NoReader => json!({ "what": "no-reader" }),
        What::Reader { name, card } => json!({ "what": "reader", "name": mask.reader(name), "card": card }),
        What::Tries { key, left } => json!({ "what": "tries", "key": key, "left": left, "of": key.most_tries() }),
        What::TriesUnknown => json!({ "what": "tries-unknown" }),
        What::Certificate { validity } => json!({ "what": "certificate", "validity": of_validity(validity) }),
    }
}

fn of_browser(browser: &BrowserStatus, mask: &Mask) -> Value {
    json!({
        "what": "browser",
        "browser": browser.browser,
        "used": browser.used,
        "finds": browser.verdict,
        "places": browser.findings.iter().map(|finding| of_finding(finding, mask)).collect::<Vec<_>>(),
    })
}

fn of_finding(finding: &Finding, mask: &Mask) -> Value {
    // A key is one of our own list.
    let place = match finding.location() {
        Location::File(path) => mask.path(&path),
        Location::Key(key) => key.to_string(),
    };
    if !finding.present && finding.concerns.is_empty() {
        return json!({ "place": place, "level": finding.level, "present": false });
    }
    let concerns = finding.concerns.iter().map(|concern| {
        // The word only: details are paths and what the file says.
        serde_json::to_value(concern).ok()?.get("concern").cloned()
    });
    let is_of_the_computer = finding.level == Level::System;
    json!({
        "place": place,
        "manifest": mask.path(&finding.path),
        "level": finding.level,
        "present": finding.present,
        "taken": finding.taken,
        "ours": finding.ours,
        "installedBy": finding.installed_by,
        "link": finding.link.is_some(),
        "owner": finding.owner.as_deref().map(|owner| mask.owner(owner)),
        "mode": finding.mode.as_deref().filter(|mode| mode.len() <= 4),
        "sha256": finding.sha256.as_deref().filter(|_| is_of_the_computer),
        "host": finding.host.as_deref().map(|host| mask.path(host)),
        "hostSha256": finding.host_sha256,
        "concerns": concerns.collect::<Vec<_>>(),
    })
}

fn of_trouble(trouble: &Trouble) -> Value {
    match trouble {
        Trouble::NotStarted(why) => json!({ "not-started": mask::os_error(why) }),
        Trouble::Ended { code, .. } => json!({ "ended": code }),
        Trouble::Silent(seconds) => json!({ "silent": seconds }),
        Trouble::TooLong(bytes) => json!({ "too-long": bytes }),
        Trouble::Nonsense => json!("nonsense"),
        Trouble::OtherProtocol(number) => json!({ "other-protocol": number }),
        Trouble::Refused(code) => json!({ "refused": log::known_code(code) }),
        Trouble::Lingers => json!("lingers"),
    }
}

fn of_validity(validity: &Validity) -> &'static str {
    match validity {
        Validity::Valid { .. } => "valid",
        Validity::EndsSoon { .. } => "ends-soon",
        Validity::Expired { .. } => "expired",
        Validity::NotYet { .. } => "not-yet",
        Validity::Unreadable => "unreadable",
    }
}
