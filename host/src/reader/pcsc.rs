//! PC/SC: WinSCard on Windows, pcsc-lite on Linux, PCSC.framework on macOS. Nothing but this file and its folder knows it.

mod connection;
mod error;
mod presence;

use std::ffi::{CStr, CString};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use pcsc::{Context, Disposition, Error, PNP_NOTIFICATION, Protocols, ReaderState, Scope, ShareMode, State};

use self::error::{is_stopped, reader_error};
use super::slots::{Insertions, Next, Patience, Refused, Seen, Sight, is_wanted, next};
use super::{Reader, ReaderError, Slot, SlotState, Waiting, Watch, service};
use crate::cancel::Cancel;

pub use self::connection::PcscCard;

/// Waits are ended by events. This is how long one lasts at most, because up to pcsc-lite 1.9 a reader that is plugged in
/// between listing the readers and starting the wait raises no event.
const LONGEST_WAIT: Duration = Duration::from_secs(10);
/// How often a wait is cancelled until it ends: a cancellation that comes before the wait began is lost.
const CANCEL_AGAIN: Duration = Duration::from_millis(20);
/// Pause of a service that fails, or that says again and again that something changed when nothing did.
const BREATH: Duration = Duration::from_millis(200);
/// How often in a row an error without a name is taken for a service that ended: on Windows a service that stops leaves behind
/// errors that are not PC/SC's, such as `ERROR_INVALID_HANDLE`.
const NAMELESS: u8 = 10;

/// The readers of this computer.
pub struct PcscReader {
    wanted: Option<String>,
    context: Option<Context>,
    /// The first is the one that tells of readers that come and go; then the readers, as last heard.
    states: Vec<ReaderState>,
    insertions: Insertions,
    refused: Refused,
    patience: Patience,
    /// How often in a row the service woke us for nothing.
    idle: u8,
    /// How often in a row the service answered with an error without a name.
    nameless: u8,
}

impl PcscReader {
    /// All readers that a card can be put in, or only those whose name contains `wanted`.
    pub fn new(wanted: Option<String>) -> Self {
        Self {
            wanted,
            context: None,
            states: Vec::new(),
            insertions: Insertions::default(),
            refused: Refused::default(),
            patience: Patience::default(),
            idle: 0,
            nameless: 0,
        }
    }

    fn context(&mut self) -> Result<Context, Error> {
        if let Some(context) = &self.context {
            return Ok(context.clone());
        }
        let context = Context::establish(Scope::User)?;
        self.context = Some(context.clone());
        Ok(context)
    }

    /// Forgets the connection to the service, and with it all that was heard of the readers.
    fn disconnect(&mut self) {
        self.context = None;
        self.states.clear();
        self.insertions.keep(|_| false);
    }

    /// Runs `step`; if the service had stopped since it was last spoken to, once more with a new connection.
    fn with_context<O>(&mut self, step: impl Fn(&mut Self, &Context) -> Result<O, Error>) -> Result<O, Error> {
        let fresh = self.context.is_none();
        let outcome = self.context().and_then(|context| step(self, &context));
        match outcome {
            Err(error) if is_stopped(error) => {
                self.disconnect();
                if fresh {
                    Err(error)
                } else {
                    self.context().and_then(|context| step(self, &context))
                }
            }
            outcome => outcome,
        }
    }

    /// Lists the readers and hears how they are now.
    fn look(&mut self, context: &Context) -> Result<Vec<Sight>, Error> {
        if self.states.is_empty() {
            self.states.push(ReaderState::new(PNP_NOTIFICATION(), State::UNAWARE));
            self.hear(context, Duration::ZERO)?;
        }
        let mut names = context.list_readers_owned()?;
        names.retain(|name| is_wanted(&name.to_string_lossy(), self.wanted.as_deref()));
        let is_listed = |state: &ReaderState| names.iter().any(|name| **name == *state.name());
        self.states
            .retain(|state| state.name() == PNP_NOTIFICATION() || is_listed(state));
        names.retain(|name| !self.states.iter().any(|state| *state.name() == **name));
        self.states
            .extend(names.into_iter().map(|name| ReaderState::new(name, State::UNAWARE)));
        self.hear(context, Duration::ZERO)?;
        Ok(self.sights())
    }

    /// Waits until something differs from what was last heard, or for `timeout`.
    fn hear(&mut self, context: &Context, timeout: Duration) -> Result<(), Error> {
        match context.get_status_change(timeout, &mut self.states) {
            Ok(()) | Err(Error::Timeout) => {
                self.states.iter_mut().for_each(ReaderState::sync_current_state);
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    fn sights(&mut self) -> Vec<Sight> {
        let readers = self.states.iter().filter(|state| state.name() != PNP_NOTIFICATION());
        let there = readers.filter(|state| !state.event_state().intersects(State::UNKNOWN | State::UNAVAILABLE));
        let insertions = &mut self.insertions;
        let sights: Vec<_> = there.map(|state| sight(state, insertions)).collect();
        insertions.keep(|reader| {
            sights
                .iter()
                .any(|sight| sight.slot.reader == reader && sight.seen != Seen::Nothing)
        });
        sights
    }

    /// One round of the wait: the cards that can be connected, or nothing after something changed.
    fn round(&mut self, context: &Context, wait: &mut Wait<'_>) -> Result<Option<Vec<Slot>>, Error> {
        let sights = self.look(context)?;
        let in_use = sights.iter().filter(|sight| sight.seen == Seen::CardInUse);
        in_use.for_each(|sight| self.refused.forget(&sight.slot)); // an event will tell
        match next(&sights, wait.except, &self.refused, &mut self.patience, Instant::now()) {
            Next::Found(slots) => Ok(Some(slots)),
            Next::Try(slots) => {
                slots.iter().for_each(|slot| self.try_again(context, slot));
                Ok(None)
            }
            Next::Wait { waiting, at_most } => {
                if let Some(waiting) = waiting {
                    wait.tell(waiting);
                }
                self.wait_for_change(context, wait.cancel, at_most.unwrap_or(LONGEST_WAIT))?;
                Ok(None)
            }
        }
    }

    /// Waits until something changes, `cancel` is made, or for `at_most`. Wine's service returns at once, changes or not.
    fn wait_for_change(&mut self, context: &Context, cancel: &Cancel, at_most: Duration) -> Result<(), Error> {
        let (before, end) = (self.heard(), Instant::now() + at_most);
        interruptibly(context, cancel, || self.hear(context, at_most))?;
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() || self.heard() != before {
            self.idle = 0;
        } else {
            self.idle = self.idle.saturating_add(1);
        }
        if self.idle > 2 {
            service::pause(BREATH.min(left), cancel);
        }
        Ok(())
    }

    fn heard(&self) -> Vec<(State, u32)> {
        let unflagged = |state: &ReaderState| (state.event_state() - State::CHANGED, state.event_count());
        self.states.iter().map(unflagged).collect()
    }

    /// Whether a card that was in use is free now. Sends it nothing.
    fn try_again(&mut self, context: &Context, slot: &Slot) {
        match self
            .connect(context, slot)
            .map(|card| card.disconnect(Disposition::LeaveCard))
        {
            Err(Error::SharingViolation) => self.refused.add(slot, Instant::now()),
            _ => self.refused.forget(slot),
        }
    }

    fn connect(&self, context: &Context, slot: &Slot) -> Result<pcsc::Card, Error> {
        let name = self.name_of(slot);
        context.connect(&name, ShareMode::Exclusive, Protocols::T0 | Protocols::T1)
    }

    /// The reader's name as the service gave it.
    fn name_of(&self, slot: &Slot) -> CString {
        let mut names = self.states.iter().map(ReaderState::name);
        let listed = names.find(|name| name.to_string_lossy() == slot.reader);
        listed.map_or_else(
            || CString::new(slot.reader.as_str()).unwrap_or_default(),
            CStr::to_owned,
        )
    }
}

impl Reader for PcscReader {
    type Card = PcscCard;

    fn wait_for_cards(
        &mut self,
        except: &[Slot],
        cancel: &Cancel,
        waiting: &mut dyn FnMut(Waiting),
    ) -> Result<Vec<Slot>, ReaderError> {
        let mut wait = Wait {
            except,
            cancel,
            waiting,
            told: None,
        };
        loop {
            if cancel.is_cancelled() {
                self.disconnect(); // a cancellation that came too late may still be on its way
                return Err(ReaderError::Cancelled);
            }
            let context = match self.context() {
                Err(error) if is_stopped(error) => {
                    wait.tell(waiting_for_service());
                    service::wait(cancel);
                    continue;
                }
                context => context.map_err(reader_error)?,
            };
            let outcome = self.round(&context, &mut wait);
            self.nameless = match outcome {
                Err(Error::UnknownError) => self.nameless.saturating_add(1),
                _ => 0,
            };
            match outcome {
                Ok(Some(slots)) => return Ok(slots),
                Ok(None) | Err(Error::Cancelled) => {}
                Err(Error::UnknownReader | Error::ReaderUnavailable) => self.states.clear(), // unplugged in between
                Err(Error::NoReadersAvailable) => {
                    self.states.clear();
                    wait.tell(Waiting::Reader);
                    service::pause(BREATH, cancel);
                }
                Err(error) if is_stopped(error) || self.nameless > 0 && self.nameless < NAMELESS => {
                    self.disconnect();
                    service::pause(BREATH, cancel);
                }
                Err(_) if cancel.is_cancelled() => {}
                Err(error) => return Err(reader_error(error)),
            }
        }
    }

    fn open(&mut self, slot: &Slot) -> Result<PcscCard, ReaderError> {
        let card = self
            .with_context(|reader, context| reader.connect(context, slot))
            .inspect_err(|&error| {
                tracing::debug!(reader = slot.reader, ?error, "cannot connect");
                if error == Error::SharingViolation {
                    self.refused.add(slot, Instant::now());
                }
            });
        let card = PcscCard::new(card.map_err(reader_error)?);
        tracing::debug!(reader = slot.reader, "connected");
        Ok(card)
    }

    fn watch(&self, slot: &Slot) -> Watch {
        let name = self.name_of(slot);
        Watch::start(move |over| presence::wait_until_gone(name, over))
    }

    fn survey(&mut self) -> Result<Vec<SlotState>, ReaderError> {
        match self.with_context(Self::look) {
            Ok(sights) => Ok(sights.into_iter().map(SlotState::from).collect()),
            Err(error) if is_stopped(error) && service::starts_with_a_reader() => Ok(Vec::new()),
            Err(error) => Err(reader_error(error)),
        }
    }
}

/// A wait and who hears of it.
struct Wait<'a> {
    except: &'a [Slot],
    cancel: &'a Cancel,
    waiting: &'a mut dyn FnMut(Waiting),
    told: Option<Waiting>,
}

impl Wait<'_> {
    fn tell(&mut self, waiting: Waiting) {
        if self.told.as_ref() != Some(&waiting) {
            tracing::debug!(?waiting, "waiting");
            (self.waiting)(waiting.clone());
            self.told = Some(waiting);
        }
    }
}

/// What a wait for the service is waiting for.
fn waiting_for_service() -> Waiting {
    if service::starts_with_a_reader() {
        Waiting::Reader
    } else {
        Waiting::Service
    }
}

/// Runs `step`, which waits in `context`; `cancel` ends it.
fn interruptibly<O>(context: &Context, cancel: &Cancel, step: impl FnOnce() -> Result<O, Error>) -> Result<O, Error> {
    let (ended, still_waiting) = mpsc::channel::<()>();
    let waiter = context.clone();
    let _registration = cancel.on_cancel(move || {
        let cancel_until_it_ends = move || {
            loop {
                let _ = waiter.cancel();
                if still_waiting.recv_timeout(CANCEL_AGAIN) != Err(RecvTimeoutError::Timeout) {
                    break;
                }
            }
        };
        let _ = thread::Builder::new()
            .name("cancel".to_owned())
            .spawn(cancel_until_it_ends);
    });
    if cancel.is_cancelled() {
        return Err(Error::Cancelled);
    }
    let outcome = step();
    drop(ended);
    outcome
}

fn sight(state: &ReaderState, insertions: &mut Insertions) -> Sight {
    let (flags, reader) = (state.event_state(), state.name().to_string_lossy());
    if !flags.contains(State::PRESENT) {
        return Sight {
            slot: Slot {
                reader: reader.into_owned(),
                insertion: 0,
            },
            seen: Seen::Nothing,
        };
    }
    let slot = insertions.slot(&reader, state.event_count(), state.atr());
    let in_use = flags.intersects(State::EXCLUSIVE | State::INUSE);
    let seen = if in_use {
        Seen::CardInUse
    } else {
        Seen::Card {
            mute: flags.contains(State::MUTE),
        }
    };
    Sight { slot, seen }
}
