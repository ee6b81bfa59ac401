//! What comes of what each browser finds, and which programs may be started.

use std::path::PathBuf;

use super::{Check, NextStep, What};
use crate::{BrowserStatus, Concern, Finding, Level, Places, Status, Verdict};

/// What comes of what the browsers find: one line for each that was used on this account or finds something wrong. Where none
/// was used, those that would find OpenJPKI have a line.
#[must_use]
pub fn of_browsers(status: &Status) -> Vec<Check> {
    let checks = lines(status, false);
    if checks.is_empty() {
        return vec![Check::todo(What::NoBrowser, NextStep::InstallBrowser)];
    }
    checks
}

/// The same as the host sees it, which a browser has just started: that one finds it, whatever profile folder it was given, and
/// what others do not find is no more than a hint.
pub(super) fn of_other_browsers(status: &Status) -> Vec<Check> {
    lines(status, true)
}

fn lines(status: &Status, started: bool) -> Vec<Check> {
    let any_ready = started || status.browsers.iter().any(|browser| browser.verdict == Verdict::Ready);
    let any_used = status.browsers.iter().any(|browser| browser.used);
    let has_line = |browser: &&BrowserStatus| match browser.verdict {
        Verdict::Ready => browser.used || !any_used,
        Verdict::NotInstalled => browser.used,
        _ => true,
    };
    let shown = status.browsers.iter().filter(has_line);
    shown.map(|browser| of_browser(browser, any_ready)).collect()
}

fn of_browser(browser: &BrowserStatus, any_ready: bool) -> Check {
    let what = What::Browser(browser.clone());
    let taken = browser.findings.iter().find(|finding| finding.taken);
    match (browser.verdict, taken) {
        (Verdict::Ready, Some(taken)) => of_ready(what, taken, browser),
        (Verdict::Foreign | Verdict::Shadowed, Some(taken)) => {
            Check::todo(what, NextStep::RemoveManifest(taken.location()))
        }
        (Verdict::NotInstalled, _) if any_ready => Check::hint(what, NextStep::InstallFor(browser.browser.to_owned())),
        (Verdict::NotInstalled, _) => Check::todo(what, NextStep::Install),
        _ => Check::todo(what, NextStep::InstallAgain),
    }
}

fn of_ready(what: What, taken: &Finding, browser: &BrowserStatus) -> Check {
    let unguarded = taken.concerns.iter().find_map(|concern| match concern {
        Concern::OthersMayWrite(path) => Some(NextStep::TakeRightsAway(path.clone())),
        Concern::OtherOwner(path) => Some(NextStep::AskOwner(path.clone())),
        _ => None,
    });
    let mut hidden = browser
        .findings
        .iter()
        .filter(|finding| finding.present && !finding.taken);
    match (unguarded, hidden.find(|finding| !finding.ours)) {
        (Some(next), _) => Check::todo(what, next),
        (None, Some(hidden)) => Check::hint(what, NextStep::RemoveHiddenManifest(hidden.location())),
        (None, None) => Check::good(what),
    }
}

/// The programs that browsers would start and that may be started here, each once, in the browsers' order.
///
/// Only what the installer put there and nobody but root and this account can change: an administrator who looks at the
/// computer must not run what somebody left in a folder.
pub(super) fn hosts(status: &Status, places: &Places) -> Vec<PathBuf> {
    let mut programs = Vec::new();
    for finding in status.browsers.iter().flat_map(|browser| &browser.findings) {
        let Some(host) = finding.host.as_deref().filter(|_| may_be_started(finding)) else {
            continue;
        };
        let program = match finding.level {
            Level::System => places.on_disk(host),
            Level::User | Level::Profile => host.to_owned(),
        };
        if !programs.contains(&program) {
            programs.push(program);
        }
    }
    programs
}

fn may_be_started(finding: &Finding) -> bool {
    finding.taken && finding.ours && finding.works() && finding.concerns.is_empty()
}
