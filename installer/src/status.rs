//! What each browser would find if it looked for the host now, in its own order.

use std::path::{Path, PathBuf};

use openjpki_manifests::{Browser, Family, RegistryKey};
use serde::Serialize;

use crate::finding::{self, Finding, InstalledBy, Level};
use crate::package::Package;
use crate::record::Record;
use crate::{Error, Places, Scope};

/// What is asked of [`status`].
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// Only these levels; none means both, as browsers look.
    pub only: Option<Level>,
    /// Only these browsers; none means all.
    pub browsers: Vec<Browser>,
    /// The folder given to the browser with `--user-data-dir`, in place of its usual profile.
    pub profile: Option<PathBuf>,
}

/// The answer to [`Question`].
#[derive(Clone, Debug, Serialize)]
pub struct Status {
    /// One entry for each browser that was asked about.
    pub browsers: Vec<BrowserStatus>,
}

/// What one browser would find.
#[derive(Clone, Debug, Serialize)]
pub struct BrowserStatus {
    /// The browser's word (`chrome`).
    pub browser: &'static str,
    /// The product's name (`Google Chrome`).
    pub name: &'static str,
    /// Whether the browser was used on this account (or the profile folder exists).
    pub used: bool,
    /// Every place where it looks, in its order.
    pub findings: Vec<Finding>,
    /// What comes of it.
    pub verdict: Verdict,
}

/// What comes of a browser's findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Verdict {
    /// The browser finds a manifest that OpenJPKI put there, and can start the host.
    Ready,
    /// No place holds a manifest.
    NotInstalled,
    /// The manifest that the browser takes is OpenJPKI's, but does not work.
    Broken,
    /// The manifest that the browser takes was put there by something else.
    Foreign,
    /// Something else's manifest hides one of OpenJPKI's.
    Shadowed,
}

impl Status {
    /// Whether a browser that is in use finds the host, and no browser finds something else or something broken.
    #[must_use]
    pub fn is_good(&self) -> bool {
        let fine = |one: &BrowserStatus| matches!(one.verdict, Verdict::Ready | Verdict::NotInstalled);
        self.browsers.iter().all(fine) && self.browsers.iter().any(|one| one.verdict == Verdict::Ready)
    }
}

/// Looks at every manifest that the browsers would find. Changes nothing.
///
/// # Errors
/// [`Error::Record`] when a record is there and cannot be understood; [`Error::NoProfiles`] where browsers look in no profile
/// folder. What is wrong with manifests is in the answer.
pub fn status(places: &Places, question: &Question) -> Result<Status, Error> {
    let mut scopes = vec![Scope::User, Scope::System];
    if let Some(profile) = &question.profile {
        let profile = Scope::Profile(profile.clone());
        places.refuse_scope(&profile)?;
        scopes.push(profile);
    }
    let mut installed = Installed::default();
    for scope in &scopes {
        installed.records.push(Record::load(&places.record(scope))?);
        installed.packages.extend(places.package(scope));
    }
    let browsers = if question.browsers.is_empty() {
        Browser::ALL.to_vec()
    } else {
        question.browsers.clone()
    };
    let browsers = browsers
        .into_iter()
        .map(|browser| look_as(places, question, browser, &installed))
        .collect();
    Ok(Status { browsers })
}

/// What OpenJPKI is known to have put.
#[derive(Default)]
struct Installed {
    records: Vec<Record>,
    packages: Vec<Package>,
}

impl Installed {
    fn by(&self, key: Option<&RegistryKey>, path: &Path, bytes: &[u8], family: Family) -> Option<InstalledBy> {
        let recorded = |record: &Record| record.holds(path, bytes) && key.is_none_or(|key| record.registers(key, path));
        if self.records.iter().any(recorded) {
            return Some(InstalledBy::Installer);
        }
        let packaged = self.packages.iter().any(|package| package.holds(path, bytes, family));
        packaged.then_some(InstalledBy::Package)
    }
}

fn look_as(places: &Places, question: &Question, browser: Browser, installed: &Installed) -> BrowserStatus {
    let (nearest, level, used) = match &question.profile {
        Some(profile) => (Scope::Profile(profile.clone()), Level::Profile, profile.is_dir()),
        None => (Scope::User, Level::User, places.was_used(browser)),
    };
    let family = browser.family();
    let near = places.lookup(&nearest, browser).into_iter().map(|one| (level, one));
    let far = places.lookup(&Scope::System, browser).into_iter();
    let mut findings: Vec<Finding> = near
        .chain(far.map(|one| (Level::System, one)))
        .filter(|(level, _)| {
            question
                .only
                .is_none_or(|only| only == *level || *level == Level::Profile)
        })
        .map(|(level, location)| {
            let whose = |key: Option<&RegistryKey>, path: &Path, bytes: &[u8]| {
                installed.by(key, &places.as_installed(path), bytes, family)
            };
            finding::look(level, &location, family, places, &whose)
        })
        .collect();
    if let Some(first) = findings.iter_mut().find(|finding| finding.present) {
        first.taken = true;
    }
    let verdict = judge(&findings);
    BrowserStatus {
        browser: browser.word(),
        name: browser.name(),
        used,
        findings,
        verdict,
    }
}

fn judge(findings: &[Finding]) -> Verdict {
    let Some(taken) = findings.iter().find(|finding| finding.taken) else {
        return Verdict::NotInstalled;
    };
    if taken.ours {
        if taken.works() { Verdict::Ready } else { Verdict::Broken }
    } else if findings.iter().any(|finding| finding.ours && !finding.taken) {
        Verdict::Shadowed
    } else {
        Verdict::Foreign
    }
}
