//! The registry of Windows, always in its 64-bit view: the 32-bit one is `WOW6432Node` there.

use std::io;

use openjpki_manifests::{Hive, RegistryKey};
use windows_registry::{CURRENT_USER, Key, LOCAL_MACHINE, Type};

use super::Value;

/// `KEY_WOW64_64KEY`. Source: Microsoft, "Registry Key Security and Access Rights".
const WIDE_VIEW: u32 = 0x0100;

/// The facility of errors that the system itself answers with. Source: Microsoft, "Structure of COM Error Codes".
const FROM_WIN32: i32 = 0x8007_0000_u32.cast_signed();

/// The name of a key's default value.
const DEFAULT: &str = "";

pub(super) fn value(key: &RegistryKey) -> io::Result<Value> {
    let value = answer(open(key)?.get_value(DEFAULT))?;
    Ok(Value {
        kind: value.ty().into(),
        bytes: value.to_vec(),
    })
}

pub(super) fn exists(key: &RegistryKey) -> io::Result<()> {
    open(key).map(drop)
}

pub(super) fn set(key: &RegistryKey, value: &Value) -> io::Result<()> {
    answer(open_to_write(key)?.set_bytes(DEFAULT, Type::from(value.kind), &value.bytes))
}

pub(super) fn unset(key: &RegistryKey) -> io::Result<()> {
    answer(open_to_write(key)?.remove_value(DEFAULT))
}

pub(super) fn make(key: &RegistryKey) -> io::Result<()> {
    let mut options = hive(key).options();
    answer(options.read().write().create().access(WIDE_VIEW).open(key.path())).map(drop)
}

pub(super) fn remove_empty(key: &RegistryKey) -> io::Result<bool> {
    let opened = open(key)?;
    if answer(opened.keys())?.next().is_some() || answer(opened.values())?.next().is_some() {
        return Ok(false);
    }
    drop(opened);
    // Only for what was just seen empty: there is no tree to take along.
    answer(hive(key).remove_tree(key.path())).map(|()| true)
}

pub(super) fn keys_below(key: &RegistryKey) -> io::Result<Vec<String>> {
    Ok(answer(open(key)?.keys())?.collect())
}

pub(super) fn named_text(key: &RegistryKey, name: &str) -> io::Result<String> {
    answer(open(key)?.get_string(name))
}

pub(super) fn named_number(key: &RegistryKey, name: &str) -> io::Result<u32> {
    answer(open(key)?.get_u32(name))
}

fn open(key: &RegistryKey) -> io::Result<Key> {
    answer(hive(key).options().read().access(WIDE_VIEW).open(key.path()))
}

fn open_to_write(key: &RegistryKey) -> io::Result<Key> {
    answer(hive(key).options().write().access(WIDE_VIEW).open(key.path()))
}

fn hive(key: &RegistryKey) -> &'static Key {
    match key.hive() {
        Hive::CurrentUser => CURRENT_USER,
        Hive::LocalMachine => LOCAL_MACHINE,
    }
}

fn answer<T>(answer: windows_registry::Result<T>) -> io::Result<T> {
    answer.map_err(|error| {
        let code = error.code().0;
        if code & !0xFFFF == FROM_WIN32 {
            io::Error::from_raw_os_error(code & 0xFFFF)
        } else {
            io::Error::other(error.message())
        }
    })
}
