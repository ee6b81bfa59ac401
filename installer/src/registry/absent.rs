//! Systems without a registry: nothing is found there, and nothing can be put.

use std::io;

use openjpki_manifests::RegistryKey;

use super::Value;

pub(super) fn value(_: &RegistryKey) -> io::Result<Value> {
    Err(io::ErrorKind::NotFound.into())
}

pub(super) fn exists(_: &RegistryKey) -> io::Result<()> {
    Err(io::ErrorKind::NotFound.into())
}

pub(super) fn set(_: &RegistryKey, _: &Value) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

pub(super) fn unset(_: &RegistryKey) -> io::Result<()> {
    Err(io::ErrorKind::NotFound.into())
}

pub(super) fn make(_: &RegistryKey) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

pub(super) fn remove_empty(_: &RegistryKey) -> io::Result<bool> {
    Err(io::ErrorKind::NotFound.into())
}
