//! Self-signed roots.

use der::asn1::{BitString, Null};
use der::{DateTime, Decode, Encode};
use rsa::pkcs1v15::Pkcs1v15Sign;
use rsa::pkcs8::EncodePublicKey;
use rsa::{RsaPrivateKey, RsaPublicKey};
use sha2::{Digest, Sha256};
use spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};
use x509_cert::certificate::{Certificate, TbsCertificate, Version};
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::{KeyUsage, KeyUsages};
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;

use super::clock::{moment, this_year, validity};
use super::{Hierarchy, Purpose, extension, keys, name};

/// Which of the roots that share one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Generation {
    /// Nine years old, in its last year.
    First,
    /// Five years old.
    Second,
    /// One year old: issues the cards.
    Third,
    /// Took the name, is nobody's anchor.
    Stranger,
}

/// A root that can issue certificates.
#[derive(Debug, Clone)]
pub struct Authority {
    hierarchy: Hierarchy,
    purpose: Purpose,
    generation: Generation,
    /// In which year it is as old as its generation says.
    year: u16,
    key: &'static RsaPrivateKey,
}

/// What an issuer fills in.
pub(super) struct Draft {
    pub(super) serial: SerialNumber,
    pub(super) not_before: DateTime,
    pub(super) not_after: DateTime,
    pub(super) subject: Name,
    pub(super) key: RsaPublicKey,
    pub(super) extensions: Vec<Extension>,
}

impl Authority {
    /// The root of this hierarchy, purpose and generation.
    pub fn new(hierarchy: Hierarchy, purpose: Purpose, generation: Generation) -> Self {
        Self::in_year(this_year(), hierarchy, purpose, generation)
    }

    /// The same as it is in another year: the same bytes whenever they are made.
    pub fn in_year(year: u16, hierarchy: Hierarchy, purpose: Purpose, generation: Generation) -> Self {
        Self {
            hierarchy,
            purpose,
            generation,
            year,
            key: keys::of_root(purpose, generation),
        }
    }

    /// Its certificate, DER. The same bytes in every process of one year.
    pub fn certificate(&self) -> Vec<u8> {
        let year = self.year - self.age();
        let own_name = self.name();
        let public = self.key.to_public_key();
        let extensions = vec![
            extension::key_usage(KeyUsage(KeyUsages::KeyCertSign | KeyUsages::CRLSign)),
            extension::subject_alternative(name::of_root_in_japanese(self.purpose)),
            extension::authority(),
            extension::revocation_list(own_name.clone()),
            extension::subject_key(&public),
        ];
        self.sign(Draft {
            serial: self.serial(),
            not_before: moment((year, 1, 23), (2, 5, 2)),
            not_after: moment((year + 10, 1, 22), (14, 59, 59)),
            subject: own_name,
            key: public,
            extensions,
        })
    }

    /// Its private key: for programs that answer in its name.
    pub fn private_key(&self) -> &'static RsaPrivateKey {
        self.key
    }

    pub(super) fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// What its leaves say about its key.
    pub(super) fn key_extension(&self) -> Extension {
        extension::authority_key(&self.key.to_public_key(), self.name(), self.serial())
    }

    pub(super) fn sign(&self, draft: Draft) -> Vec<u8> {
        let algorithm = AlgorithmIdentifierOwned {
            oid: const_oid::db::rfc5912::SHA_256_WITH_RSA_ENCRYPTION,
            parameters: Some(Null.into()),
        };
        let key = draft.key.to_public_key_der().expect("an RSA key can be written");
        let tbs_certificate = TbsCertificate {
            version: Version::V3,
            serial_number: draft.serial,
            signature: algorithm.clone(),
            issuer: self.name(),
            validity: validity(draft.not_before, draft.not_after),
            subject: draft.subject,
            subject_public_key_info: SubjectPublicKeyInfoOwned::from_der(key.as_bytes()).expect("it was just written"),
            issuer_unique_id: None,
            subject_unique_id: None,
            extensions: Some(draft.extensions),
        };
        let signed = tbs_certificate.to_der().expect("the certificate can be written");
        let signature = self
            .key
            .sign(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(signed))
            .expect("2048 bits");
        let signature = BitString::from_bytes(&signature).expect("256 bytes fit");
        let certificate = Certificate {
            tbs_certificate,
            signature_algorithm: algorithm,
            signature,
        };
        certificate.to_der().expect("the certificate can be written")
    }

    fn name(&self) -> Name {
        name::of_root(self.hierarchy, self.purpose)
    }

    /// Years since it was made.
    fn age(&self) -> u16 {
        match self.generation {
            Generation::First => 9,
            Generation::Second => 5,
            Generation::Third | Generation::Stranger => 1,
        }
    }

    fn serial(&self) -> SerialNumber {
        let last = match self.generation {
            Generation::First => 0x01,
            Generation::Second => 0x02,
            Generation::Third => 0x03,
            Generation::Stranger => 0x04,
        };
        let first = match self.purpose {
            Purpose::Signature => 0x1E,
            Purpose::Authentication => 0x21,
        };
        SerialNumber::new(&[first, 0x88, last]).expect("three bytes are a serial number")
    }
}
