//! What each browser would find if it looked for the host now, in its own order.

use std::path::{Path, PathBuf};

use openjpki_manifests::Browser;
use serde::Serialize;

use crate::finding::{self, Finding, Level};
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
/// [`Error::Record`] when a record is there and cannot be understood. What is wrong with manifests is in the answer.
pub fn status(places: &Places, question: &Question) -> Result<Status, Error> {
    let mut records = vec![
        Record::load(&places.record(&Scope::User))?,
        Record::load(&places.record(&Scope::System))?,
    ];
    if let Some(profile) = &question.profile {
        records.push(Record::load(&places.record(&Scope::Profile(profile.clone())))?);
    }
    let browsers = if question.browsers.is_empty() {
        Browser::ALL.to_vec()
    } else {
        question.browsers.clone()
    };
    let browsers = browsers
        .into_iter()
        .map(|browser| look_as(places, question, browser, &records))
        .collect();
    Ok(Status { browsers })
}

fn look_as(places: &Places, question: &Question, browser: Browser, records: &[Record]) -> BrowserStatus {
    let (nearest, level, used) = match &question.profile {
        Some(profile) => (Scope::Profile(profile.clone()), Level::Profile, profile.is_dir()),
        None => (Scope::User, Level::User, places.was_used(browser)),
    };
    let near = places
        .manifests(&nearest, browser)
        .into_iter()
        .map(|place| (level, place));
    let far = places
        .manifests(&Scope::System, browser)
        .into_iter()
        .map(|place| (Level::System, place));
    let mut findings: Vec<Finding> = near
        .chain(far)
        .filter(|(level, _)| {
            question
                .only
                .is_none_or(|only| only == *level || *level == Level::Profile)
        })
        .map(|(level, place)| {
            let ours = |bytes: &[u8]| recorded(records, &places.as_installed(place.path()), bytes);
            finding::look(level, place.path(), browser.family(), places, &ours)
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

fn recorded(records: &[Record], path: &Path, bytes: &[u8]) -> bool {
    records.iter().any(|record| record.holds(path, bytes))
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
