//! Readers with virtual cards in them.

use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::Duration;

use openjpki::iso7816::{Command, Response, Transport, TransportError};
use openjpki::jpki::ISSUER_DOMAIN;
use openjpki_host::cancel::Cancel;
use openjpki_host::reader::{Card, CardState, Interface, Reader, ReaderError, Slot, SlotState, Waiting, Watch};

use crate::card::VirtualCard;

/// How often a virtual reader looks whether something changed.
const BEAT: Duration = Duration::from_millis(2);

#[derive(Debug, Default)]
struct Bay {
    card: Option<VirtualCard>,
    insertion: u64,
    busy: bool,
    connected: bool,
}

/// The cards, in readers named `Reader 0`, `Reader 1` and so on; a test may pull, place and hold them at any moment.
#[derive(Debug, Clone, Default)]
pub struct Cards(Arc<Mutex<Vec<Bay>>>);

impl Cards {
    /// One reader for each card.
    pub fn new(cards: impl IntoIterator<Item = VirtualCard>) -> Self {
        let bay = |card| Bay {
            card: Some(card),
            ..Bay::default()
        };
        Self(Arc::new(Mutex::new(cards.into_iter().map(bay).collect())))
    }

    /// Does something with the card in a reader.
    pub fn with<O>(&self, reader: usize, work: impl FnOnce(&mut VirtualCard) -> O) -> O {
        work(self.bays()[reader].card.as_mut().expect("a card in the reader"))
    }

    /// Connects one more reader, with or without a card.
    pub fn connect(&self, card: Option<VirtualCard>) {
        self.bays().push(Bay { card, ..Bay::default() });
    }

    /// Pulls the card.
    pub fn remove(&self, reader: usize) {
        self.with(reader, VirtualCard::remove);
    }

    /// Puts the card back.
    pub fn insert(&self, reader: usize) {
        self.with(reader, VirtualCard::insert);
        self.bays()[reader].insertion += 1;
    }

    /// Lets another program hold the card, or let go of it.
    pub fn hold(&self, reader: usize, busy: bool) {
        self.bays()[reader].busy = busy;
    }

    /// Lets other programs let go of all cards, in one moment.
    pub fn release(&self) {
        self.bays().iter_mut().for_each(|bay| bay.busy = false);
    }

    /// Whether somebody is connected with a card.
    pub fn is_connected(&self) -> bool {
        self.bays().iter().any(|bay| bay.connected)
    }

    fn bays(&self) -> MutexGuard<'_, Vec<Bay>> {
        self.0.lock().expect("no panic under the lock")
    }
}

fn name(index: usize) -> String {
    format!("Reader {index}")
}

/// The host's seam over [`Cards`].
#[derive(Debug)]
pub struct VirtualReaders(pub Cards);

impl VirtualReaders {
    fn slots(&self, wanted: impl Fn(&Bay) -> bool) -> Vec<Slot> {
        let bays = self.0.bays();
        let there = bays
            .iter()
            .enumerate()
            .filter(|(_, bay)| bay.card.as_ref().is_some_and(VirtualCard::is_present));
        there
            .filter(|(_, bay)| wanted(bay))
            .map(|(index, bay)| Slot {
                reader: name(index),
                insertion: bay.insertion,
            })
            .collect()
    }

    fn waits_for(&self) -> Waiting {
        match self.slots(|bay| bay.busy).pop() {
            Some(slot) => Waiting::CardBusy { reader: slot.reader },
            None if self.0.bays().is_empty() => Waiting::Reader,
            None => Waiting::Card,
        }
    }
}

impl Reader for VirtualReaders {
    type Card = VirtualConnection;

    fn wait_for_cards(
        &mut self,
        except: &[Slot],
        cancel: &Cancel,
        waiting: &mut dyn FnMut(Waiting),
    ) -> Result<Vec<Slot>, ReaderError> {
        let mut told = None;
        loop {
            if cancel.is_cancelled() {
                return Err(ReaderError::Cancelled);
            }
            let mut slots = self.slots(|bay| !bay.busy);
            slots.retain(|slot| !except.contains(slot));
            if !slots.is_empty() {
                return Ok(slots);
            }
            let now = self.waits_for();
            let worth_telling = now != Waiting::Card || except.is_empty();
            if worth_telling && told.as_ref() != Some(&now) {
                waiting(now.clone());
                told = Some(now);
            }
            thread::sleep(BEAT);
        }
    }

    fn open(&mut self, slot: &Slot) -> Result<VirtualConnection, ReaderError> {
        let mut bays = self.0.bays();
        let index = (0..bays.len())
            .find(|index| name(*index) == slot.reader)
            .ok_or(ReaderError::NoReader)?;
        let bay = &mut bays[index];
        let Some(card) = bay
            .card
            .as_mut()
            .filter(|card| card.is_present() && bay.insertion == slot.insertion)
        else {
            return Err(ReaderError::Removed);
        };
        if bay.busy || bay.connected {
            return Err(ReaderError::Busy);
        }
        card.power_on();
        bay.connected = true;
        Ok(VirtualConnection {
            cards: self.0.clone(),
            index,
            insertion: slot.insertion,
        })
    }

    fn watch(&self, slot: &Slot) -> Watch {
        let (cards, slot) = (self.0.clone(), slot.clone());
        Watch::start(move |over| {
            while !over.is_cancelled() {
                if !VirtualReaders(cards.clone()).slots(|_| true).contains(&slot) {
                    return Some(TransportError::Removed);
                }
                thread::sleep(BEAT);
            }
            None
        })
    }

    fn survey(&mut self) -> Result<Vec<SlotState>, ReaderError> {
        let bays = self.0.bays();
        let state = |(index, bay): (usize, &Bay)| {
            let present = bay.card.as_ref().is_some_and(VirtualCard::is_present);
            let slot = Slot {
                reader: name(index),
                insertion: bay.insertion,
            };
            let card = match (present, bay.busy) {
                (false, _) => CardState::Absent,
                (true, true) => CardState::Busy(slot),
                (true, false) => CardState::Present(slot),
            };
            SlotState {
                reader: name(index),
                card,
            }
        };
        Ok(bays.iter().enumerate().map(state).collect())
    }
}

/// An exclusive connection; leaves the card as the real one does.
#[derive(Debug)]
pub struct VirtualConnection {
    cards: Cards,
    index: usize,
    insertion: u64,
}

impl Card for VirtualConnection {
    fn interface(&self) -> Interface {
        let bays = self.cards.bays();
        let card = bays.get(self.index).and_then(|bay| bay.card.as_ref());
        card.map_or(Interface::Unknown, |card| Interface::of_answer_to_reset(card.atr()))
    }
}

impl Transport for VirtualConnection {
    fn transmit(&mut self, command: &Command) -> Result<Response, TransportError> {
        let mut bays = self.cards.bays();
        let bay = &mut bays[self.index];
        if bay.insertion != self.insertion {
            return Err(TransportError::Removed);
        }
        Transport::transmit(bay.card.as_mut().expect("a card in the reader"), command)
    }
}

impl Drop for VirtualConnection {
    fn drop(&mut self) {
        let _ = self.transmit(&Command::select_application(ISSUER_DOMAIN));
        let mut bays = self.cards.bays();
        let bay = &mut bays[self.index];
        bay.connected = false;
        if let Some(card) = bay.card.as_mut().filter(|card| card.is_present()) {
            card.power_off();
        }
    }
}
