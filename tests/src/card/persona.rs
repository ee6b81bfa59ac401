//! Whose card it is.

use super::jpki::JpkiApplication;

/// The PINs of a persona, before anybody changes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pins {
    /// User authentication, four digits.
    pub authentication: &'static str,
    /// Digital signature, 6 to 16 characters.
    pub signature: &'static str,
}

/// A card holder, all fictitious.
#[derive(Debug)]
pub struct Persona {
    /// The name for `--persona`.
    pub name: &'static str,
    /// What is particular about the card, in one sentence.
    pub what: &'static str,
    /// The PINs.
    pub pins: Pins,
}

/// All personas.
pub const PERSONAS: &[Persona] = &[Persona {
    name: "foreign-card",
    what: "a card of another kind: no JPKI application",
    pins: Pins {
        authentication: "",
        signature: "",
    },
}];

impl Persona {
    /// The persona of this name.
    pub fn by_name(name: &str) -> Option<&'static Self> {
        PERSONAS.iter().find(|persona| persona.name == name)
    }

    pub(super) fn application(&self) -> Option<JpkiApplication> {
        None
    }
}
