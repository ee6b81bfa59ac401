//! Installing: everything is looked at first, then written, and taken back if a step fails.

mod plan;

use std::path::PathBuf;

use openjpki_manifests::Browser;

use crate::disk;
use crate::journal::Journal;
use crate::{Error, Event, Places, Scope};
use plan::Plan;

/// What is asked of [`install`].
#[derive(Clone, Debug)]
pub struct Request {
    /// For whom.
    pub scope: Scope,
    /// For which browsers; none means those that were used on this account, or all for [`Scope::System`].
    pub browsers: Vec<Browser>,
    /// The host program.
    pub host: PathBuf,
    /// Whether manifests point to `host` itself instead of a copy. A profile folder never gets a copy.
    pub in_place: bool,
    /// Whether a manifest that another program put there may be overwritten.
    pub replace: bool,
}

/// Puts the host and its manifests in place, and says what it did.
///
/// # Errors
/// Any [`Error`]; nothing is changed then, unless it is [`Error::Remains`].
pub fn install(places: &Places, request: &Request) -> Result<Vec<Event>, Error> {
    places.refuse_scope(&request.scope)?;
    if let Some(package) = places.package(&request.scope) {
        return Err(Error::Packaged(package.folder));
    }
    let (browsers, skipped) = choose(places, request)?;
    let plan = Plan::make(places, request, &browsers)?;
    let mut journal = Journal::new(places.registry());
    match plan.carry_out(&mut journal) {
        Ok(mut events) => {
            let done = events
                .iter()
                .any(|event| matches!(event, Event::Created(_) | Event::Replaced(_)));
            if let Some(host) = places.host(&request.scope) {
                events.extend(disk::left_running(host.path()).into_iter().map(Event::OldStillRuns));
            }
            events.extend(skipped.into_iter().map(Event::Skipped));
            events.push(Event::Installed(done));
            Ok(events)
        }
        Err(error) => Err(journal.undo(error)),
    }
}

/// The browsers to install for, and those that were left out because they were never used.
fn choose(places: &Places, request: &Request) -> Result<(Vec<Browser>, Vec<Browser>), Error> {
    match request.scope {
        _ if !request.browsers.is_empty() => Ok((request.browsers.clone(), Vec::new())),
        // One manifest serves whichever browser the profile belongs to.
        Scope::Profile(_) => Ok((vec![Browser::Chromium], Vec::new())),
        Scope::System => Ok((Browser::ALL.to_vec(), Vec::new())),
        Scope::User => {
            let (used, skipped): (Vec<_>, Vec<_>) = Browser::ALL.into_iter().partition(|one| places.was_used(*one));
            if used.is_empty() {
                Err(Error::NoBrowserUsed)
            } else {
                Ok((used, skipped))
            }
        }
    }
}
