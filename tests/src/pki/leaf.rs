//! Certificates on a card.

use const_oid::ObjectIdentifier;
use der::DateTime;
use rsa::RsaPublicKey;
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::{KeyUsage, KeyUsages};
use x509_cert::serial_number::SerialNumber;

use super::authority::{Authority, Draft};
use super::clock::{in_days, moment, this_year};
use super::{Hierarchy, Holder, Purpose, extension, name};

/// What a leaf certificate says about its issuer's key.
#[derive(Debug, Clone)]
pub enum IssuerKey {
    /// That it is the issuer's.
    Own,
    /// That it is this other authority's.
    Of(Box<Authority>),
    /// Nothing.
    Unnamed,
}

/// Everything that a leaf certificate says. Start from [`signature`](Self::signature) or
/// [`authentication`](Self::authentication), which follow the JPKI profile, and bend the field that the test is about.
#[derive(Debug, Clone)]
pub struct LeafProfile {
    /// Which certificate; decides the form of the subject and of the names around it.
    pub purpose: Purpose,
    /// Organisation in the names.
    pub hierarchy: Hierarchy,
    /// 3 or 4 bytes, big-endian.
    pub serial: Vec<u8>,
    /// First second of validity.
    pub not_before: DateTime,
    /// Last second of validity.
    pub not_after: DateTime,
    /// In Latin letters, such as `Tokyo-to`.
    pub prefecture: String,
    /// In Latin letters, such as `Chiyoda-ku`.
    pub city: String,
    /// Never a name: 28 characters for signing, 23 for authentication.
    pub common_name: String,
    /// The subjectAltName; `None` leaves the extension out.
    pub holder: Option<Holder>,
    /// The certificate policy; `None` leaves the extension out.
    pub policy: Option<ObjectIdentifier>,
    /// keyUsage, critical; `None` leaves the extension out.
    pub key_usage: Option<KeyUsage>,
    /// extendedKeyUsage clientAuth.
    pub client_authentication: bool,
    /// AuthorityInfoAccess with this OCSP address.
    pub ocsp: Option<String>,
    /// authorityKeyIdentifier.
    pub issuer_key: IssuerKey,
    /// More extensions, at the end.
    pub extra: Vec<Extension>,
}

impl LeafProfile {
    /// A signing certificate issued at the beginning of last year, valid to the fifth birthday after it.
    pub fn signature(hierarchy: Hierarchy, holder: Holder) -> Self {
        let year = this_year() - 1;
        Self {
            common_name: format!("{year}01151726000013413101003A"),
            holder: Some(holder),
            key_usage: Some(KeyUsage(KeyUsages::DigitalSignature | KeyUsages::NonRepudiation)),
            ..Self::without_purpose(hierarchy, Purpose::Signature)
        }
    }

    /// An authentication certificate of the same age: without any personal data.
    pub fn authentication(hierarchy: Hierarchy) -> Self {
        Self {
            common_name: "997794E9AGCIEG13101003A".to_owned(),
            client_authentication: true,
            key_usage: Some(KeyUsage(KeyUsages::DigitalSignature.into())),
            ocsp: Some(hierarchy.ocsp().to_owned()),
            ..Self::without_purpose(hierarchy, Purpose::Authentication)
        }
    }

    fn without_purpose(hierarchy: Hierarchy, purpose: Purpose) -> Self {
        let year = this_year() - 1;
        let serial = match purpose {
            Purpose::Signature => [0x1E, 0xE6, 0x07],
            Purpose::Authentication => [0x22, 0x7B, 0x13],
        };
        Self {
            purpose,
            hierarchy,
            serial: serial.to_vec(),
            not_before: moment((year, 1, 27), (1, 35, 57)),
            not_after: moment((year + 5, 5, 14), (14, 59, 59)),
            prefecture: "Tokyo-to".to_owned(),
            city: "Chiyoda-ku".to_owned(),
            common_name: String::new(),
            holder: None,
            policy: Some(hierarchy.policy(purpose)),
            key_usage: None,
            client_authentication: false,
            ocsp: None,
            issuer_key: IssuerKey::Own,
            extra: Vec::new(),
        }
    }

    /// The same, but its validity ended two years ago.
    pub fn expired(mut self) -> Self {
        let year = this_year();
        self.not_before = moment((year - 7, 1, 27), (1, 35, 57));
        self.not_after = moment((year - 2, 5, 14), (14, 59, 59));
        self
    }

    /// The same, but its validity ends in thirty days.
    pub fn ending(mut self) -> Self {
        let end = in_days(30);
        self.not_after = moment((end.year(), end.month(), end.day()), (14, 59, 59));
        self
    }

    /// Has `authority` sign it for `key`; returns the certificate, DER.
    pub fn issue(&self, authority: &Authority, key: &RsaPublicKey) -> Vec<u8> {
        let subject = match self.purpose {
            Purpose::Signature => name::of_signature_holder(&self.prefecture, &self.city, &self.common_name),
            Purpose::Authentication => name::of_authentication_holder(&self.common_name),
        };
        authority.sign(Draft {
            serial: SerialNumber::new(&self.serial).expect("1 to 20 bytes"),
            not_before: self.not_before,
            not_after: self.not_after,
            subject,
            key: key.clone(),
            extensions: self.extensions(authority, key),
        })
    }

    /// In the order of a real certificate of 2025.
    fn extensions(&self, authority: &Authority, key: &RsaPublicKey) -> Vec<Extension> {
        let list = name::of_revocation_list(self.hierarchy, self.purpose, &self.prefecture, &self.city);
        let profile = [
            self.key_usage.map(extension::key_usage),
            self.client_authentication.then(extension::client_authentication),
            self.holder.as_ref().map(extension::holder),
            self.policy.map(extension::policy),
            Some(extension::issuer_alternative(name::of_root_in_japanese(
                authority.purpose(),
            ))),
            Some(extension::revocation_list(list)),
            self.ocsp.as_deref().map(extension::status_responder),
            match &self.issuer_key {
                IssuerKey::Own => Some(authority.key_extension()),
                IssuerKey::Of(other) => Some(other.key_extension()),
                IssuerKey::Unnamed => None,
            },
            Some(extension::subject_key(key)),
        ];
        profile
            .into_iter()
            .flatten()
            .chain(self.extra.iter().cloned())
            .collect()
    }
}
