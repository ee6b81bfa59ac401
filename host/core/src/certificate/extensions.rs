use const_oid::{AssociatedOid, ObjectIdentifier};
use der::{Decode, Encode};
use x509_cert::ext::Extension;

use super::CertificateError;

/// The extensions of one certificate, each taken once: what is left at the end and critical is refused.
///
/// Their order says nothing. Source: RFC 5280 section 4.2.
pub(super) struct Extensions(Vec<Extension>);

/// An extension that was parsed.
pub(super) struct Taken<T> {
    pub(super) critical: bool,
    pub(super) value: T,
}

impl Extensions {
    /// Refuses a list with duplicates.
    pub(super) fn new(extensions: Vec<Extension>) -> Result<Self, CertificateError> {
        for (index, extension) in extensions.iter().enumerate() {
            let oid = extension.extn_id;
            if extensions.iter().skip(index + 1).any(|other| other.extn_id == oid) {
                return Err(CertificateError::DuplicateExtension { oid });
            }
        }
        Ok(Self(extensions))
    }

    /// Whether the extension is there and not yet taken.
    pub(super) fn has(&self, oid: ObjectIdentifier) -> bool {
        self.0.iter().any(|extension| extension.extn_id == oid)
    }

    /// Parses one extension, if it is there, strictly: no byte may trail, and DER must write it the same way.
    pub(super) fn take<T>(&mut self) -> Result<Option<Taken<T>>, CertificateError>
    where
        T: AssociatedOid + Encode + for<'a> Decode<'a>,
    {
        let oid = T::OID;
        let Some(index) = self.0.iter().position(|extension| extension.extn_id == oid) else {
            return Ok(None);
        };
        let extension = self.0.swap_remove(index);
        let bytes = extension.extn_value.as_bytes();
        let malformed = |source| CertificateError::Extension { oid, source };
        let value = T::from_der(bytes).map_err(malformed)?;
        if value.to_der().map_err(malformed)? != bytes {
            return Err(CertificateError::NotDer);
        }
        Ok(Some(Taken {
            critical: extension.critical,
            value,
        }))
    }

    /// Parses one extension that must be there.
    pub(super) fn require<T>(&mut self) -> Result<Taken<T>, CertificateError>
    where
        T: AssociatedOid + Encode + for<'a> Decode<'a>,
    {
        self.take()?.ok_or(CertificateError::MissingExtension { oid: T::OID })
    }

    /// Parses one extension that must be there and critical.
    pub(super) fn require_critical<T>(&mut self) -> Result<T, CertificateError>
    where
        T: AssociatedOid + Encode + for<'a> Decode<'a>,
    {
        let Taken { critical, value } = self.require()?;
        if critical {
            Ok(value)
        } else {
            Err(CertificateError::NotCritical { oid: T::OID })
        }
    }

    /// Refuses what nobody took if it is critical.
    pub(super) fn finish(self) -> Result<(), CertificateError> {
        match self.0.into_iter().find(|extension| extension.critical) {
            Some(extension) => Err(CertificateError::UnknownCriticalExtension { oid: extension.extn_id }),
            None => Ok(()),
        }
    }
}
