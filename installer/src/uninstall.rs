//! Uninstalling: removes what the record names, if it is still what was put there, and nothing else.

mod registrations;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use openjpki_manifests::{Browser, FIREFOX_MANIFEST_FILE, Family, HostManifest, MANIFEST_FILE, host_manifest};

use crate::disk::{self, Found};
use crate::places::HOST_FILE;
use crate::record::{Entry, Record};
use crate::{Error, Event, KeptBecause, Location, Place, Places, Scope};

/// What is asked of [`uninstall`].
#[derive(Clone, Debug)]
pub struct Removal {
    /// For whom it was installed.
    pub scope: Scope,
    /// Only these browsers; none means all of them, and the host.
    pub browsers: Vec<Browser>,
}

/// Removes what [`crate::install()`] put, and says what it did.
///
/// # Errors
/// Any [`Error`] with nothing changed, or [`Error::Remains`] with what could not be removed; that stays on record.
pub fn uninstall(places: &Places, removal: &Removal) -> Result<Vec<Event>, Error> {
    if let Scope::Profile(_) = removal.scope {
        places.refuse_scope(&removal.scope)?;
    }
    let place = places.record(&removal.scope);
    let record = Record::load(&place)?;
    if let Some(package) = places.package(&removal.scope).filter(|_| record.is_empty()) {
        return Err(Error::Packaged(package.folder));
    }
    let mut work = Work {
        places,
        removal,
        record,
        events: Vec::new(),
        failures: Vec::new(),
    };
    work.remove_registrations();
    work.remove_forgotten_registrations();
    work.remove_manifests();
    work.remove_forgotten_manifests();
    work.remove_host();
    work.close_record(&place)?;
    work.conclude()
}

struct Work<'a> {
    places: &'a Places,
    removal: &'a Removal,
    record: Record,
    events: Vec<Event>,
    failures: Vec<(Location, Error)>,
}

/// Who leaves a file or a key that several browsers read.
enum Leaving {
    Nobody,
    Everybody,
    /// Some; these stay.
    Some(Vec<String>),
}

impl Work<'_> {
    fn remove_manifests(&mut self) {
        let named: Vec<PathBuf> = self
            .record
            .files
            .keys()
            .filter(|path| is_manifest(path))
            .cloned()
            .collect();
        for path in named {
            let Some(mut entry) = self.record.files.get(&path).cloned() else {
                continue;
            };
            match self.leave(&mut entry.browsers) {
                Leaving::Nobody => {}
                Leaving::Everybody => self.remove_recorded(path, &entry),
                Leaving::Some(readers) => {
                    self.events
                        .push(Event::Kept((&path).into(), KeptBecause::StillRead(readers)));
                    self.record.files.insert(path, entry);
                }
            }
        }
    }

    /// Takes the browsers that leave out of `readers`.
    fn leave(&self, readers: &mut BTreeSet<String>) -> Leaving {
        if self.removal.browsers.is_empty() {
            return Leaving::Everybody;
        }
        let before = readers.len();
        readers.retain(|word| !self.removal.browsers.iter().any(|browser| browser.word() == word));
        if readers.len() == before {
            Leaving::Nobody
        } else if readers.is_empty() {
            Leaving::Everybody
        } else {
            Leaving::Some(readers.iter().cloned().collect())
        }
    }

    /// Manifests that no record names: ours if the record was lost, somebody else's otherwise.
    fn remove_forgotten_manifests(&mut self) {
        let browsers = if self.removal.browsers.is_empty() {
            &Browser::ALL[..]
        } else {
            &self.removal.browsers
        };
        let mut seen = Vec::new();
        for place in browsers
            .iter()
            .flat_map(|browser| self.places.manifests(&self.removal.scope, *browser))
        {
            let installed = self.places.as_installed(place.path());
            if self.was_told(&(&installed).into())
                || seen.contains(&place)
                || self.record.files.contains_key(&installed)
            {
                continue;
            }
            match disk::look(place.path()) {
                Ok(Found::Nothing) => {}
                Ok(Found::File(content)) if self.would_write(&content.bytes) => self.remove(&place, installed),
                Ok(_) => self
                    .events
                    .push(Event::Kept(installed.into(), KeptBecause::NotRecorded)),
                Err(error) => self.failures.push((installed.into(), error)),
            }
            seen.push(place);
        }
    }

    /// Whether `bytes` are exactly what the installer writes for the host of this scope.
    fn would_write(&self, bytes: &[u8]) -> bool {
        let host = self.places.host(&self.removal.scope);
        let Some(Ok(host)) = host.map(|host| self.places.named(host.path())) else {
            return false;
        };
        let families = [Family::Chromium, Family::Firefox];
        HostManifest::parse(bytes).is_ok()
            && families
                .iter()
                .any(|family| host_manifest(*family, &host).as_bytes() == bytes)
    }

    fn was_told(&self, location: &Location) -> bool {
        self.events.iter().any(|event| event_location(event) == Some(location))
    }

    /// The host goes with the last manifest that starts it.
    fn remove_host(&mut self) {
        if self.record.files.keys().any(|path| is_manifest(path)) {
            return;
        }
        for (path, entry) in self.record.files.clone() {
            self.remove_recorded(path, &entry);
        }
        let Some(host) = self.places.host(&self.removal.scope) else {
            return;
        };
        self.failures.extend(
            disk::left_running(host.path())
                .into_iter()
                .map(|old| ((&old).into(), Error::Running(old.into()))),
        );
        let path = self.places.as_installed(host.path()).into();
        if !self.was_told(&path) && disk::look(host.path()).is_ok_and(|found| !matches!(found, Found::Nothing)) {
            self.events.push(Event::Kept(path, KeptBecause::NotRecorded));
        }
    }

    fn remove_recorded(&mut self, path: PathBuf, entry: &Entry) {
        let known = is_manifest(&path) || path.file_name().is_some_and(|name| name == HOST_FILE);
        let place = self.places.recorded(&self.removal.scope, &path).filter(|_| known);
        let kept = match place.as_ref().map(|place| disk::look(place.path())) {
            None => Some(Event::Kept((&path).into(), KeptBecause::NotRecorded)),
            Some(Ok(Found::Nothing)) => Some(Event::AlreadyGone((&path).into())),
            Some(Ok(Found::File(content))) if disk::sha256(&content.bytes) == entry.sha256 => None,
            Some(Ok(_)) => Some(Event::Kept((&path).into(), KeptBecause::Changed)),
            Some(Err(error)) => return self.failures.push((path.into(), error)),
        };
        match (kept, place) {
            (None, Some(place)) => self.remove(&place, path),
            (event, _) => {
                self.record.files.remove(&path);
                self.events.extend(event);
            }
        }
    }

    fn remove(&mut self, place: &Place, path: PathBuf) {
        match unlinked_folders(place).and_then(|()| disk::remove_file(place.path())) {
            Ok(()) => {
                self.record.files.remove(&path);
                self.events.push(Event::Removed(path.into()));
            }
            Err(error) => self.failures.push((path.into(), error)),
        }
    }

    /// Writes the record anew while something is left, else removes it and the folders that were made.
    fn close_record(&mut self, place: &Place) -> Result<(), Error> {
        let on_disk = match disk::look(place.path())? {
            Found::File(content) => Some(content),
            _ => None,
        };
        if self.record.is_empty() && self.failures.is_empty() {
            if on_disk.is_some() {
                disk::remove_file(place.path())?;
            }
        } else if let Some(before) = on_disk {
            let bytes = self.record.to_bytes(place)?;
            if bytes != before.bytes {
                disk::write(place.path(), &bytes, before.permissions)?;
            }
        }
        if self.failures.is_empty() {
            self.remove_folders();
            self.remove_keys();
        }
        Ok(())
    }

    fn remove_folders(&mut self) {
        for path in self.record.folders.clone().into_iter().rev() {
            let folder = self.places.recorded_folder(&self.removal.scope, &path);
            match unlinked_folders(&folder).and_then(|()| disk::remove_empty_folder(folder.path())) {
                Ok(true) => self.events.push(Event::FolderRemoved(path.into())),
                Ok(false) => {}
                Err(error) => self.failures.push((path.into(), error)),
            }
        }
    }

    fn conclude(mut self) -> Result<Vec<Event>, Error> {
        let mut remains: Vec<Location> = self.failures.iter().map(|(location, _)| location.clone()).collect();
        if self.removal.browsers.is_empty() {
            // Whatever else is still on record was meant to go as well.
            remains.extend(self.record.files.into_keys().map(Location::from));
            remains.extend(self.record.registrations.into_keys().map(Location::from));
            remains.sort();
            remains.dedup();
        }
        if let Some((_, cause)) = self.failures.into_iter().next() {
            return Err(Error::Remains {
                cause: Box::new(cause),
                remains,
            });
        }
        let done = self.events.iter().any(|event| matches!(event, Event::Removed(_)));
        self.events.push(Event::Uninstalled(done));
        Ok(self.events)
    }
}

/// A folder on the way that became a link since would lead the removal elsewhere.
fn unlinked_folders(place: &Place) -> Result<(), Error> {
    place
        .folder()
        .map_or(Ok(()), |folder| disk::missing_folders(&folder).map(drop))
}

fn is_manifest(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name == MANIFEST_FILE || name == FIREFOX_MANIFEST_FILE)
}

fn event_location(event: &Event) -> Option<&Location> {
    match event {
        Event::Removed(location) | Event::AlreadyGone(location) | Event::Kept(location, _) => Some(location),
        _ => None,
    }
}
