//! The certificates of the vectors: those of the tests, in one fixed year.

use const_oid::AssociatedOid;
use der::DateTime;
use der::asn1::OctetString;
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::{KeyUsage, KeyUsages};

use crate::pki::{
    Authority, Generation, Hierarchy, Holder, HolderKeys, IssuerKey, LeafProfile, Purpose, authority_extension, moment,
};

const YEAR: u16 = 2026;

/// When the documents were signed: 2026-06-29T03:04:05Z.
pub(super) fn signed_at() -> DateTime {
    moment((YEAR, 6, 29), (3, 4, 5))
}

/// How a certificate is not as it should be, or that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flaw {
    None,
    /// Ended on 2026-06-29, after the documents were signed and before anybody looks.
    JustExpired,
    /// Ended in 2024.
    Expired,
    /// Begins in 2027.
    NotYetValid,
    /// A policy that is none of JPKI's.
    Policy,
    /// The policy of real people, from the same roots.
    ProductionPolicy,
    /// For key encipherment only.
    KeyUsage,
    /// An authority's.
    Authority,
    /// A critical extension that nobody knows.
    UnknownCritical,
    /// keyUsage twice: as it should be, and then with keyCertSign.
    TwoKeyUsages,
    /// Issued by a root that took the name.
    Stranger,
    /// The same, and it names the key of a trusted root.
    StrangerWithTrustedKey,
    /// Names no key of its issuer.
    NoIssuerKey,
    /// One bit of the issuer's signature is another.
    IssuerSignature,
}

/// A root of the vectors' year.
pub(super) fn root(purpose: Purpose, generation: Generation) -> Authority {
    Authority::in_year(YEAR, Hierarchy::Test, purpose, generation)
}

/// The certificate of a card's key, with a flaw.
pub(super) fn certificate(purpose: Purpose, keys: HolderKeys, flaw: Flaw) -> Vec<u8> {
    let mut profile = profile(purpose, keys);
    bend(&mut profile, flaw);
    let generation = match flaw {
        Flaw::Stranger | Flaw::StrangerWithTrustedKey => Generation::Stranger,
        _ => Generation::Third,
    };
    let mut der = profile.issue(&root(purpose, generation), &keys.key(purpose).to_public_key());
    if flaw == Flaw::IssuerSignature {
        let last = der.len() - 1;
        der[last] ^= 1;
    }
    der
}

fn profile(purpose: Purpose, keys: HolderKeys) -> LeafProfile {
    let hierarchy = Hierarchy::Test;
    let mut profile = match purpose {
        Purpose::Signature => LeafProfile::signature(
            hierarchy,
            Holder::new("日本　花子", "2", "319900401", "東京都千代田区霞が関１－２－３"),
        ),
        Purpose::Authentication => LeafProfile::authentication(hierarchy),
    };
    if purpose == Purpose::Signature {
        profile.common_name = "202501151726000013413101003A".to_owned();
    }
    if keys == HolderKeys::B {
        profile.serial.push(1);
    }
    profile.not_before = moment((YEAR - 1, 1, 27), (1, 35, 57));
    profile.not_after = moment((YEAR + 4, 5, 14), (14, 59, 59));
    profile
}

fn extension(extn_id: const_oid::ObjectIdentifier, critical: bool, value: &[u8]) -> Extension {
    let extn_value = OctetString::new(value).expect("short");
    Extension {
        extn_id,
        critical,
        extn_value,
    }
}

fn bend(profile: &mut LeafProfile, flaw: Flaw) {
    match flaw {
        Flaw::None | Flaw::Stranger | Flaw::IssuerSignature => {}
        Flaw::JustExpired => profile.not_after = moment((YEAR, 6, 29), (14, 59, 59)),
        Flaw::Expired => {
            profile.not_before = moment((YEAR - 6, 1, 27), (1, 35, 57));
            profile.not_after = moment((YEAR - 2, 5, 14), (14, 59, 59));
        }
        Flaw::NotYetValid => profile.not_before = moment((YEAR + 1, 1, 1), (0, 0, 0)),
        Flaw::Policy => {
            let stray = const_oid::ObjectIdentifier::new_unwrap("1.2.392.200149.8.5.1.9.99");
            profile.policy = Some(stray);
        }
        Flaw::ProductionPolicy => profile.policy = Some(Hierarchy::ProductionLike.policy(profile.purpose)),
        Flaw::KeyUsage => profile.key_usage = Some(KeyUsage(KeyUsages::KeyEncipherment.into())),
        Flaw::Authority => profile.extra.push(authority_extension()),
        Flaw::UnknownCritical => {
            let unknown = const_oid::ObjectIdentifier::new_unwrap("1.2.392.200149.8.5.9.99");
            profile.extra.push(extension(unknown, true, &[0x05, 0x00]));
        }
        // BIT STRING of the first seven uses, the sixth of which is keyCertSign
        Flaw::TwoKeyUsages => profile
            .extra
            .push(extension(KeyUsage::OID, true, &[0x03, 0x02, 0x02, 0xC4])),
        Flaw::StrangerWithTrustedKey => {
            profile.issuer_key = IssuerKey::Of(Box::new(root(profile.purpose, Generation::Third)));
        }
        Flaw::NoIssuerKey => profile.issuer_key = IssuerKey::Unnamed,
    }
}
