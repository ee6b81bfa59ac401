//! Finding the one card of a ceremony, among readers and cards that come and go.

use openjpki::iso7816::{Transport, TransportError};
use openjpki::jpki::{self, Jpki, SelectError, Token};

use super::{Ceremony, Failure};
use crate::prompt::PinPrompt;
use crate::reader::Card as _;
use crate::reader::{CardState, Interface, Reader, ReaderError, Slot, Waiting};
use crate::wire::{Code, Detail, Stage};

/// Which card is looked for.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Wanted<'a> {
    /// In this reader only.
    pub(super) reader: Option<&'a str>,
    /// Also phones, old cards and what else answers as the JPKI application: only to look at.
    pub(super) any_token: bool,
    /// This very card only, which was there before.
    pub(super) same: Option<&'a Identity>,
}

/// What tells one card from another: its user authentication certificate, if it has one.
pub(super) type Identity = Option<Vec<u8>>;

/// Reads what tells this card from another.
pub(super) fn identity<T: Transport>(card: &mut Jpki<T>) -> Result<Identity, jpki::Error> {
    match card.read_authentication_certificate() {
        Ok(certificate) => Ok(Some(certificate)),
        Err(jpki::Error::Missing) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The card that was found.
pub(super) struct Found<C> {
    /// Where it is.
    pub(super) slot: Slot,
    /// How it and the reader touch.
    pub(super) interface: Interface,
    /// Its application, selected.
    pub(super) card: Jpki<C>,
}

impl<R: Reader, P: PinPrompt> Ceremony<'_, R, P> {
    /// Waits for a My Number Card and selects its JPKI application; asks which one if there are two.
    ///
    /// Cards that are something else are told and passed over until they change.
    pub(super) fn find_card(&mut self) -> Result<Jpki<R::Card>, Failure> {
        self.find(Wanted::default()).map(|found| found.card)
    }

    /// The same for any card that is wanted.
    pub(super) fn find(&mut self, wanted: Wanted<'_>) -> Result<Found<R::Card>, Failure> {
        self.watch = None;
        let before = self.there_now();
        let (mut unsuitable, mut removed) = (Vec::new(), false);
        loop {
            let observer = self.observer;
            let slots = self.reader.wait_for_cards(&unsuitable, self.cancel, &mut |waiting| {
                let (stage, detail) = told(waiting, removed);
                observer.progress(stage, detail);
            })?;
            removed = false;
            let is_elsewhere = |slot: &Slot| wanted.reader.is_some_and(|reader| reader != slot.reader);
            let (elsewhere, slots): (Vec<_>, Vec<_>) = slots.into_iter().partition(is_elsewhere);
            if slots.is_empty() {
                self.tell_no_card(wanted.reader);
            }
            unsuitable.extend(elsewhere);
            let mut cards = Vec::new();
            for slot in slots {
                match self.open(slot, wanted)? {
                    Opened::Card(found) => cards.push(found),
                    Opened::Unsuitable(slot) => unsuitable.push(slot),
                    Opened::Busy => {}
                    Opened::Removed => removed = true,
                }
            }
            if let Some((found, watch)) = self.choose(cards, &before)? {
                self.watch = Some(watch);
                return Ok(found);
            }
        }
    }

    /// A wait that passes over the cards of other readers says nothing of the one that is empty.
    fn tell_no_card(&self, reader: Option<&str>) {
        let detail = Detail {
            reason: Some(Code::NoCard),
            reader: reader.map(str::to_owned),
            ..Detail::default()
        };
        self.observer.progress(Stage::WaitingForCard, detail);
    }

    /// The cards that were there before anybody was asked for one.
    fn there_now(&mut self) -> Vec<Slot> {
        let states = self.reader.survey().unwrap_or_default();
        let slots = states.into_iter().filter_map(|state| match state.card {
            CardState::Absent => None,
            CardState::Present(slot) | CardState::Busy(slot) | CardState::Mute(slot) => Some(slot),
        });
        slots.collect()
    }

    fn open(&mut self, slot: Slot, wanted: Wanted<'_>) -> Result<Opened<R::Card>, Failure> {
        let card = match self.reader.open(&slot) {
            Ok(card) => card,
            Err(ReaderError::Busy) => return Ok(Opened::Busy),
            Err(ReaderError::Removed) => return Ok(Opened::Removed),
            Err(ReaderError::Mute) => return Ok(self.unsuitable(slot, Code::CardUnsupported)),
            Err(error) => return Err(error.into()),
        };
        let detail = Detail {
            reader: Some(slot.reader.clone()),
            ..Detail::default()
        };
        self.observer.progress(Stage::Reading, detail);
        let interface = card.interface();
        let mut card = match Jpki::select(card) {
            Ok(card) => card,
            Err(SelectError::Card(jpki::Error::Transport(TransportError::Removed))) => return Ok(Opened::Removed),
            Err(SelectError::Card(error)) => return Err(error.into()),
            Err(_) => return Ok(self.unsuitable(slot, Code::CardUnsupported)),
        };
        if let Some(same) = wanted.same {
            match identity(&mut card) {
                Ok(identity) if identity == *same => {}
                Err(error @ jpki::Error::Transport(_)) => return Err(error.into()),
                // Another card, or a phone, which shows no certificate without its PIN.
                _ => return Ok(self.unsuitable(slot, Code::CardRemoved)),
            }
        }
        match unusable(card.token()) {
            Some(reason) if !wanted.any_token => Ok(self.unsuitable(slot, reason)),
            _ => Ok(Opened::Card(Found { slot, interface, card })),
        }
    }

    fn unsuitable(&self, slot: Slot, reason: Code) -> Opened<R::Card> {
        let detail = Detail {
            reason: Some(reason),
            reader: Some(slot.reader.clone()),
            ..Detail::default()
        };
        self.observer.progress(Stage::WaitingForCard, detail);
        Opened::Unsuitable(slot)
    }
}

/// What became of the card in a slot.
enum Opened<C> {
    Card(Found<C>),
    Unsuitable(Slot),
    /// Taken by another program, often for a moment only; the next wait tells.
    Busy,
    /// Taken out before anything of it was read, as when it was laid down badly; the next wait tells.
    Removed,
}

/// Why a token cannot sign here. In a phone even the authentication certificate wants its PIN first, and what else differs no
/// published source tells: the person is asked for the card rather than made to try.
fn unusable(token: &Token) -> Option<Code> {
    match token {
        Token::MyNumberCard => None,
        Token::ResidentRegisterCard => Some(Code::CardOld),
        Token::AndroidPhone | Token::IPhone => Some(Code::CardPhone),
        _ => Some(Code::CardUnsupported),
    }
}

/// - `removed`: a card was there a moment ago.
fn told(waiting: Waiting, removed: bool) -> (Stage, Detail) {
    let because = |reason| Detail {
        reason: Some(reason),
        ..Detail::default()
    };
    match waiting {
        Waiting::Service => (Stage::WaitingForReader, because(Code::ServiceStopped)),
        Waiting::Reader => (Stage::WaitingForReader, because(Code::NoReader)),
        Waiting::Card if removed => (Stage::WaitingForCard, because(Code::CardRemoved)),
        Waiting::Card => (Stage::WaitingForCard, because(Code::NoCard)),
        Waiting::CardBusy { reader } => (
            Stage::WaitingForCard,
            Detail {
                reader: Some(reader),
                ..because(Code::CardBusy)
            },
        ),
    }
}
