//! Roots from a folder, for real people's cards.

use openjpki::evidence::{Nonce, RegisterEvidence};
use openjpki::origin::Origin;
use openjpki::time::UnixTime;
use openjpki_portal::anchors;
use openjpki_portal::evidence::{Refusal, SiteVerifier};
use openjpki_tests::card::Persona;
use openjpki_tests::pki::Hierarchy;

use crate::card::evidence;
use crate::stage::{ORIGIN, write_roots_of};

/// What the site says to a card of this hierarchy.
fn judge(site: &SiteVerifier, hierarchy: Hierarchy) -> Result<(), Refusal> {
    let nonce = "A".repeat(43);
    let card = Persona::by_name("mai").unwrap().personalisation(hierarchy).unwrap();
    let evidence: RegisterEvidence = serde_json::from_value(evidence(&card, ORIGIN, &nonce)).unwrap();
    let now = UnixTime::from(std::time::SystemTime::now());
    site.register(&evidence, &Nonce::parse(&nonce).unwrap(), now).map(drop)
}

#[test]
fn roots_of_a_folder_are_trusted_for_real_cards_in_place_of_those_that_are_built_in() {
    let folder = tempfile::tempdir().unwrap();
    let origin = Origin::parse(ORIGIN).unwrap();
    let chosen = folder.path().join("roots");
    write_roots_of(&chosen, Hierarchy::ProductionLike);
    let site = anchors::chosen(&chosen, origin.clone()).unwrap();
    assert!(!site.is_test());
    assert_eq!(judge(&site, Hierarchy::ProductionLike), Ok(()));
    assert_eq!(judge(&site, Hierarchy::Test), Err(Refusal::TestCard));
    let built_in = anchors::production(origin.clone());
    assert_eq!(judge(&built_in, Hierarchy::ProductionLike), Err(Refusal::NotJpki));
    std::fs::remove_file(chosen.join("signature-ca.der")).unwrap();
    let error = anchors::chosen(&chosen, origin).unwrap_err().to_string();
    assert!(error.contains("holds no signature-ca*.der"), "{error}");
}
