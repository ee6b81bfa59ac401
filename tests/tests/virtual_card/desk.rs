//! A card and the few commands that most tests begin with.

use openjpki_tests::card::{JPKI_AID, Persona, PinChoice, VirtualCard};

pub(crate) const SIGNATURE_PASSWORD: &[u8] = b"ABC123";
pub(crate) const AUTHENTICATION_PIN: &[u8] = b"1234";

/// A card in front of us. Its persona is `hanako` unless a test says otherwise.
pub(crate) struct Desk(pub(crate) VirtualCard);

impl Desk {
    pub(crate) fn new(persona: &str) -> Self {
        Self(VirtualCard::new(Persona::by_name(persona).unwrap()))
    }

    /// A card whose JPKI application is selected.
    pub(crate) fn jpki() -> Self {
        let mut desk = Self::new("hanako");
        assert_eq!(desk.select(JPKI_AID), 0x9000);
        desk
    }

    pub(crate) fn send(&mut self, command: &[u8]) -> (Vec<u8>, u16) {
        let mut answer = self.0.transmit(command).unwrap();
        let status = answer.split_off(answer.len() - 2);
        (answer, u16::from_be_bytes([status[0], status[1]]))
    }

    /// Sends a command given in hex and returns its status word.
    pub(crate) fn status(&mut self, command: &str) -> u16 {
        self.send(&hex(command)).1
    }

    pub(crate) fn select(&mut self, name: &[u8]) -> u16 {
        let length = u8::try_from(name.len()).unwrap();
        self.send(&[&[0x00, 0xA4, 0x04, 0x0C, length], name].concat()).1
    }

    pub(crate) fn file(&mut self, id: u16) -> u16 {
        self.send(&[&[0x00, 0xA4, 0x02, 0x0C, 0x02], id.to_be_bytes().as_slice()].concat())
            .1
    }

    /// VERIFY by short id.
    pub(crate) fn verify(&mut self, pin: PinChoice, value: &[u8]) -> u16 {
        let reference = match pin {
            PinChoice::Authentication => 0x98,
            PinChoice::Signature => 0x9B,
        };
        self.send(
            &[
                &[0x00, 0x20, 0x00, reference, u8::try_from(value.len()).unwrap()],
                value,
            ]
            .concat(),
        )
        .1
    }

    /// COMPUTE DIGITAL SIGNATURE with scheme and key reference.
    pub(crate) fn sign(&mut self, p1: u8, p2: u8, input: &[u8]) -> (Vec<u8>, u16) {
        let length = u8::try_from(input.len()).unwrap();
        self.send(&[&[0x80, 0x2A, p1, p2, length], input, &[0x00]].concat())
    }
}

/// Bytes written in hex.
pub(crate) fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<_> = text.chars().map(|letter| letter.to_digit(16).unwrap()).collect();
    digits
        .chunks(2)
        .map(|pair| u8::try_from(pair[0] * 16 + pair[1]).unwrap())
        .collect()
}
