//! Documents that the virtual card signed, held against our verifier, openssl and poppler's pdfsig.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod arbitrary;
mod judges;
mod signing;

use openjpki::certificate::{AuthenticationCertificate, SignatureCertificate, Test, TrustAnchors};
use openjpki::jpki::{DigitalSignature, Jpki, Key, Pin, PinEntry, UserAuthentication, Verified};
use openjpki::time::UnixTime;
use openjpki::verify::DocumentVerifier;
use openjpki_tests::card::{Persona, VirtualCard};
use openjpki_tests::pki::{Authority, Generation, Hierarchy, Purpose};

/// A card that accepted its password, and its signing certificate.
fn signing_card(persona: &str) -> (Verified<VirtualCard, DigitalSignature>, SignatureCertificate) {
    let persona = Persona::by_name(persona).unwrap();
    let mut card = select(persona)
        .verify(pin::<DigitalSignature>(persona.pins.signature))
        .unwrap();
    let certificate = card.read_signing_certificate().unwrap();
    (card, SignatureCertificate::from_der(&certificate).unwrap())
}

fn authenticating_card(persona: &str) -> (Verified<VirtualCard, UserAuthentication>, AuthenticationCertificate) {
    let persona = Persona::by_name(persona).unwrap();
    let mut card = select(persona);
    let certificate = card.read_authentication_certificate().unwrap();
    let card = card
        .verify(pin::<UserAuthentication>(persona.pins.authentication))
        .unwrap();
    (card, AuthenticationCertificate::from_der(&certificate).unwrap())
}

fn select(persona: &Persona) -> Jpki<VirtualCard> {
    Jpki::select(VirtualCard::new(persona)).unwrap()
}

fn pin<K: Key>(text: &str) -> Pin<K> {
    let mut entry = PinEntry::new();
    text.bytes().for_each(|byte| entry.push_byte(byte).unwrap());
    Pin::parse(&entry).unwrap()
}

fn root(purpose: Purpose, generation: Generation) -> Vec<u8> {
    Authority::new(Hierarchy::Test, purpose, generation).certificate()
}

fn anchors() -> TrustAnchors<Test> {
    let of = |purpose| [root(purpose, Generation::Third)];
    TrustAnchors::new(&of(Purpose::Signature), &of(Purpose::Authentication)).unwrap()
}

fn verifier() -> DocumentVerifier<Test> {
    DocumentVerifier::new(anchors())
}

fn now() -> UnixTime {
    UnixTime::from(std::time::SystemTime::now())
}
