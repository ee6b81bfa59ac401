//! Our test certificates against certificates that we did not make: a test card's, which `myna-card` published.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop at once, and loudly"
)]

use der::{Decode, Encode};
use openjpki_tests::pki::{Authority, Generation, Hierarchy, Holder, HolderKeys, LeafProfile, Purpose, this_year};
use x509_cert::Certificate;
use x509_cert::ext::Extension;

macro_rules! test_card {
    ($file:literal) => {
        include_bytes!(concat!("../../host/core/tests/data/test-card/", $file)).as_slice()
    };
}

const AUTHORITY_KEY: &str = "2.5.29.35";
const SUBJECT_KEY: &str = "2.5.29.14";

/// The real signing certificate's holder and municipality, in our hands.
fn like_the_test_card() -> (LeafProfile, LeafProfile) {
    let holder = Holder::new("黒桐　幹也", "1", "319800217", "東京都清瀬市観布子南１２－７－２０２");
    let profiles = (
        LeafProfile::signature(Hierarchy::Test, holder),
        LeafProfile::authentication(Hierarchy::Test),
    );
    let in_kiyose = |mut profile: LeafProfile| {
        profile.city = "Kiyose-shi".to_owned();
        profile
    };
    let (mut signature, mut authentication) = (in_kiyose(profiles.0), in_kiyose(profiles.1));
    signature.common_name = "202510161726000013413221003A".to_owned();
    authentication.common_name = "997794E9AGCIEG13221003A".to_owned();
    (signature, authentication)
}

fn issue(profile: &LeafProfile) -> Vec<u8> {
    let authority = Authority::new(profile.hierarchy, profile.purpose, Generation::Third);
    profile.issue(&authority, &HolderKeys::A.key(profile.purpose).to_public_key())
}

/// All that does not depend on keys and dates must be the same bytes.
fn assert_same_profile(ours: &[u8], theirs: &[u8]) {
    assert_eq!(ours.len(), theirs.len(), "size");
    let [ours, theirs] = [ours, theirs].map(|der| Certificate::from_der(der).unwrap().tbs_certificate);
    assert_eq!(ours.version, theirs.version);
    assert_eq!(
        ours.serial_number.as_bytes().len(),
        theirs.serial_number.as_bytes().len()
    );
    assert_eq!(ours.signature, theirs.signature);
    assert_eq!(ours.issuer.to_der().unwrap(), theirs.issuer.to_der().unwrap());
    assert_eq!(ours.subject.to_der().unwrap(), theirs.subject.to_der().unwrap());
    let time_of_day = |time: x509_cert::time::Time| time.to_unix_duration().as_secs() % 86400;
    assert_eq!(
        time_of_day(ours.validity.not_after),
        time_of_day(theirs.validity.not_after)
    );
    let [ours, theirs] = [ours, theirs].map(|tbs| tbs.extensions.unwrap());
    assert_eq!(ours.len(), theirs.len());
    for (ours, theirs) in ours.iter().zip(&theirs) {
        assert_eq!(without_key(ours), without_key(theirs));
    }
}

/// An extension with the bytes that come from a key, or from the issuer's serial number, zeroed.
fn without_key(extension: &Extension) -> Extension {
    let mut bytes = extension.extn_value.as_bytes().to_vec();
    match extension.extn_id.to_string().as_str() {
        SUBJECT_KEY => bytes[2..22].fill(0),
        AUTHORITY_KEY => {
            bytes[5..25].fill(0);
            let serial = bytes.len() - 3;
            bytes[serial..].fill(0);
        }
        _ => {}
    }
    Extension {
        extn_value: der::asn1::OctetString::new(bytes).unwrap(),
        ..extension.clone()
    }
}

#[test]
fn a_signing_certificate_has_the_bytes_of_the_test_cards() {
    assert_same_profile(&issue(&like_the_test_card().0), test_card!("signature.der"));
}

#[test]
fn an_authentication_certificate_has_the_bytes_of_the_test_cards() {
    assert_same_profile(&issue(&like_the_test_card().1), test_card!("authentication.der"));
}

#[test]
fn roots_have_the_bytes_of_the_test_roots() {
    for (purpose, theirs) in [
        (Purpose::Signature, test_card!("signature-ca-2024.der")),
        (Purpose::Authentication, test_card!("authentication-ca-2023.der")),
    ] {
        assert_same_profile(
            &Authority::new(Hierarchy::Test, purpose, Generation::Third).certificate(),
            theirs,
        );
    }
}

#[test]
fn all_generations_and_the_stranger_share_one_name_but_no_key() {
    let generations = [
        Generation::First,
        Generation::Second,
        Generation::Third,
        Generation::Stranger,
    ];
    let roots = generations.map(|generation| {
        let der = Authority::new(Hierarchy::ProductionLike, Purpose::Signature, generation).certificate();
        Certificate::from_der(&der).unwrap().tbs_certificate
    });
    let names: std::collections::BTreeSet<_> = roots.iter().map(|root| root.subject.to_string()).collect();
    assert_eq!(names.len(), 1);
    assert!(names.first().unwrap().contains("O=JPKI,"), "{names:?}");
    let keys: std::collections::BTreeSet<_> = roots
        .iter()
        .map(|root| root.subject_public_key_info.to_der().unwrap())
        .collect();
    assert_eq!(keys.len(), 4);
    let year = i32::from(this_year());
    for root in &roots {
        let [from, to] = [root.validity.not_before, root.validity.not_after].map(|time| time.to_date_time().year());
        assert!(
            i32::from(from) < year && i32::from(to) > year && to - from == 10,
            "{from} {to}"
        );
    }
}

#[test]
fn every_process_makes_the_same_bytes() {
    let program = openjpki_tests::pcscd::program("openjpki-virtual-card").unwrap();
    let folder = std::env::temp_dir().join(format!("openjpki-pki-{}", std::process::id()));
    for (name, hierarchy) in [
        ("test", Hierarchy::Test),
        ("production-like", Hierarchy::ProductionLike),
    ] {
        let mut command = std::process::Command::new(&program);
        assert!(
            command
                .args(["pki", "--policy", name, "--out"])
                .arg(&folder)
                .status()
                .unwrap()
                .success()
        );
        for (purpose, file) in [
            (Purpose::Signature, "signature-ca.der"),
            (Purpose::Authentication, "authentication-ca.der"),
        ] {
            let here = Authority::new(hierarchy, purpose, Generation::Third).certificate();
            assert_eq!(std::fs::read(folder.join(file)).unwrap(), here);
        }
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn one_field_can_be_bent_at_a_time() {
    let (signature, _) = like_the_test_card();
    let extensions = |profile: &LeafProfile| {
        let certificate = Certificate::from_der(&issue(profile)).unwrap();
        certificate.tbs_certificate.extensions.unwrap().len()
    };
    assert_eq!(extensions(&signature), 7);
    assert_eq!(
        extensions(&LeafProfile {
            policy: None,
            ..signature.clone()
        }),
        6
    );
    assert_eq!(
        extensions(&LeafProfile {
            key_usage: None,
            ..signature.clone()
        }),
        6
    );
    assert_eq!(
        extensions(&LeafProfile {
            holder: None,
            ..signature.clone()
        }),
        6
    );
    let expired = Certificate::from_der(&issue(&signature.expired()))
        .unwrap()
        .tbs_certificate
        .validity;
    assert!(expired.not_after.to_date_time().year() < this_year());
}
