//! One file or one registration as it shall be, and as it was found.

use std::path::{Path, PathBuf};

use openjpki_manifests::{HostManifest, HostPath, RegistryKey};

use crate::disk::{self, Content, Found, Permissions};
use crate::journal::Journal;
use crate::printable::line;
use crate::record::Record;
use crate::registry::{Registry, Value};
use crate::{Error, Event, Place};

/// One file.
pub(super) struct FileStep {
    path: PathBuf,
    bytes: Vec<u8>,
    permissions: Permissions,
    before: Option<Content>,
}

impl FileStep {
    pub(super) fn look(place: &Place, bytes: Vec<u8>, permissions: Permissions) -> Result<Self, Error> {
        let path = place.path().to_owned();
        let before = match disk::look(&path)? {
            Found::Nothing => None,
            Found::File(content) => Some(content),
            Found::Link(target) => return Err(Error::Linked { path, target }),
            Found::Other => return Err(Error::NotAFile(path)),
        };
        Ok(Self {
            path,
            bytes,
            permissions,
            before,
        })
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// A manifest is ours if the record knows it, or if it starts the host that we are about to name.
    pub(super) fn refuse_foreign(&self, record: &Record, installed: &Path, host: &HostPath) -> Result<(), Error> {
        let Some(before) = &self.before else { return Ok(()) };
        let starts = match HostManifest::parse(&before.bytes) {
            Ok(manifest) if manifest.path == host.as_str() => return Ok(()),
            Ok(manifest) => manifest.path,
            Err(error) => format!("({error})"),
        };
        if record.holds(installed, &before.bytes) {
            return Ok(());
        }
        Err(Error::Foreign {
            path: (&self.path).into(),
            starts: line(&starts),
        })
    }

    pub(super) fn carry_out(self, journal: &mut Journal) -> Result<Event, Error> {
        let event = match &self.before {
            Some(before) if before.bytes == self.bytes && before.permissions == self.permissions => {
                return Ok(Event::Unchanged(self.path.into()));
            }
            Some(_) => Event::Replaced((&self.path).into()),
            None => Event::Created((&self.path).into()),
        };
        journal.write(self.path, &self.bytes, self.permissions, self.before)?;
        Ok(event)
    }
}

/// One registration.
pub(super) struct KeyStep {
    key: RegistryKey,
    value: Value,
    before: Option<Value>,
}

impl KeyStep {
    pub(super) fn look(registry: &Registry, key: &RegistryKey, manifest: &Path) -> Result<Self, Error> {
        Ok(Self {
            key: key.clone(),
            value: Value::of_manifest(manifest),
            before: registry.value(key)?,
        })
    }

    /// A registration is ours if it names our manifest, or the one that the record knows.
    pub(super) fn refuse_foreign(&self, record: &Record, manifest: &Path) -> Result<(), Error> {
        let Some(before) = &self.before else { return Ok(()) };
        let text = before.text().unwrap_or_default();
        let named = Path::new(&text);
        if named == manifest || record.registers(&self.key, named) {
            return Ok(());
        }
        let starts = disk::read_followed(named)
            .ok()
            .and_then(|content| HostManifest::parse(&content.bytes).ok());
        Err(Error::Foreign {
            path: (&self.key).into(),
            starts: line(&starts.map_or(text, |manifest| manifest.path)),
        })
    }

    pub(super) fn carry_out(self, journal: &mut Journal) -> Result<Event, Error> {
        let event = match &self.before {
            Some(before) if *before == self.value => return Ok(Event::Unchanged(self.key.into())),
            Some(_) => Event::Replaced((&self.key).into()),
            None => Event::Created((&self.key).into()),
        };
        journal.register(self.key, &self.value, self.before)?;
        Ok(event)
    }
}
