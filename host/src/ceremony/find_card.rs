//! Finding the one card of a ceremony, among readers and cards that come and go.

use openjpki::jpki::{Jpki, SelectError, Token};

use super::{Ceremony, Failure};
use crate::prompt::PinPrompt;
use crate::reader::{Reader, ReaderError, Slot, Waiting};
use crate::wire::{Candidate, Code, Detail, Stage};

impl<R: Reader, P: PinPrompt> Ceremony<'_, R, P> {
    /// Waits for a My Number Card and selects its JPKI application; asks which one if there are two.
    ///
    /// Cards that are something else are told and passed over until they change.
    pub(super) fn find_card(&mut self) -> Result<Jpki<R::Card>, Failure> {
        let mut unsuitable = Vec::new();
        loop {
            let observer = self.observer;
            let slots = self.reader.wait_for_cards(&unsuitable, self.cancel, &mut |waiting| {
                let (stage, detail) = told(waiting);
                observer.progress(stage, detail);
            })?;
            let mut cards = Vec::new();
            for slot in slots {
                match self.open(&slot)? {
                    Opened::Card(card) => cards.push((slot, card)),
                    Opened::Unsuitable => unsuitable.push(slot),
                    Opened::Gone => {}
                }
            }
            if let Some(card) = self.choose(cards)? {
                return Ok(card);
            }
        }
    }

    fn open(&mut self, slot: &Slot) -> Result<Opened<R::Card>, Failure> {
        let reader = Some(slot.reader.clone());
        let card = match self.reader.open(slot) {
            Ok(card) => card,
            Err(ReaderError::Busy | ReaderError::Removed) => return Ok(Opened::Gone),
            Err(ReaderError::Mute) => return Ok(self.unsuitable(reader)),
            Err(error) => return Err(error.into()),
        };
        self.observer.progress(
            Stage::Reading,
            Detail {
                reader: reader.clone(),
                ..Detail::default()
            },
        );
        match Jpki::select(card) {
            Ok(card) if *card.token() == Token::MyNumberCard => Ok(Opened::Card(card)),
            Ok(_) | Err(SelectError::NotJpki(_)) => Ok(self.unsuitable(reader)),
            Err(SelectError::Card(error)) => Err(error.into()),
            Err(_) => Ok(self.unsuitable(reader)),
        }
    }

    fn unsuitable(&self, reader: Option<String>) -> Opened<R::Card> {
        let detail = Detail {
            reason: Some(Code::CardUnsupported),
            reader,
            ..Detail::default()
        };
        self.observer.progress(Stage::WaitingForCard, detail);
        Opened::Unsuitable
    }

    /// The only card, or the one that the person chooses; dropping the others leaves them clean.
    fn choose(&self, mut cards: Vec<(Slot, Jpki<R::Card>)>) -> Result<Option<Jpki<R::Card>>, Failure> {
        if cards.len() < 2 {
            return Ok(cards.pop().map(|(_, card)| card));
        }
        let candidates: Vec<_> = cards
            .iter()
            .map(|(slot, _)| Candidate {
                reader: slot.reader.clone(),
            })
            .collect();
        let chosen = self.observer.choose(&candidates).filter(|&index| index < cards.len());
        chosen
            .map(|index| Some(cards.swap_remove(index).1))
            .ok_or(Failure::Cancelled)
    }
}

/// What became of the card in a slot.
enum Opened<C> {
    Card(Jpki<C>),
    Unsuitable,
    /// Taken out, or taken by another program, often for a moment only; the next wait tells.
    Gone,
}

fn told(waiting: Waiting) -> (Stage, Detail) {
    let because = |reason| Detail {
        reason: Some(reason),
        ..Detail::default()
    };
    match waiting {
        Waiting::Service => (Stage::WaitingForReader, because(Code::ServiceStopped)),
        Waiting::Reader => (Stage::WaitingForReader, because(Code::NoReader)),
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
