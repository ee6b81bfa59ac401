//! Whose cards there are.

use openjpki_tests::card::{JPKI_AID, PERSONAS, PinChoice, VirtualCard};
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
