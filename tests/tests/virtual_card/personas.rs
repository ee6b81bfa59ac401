//! Whose cards there are.

use std::time::SystemTime;

use openjpki::certificate::{AuthenticationCertificate, SignatureCertificate};
use openjpki::time::UnixTime;
use openjpki_tests::card::{JPKI_AID, PERSONAS, Persona, PinChoice, VirtualCard};
use openjpki_tests::pki::Hierarchy;

use crate::desk::{AUTHENTICATION_PIN, Desk, hex};

#[test]
fn a_missing_signing_certificate_looks_like_either_guess() {
    for (persona, file, query, tries) in [
        ("under-fifteen", 0x6A82, 0x6A82, None),
        ("under-fifteen-blank", 0x9000, 0x63C0, Some(0)),
    ] {
        let mut desk = Desk::new(persona);
        desk.select(JPKI_AID);
        assert_eq!(desk.send(&hex("00B0880000")).0, [0x00, 0x8F, 0x00]);
        assert_eq!(desk.file(0x0001), file, "{persona}");
        assert_eq!(desk.status("0020009B"), query, "{persona}");
        assert_eq!(desk.0.jpki().unwrap().tries(PinChoice::Signature), tries);
        assert_eq!(desk.verify(PinChoice::Authentication, AUTHENTICATION_PIN), 0x9000);
        assert_eq!(desk.file(0x0002), 0x9000, "{persona}: the root is there");
    }
}

#[test]
fn every_persona_has_the_card_that_it_claims() {
    for persona in PERSONAS {
        for hierarchy in [Hierarchy::Test, Hierarchy::ProductionLike] {
            let contents = persona.personalisation(hierarchy);
            let mut card = VirtualCard::personalised(contents.as_ref());
            let Some(contents) = contents else {
                assert_eq!(persona.name, "foreign-card");
                assert!(card.jpki().is_none());
                continue;
            };
            let certificate = contents.authentication_certificate();
            assert!(
                card.jpki().unwrap().file(0x000A).unwrap().starts_with(&certificate),
                "{}",
                persona.name
            );
            if let Some(certificate) = contents.signature_certificate() {
                assert!(
                    card.jpki().unwrap().file(0x0001).unwrap().starts_with(&certificate),
                    "{}",
                    persona.name
                );
                assert!(
                    (1600..2050).contains(&certificate.len()),
                    "{}: {}",
                    persona.name,
                    certificate.len()
                );
            }
        }
    }
}

/// What the library reads from a persona's signing certificate: name, birth date, substitutions.
fn read(persona: &str) -> (Option<String>, Option<String>, bool) {
    let contents = Persona::by_name(persona).unwrap().personalisation(Hierarchy::Test);
    let der = contents.unwrap().signature_certificate().unwrap();
    let certificate = SignatureCertificate::from_der(&der).unwrap();
    let holder = certificate.holder();
    let birth_date = holder.birth_date.and_then(|date| date.iso_8601());
    (holder.name.clone(), birth_date, holder.has_substitutions())
}

#[test]
fn the_library_reads_the_persons() {
    let name = |name: &str| Some(name.to_owned());
    let date = |date: &str| Some(date.to_owned());
    assert_eq!(read("hanako"), (name("日本　花子"), date("1990-05-14"), false));
    assert_eq!(read("mai"), (name("NGUYEN THI MAI"), date("1995-08-23"), false));
    assert_eq!(
        read("paul"),
        (name("ＳＭＩＴＨ　ＪＯＨＮ　ＰＡＵＬ"), date("1989-11-03"), false)
    );
    assert_eq!(read("no-name"), (None, date("1990-05-14"), false));
    assert_eq!(
        read("replaced-characters"),
        (name("高橋　吉子"), date("1990-05-14"), true)
    );
    assert_eq!(read("unknown-birth-date").1, None);
    assert_eq!(read("partial-birth-date").1, None);
}

#[test]
fn bad_certificates_are_bad_in_the_one_way_that_they_claim() {
    let certificates = |persona: &str| {
        let contents = Persona::by_name(persona)
            .unwrap()
            .personalisation(Hierarchy::Test)
            .unwrap();
        let (authentication, signature) = (contents.authentication_certificate(), contents.signature_certificate());
        (
            AuthenticationCertificate::from_der(&authentication),
            SignatureCertificate::from_der(&signature.unwrap()),
        )
    };
    for persona in ["wrong-policy", "wrong-key-usage"] {
        let (authentication, signature) = certificates(persona);
        assert!(authentication.is_err() && signature.is_err(), "{persona}");
    }
    let now = UnixTime::from(SystemTime::now());
    for (persona, authentication_is_valid, signature_is_valid) in [
        ("hanako", true, true),
        ("mai", true, true),
        ("expired", true, false),
        ("expired-authentication", false, true),
    ] {
        let (authentication, signature) = certificates(persona);
        assert_eq!(
            authentication.unwrap().check_validity(now).is_ok(),
            authentication_is_valid,
            "{persona}"
        );
        assert_eq!(
            signature.unwrap().check_validity(now).is_ok(),
            signature_is_valid,
            "{persona}"
        );
    }
}
