//! Evidence of both keys.

use openjpki::certificate::{CertificateKind, HierarchyKind, Sex, TrustAnchors, TrustError};
use openjpki::evidence::{Algorithm, RegisterEvidence, RegisterFormat};
use openjpki::origin::Origin;
use openjpki::verify::{NotCheckedReason, Revocation, Verifier, VerifyError};
use openjpki_tests::pki::{Authority, Generation, Hierarchy, Holder, HolderKeys, LeafProfile, Purpose};

use super::setting::*;

/// Two certificates of a card, and what its keys sign.
struct Card {
    keys: HolderKeys,
    signature: Vec<u8>,
    authentication: Vec<u8>,
}

fn person() -> Holder {
    Holder::new("NGUYEN THI HOA", "2", "019950321", "東京都千代田区霞が関１－１－１")
}

impl Card {
    fn new(keys: HolderKeys, hierarchy: Hierarchy, generation: Generation) -> Self {
        let root = |purpose| Authority::new(hierarchy, purpose, generation);
        let signature = LeafProfile::signature(hierarchy, person());
        let authentication = LeafProfile::authentication(hierarchy);
        Self {
            keys,
            signature: signature.issue(&root(Purpose::Signature), &public_key(keys, Purpose::Signature)),
            authentication: authentication.issue(
                &root(Purpose::Authentication),
                &public_key(keys, Purpose::Authentication),
            ),
        }
    }

    fn statement(&self, origin: &str, nonce: &str) -> String {
        let (signature, authentication) = (fingerprint(&self.signature), fingerprint(&self.authentication));
        format!(
            "OpenJPKI register 1\norigin {origin}\nnonce {nonce}\nsignature-certificate sha256:{signature}\n\
             authentication-certificate sha256:{authentication}\n"
        )
    }

    fn register(&self, origin: &str, nonce: &str) -> RegisterEvidence {
        let statement = self.statement(origin, nonce);
        RegisterEvidence {
            format: RegisterFormat::V1,
            algorithm: Algorithm::Rs256,
            signature_certificate: self.signature.clone(),
            signature: sign(self.keys, Purpose::Signature, statement.as_bytes()),
            authentication_certificate: self.authentication.clone(),
            authentication_signature: sign(self.keys, Purpose::Authentication, statement.as_bytes()),
        }
    }
}

fn card() -> Card {
    Card::new(HolderKeys::A, Hierarchy::Test, Generation::Third)
}

fn evidence() -> RegisterEvidence {
    card().register(ORIGIN, NONCE)
}

fn refusal(evidence: &RegisterEvidence) -> VerifyError {
    verifier().register(evidence, &nonce(), now()).unwrap_err()
}

const BY_SIGNATURE: VerifyError = VerifyError::Statement {
    kind: CertificateKind::Signature,
};
const BY_AUTHENTICATION: VerifyError = VerifyError::Statement {
    kind: CertificateKind::Authentication,
};

#[test]
fn one_person_held_both_keys() {
    for generation in GENERATIONS {
        let evidence = Card::new(HolderKeys::A, Hierarchy::Test, generation).register(ORIGIN, NONCE);
        let registered = verifier().register(&evidence, &nonce(), now()).unwrap();
        assert_eq!(registered.signature_certificate.der(), evidence.signature_certificate);
        assert_eq!(
            registered.authentication_certificate.der(),
            evidence.authentication_certificate
        );
        assert_eq!(
            registered.signature_revocation,
            Revocation::NotChecked(NotCheckedReason::NoSource)
        );
        assert_eq!(
            registered.authentication_revocation,
            Revocation::NotChecked(NotCheckedReason::NoSource)
        );
        let holder = registered.signature_certificate.holder();
        assert_eq!(holder.name.as_deref(), Some("NGUYEN THI HOA"));
        assert_eq!(holder.sex, Some(Sex::Female));
        assert_eq!(holder.birth_date.unwrap().iso_8601().as_deref(), Some("1995-03-21"));
    }
}

#[test]
fn another_site_or_another_moment_proves_nothing() {
    assert_eq!(
        refusal(&card().register("https://portal.example.jp", NONCE)),
        BY_SIGNATURE
    );
    assert_eq!(refusal(&card().register(ORIGIN, other_nonce().as_str())), BY_SIGNATURE);
}

#[test]
fn halves_of_two_ceremonies_do_not_make_one() {
    let mine = evidence();
    let theirs = Card::new(HolderKeys::B, Hierarchy::Test, Generation::Third).register(ORIGIN, NONCE);
    let mixed = RegisterEvidence {
        authentication_certificate: theirs.authentication_certificate.clone(),
        authentication_signature: theirs.authentication_signature.clone(),
        ..mine.clone()
    };
    assert_eq!(refusal(&mixed), BY_SIGNATURE);
    let earlier = card().register(ORIGIN, other_nonce().as_str());
    let replayed = RegisterEvidence {
        authentication_signature: earlier.authentication_signature,
        ..mine.clone()
    };
    assert_eq!(refusal(&replayed), BY_AUTHENTICATION);
    let replayed = RegisterEvidence {
        signature: earlier.signature,
        ..mine
    };
    assert_eq!(refusal(&replayed), BY_SIGNATURE);
}

#[test]
fn both_keys_must_sign_the_statement_of_registration() {
    let good = evidence();
    let login = authenticate_statement(ORIGIN, NONCE, &good.authentication_certificate);
    let login = sign(HolderKeys::A, Purpose::Authentication, login.as_bytes());
    let from_login = RegisterEvidence {
        authentication_signature: login,
        ..good.clone()
    };
    assert_eq!(refusal(&from_login), BY_AUTHENTICATION);
    let twice = RegisterEvidence {
        authentication_signature: good.signature.clone(),
        ..good.clone()
    };
    assert_eq!(refusal(&twice), BY_AUTHENTICATION);
    let twice = RegisterEvidence {
        signature: good.authentication_signature.clone(),
        ..good.clone()
    };
    assert_eq!(refusal(&twice), BY_SIGNATURE);
    let without = RegisterEvidence {
        signature: Vec::new(),
        ..good
    };
    assert_eq!(refusal(&without), BY_SIGNATURE);
}

#[test]
fn a_registration_is_no_login() {
    let good = evidence();
    let login = authenticate_evidence(&good.authentication_certificate, &good.authentication_signature);
    assert_eq!(
        verifier().authenticate(&login, &nonce(), now()).unwrap_err(),
        BY_AUTHENTICATION
    );
}

#[test]
fn swapped_certificates_are_named_as_such() {
    let good = evidence();
    let swapped = RegisterEvidence {
        signature_certificate: good.authentication_certificate.clone(),
        authentication_certificate: good.signature_certificate.clone(),
        ..good
    };
    let text = refusal(&swapped).to_string();
    assert_eq!(
        text,
        "the signing certificate is refused: this is the authentication certificate, not the signing certificate"
    );
}

#[test]
fn both_certificates_are_of_one_hierarchy() {
    let (test, like) = (
        card(),
        Card::new(HolderKeys::A, Hierarchy::ProductionLike, Generation::Third),
    );
    let mixed = Card {
        authentication: like.authentication,
        ..test
    }
    .register(ORIGIN, NONCE);
    let (expected, found) = (HierarchyKind::Test, HierarchyKind::Production);
    let source = TrustError::Hierarchy { expected, found };
    assert_eq!(
        refusal(&mixed),
        VerifyError::Untrusted {
            kind: CertificateKind::Authentication,
            source
        }
    );
    let production = Verifier::new(TrustAnchors::jpki(), Origin::parse(ORIGIN).unwrap());
    let source = TrustError::Hierarchy {
        expected: found,
        found: expected,
    };
    let refused = production.register(&evidence(), &nonce(), now()).unwrap_err();
    assert_eq!(
        refused,
        VerifyError::Untrusted {
            kind: CertificateKind::Signature,
            source
        }
    );
}

#[test]
fn each_certificate_needs_its_own_root() {
    let stranger = Card::new(HolderKeys::A, Hierarchy::Test, Generation::Stranger);
    let source = TrustError::UnknownIssuer;
    for (card, kind) in [
        (
            Card {
                signature: stranger.signature.clone(),
                ..card()
            },
            CertificateKind::Signature,
        ),
        (
            Card {
                authentication: stranger.authentication.clone(),
                ..card()
            },
            CertificateKind::Authentication,
        ),
    ] {
        assert_eq!(
            refusal(&card.register(ORIGIN, NONCE)),
            VerifyError::Untrusted { kind, source }
        );
    }
}

#[test]
fn a_person_without_some_attributes_can_register() {
    let sparse = Holder {
        name: None,
        name_substitutions: None,
        birth_date: Some("000000000".to_owned()),
        ..person()
    };
    let root = root(Purpose::Signature, Generation::Third);
    let key = public_key(HolderKeys::A, Purpose::Signature);
    let signature = LeafProfile::signature(Hierarchy::Test, sparse).issue(&root, &key);
    let evidence = Card { signature, ..card() }.register(ORIGIN, NONCE);
    let registered = verifier().register(&evidence, &nonce(), now()).unwrap();
    let holder = registered.signature_certificate.holder();
    assert_eq!(holder.name, None);
    assert_eq!(holder.birth_date.unwrap().iso_8601(), None);
}

#[test]
fn nothing_of_the_person_is_in_debug() {
    let evidence = evidence();
    let registered = verifier().register(&evidence, &nonce(), now()).unwrap();
    assert_eq!(
        format!("{registered:?}"),
        "Registered(test, revocation NotChecked(NoSource) and NotChecked(NoSource))"
    );
    assert_eq!(format!("{:?}", registered.signature_certificate.holder()), "Holder(..)");
    assert_eq!(format!("{evidence:?}"), "RegisterEvidence(..)");
}

#[test]
fn no_bit_of_the_evidence_can_be_changed() {
    let good = evidence();
    for index in 0..good.signature_certificate.len() {
        let mut evidence = good.clone();
        evidence.signature_certificate[index] ^= 0x10;
        assert!(verifier().register(&evidence, &nonce(), now()).is_err(), "byte {index}");
    }
    for index in 0..256 {
        let mut evidence = good.clone();
        evidence.signature[index] ^= 0x80;
        assert_eq!(refusal(&evidence), BY_SIGNATURE, "byte {index}");
        let mut evidence = good.clone();
        evidence.authentication_signature[index] ^= 0x01;
        assert_eq!(refusal(&evidence), BY_AUTHENTICATION, "byte {index}");
    }
}
