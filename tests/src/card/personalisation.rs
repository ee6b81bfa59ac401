//! What is written on a card before it is handed out.

use super::jpki::{Half, JpkiApplication};
use crate::pki::{Authority, Generation, Hierarchy, HolderKeys, LeafProfile, Purpose};

/// The contents of the JPKI application. Take a persona's and bend a field.
#[derive(Debug, Clone)]
pub struct Personalisation {
    /// Which roots issue the certificates.
    pub hierarchy: Hierarchy,
    /// Which of the roots of one name.
    pub generation: Generation,
    /// Which of the fixed keys.
    pub keys: HolderKeys,
    /// The authentication PIN and the signature password.
    pub pins: [String; 2],
    /// The authentication certificate.
    pub authentication: LeafProfile,
    /// The signing certificate, or how it is missing.
    pub signature: SignatureFiles,
}

/// The signing half of the card.
#[derive(Debug, Clone)]
pub enum SignatureFiles {
    /// As on most cards.
    Present(Box<LeafProfile>),
    /// No certificate, key and password files [?].
    Absent,
    /// The files are there; the certificate is blank and the password blocked from issue [?].
    Blank,
}

impl Personalisation {
    /// The signing certificate, DER, if there is one.
    pub fn signature_certificate(&self) -> Option<Vec<u8>> {
        match &self.signature {
            SignatureFiles::Present(profile) => Some(self.issue(profile)),
            SignatureFiles::Absent | SignatureFiles::Blank => None,
        }
    }

    /// The authentication certificate, DER.
    pub fn authentication_certificate(&self) -> Vec<u8> {
        self.issue(&self.authentication)
    }

    pub(super) fn application(&self) -> JpkiApplication {
        let authentication = self.half(Purpose::Authentication, self.authentication_certificate());
        let signature = self.half(Purpose::Signature, self.signature_certificate().unwrap_or_default());
        match self.signature {
            SignatureFiles::Present(_) => JpkiApplication::new(authentication, signature),
            SignatureFiles::Absent => JpkiApplication::without_signature(authentication, signature.root),
            SignatureFiles::Blank => JpkiApplication::with_blank_signature(authentication, signature),
        }
    }

    fn half(&self, purpose: Purpose, certificate: Vec<u8>) -> Half {
        let [authentication, signature] = &self.pins;
        let pin = match purpose {
            Purpose::Authentication => authentication.clone(),
            Purpose::Signature => signature.clone(),
        };
        Half {
            certificate,
            root: self.root(purpose).certificate(),
            key: self.keys.key(purpose).clone(),
            pin,
        }
    }

    fn issue(&self, profile: &LeafProfile) -> Vec<u8> {
        profile.issue(
            &self.root(profile.purpose),
            &self.keys.key(profile.purpose).to_public_key(),
        )
    }

    fn root(&self, purpose: Purpose) -> Authority {
        Authority::new(self.hierarchy, purpose, self.generation)
    }
}
