//! What is well between browser and card: the host's own facts, judged by the installer's doctor. Asks for no PIN, spends no try.

use std::path::Path;
use std::time::SystemTime;

use openjpki_installer::catalog::{self, Words};
use openjpki_installer::doctor::bundle::{self, Mask};
use openjpki_installer::doctor::{self, Check, HostStatus, Os, Validity, What};
use openjpki_installer::{HOST_FILE, Places};
use serde::Deserialize as _;

use super::{Failure, status};
use crate::reader::Reader;
use crate::wire::{Diagnosis, Looked, Outcome, Status, Values};

/// Looks at what browsers find, at this program, and at service, readers and cards.
///
/// - `lang`: a language tag.
pub(super) fn doctor<R: Reader>(reader: &mut R, lang: &str) -> Result<Box<Diagnosis>, Failure> {
    let seen = status::status(reader)
        .inspect_err(|error| tracing::warn!("cannot look at readers and cards: {error}"))
        .ok();
    let seen = seen.map(|status| facts(&status)).transpose()?;
    let places = Places::from_environment(None);
    let program = std::env::current_exe().unwrap_or_else(|_| Path::new(HOST_FILE).to_owned());
    let checks = doctor::examine_as_host(places.as_ref(), &program, seen.as_ref(), SystemTime::now());
    let report = bundle::compose(&checks, &Mask::from_environment(), bundle::log_folder().as_deref());
    let words = catalog::of_locale(lang);
    Ok(Box::new(Diagnosis {
        checks: checks.iter().map(|check| looked(check, words)).collect(),
        report: serde_json::to_string_pretty(&report).map_err(|_| Failure::Internal)?,
    }))
}

/// What a browser that asks for `status` is told, as the installer reads it.
fn facts(status: &Status) -> Result<HostStatus, Failure> {
    let told = serde_json::to_value(status).map_err(|_| Failure::Internal)?;
    HostStatus::deserialize(told).map_err(|_| Failure::Internal)
}

fn looked(check: &Check, words: &dyn Words) -> Looked {
    Looked {
        id: check.what.id(),
        outcome: match check.outcome() {
            doctor::Outcome::Good => Outcome::Good,
            doctor::Outcome::Warning => Outcome::Warning,
            doctor::Outcome::Bad => Outcome::Bad,
            doctor::Outcome::Unknown => Outcome::Unknown,
        },
        sentence: words.what(&check.what),
        next: check.next.as_ref().map(|next| words.next(next, Os::here())),
        values: values(&check.what),
    }
}

fn values(what: &What) -> Values {
    let mut values = Values::new();
    match what {
        What::Browser(browser) => drop(values.insert("browser", browser.name.to_owned())),
        What::Host { version, .. } => drop(values.insert("version", version.clone())),
        What::Reader { name, .. } => drop(values.insert("reader", name.clone())),
        What::Tries { key, left: Some(left) } => {
            values.insert("left", left.to_string());
            values.insert("of", key.most_tries().to_string());
        }
        What::Certificate { validity } => match validity {
            Validity::Valid { until: day }
            | Validity::EndsSoon { until: day }
            | Validity::Expired { until: day }
            | Validity::NotYet { from: day } => drop(values.insert("day", day.to_string())),
            Validity::Unreadable => {}
        },
        _ => {}
    }
    values
}
