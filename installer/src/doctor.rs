//! What a person does when it does not work: looks at everything between browser and card, and says one plain next step
//! for each thing that is not well. Changes nothing (the host that it starts writes its log as ever), asks for no PIN, spends
//! no try.
//!
//! [`examine`] looks; what it found is [`Check`]s, values without words: [`crate::catalog`] has the sentences, [`bundle`]
//! writes them for whoever helps. [`of_browsers`] and [`of_status`] judge what a caller has already.
//!
//! Floors: `examine` and `examine_as_host` over `browsers`, `judge`, `host` over `status`; [`bundle`] and [`report`] stand beside them.

mod browsers;
mod host;
mod id;
mod judge;
mod machine;
mod service;
mod step;
mod validity;

pub mod bundle;
pub mod report;

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde::Serialize;

use crate::{BrowserStatus, Error, Places, Question, status};

pub use browsers::of_browsers;
pub use host::{Answer, Card, Dates, HostStatus, Patience, Reader, Service, Tries, Trouble, ask};
pub use id::Outcome;
pub use judge::of_status;
pub use machine::Os;
pub use step::NextStep;
pub use validity::{Day, Validity};

/// One thing that was looked at.
#[derive(Clone, Debug, Serialize)]
pub struct Check {
    /// What was looked at, and what was seen.
    pub what: What,
    /// Whether it is well.
    pub verdict: Verdict,
    /// What the person does next; none where all is well.
    pub next: Option<NextStep>,
}

/// Whether something is well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It is.
    Good,
    /// It is, and there is something that the person may want to know or do.
    Hint,
    /// It is not: there is something to do.
    Todo,
}

/// What was looked at, and what was seen.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
#[non_exhaustive]
pub enum What {
    /// What one browser finds.
    Browser(BrowserStatus),
    /// No browser of ours was used on this account, and none has a manifest.
    NoBrowser,
    /// The installer could not look, for instance because its record cannot be read.
    NotLooked {
        /// What stopped it, in English.
        error: String,
    },
    /// The host that a browser would start: it runs and answers.
    Host {
        /// The program.
        program: PathBuf,
        /// Its version.
        version: String,
    },
    /// The host that a browser would start does not do its work.
    HostFails {
        /// The program.
        program: PathBuf,
        /// What it does instead.
        trouble: Trouble,
    },
    /// No host could be asked, so nothing is known of service, readers and cards.
    Unchecked,
    /// Whether the smart-card service runs.
    Service {
        /// Whether it does.
        running: bool,
    },
    /// The service is there, but the host of this account cannot use it (Linux).
    ServiceClosed,
    /// The service knows no card reader.
    NoReader,
    /// A reader and what is in it.
    Reader {
        /// Its name, without control characters.
        name: String,
        /// What is in it.
        card: Card,
    },
    /// The tries of a PIN.
    Tries {
        /// Whose PIN.
        key: Key,
        /// Tries left, 0 when blocked; none where the card has no such key.
        left: Option<u8>,
    },
    /// The card did not tell its tries.
    TriesUnknown,
    /// The dates of the user authentication certificate. (Those of the signing certificate are behind its password.)
    Certificate {
        /// Where today lies in them.
        validity: Validity,
    },
}

/// A key of the card, by the word of the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Key {
    /// User authentication, four digits.
    UserAuthentication,
    /// Digital signature, 6 to 16 characters.
    DigitalSignature,
}

impl Key {
    /// How many wrong PINs in a row block it. Source: J-LIS, guidance on PINs and passwords.
    #[must_use]
    pub const fn most_tries(self) -> u8 {
        match self {
            Self::UserAuthentication => 3,
            Self::DigitalSignature => 5,
        }
    }
}

impl Check {
    fn good(what: What) -> Self {
        Self {
            what,
            verdict: Verdict::Good,
            next: None,
        }
    }

    fn hint(what: What, next: NextStep) -> Self {
        Self {
            what,
            verdict: Verdict::Hint,
            next: Some(next),
        }
    }

    fn todo(what: What, next: NextStep) -> Self {
        Self {
            what,
            verdict: Verdict::Todo,
            next: Some(next),
        }
    }
}

/// Looks at manifests, host, service, readers and cards, from the browser's side to the card's.
///
/// - `places`, `question`: which browsers, as for [`status()`].
/// - `now`: the time for certificates and their dates.
///
/// Starts the host that the browsers would start, as they do, but only where the installer put its manifest and nobody but
/// root and this account can change it; a program that something else put there is named and never started.
#[must_use]
pub fn examine(places: &Places, question: &Question, patience: &Patience, now: SystemTime) -> Vec<Check> {
    let found = match status(places, question) {
        Ok(found) => found,
        Err(error) => return vec![not_looked(&error), unchecked()],
    };
    let mut checks = of_browsers(&found);
    let mut seen = None;
    for program in browsers::hosts(&found, places) {
        let answer = ask(&program, patience);
        checks.extend(judge::of_host(&program, &answer));
        // Several hosts see the same readers: one of them is enough.
        seen = seen.or_else(|| answer.ok()?.status.ok());
    }
    match seen {
        Some(status) => checks.extend(of_seen(&status, now)),
        None => checks.push(unchecked()),
    }
    checks
}

/// What `examine` says, as the host itself sees it: it is the program that a browser started, and looked at service, readers and
/// card by itself.
///
/// - `host`: the program, whose version is this library's.
/// - `seen`: what it tells a browser that asks for `status`; none if it could not look.
#[must_use]
pub fn examine_as_host(
    places: Result<&Places, &Error>,
    host: &Path,
    seen: Option<&HostStatus>,
    now: SystemTime,
) -> Vec<Check> {
    let found = places.map(|places| status(places, &Question::default()));
    let mut checks = match found {
        Ok(Ok(found)) => browsers::of_other_browsers(&found),
        Ok(Err(error)) => vec![not_looked(&error)],
        Err(error) => vec![not_looked(error)],
    };
    checks.push(Check::good(What::Host {
        program: host.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }));
    match seen {
        Some(status) => checks.extend(of_seen(status, now)),
        None => checks.push(Check::todo(What::Unchecked, NextStep::LookAgain)),
    }
    checks
}

/// What comes of the host's answer, with a look at what it cannot know: whether a service that does not serve it is there at all.
fn of_seen(status: &HostStatus, now: SystemTime) -> Vec<Check> {
    if status.service == Service::Stopped && service::is_there() {
        return vec![Check::todo(What::ServiceClosed, NextStep::UseHere)];
    }
    of_status(status, now)
}

/// Whether nothing needs doing.
#[must_use]
pub fn is_well(checks: &[Check]) -> bool {
    checks.iter().all(|check| check.verdict != Verdict::Todo)
}

fn not_looked(error: &Error) -> Check {
    let next = match error {
        Error::Record { path, .. } => NextStep::MoveRecordAway(path.clone()),
        _ => NextStep::InstallAgain,
    };
    let error = error.to_string();
    Check::todo(What::NotLooked { error }, next)
}

fn unchecked() -> Check {
    Check::todo(What::Unchecked, NextStep::HostFirst)
}

#[cfg(test)]
mod tests;
