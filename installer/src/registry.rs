//! The only module that touches the registry: default values of keys, and the keys themselves.

#[cfg(not(windows))]
mod absent;
#[cfg(windows)]
mod windows;

use std::io;
use std::path::Path;

use openjpki_manifests::RegistryKey;

use crate::Error;

#[cfg(not(windows))]
use absent as system;
#[cfg(windows)]
use windows as system;

/// `REG_SZ`. Source: Microsoft, "Registry Value Types".
const TEXT: u32 = 1;
/// `REG_EXPAND_SZ`; browsers read it as well.
const EXPANDED_TEXT: u32 = 2;

/// The registry, or a part of it that stands in for the whole.
#[derive(Clone, Debug, Default)]
pub(crate) struct Registry {
    /// Path below `HKEY_CURRENT_USER` that stands before every key.
    below: Option<String>,
}

/// The default value of a key: its type and its bytes, so that it can be put back as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Value {
    pub(crate) kind: u32,
    pub(crate) bytes: Vec<u8>,
}

impl Value {
    /// The value that registers the manifest at `path`.
    pub(crate) fn of_manifest(path: &Path) -> Self {
        let text = path.to_string_lossy();
        Self {
            kind: TEXT,
            bytes: text.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect(),
        }
    }

    /// The text up to the first NUL, environment variables filled in where its type says so; `None` where a browser would not
    /// take the value for text.
    ///
    /// Source: Chromium, `base/win/registry.cc`, `RegKey::ReadValue`.
    pub(crate) fn text(&self) -> Option<String> {
        if self.kind != TEXT && self.kind != EXPANDED_TEXT {
            return None;
        }
        let units = self.bytes.chunks_exact(2).map(|pair| match *pair {
            [low, high] => u16::from_le_bytes([low, high]),
            _ => 0,
        });
        let text: String = char::decode_utf16(units.take_while(|unit| *unit != 0))
            .map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect();
        Some(if self.kind == EXPANDED_TEXT {
            expand(&text)
        } else {
            text
        })
    }
}

/// Fills in `%NAME%`; a name that is not set stays as it is.
fn expand(text: &str) -> String {
    let mut parts = text.split('%');
    let mut expanded = parts.next().unwrap_or_default().to_owned();
    while let Some(name) = parts.next() {
        let Some(rest) = parts.next() else {
            expanded.extend(["%", name]);
            break;
        };
        match std::env::var(name) {
            Ok(value) => expanded.push_str(&value),
            Err(_) => expanded.extend(["%", name, "%"]),
        }
        expanded.push_str(rest);
    }
    expanded
}

impl Registry {
    /// Everything happens below `HKEY_CURRENT_USER\PATH`, where a key of either hive gets the hive's name before its path.
    #[cfg(windows)]
    pub(crate) fn below(path: &str) -> Self {
        Self {
            below: Some(path.to_owned()),
        }
    }

    /// The default value of `key`; `None` if there is no such key or it has none.
    pub(crate) fn value(&self, key: &RegistryKey) -> Result<Option<Value>, Error> {
        present(system::value(&self.actual(key)), key)
    }

    /// Sets the default value of `key`, which exists.
    pub(crate) fn set(&self, key: &RegistryKey, value: &Value) -> Result<(), Error> {
        system::set(&self.actual(key), value).map_err(Error::io(key))
    }

    /// Removes the default value of `key`; without complaint if it is gone.
    pub(crate) fn unset(&self, key: &RegistryKey) -> Result<(), Error> {
        present(system::unset(&self.actual(key)), key).map(|_| ())
    }

    /// The keys that have to be made for `key` to exist, outermost first. Touches nothing.
    pub(crate) fn missing_keys(&self, key: &RegistryKey) -> Result<Vec<RegistryKey>, Error> {
        let mut missing = Vec::new();
        let mut next = Some(key.clone());
        while let Some(key) = next {
            if present(system::exists(&self.actual(&key)), &key)?.is_some() {
                break;
            }
            next = key.parent();
            missing.push(key);
        }
        missing.reverse();
        Ok(missing)
    }

    /// Makes one key; its parent exists.
    pub(crate) fn make_key(&self, key: &RegistryKey) -> Result<(), Error> {
        system::make(&self.actual(key)).map_err(Error::io(key))
    }

    /// Removes a key if it holds neither values nor keys; says whether it did.
    pub(crate) fn remove_empty_key(&self, key: &RegistryKey) -> Result<bool, Error> {
        present(system::remove_empty(&self.actual(key)), key).map(|removed| removed.unwrap_or(false))
    }

    /// Names of the keys below `key`.
    #[cfg(windows)]
    pub(crate) fn keys_below(&self, key: &RegistryKey) -> Vec<String> {
        system::keys_below(&self.actual(key)).unwrap_or_default()
    }

    /// The value `name` of `key` as text.
    #[cfg(windows)]
    pub(crate) fn named_text(&self, key: &RegistryKey, name: &str) -> Option<String> {
        system::named_text(&self.actual(key), name).ok()
    }

    /// The value `name` of `key` as a number.
    #[cfg(windows)]
    pub(crate) fn named_number(&self, key: &RegistryKey, name: &str) -> Option<u32> {
        system::named_number(&self.actual(key), name).ok()
    }

    fn actual(&self, key: &RegistryKey) -> RegistryKey {
        match &self.below {
            None => key.clone(),
            Some(below) => RegistryKey::new(
                openjpki_manifests::Hive::CurrentUser,
                format!("{below}\\{}\\{}", key.hive().name(), key.path()),
            ),
        }
    }
}

/// What is not there is no error.
fn present<T>(answer: io::Result<T>, key: &RegistryKey) -> Result<Option<T>, Error> {
    match answer {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::io(key)(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifests_path_is_text_that_reads_back() {
        let value = Value::of_manifest(Path::new(r"C:\住所\org.openjpki.host.json"));
        assert_eq!((value.kind, value.bytes.len() % 2), (1, 0));
        assert_eq!(value.bytes[value.bytes.len() - 2..], [0, 0]);
        assert_eq!(value.text().unwrap(), r"C:\住所\org.openjpki.host.json");
    }

    #[test]
    fn variables_are_filled_in_where_the_type_says_so() {
        let path = std::env::var("PATH").unwrap();
        for (text, expanded) in [
            (r"%PATH%\m.json", format!(r"{path}\m.json")),
            (r"C:\%NO SUCH VARIABLE%\100%", r"C:\%NO SUCH VARIABLE%\100%".to_owned()),
        ] {
            let mut value = Value::of_manifest(Path::new(text));
            assert_eq!(value.text().as_deref(), Some(text));
            value.kind = 2;
            assert_eq!(value.text(), Some(expanded));
        }
    }

    #[test]
    fn what_is_no_text_names_no_manifest() {
        let number = Value {
            kind: 4,
            bytes: vec![1, 0, 0, 0],
        };
        assert_eq!(number.text(), None);
    }
}
