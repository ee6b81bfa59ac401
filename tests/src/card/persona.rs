//! Whose card it is.

use super::personalisation::{Personalisation, SignatureFiles};
use crate::pki::{Generation, Hierarchy, Holder, HolderKeys, LeafProfile, moment, now, this_year};

/// The PINs of a persona, before anybody changes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pins {
    /// User authentication, four digits.
    pub authentication: &'static str,
    /// Digital signature, 6 to 16 characters.
    pub signature: &'static str,
}

/// A card holder, fictitious like everybody here.
#[derive(Debug)]
pub struct Persona {
    /// The name for `--persona`.
    pub name: &'static str,
    /// What is particular about the card, in one sentence.
    pub what: &'static str,
    /// The PINs.
    pub pins: Pins,
    keys: HolderKeys,
    quirk: Quirk,
}

/// How a card differs from the first one.
#[derive(Debug, Clone, Copy)]
enum Quirk {
    None,
    Person {
        name: &'static str,
        sex: &'static str,
        birth_date: &'static str,
    },
    NoName,
    ReplacedCharacters,
    BirthDate(&'static str),
    NoSignature,
    BlankSignature,
    SignatureExpired,
    AuthenticationExpired,
    AuthenticationEnding,
    WrongPolicy,
    WrongKeyUsage,
    UnknownRoot,
    OtherKind,
}

const HANAKO: Pins = Pins {
    authentication: "1234",
    signature: "ABC123",
};
const MAI: Pins = Pins {
    authentication: "4649",
    signature: "SAKURA2026",
};

const fn variant(name: &'static str, what: &'static str, quirk: Quirk) -> Persona {
    Persona {
        name,
        what,
        pins: HANAKO,
        keys: HolderKeys::A,
        quirk,
    }
}

const fn foreign(name: &'static str, what: &'static str, holder: [&'static str; 3]) -> Persona {
    let [full_name, sex, birth_date] = holder;
    let quirk = Quirk::Person {
        name: full_name,
        sex,
        birth_date,
    };
    Persona {
        name,
        what,
        pins: MAI,
        keys: HolderKeys::B,
        quirk,
    }
}

/// All personas. The first is the ordinary one.
pub const PERSONAS: &[Persona] = &[
    variant("hanako", "日本　花子, all attributes", Quirk::None),
    foreign(
        "mai",
        "a foreign national, half-width Latin name, era digit 0",
        ["NGUYEN THI MAI", "2", "019950823"],
    ),
    foreign(
        "paul",
        "a foreign national, full-width Latin name",
        ["ＳＭＩＴＨ　ＪＯＨＮ　ＰＡＵＬ", "1", "419891103"],
    ),
    variant("no-name", "the signing certificate has no name", Quirk::NoName),
    variant(
        "replaced-characters",
        "two characters of the name and one of the address stand for others",
        Quirk::ReplacedCharacters,
    ),
    variant(
        "unknown-birth-date",
        "birth date all zeros",
        Quirk::BirthDate("000000000"),
    ),
    variant(
        "partial-birth-date",
        "only the year of birth is known",
        Quirk::BirthDate("319500000"),
    ),
    variant(
        "under-fifteen",
        "no signing certificate: its files are not there",
        Quirk::NoSignature,
    ),
    variant(
        "under-fifteen-blank",
        "no signing certificate: file blank, password blocked",
        Quirk::BlankSignature,
    ),
    variant(
        "expired",
        "the signing certificate has expired",
        Quirk::SignatureExpired,
    ),
    variant(
        "expired-authentication",
        "the authentication certificate has expired",
        Quirk::AuthenticationExpired,
    ),
    variant(
        "ending-authentication",
        "the authentication certificate ends in thirty days",
        Quirk::AuthenticationEnding,
    ),
    variant(
        "wrong-policy",
        "both certificates have a policy that is not JPKI's",
        Quirk::WrongPolicy,
    ),
    variant(
        "wrong-key-usage",
        "both certificates are for key encipherment only",
        Quirk::WrongKeyUsage,
    ),
    variant(
        "unknown-root",
        "issued by a root that took the name and is no anchor",
        Quirk::UnknownRoot,
    ),
    Persona {
        name: "foreign-card",
        what: "a card of another kind: no JPKI application",
        pins: Pins {
            authentication: "",
            signature: "",
        },
        keys: HolderKeys::A,
        quirk: Quirk::OtherKind,
    },
];

impl Persona {
    /// The persona of this name.
    pub fn by_name(name: &str) -> Option<&'static Self> {
        PERSONAS.iter().find(|persona| persona.name == name)
    }

    /// What is written on this persona's card; none for a card of another kind.
    pub fn personalisation(&self, hierarchy: Hierarchy) -> Option<Personalisation> {
        let mut authentication = LeafProfile::authentication(hierarchy);
        let mut signature = LeafProfile::signature(hierarchy, self.holder());
        let mut generation = Generation::Third;
        if self.keys == HolderKeys::B {
            for (profile, last) in [(&mut authentication, 0x14), (&mut signature, 0x08)] {
                profile.serial = vec![0x01, profile.serial[0], profile.serial[1], last];
                profile.not_after = moment((this_year() + 1, 3, 31), (14, 59, 59)); // the period of stay
            }
            authentication.common_name = "997801B3KQRSTU13101003A".to_owned();
        }
        match self.quirk {
            Quirk::OtherKind => return None,
            Quirk::SignatureExpired => signature = signature.expired(),
            Quirk::AuthenticationExpired => authentication = authentication.expired(),
            Quirk::AuthenticationEnding => authentication = authentication.ending(),
            Quirk::UnknownRoot => generation = Generation::Stranger,
            Quirk::WrongPolicy => {
                let stray = const_oid::ObjectIdentifier::new_unwrap("1.2.392.200149.8.5.1.9.99");
                (authentication.policy, signature.policy) = (Some(stray), Some(stray));
            }
            Quirk::WrongKeyUsage => {
                use x509_cert::ext::pkix::{KeyUsage, KeyUsages};
                let usage = Some(KeyUsage(KeyUsages::KeyEncipherment.into()));
                (authentication.key_usage, signature.key_usage) = (usage, usage);
            }
            _ => {}
        }
        let signature = match self.quirk {
            Quirk::NoSignature => SignatureFiles::Absent,
            Quirk::BlankSignature => SignatureFiles::Blank,
            _ => SignatureFiles::Present(Box::new(signature)),
        };
        let [authentication_pin, signature_pin] = [self.pins.authentication, self.pins.signature].map(str::to_owned);
        let (keys, pins) = (self.keys, [authentication_pin, signature_pin]);
        Some(Personalisation {
            hierarchy,
            generation,
            keys,
            pins,
            authentication,
            signature,
        })
    }

    /// What the signing certificate says about the person.
    pub fn holder(&self) -> Holder {
        let address = "東京都千代田区架空町１－２－３";
        let hanako = Holder::new("日本　花子", "2", "419900514", address);
        match self.quirk {
            Quirk::Person { name, sex, birth_date } => Holder::new(name, sex, birth_date, address),
            Quirk::NoName => Holder {
                name: None,
                name_substitutions: None,
                ..hanako
            },
            Quirk::ReplacedCharacters => Holder {
                name_substitutions: Some("10010".to_owned()),
                address_substitutions: Some("000000010000000".to_owned()),
                ..Holder::new("高橋　吉子", "2", "419900514", address)
            },
            Quirk::BirthDate(date) => Holder {
                birth_date: Some(date.to_owned()),
                ..hanako
            },
            Quirk::NoSignature | Quirk::BlankSignature => {
                Holder::new("日本　一郎", "1", &format!("5{}0401", now().year() - 7), address)
            }
            _ => hanako,
        }
    }
}
