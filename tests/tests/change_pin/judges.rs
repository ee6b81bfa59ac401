//! Which PIN counts, as the crate `myna-card` finds out, which others wrote from real cards.

use myna_card::ap::jpki::JpkiAp;
use myna_card::{Card, Error, Pin as Value, Transmit};
use openjpki_tests::card::{PinChoice, VirtualCard};
use openjpki_tests::in_process::Cards;

use crate::Pin;

/// Their transport over the card in a reader, behind the reader's back.
#[derive(Debug)]
struct Behind<'a>(&'a mut VirtualCard);

impl Transmit for Behind<'_> {
    fn transmit(&mut self, command: &[u8]) -> myna_card::Result<Vec<u8>> {
        self.0
            .transmit(command)
            .map_err(|gone| Error::Malformed(gone.to_string()))
    }
}

/// Whether the card accepts `value`; its counter is put back to what it was.
fn accepts(card: &mut VirtualCard, pin: Pin, value: &str) -> bool {
    let before = card.jpki().unwrap().tries(pin.choice).unwrap();
    card.jpki().unwrap().set_tries(pin.choice, pin.key.most_tries());
    card.power_on();
    let mut theirs = Card::new(Behind(card));
    let mut jpki = JpkiAp::select(&mut theirs).unwrap();
    let value = Value::new(value).unwrap();
    let accepted = match pin.choice {
        PinChoice::Authentication => jpki.verify_auth_pin(&value),
        PinChoice::Signature => jpki.verify_sign_pin(&value),
    };
    card.power_off();
    card.jpki().unwrap().set_tries(pin.choice, before);
    match accepted {
        Ok(()) => true,
        Err(Error::PinIncorrect { .. }) => false,
        Err(error) => panic!("{error:?}"),
    }
}

/// Which of the two the card in the first reader accepts: the old one and the new one.
pub(crate) fn old_and_new(cards: &Cards, pin: Pin) -> (bool, bool) {
    cards.with(0, |card| {
        card.faults().clear();
        card.insert();
        (accepts(card, pin, pin.old), accepts(card, pin, pin.new))
    })
}
