//! Uninstalling: removes what the record names, if it is still what was put there, and nothing else.

use std::path::{Path, PathBuf};

use openjpki_manifests::{Browser, Family, HostManifest, HostPath, MANIFEST_FILE, host_manifest};

use crate::disk::{self, Found};
use crate::places::HOST_FILE;
use crate::record::{Entry, Record};
use crate::{Error, Event, KeptBecause, Place, Places, Scope};

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
    let place = places.record(&removal.scope);
    let record = Record::load(&place)?;
    let mut work = Work {
        places,
        removal,
        record,
        events: Vec::new(),
        failures: Vec::new(),
    };
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
    failures: Vec<(PathBuf, Error)>,
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
            let before = entry.browsers.len();
            entry
                .browsers
                .retain(|word| !self.removal.browsers.iter().any(|browser| browser.word() == word));
            if !self.removal.browsers.is_empty() && entry.browsers.len() == before {
                continue;
            }
            if self.removal.browsers.is_empty() || entry.browsers.is_empty() {
                self.remove_recorded(path, &entry);
            } else {
                let readers = entry.browsers.iter().cloned().collect();
                self.events
                    .push(Event::Kept(path.clone(), KeptBecause::StillRead(readers)));
                self.record.files.insert(path, entry);
            }
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
            let told = self.events.iter().any(|event| event_path(event) == Some(&installed));
            if told || seen.contains(&place) || self.record.files.contains_key(&installed) {
                continue;
            }
            match disk::look(place.path()) {
                Ok(Found::Nothing) => {}
                Ok(Found::File(content)) if self.would_write(&content.bytes) => self.remove(&place, installed),
                Ok(_) => self.events.push(Event::Kept(installed, KeptBecause::NotRecorded)),
                Err(error) => self.failures.push((installed, error)),
            }
            seen.push(place);
        }
    }

    /// Whether `bytes` are exactly what the installer writes for the host of this scope.
    fn would_write(&self, bytes: &[u8]) -> bool {
        let Some(host) = self.places.host(&self.removal.scope) else {
            return false;
        };
        let host = self.places.as_installed(host.path());
        let names_it = HostManifest::parse(bytes).is_ok_and(|manifest| Path::new(&manifest.path) == host);
        names_it && HostPath::parse(&host).is_ok_and(|host| host_manifest(Family::Chromium, &host).as_bytes() == bytes)
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
        let path = self.places.as_installed(host.path());
        let told = self.events.iter().any(|event| event_path(event) == Some(&path));
        if !told && disk::look(host.path()).is_ok_and(|found| !matches!(found, Found::Nothing)) {
            self.events.push(Event::Kept(path, KeptBecause::NotRecorded));
        }
    }

    fn remove_recorded(&mut self, path: PathBuf, entry: &Entry) {
        let known = is_manifest(&path) || path.file_name().is_some_and(|name| name == HOST_FILE);
        let place = self.places.recorded(&self.removal.scope, &path).filter(|_| known);
        let kept = match place.as_ref().map(|place| disk::look(place.path())) {
            None => Some(Event::Kept(path.clone(), KeptBecause::NotRecorded)),
            Some(Ok(Found::Nothing)) => Some(Event::AlreadyGone(path.clone())),
            Some(Ok(Found::File(content))) if disk::sha256(&content.bytes) == entry.sha256 => None,
            Some(Ok(_)) => Some(Event::Kept(path.clone(), KeptBecause::Changed)),
            Some(Err(error)) => return self.failures.push((path, error)),
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
                self.events.push(Event::Removed(path));
            }
            Err(error) => self.failures.push((path, error)),
        }
    }

    /// Writes the record anew while something is left, else removes it and the folders that were made.
    fn close_record(&mut self, place: &Place) -> Result<(), Error> {
        let on_disk = match disk::look(place.path())? {
            Found::File(content) => Some(content),
            _ => None,
        };
        if self.record.files.is_empty() && self.failures.is_empty() {
            if on_disk.is_some() {
                disk::remove_file(place.path())?;
            }
        } else if let Some(before) = on_disk {
            let bytes = self.record.to_bytes(place)?;
            if bytes != before.bytes {
                disk::write(place.path(), &bytes, before.mode)?;
            }
        }
        if self.failures.is_empty() {
            self.remove_folders();
        }
        Ok(())
    }

    fn remove_folders(&mut self) {
        for path in self.record.folders.clone().into_iter().rev() {
            let folder = self.places.recorded_folder(&self.removal.scope, &path);
            match unlinked_folders(&folder).and_then(|()| disk::remove_empty_folder(folder.path())) {
                Ok(true) => self.events.push(Event::FolderRemoved(path)),
                Ok(false) => {}
                Err(error) => self.failures.push((path, error)),
            }
        }
    }

    fn conclude(mut self) -> Result<Vec<Event>, Error> {
        let mut remains: Vec<PathBuf> = self.failures.iter().map(|(path, _)| path.clone()).collect();
        if self.removal.browsers.is_empty() {
            // Whatever else is still on record was meant to go as well.
            remains.extend(self.record.files.into_keys());
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
    path.file_name().is_some_and(|name| name == MANIFEST_FILE)
}

fn event_path(event: &Event) -> Option<&PathBuf> {
    match event {
        Event::Removed(path) | Event::AlreadyGone(path) | Event::Kept(path, _) => Some(path),
        _ => None,
    }
}
