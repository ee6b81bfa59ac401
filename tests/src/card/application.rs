//! The applications of the card. Only JPKI has files here; the others can be selected, so that a test can leave it.

use super::apdu::{Answer, Request, status};
use super::{CONTACT_ATR, CONTACTLESS_ATR};

/// Name of the JPKI application.
pub const JPKI_AID: &[u8] = &[0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01];
/// Name of the GlobalPlatform issuer domain, the state after power-up.
pub const ISSUER_DOMAIN_AID: &[u8] = &[0xA0, 0x00, 0x00, 0x01, 0x51, 0x00, 0x00];
/// What the names of the card's other applications start with (two more bytes follow).
const MY_NUMBER_PREFIX: &[u8] = &[0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01];

/// What is selected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Application {
    /// The issuer domain: after power-up, and by its name.
    IssuerDomain,
    /// 公的個人認証.
    Jpki,
    /// 券面事項入力補助.
    TextInput,
    /// 券面事項確認.
    Surface,
    /// 住基.
    ResidentRegister,
    /// 共通カード.
    SharedCard,
}

impl Application {
    pub(super) fn by_name(name: &[u8]) -> Option<Self> {
        if name == JPKI_AID {
            return Some(Self::Jpki);
        }
        if name == ISSUER_DOMAIN_AID {
            return Some(Self::IssuerDomain);
        }
        match name.strip_prefix(MY_NUMBER_PREFIX)? {
            [0x04, 0x08] => Some(Self::TextInput),
            [0x04, 0x02] => Some(Self::Surface),
            [0x04, 0x01] => Some(Self::ResidentRegister),
            [0x01, 0x00] => Some(Self::SharedCard),
            _ => None,
        }
    }

    /// Whether only a My Number Card has it; every card has an issuer domain.
    pub(super) fn is_my_number(self) -> bool {
        self != Self::IssuerDomain
    }

    /// Its name in the log.
    pub fn name(self) -> &'static str {
        match self {
            Self::IssuerDomain => "issuer-domain",
            Self::Jpki => "jpki",
            Self::TextInput => "text-input",
            Self::Surface => "surface",
            Self::ResidentRegister => "resident-register",
            Self::SharedCard => "shared-card",
        }
    }
}

/// GET DATA: the contact ATR without its first byte [1 source]; nothing else is there.
pub(super) fn data_object(request: &Request) -> Answer {
    match (request.p1, request.p2) {
        (0x5F, 0x51) => Answer::body(CONTACT_ATR[1..].to_vec()),
        _ => Answer::status(status::NO_DATA_OBJECT),
    }
}

/// The answer of an application whose files are not modelled.
pub(super) fn without_files(request: &Request) -> u16 {
    match request.instruction {
        0xA4 => status::NOT_FOUND,
        0xB0 | 0x20 | 0x24 | 0x2A => status::NO_FILE,
        _ => status::NO_INSTRUCTION,
    }
}

const _: () = assert!(
    CONTACT_ATR.len() <= 33 && CONTACTLESS_ATR.len() <= 33,
    "ISO/IEC 7816-3: at most 33 bytes"
);
