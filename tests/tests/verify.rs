//! The relying party against a whole test hierarchy: good evidence of every generation, and everything that must not pass.
//!
//! The signed bytes are written down here again, from `docs/PROTOCOL.md` and not from the code under test.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may panic, outside of #[test] functions as well"
)]

#[path = "verify/register.rs"]
mod register;
#[path = "verify/setting.rs"]
mod setting;

use openjpki::certificate::{
    CertificateError, CertificateKind, HierarchyKind, TrustAnchors, TrustError, ValidityError,
};
use openjpki::evidence::AuthenticateEvidence;
use openjpki::origin::Origin;
use openjpki::time::UnixTime;
use openjpki::verify::{NotCheckedReason, Revocation, Verifier, VerifyError};
use openjpki_tests::pki::{Authority, Generation, Hierarchy, HolderKeys, LeafProfile, Purpose};
use setting::*;

const KIND: CertificateKind = CertificateKind::Authentication;

fn profile() -> LeafProfile {
    LeafProfile::authentication(Hierarchy::Test)
}

/// Evidence of a certificate of this profile, issued by this root, as an honest host makes it for our site.
fn evidence_of(profile: &LeafProfile, root: &Authority) -> AuthenticateEvidence {
    let certificate = profile.issue(root, &public_key(HolderKeys::A, profile.purpose));
    let statement = authenticate_statement(ORIGIN, NONCE, &certificate);
    let signature = sign(HolderKeys::A, profile.purpose, statement.as_bytes());
    authenticate_evidence(&certificate, &signature)
}

fn evidence() -> AuthenticateEvidence {
    evidence_of(&profile(), &root(Purpose::Authentication, Generation::Third))
}

fn refusal(evidence: &AuthenticateEvidence) -> VerifyError {
    verifier().authenticate(evidence, &nonce(), now()).unwrap_err()
}

fn untrusted(source: TrustError) -> VerifyError {
    VerifyError::Untrusted { kind: KIND, source }
}

#[test]
fn the_holder_was_there() {
    let evidence = evidence();
    let authenticated = verifier().authenticate(&evidence, &nonce(), now()).unwrap();
    assert_eq!(authenticated.certificate.der(), evidence.authentication_certificate);
    assert_eq!(authenticated.certificate.hierarchy(), HierarchyKind::Test);
    assert_eq!(
        authenticated.revocation,
        Revocation::NotChecked(NotCheckedReason::NoSource)
    );
}

#[test]
fn three_generations_share_a_name_and_are_told_apart() {
    for generation in GENERATIONS {
        let evidence = evidence_of(&profile(), &root(Purpose::Authentication, generation));
        assert!(
            verifier().authenticate(&evidence, &nonce(), now()).is_ok(),
            "{generation:?}"
        );
        let others: Vec<_> = GENERATIONS.into_iter().filter(|other| *other != generation).collect();
        let without = Verifier::new(anchors(&others), Origin::parse(ORIGIN).unwrap());
        let refused = without.authenticate(&evidence, &nonce(), now()).unwrap_err();
        assert_eq!(refused, untrusted(TrustError::UnknownIssuer), "{generation:?}");
    }
}

#[test]
fn another_site_or_another_moment_proves_nothing() {
    let mismatch = VerifyError::Statement { kind: KIND };
    for other in [
        "https://portal.example.jp",
        "https://portal.example.go.jp:8443",
        "http://localhost",
    ] {
        let verifier = Verifier::new(anchors(&GENERATIONS), Origin::parse(other).unwrap());
        assert_eq!(
            verifier.authenticate(&evidence(), &nonce(), now()).unwrap_err(),
            mismatch,
            "{other}"
        );
    }
    let refused = verifier().authenticate(&evidence(), &other_nonce(), now()).unwrap_err();
    assert_eq!(refused, mismatch);
}

#[test]
fn a_certificate_of_another_card_proves_nothing() {
    let mut evidence = evidence();
    let root = root(Purpose::Authentication, Generation::Third);
    evidence.authentication_certificate = profile().issue(&root, &public_key(HolderKeys::B, Purpose::Authentication));
    assert_eq!(refusal(&evidence), VerifyError::Statement { kind: KIND });
    // The same key in another certificate: the statement names the certificate, not the key.
    let renewed = LeafProfile {
        serial: vec![0x22, 0x7b, 0x14],
        ..profile()
    };
    evidence.authentication_certificate = renewed.issue(&root, &public_key(HolderKeys::A, Purpose::Authentication));
    assert_eq!(refusal(&evidence), VerifyError::Statement { kind: KIND });
}

#[test]
fn a_signature_over_other_bytes_proves_nothing() {
    let good = evidence();
    let statement = authenticate_statement(ORIGIN, NONCE, &good.authentication_certificate);
    let others = [
        String::new(),
        statement.trim_end().to_owned(),
        statement.replace('\n', "\r\n"),
        statement.replace("authenticate 1", "authenticate 2"),
        statement.replace("OpenJPKI authenticate 1", "OpenJPKI register 1"),
        statement.to_uppercase(),
        format!("{statement}\n"),
    ];
    for other in others {
        let signature = sign(HolderKeys::A, Purpose::Authentication, other.as_bytes());
        let evidence = authenticate_evidence(&good.authentication_certificate, &signature);
        assert_eq!(refusal(&evidence), VerifyError::Statement { kind: KIND }, "{other:?}");
    }
}

#[test]
fn what_is_no_signature_proves_nothing() {
    let good = evidence();
    let signature = &good.authentication_signature;
    let mut padded = vec![0];
    padded.extend(signature);
    for odd in [
        vec![],
        vec![0; 256],
        vec![0xff; 256],
        signature[..255].to_vec(),
        padded,
        vec![1],
    ] {
        let evidence = authenticate_evidence(&good.authentication_certificate, &odd);
        assert_eq!(
            refusal(&evidence),
            VerifyError::Statement { kind: KIND },
            "{} bytes",
            odd.len()
        );
    }
}

#[test]
fn no_bit_of_the_evidence_can_be_changed() {
    let good = evidence();
    for index in 0..good.authentication_certificate.len() {
        let mut evidence = good.clone();
        evidence.authentication_certificate[index] ^= 1 << (index % 8);
        assert!(
            verifier().authenticate(&evidence, &nonce(), now()).is_err(),
            "byte {index}"
        );
    }
    for index in 0..256 {
        let mut evidence = good.clone();
        evidence.authentication_signature[index] ^= 1 << (index % 8);
        assert_eq!(
            refusal(&evidence),
            VerifyError::Statement { kind: KIND },
            "byte {index}"
        );
    }
}

#[test]
fn a_stranger_with_the_name_of_the_root_is_not_trusted() {
    let stranger = root(Purpose::Authentication, Generation::Stranger);
    assert_eq!(
        refusal(&evidence_of(&profile(), &stranger)),
        untrusted(TrustError::UnknownIssuer)
    );
}

#[test]
fn the_root_of_signing_certificates_issues_no_authentication_certificate() {
    let signing = root(Purpose::Signature, Generation::Third);
    assert_eq!(
        refusal(&evidence_of(&profile(), &signing)),
        untrusted(TrustError::UnknownIssuer)
    );
}

#[test]
fn the_two_hierarchies_do_not_mix() {
    let production = Verifier::new(TrustAnchors::jpki(), Origin::parse(ORIGIN).unwrap());
    let (expected, found) = (HierarchyKind::Production, HierarchyKind::Test);
    let refused = production.authenticate(&evidence(), &nonce(), now()).unwrap_err();
    assert_eq!(refused, untrusted(TrustError::Hierarchy { expected, found }));
    // Production policies and names, signed by a key that is not JPKI's.
    let root = Authority::new(Hierarchy::ProductionLike, Purpose::Authentication, Generation::Third);
    let forged = evidence_of(&LeafProfile::authentication(Hierarchy::ProductionLike), &root);
    let refused = production.authenticate(&forged, &nonce(), now()).unwrap_err();
    assert_eq!(refused, untrusted(TrustError::UnknownIssuer));
    let (expected, found) = (HierarchyKind::Test, HierarchyKind::Production);
    assert_eq!(refusal(&forged), untrusted(TrustError::Hierarchy { expected, found }));
}

#[test]
fn an_expired_certificate_is_refused_with_its_times() {
    let expired = evidence_of(&profile().expired(), &root(Purpose::Authentication, Generation::First));
    let not_after = unix(profile().expired().not_after);
    let source = TrustError::Validity(ValidityError::Expired { not_after, now: now() });
    assert_eq!(refusal(&expired), untrusted(source));
    // It counts at the time it was valid, root included.
    let last_second = verifier().authenticate(&expired, &nonce(), not_after);
    assert!(last_second.is_ok());
    let UnixTime(seconds) = not_after;
    assert!(
        verifier()
            .authenticate(&expired, &nonce(), UnixTime(seconds + 1))
            .is_err()
    );
}

#[test]
fn a_certificate_of_the_future_is_refused() {
    let not_before = unix(profile().not_before);
    let now = UnixTime(not_before.0 - 1);
    let refused = verifier().authenticate(&evidence(), &nonce(), now).unwrap_err();
    assert_eq!(
        refused,
        untrusted(TrustError::Validity(ValidityError::NotYetValid { not_before, now }))
    );
}

#[test]
fn an_expired_root_is_refused() {
    // The first generation ends ten years after it began; a certificate may say that it lives longer.
    let long = LeafProfile {
        not_after: der::DateTime::new(2099, 12, 31, 14, 59, 59).unwrap(),
        ..profile()
    };
    let evidence = evidence_of(&long, &root(Purpose::Authentication, Generation::First));
    let late = UnixTime(4_000_000_000);
    let refused = verifier().authenticate(&evidence, &nonce(), late).unwrap_err();
    assert!(
        matches!(refused, VerifyError::Untrusted { source: TrustError::IssuerValidity(ValidityError::Expired { now, .. }), .. } if now == late)
    );
}

#[test]
fn a_certificate_outside_the_profile_is_refused() {
    let root = root(Purpose::Authentication, Generation::Third);
    let refused = |profile: LeafProfile| match refusal(&evidence_of(&profile, &root)) {
        VerifyError::Certificate { kind: KIND, source } => source,
        other => panic!("{other}"),
    };
    let policy = Some(const_oid::ObjectIdentifier::new_unwrap("1.2.392.200149.8.5.1.1.30"));
    assert!(matches!(
        refused(LeafProfile { policy, ..profile() }),
        CertificateError::Policy { .. }
    ));
    let signing = Some(Hierarchy::Test.policy(Purpose::Signature));
    assert!(matches!(
        refused(LeafProfile {
            policy: signing,
            ..profile()
        }),
        CertificateError::Kind { .. }
    ));
    assert!(matches!(
        refused(LeafProfile {
            policy: None,
            ..profile()
        }),
        CertificateError::MissingExtension { .. }
    ));
    assert!(matches!(
        refused(LeafProfile {
            key_usage: None,
            ..profile()
        }),
        CertificateError::MissingExtension { .. }
    ));
    let usage = LeafProfile {
        client_authentication: false,
        ..profile()
    };
    assert!(matches!(refused(usage), CertificateError::MissingExtension { .. }));
}

#[test]
fn what_is_no_certificate_is_refused() {
    let good = evidence();
    let mut trailing = good.authentication_certificate.clone();
    trailing.push(0xff);
    for odd in [
        vec![],
        vec![0x30],
        vec![0xff; 2048],
        trailing,
        good.authentication_certificate[1..].to_vec(),
    ] {
        let refused = refusal(&authenticate_evidence(&odd, &good.authentication_signature));
        assert!(
            matches!(refused, VerifyError::Certificate { kind: KIND, .. }),
            "{refused}"
        );
    }
}

#[test]
fn a_root_is_nobodys_evidence() {
    let root = root(Purpose::Authentication, Generation::Third).certificate();
    let evidence = authenticate_evidence(&root, &evidence().authentication_signature);
    assert!(matches!(refusal(&evidence), VerifyError::Certificate { .. }));
}

#[test]
fn evidence_comes_as_json() {
    let evidence = evidence();
    let json = serde_json::to_string(&evidence).unwrap();
    let read: AuthenticateEvidence = serde_json::from_str(&json).unwrap();
    assert!(verifier().authenticate(&read, &nonce(), now()).is_ok());
    for (from, to) in [
        ("openjpki-authenticate/1", "openjpki-register/1"),
        ("RS256", "ES256"),
        (
            "\"authenticationCertificate\":\"MII",
            "\"authenticationCertificate\":\"*II",
        ),
        ("{\"format\"", "{\"origin\":\"https://portal.example.go.jp\",\"format\""),
    ] {
        assert!(json.contains(from));
        assert!(
            serde_json::from_str::<AuthenticateEvidence>(&json.replace(from, to)).is_err(),
            "{to}"
        );
    }
}
