//! Keys of the registry: removed if they still name what the installer made them name.

use std::path::Path;

use openjpki_manifests::{Browser, RegistryKey};

use super::{Leaving, Work};
use crate::record::Registration;
use crate::{Event, KeptBecause};

impl Work<'_> {
    pub(super) fn remove_registrations(&mut self) {
        for (key, mut entry) in self.record.registrations.clone() {
            match self.leave(&mut entry.browsers) {
                Leaving::Nobody => {}
                Leaving::Everybody => self.unregister_recorded(key, &entry),
                Leaving::Some(askers) => {
                    self.events
                        .push(Event::Kept((&key).into(), KeptBecause::StillRead(askers)));
                    self.record.registrations.insert(key, entry);
                }
            }
        }
    }

    fn unregister_recorded(&mut self, key: RegistryKey, entry: &Registration) {
        let kept = if self.places.is_recorded_key(&self.removal.scope, &key) {
            match self.places.registry().value(&key) {
                Err(error) => return self.failures.push((key.into(), error)),
                Ok(None) => Some(Event::AlreadyGone((&key).into())),
                Ok(Some(value)) if value.text().is_some_and(|text| Path::new(&text) == entry.manifest) => None,
                Ok(Some(_)) => Some(Event::Kept((&key).into(), KeptBecause::Changed)),
            }
        } else {
            Some(Event::Kept((&key).into(), KeptBecause::NotRecorded))
        };
        match kept {
            None => self.unregister(key),
            Some(event) => {
                self.record.registrations.remove(&key);
                self.events.push(event);
            }
        }
    }

    /// Keys that no record names: ours if they name our manifest, somebody else's otherwise.
    pub(super) fn remove_forgotten_registrations(&mut self) {
        let browsers = if self.removal.browsers.is_empty() {
            &Browser::ALL[..]
        } else {
            &self.removal.browsers
        };
        let scope = &self.removal.scope;
        let mut keys: Vec<(RegistryKey, Browser)> = Vec::new();
        for browser in browsers {
            for key in self.places.registrations(scope, *browser) {
                if !keys.iter().any(|(known, _)| *known == key) {
                    keys.push((key, *browser));
                }
            }
        }
        for (key, browser) in keys {
            if self.was_told(&(&key).into()) || self.record.registrations.contains_key(&key) {
                continue;
            }
            match self.places.registry().value(&key) {
                Err(error) => self.failures.push((key.into(), error)),
                Ok(None) => {}
                Ok(Some(value)) => {
                    let text = value.text().unwrap_or_default();
                    let ours = self.places.manifests(&self.removal.scope, browser);
                    if ours.iter().any(|place| place.path() == Path::new(&text)) {
                        self.unregister(key);
                    } else {
                        self.events.push(Event::Kept(key.into(), KeptBecause::NotRecorded));
                    }
                }
            }
        }
    }

    fn unregister(&mut self, key: RegistryKey) {
        match self.places.registry().unset(&key) {
            Ok(()) => {
                self.record.registrations.remove(&key);
                self.events.push(Event::Removed(key.into()));
            }
            Err(error) => self.failures.push((key.into(), error)),
        }
    }

    /// Removes the keys that were made, innermost first, unless something else uses them by now.
    pub(super) fn remove_keys(&mut self) {
        for key in self.record.keys.clone().into_iter().rev() {
            if !self.places.is_recorded_key(&self.removal.scope, &key) {
                continue;
            }
            match self.places.registry().remove_empty_key(&key) {
                Ok(true) if !self.was_told(&(&key).into()) => self.events.push(Event::FolderRemoved(key.into())),
                Ok(_) => {}
                Err(error) => self.failures.push((key.into(), error)),
            }
        }
    }
}
