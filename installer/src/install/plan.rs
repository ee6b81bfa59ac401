//! Everything that has to be done to install, found out without touching anything.

use std::collections::BTreeMap;
use std::path::{self, Path, PathBuf};

use openjpki_manifests::{Browser, HostPath, RegistryKey, host_manifest};

use super::Request;
use crate::disk::{self, Content, Permissions};
use crate::journal::Journal;
use crate::record::Record;
use crate::{Error, Event, Place, Places, Scope};
use step::{FileStep, KeyStep};

mod step;

/// What will be made and written, in this order.
pub(super) struct Plan {
    folders: Vec<PathBuf>,
    folder_permissions: Permissions,
    record: FileStep,
    files: Vec<FileStep>,
    keys: Vec<RegistryKey>,
    registrations: Vec<KeyStep>,
    in_place: Option<PathBuf>,
}

impl Plan {
    pub(super) fn make(places: &Places, request: &Request, browsers: &[Browser]) -> Result<Self, Error> {
        let source = program(&request.host)?;
        let record_place = places.record(&request.scope);
        let mut draft = Draft::new(places, request, Record::load(&record_place)?);
        let copy = places.host(&request.scope).filter(|_| !request.in_place);
        let host = match &copy {
            Some(place) => places.as_installed(place.path()),
            None => path::absolute(&request.host).map_err(Error::io(&request.host))?,
        };
        let named = match &copy {
            Some(place) => places.named(place.path()),
            None => HostPath::parse(&host),
        };
        let named = named.map_err(|reason| Error::HostPath {
            path: host.clone(),
            reason,
        })?;
        if let Some(place) = &copy {
            let step = FileStep::look(place, source.bytes, Permissions::PROGRAM)?;
            draft.add(place, step, &[])?;
        }
        draft.add_manifests(browsers, &named)?;
        draft.add_registrations(browsers)?;
        draft.add_folders(&record_place)?;
        let record = draft.record.to_bytes(&record_place)?;
        Ok(Self {
            record: FileStep::look(&record_place, record, Permissions::TEXT)?,
            folders: draft.folders,
            folder_permissions: Permissions::of_folder(&request.scope),
            files: draft.files,
            keys: draft.keys,
            registrations: draft.registrations,
            in_place: copy.is_none().then_some(host),
        })
    }

    /// The record comes before what it names, so that uninstalling finds that whenever the computer stops; registrations come
    /// last, so that no browser finds half of it.
    pub(super) fn carry_out(self, journal: &mut Journal) -> Result<Vec<Event>, Error> {
        for folder in self.folders {
            journal.make_folder(folder, self.folder_permissions)?;
        }
        self.record.carry_out(journal)?;
        let mut events: Vec<Event> = self.in_place.into_iter().map(Event::UsedInPlace).collect();
        for step in self.files {
            events.push(step.carry_out(journal)?);
        }
        for key in self.keys {
            journal.make_key(key)?;
        }
        for step in self.registrations {
            events.push(step.carry_out(journal)?);
        }
        Ok(events)
    }
}

/// A plan in the making: the record grows with the steps.
struct Draft<'a> {
    places: &'a Places,
    request: &'a Request,
    record: Record,
    folders: Vec<PathBuf>,
    files: Vec<FileStep>,
    keys: Vec<RegistryKey>,
    registrations: Vec<KeyStep>,
}

impl<'a> Draft<'a> {
    fn new(places: &'a Places, request: &'a Request, record: Record) -> Self {
        Self {
            places,
            request,
            record,
            folders: Vec::new(),
            files: Vec::new(),
            keys: Vec::new(),
            registrations: Vec::new(),
        }
    }

    fn add_manifests(&mut self, browsers: &[Browser], host: &HostPath) -> Result<(), Error> {
        for (place, readers) in manifest_places(self.places, &self.request.scope, browsers) {
            let Some(family) = readers.first().map(|browser| browser.family()) else {
                continue;
            };
            let step = FileStep::look(&place, host_manifest(family, host).into_bytes(), Permissions::TEXT)?;
            if !self.request.replace {
                step.refuse_foreign(&self.record, &self.places.as_installed(place.path()), host)?;
            }
            self.add(&place, step, &readers)?;
        }
        Ok(())
    }

    fn add_registrations(&mut self, browsers: &[Browser]) -> Result<(), Error> {
        let mut askers: BTreeMap<RegistryKey, (PathBuf, Vec<Browser>)> = BTreeMap::new();
        for browser in browsers {
            let Some(manifest) = self.places.manifests(&self.request.scope, *browser).pop() else {
                continue;
            };
            for key in self.places.registrations(&self.request.scope, *browser) {
                let manifest = self.places.as_installed(manifest.path());
                let (_, browsers) = askers.entry(key).or_insert_with(|| (manifest, Vec::new()));
                browsers.push(*browser);
            }
        }
        for (key, (manifest, browsers)) in askers {
            let step = KeyStep::look(self.places.registry(), &key, &manifest)?;
            if !self.request.replace {
                step.refuse_foreign(&self.record, &manifest)?;
            }
            for missing in self.places.registry().missing_keys(&key)? {
                if !self.keys.contains(&missing) {
                    self.record.note_key(missing.clone());
                    self.keys.push(missing);
                }
            }
            self.record.note_registration(key, manifest, &browsers);
            self.registrations.push(step);
        }
        Ok(())
    }

    fn add(&mut self, place: &Place, step: FileStep, readers: &[Browser]) -> Result<(), Error> {
        self.add_folders(place)?;
        self.record
            .note_file(self.places.as_installed(place.path()), step.bytes(), readers);
        self.files.push(step);
        Ok(())
    }

    fn add_folders(&mut self, place: &Place) -> Result<(), Error> {
        let Some(folder) = place.folder() else { return Ok(()) };
        for missing in disk::missing_folders(&folder)? {
            if !self.folders.contains(&missing) {
                if self.places.is_installed(&missing) {
                    self.record.note_folder(self.places.as_installed(&missing));
                }
                self.folders.push(missing);
            }
        }
        Ok(())
    }
}

fn program(path: &Path) -> Result<Content, Error> {
    let content = match disk::read_followed(path) {
        Ok(content) => content,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(Error::HostMissing(path.to_owned())),
        Err(error) if error.kind() == std::io::ErrorKind::InvalidInput => {
            return Err(Error::HostNotExecutable(path.to_owned()));
        }
        Err(error) => return Err(Error::io(path)(error)),
    };
    if disk::is_program(&content) {
        Ok(content)
    } else {
        Err(Error::HostNotExecutable(path.to_owned()))
    }
}

/// Each manifest once, with the browsers that read it: on Linux Brave shares Chrome's system folder, Vivaldi Chromium's.
fn manifest_places(places: &Places, scope: &Scope, browsers: &[Browser]) -> Vec<(Place, Vec<Browser>)> {
    let mut readers: BTreeMap<Place, Vec<Browser>> = BTreeMap::new();
    for browser in browsers {
        for place in places.manifests(scope, *browser) {
            readers.entry(place).or_default().push(*browser);
        }
    }
    readers.into_iter().collect()
}
