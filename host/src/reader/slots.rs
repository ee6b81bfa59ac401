//! What is remembered about readers between two looks: which card is still the same one, and which was in use.

use std::time::{Duration, Instant};

use super::{CardState, Slot, SlotState, Waiting};

/// How long a card that was in use is taken to be so still, unless an event says otherwise: some services send no event
/// when another program lets go.
pub(super) const BUSY: Duration = Duration::from_millis(250);

/// How long a card may be in use before the person hears of it. Services of the system look at every new card for a moment:
/// on Windows certificate propagation, on Linux GnuPG and PKCS #11 modules of the desktop.
pub(super) const MOMENT: Duration = Duration::from_secs(3);

/// Words in the names of "readers" that are no readers: virtual cards of Windows, and tokens that never hold another card.
const NOT_READERS: [&str; 5] = [
    "Windows Hello",
    "Microsoft Virtual Smart Card",
    "TPM",
    "Microsoft UICC",
    "YubiKey",
];

/// Whether a card of the person's can be in the reader called `name`, and it is the one that the person's configuration
/// names (`wanted`: a part of the name).
pub(super) fn is_wanted(name: &str, wanted: Option<&str>) -> bool {
    match wanted {
        Some(wanted) => name.contains(wanted),
        None => !NOT_READERS.iter().any(|word| name.contains(word)),
    }
}

/// Numbers for insertions: the same number as long as the same card stays where it is.
#[derive(Debug, Default)]
pub(super) struct Insertions {
    known: Vec<Insertion>,
    last: u64,
}

#[derive(Debug)]
struct Insertion {
    reader: String,
    events: u32,
    atr: Vec<u8>,
    number: u64,
}

impl Insertions {
    /// The slot of the card that is in `reader` now.
    ///
    /// - `events`: PC/SC's count of insertions and removals of this reader.
    /// - `atr`: the card's answer to reset; empty while it is not powered.
    pub(super) fn slot(&mut self, reader: &str, events: u32, atr: &[u8]) -> Slot {
        let known = self.known.iter_mut().find(|known| known.reader == reader);
        if let Some(known) = known.filter(|known| known.events == events && is_same(&known.atr, atr)) {
            if !atr.is_empty() {
                known.atr = atr.to_vec();
            }
            return Slot {
                reader: reader.to_owned(),
                insertion: known.number,
            };
        }
        self.last += 1;
        self.known.retain(|known| known.reader != reader);
        self.known.push(Insertion {
            reader: reader.to_owned(),
            events,
            atr: atr.to_vec(),
            number: self.last,
        });
        Slot {
            reader: reader.to_owned(),
            insertion: self.last,
        }
    }

    /// Forgets readers that are gone (their counts start anew when they come back) or empty.
    pub(super) fn keep(&mut self, mut holds_card: impl FnMut(&str) -> bool) {
        self.known.retain(|known| holds_card(&known.reader));
    }
}

/// Whether two answers to reset are of one card; a card that is not powered has none.
fn is_same(one: &[u8], other: &[u8]) -> bool {
    one == other || one.is_empty() || other.is_empty()
}

/// Cards that could not be connected because another program used them.
#[derive(Debug, Default)]
pub(super) struct Refused(Vec<(Slot, Instant)>);

impl Refused {
    /// The card in `slot` was in use at `now`.
    pub(super) fn add(&mut self, slot: &Slot, now: Instant) {
        self.forget(slot);
        self.0.push((slot.clone(), now));
    }

    /// The card in `slot` is free, or the service itself tells when it will be.
    pub(super) fn forget(&mut self, slot: &Slot) {
        self.0.retain(|(refused, _)| refused != slot);
    }

    /// When to look again whether the card in `slot` is free; nothing if it was not in use.
    pub(super) fn until(&self, slot: &Slot) -> Option<Instant> {
        let found = self.0.iter().find(|(refused, _)| refused == slot);
        found.map(|(_, since)| *since + BUSY)
    }
}

/// Since when cards are in use without a break.
#[derive(Debug, Default)]
pub(super) struct Patience(Vec<(Slot, Instant)>);

impl Patience {
    /// How much longer to say nothing of the card in `slot`, which is in use at `now`; nothing when it is time to say it.
    fn left(&mut self, slot: &Slot, now: Instant) -> Option<Duration> {
        let known = self.0.iter().find(|(known, _)| known == slot).map(|&(_, since)| since);
        let since = known.unwrap_or_else(|| {
            self.0.push((slot.clone(), now));
            now
        });
        let over = since + MOMENT;
        (now < over).then(|| over - now)
    }

    /// Forgets cards that are free or gone.
    fn keep(&mut self, mut in_use: impl FnMut(&Slot) -> bool) {
        self.0.retain(|(slot, _)| in_use(slot));
    }
}

/// One reader at a look: its slot and what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sight {
    pub(super) slot: Slot,
    pub(super) seen: Seen,
}

/// What is in a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    Nothing,
    /// A card that nobody uses; it may not answer.
    Card {
        mute: bool,
    },
    /// A card that another program uses.
    CardInUse,
}

impl From<Sight> for SlotState {
    fn from(sight: Sight) -> Self {
        let reader = sight.slot.reader.clone();
        let card = match sight.seen {
            Seen::Nothing => CardState::Absent,
            Seen::Card { mute: false } => CardState::Present(sight.slot),
            Seen::Card { mute: true } => CardState::Mute(sight.slot),
            Seen::CardInUse => CardState::Busy(sight.slot),
        };
        Self { reader, card }
    }
}

/// What follows from a look at all readers.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// These cards can be connected.
    Found(Vec<Slot>),
    /// These cards were in use a while ago: try them.
    Try(Vec<Slot>),
    /// There is nothing to do but wait.
    Wait {
        /// For this; nothing if only unsuitable cards are there.
        waiting: Option<Waiting>,
        /// At most this long.
        at_most: Option<Duration>,
    },
}

/// Decides what to do after a look at all readers, at `now`. Cards in `except` are passed over.
pub(super) fn next(
    sights: &[Sight],
    except: &[Slot],
    refused: &Refused,
    patience: &mut Patience,
    now: Instant,
) -> Next {
    let (mut found, mut again, mut busy) = (Vec::new(), Vec::new(), Vec::new());
    for Sight { slot, seen } in sights {
        let free_at = match seen {
            Seen::Nothing => continue,
            Seen::Card { .. } if except.contains(slot) => continue,
            Seen::Card { .. } => refused.until(slot),
            Seen::CardInUse => Some(now + BUSY),
        };
        match free_at {
            None => found.push(slot.clone()),
            Some(free_at) if free_at <= now => again.push(slot.clone()),
            Some(free_at) => busy.push((slot, free_at - now)),
        }
    }
    patience.keep(|slot| again.contains(slot) || busy.iter().any(|(busy, _)| *busy == slot));
    if !found.is_empty() {
        return Next::Found(found);
    }
    if !again.is_empty() {
        return Next::Try(again);
    }
    let waiting = match busy.first() {
        Some(_) => {
            let lasting = busy.iter().find(|(slot, _)| patience.left(slot, now).is_none());
            lasting.map(|(slot, _)| Waiting::CardBusy {
                reader: slot.reader.clone(),
            })
        }
        None if sights.is_empty() => Some(Waiting::Reader),
        None if sights.iter().all(|sight| sight.seen == Seen::Nothing) => Some(Waiting::Card),
        None => None,
    };
    let at_most = busy.into_iter().map(|(_, free)| free).min();
    Next::Wait { waiting, at_most }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(reader: &str) -> Slot {
        Slot {
            reader: reader.to_owned(),
            insertion: 1,
        }
    }

    fn sight(reader: &str, seen: Seen) -> Sight {
        Sight {
            slot: slot(reader),
            seen,
        }
    }

    const FREE: Seen = Seen::Card { mute: false };

    #[test]
    fn what_is_there_decides_what_is_waited_for() {
        let (none, now) = (Refused::default(), Instant::now());
        let next = |sights: &[Sight], except: &[Slot], refused: &Refused, now| {
            next(sights, except, refused, &mut Patience::default(), now)
        };
        let wait = |waiting| Next::Wait { waiting, at_most: None };
        assert_eq!(next(&[], &[], &none, now), wait(Some(Waiting::Reader)));
        let present = [sight("A", Seen::Nothing), sight("B", FREE)];
        assert_eq!(next(&present[..1], &[], &none, now), wait(Some(Waiting::Card)));
        assert_eq!(next(&present, &[], &none, now), Next::Found(vec![slot("B")]));
        assert_eq!(
            next(&present, &[slot("B")], &none, now),
            wait(None),
            "nothing but an unsuitable card"
        );
        let mute = [sight("A", Seen::Card { mute: true })];
        assert_eq!(
            next(&mute, &[], &none, now),
            Next::Found(vec![slot("A")]),
            "opening it says that it is mute"
        );
    }

    #[test]
    fn a_card_in_use_is_waited_for_and_tried_again() {
        let (mut refused, mut patience, now) = (Refused::default(), Patience::default(), Instant::now());
        let mut next = |sights: &[Sight], refused: &Refused, now| next(sights, &[], refused, &mut patience, now);
        let busy = Next::Wait {
            waiting: None,
            at_most: Some(BUSY),
        };
        let flagged = [sight("A", Seen::CardInUse)];
        assert_eq!(next(&flagged, &refused, now), busy);
        refused.add(&slot("A"), now);
        let present = [sight("A", FREE)];
        assert_eq!(next(&present, &refused, now), busy);
        assert_eq!(next(&present, &refused, now + BUSY), Next::Try(vec![slot("A")]));
        let both = [sight("A", Seen::CardInUse), sight("B", FREE)];
        assert_eq!(
            next(&both, &refused, now),
            Next::Found(vec![slot("B")]),
            "another card is free"
        );
    }

    #[test]
    fn the_person_hears_of_a_card_in_use_after_a_moment() {
        let (mut refused, mut patience, start) = (Refused::default(), Patience::default(), Instant::now());
        let mut waiting = |seen, refused: &Refused, at| match next(&[sight("A", seen)], &[], refused, &mut patience, at)
        {
            Next::Wait { waiting, .. } => waiting,
            _ => None,
        };
        let busy = Some(Waiting::CardBusy { reader: "A".to_owned() });
        let late = start + MOMENT;
        assert_eq!(waiting(Seen::CardInUse, &refused, start), None);
        assert_eq!(waiting(Seen::CardInUse, &refused, late), busy);
        assert_eq!(waiting(FREE, &refused, late), None, "free in between");
        assert_eq!(waiting(Seen::CardInUse, &refused, late), None, "a new moment begins");
        refused.add(&slot("A"), late);
        assert_eq!(
            waiting(FREE, &refused, late + BUSY),
            None,
            "tried again, which is no break"
        );
        refused.add(&slot("A"), late + MOMENT);
        assert_eq!(waiting(FREE, &refused, late + MOMENT), busy);
    }

    #[test]
    fn virtual_readers_are_passed_over_unless_named() {
        for name in [
            "Windows Hello for Business 1",
            "Microsoft Virtual Smart Card 0",
            "Yubico YubiKey OTP+FIDO+CCID 00 00",
        ] {
            assert!(!is_wanted(name, None), "{name}");
        }
        for name in [
            "Virtual PCD 00 00",
            "ACS ACR39U ICC Reader 00 00",
            "Sony FeliCa Port/PaSoRi 4.0 0",
        ] {
            assert!(is_wanted(name, None), "{name}");
        }
        assert!(is_wanted("Virtual PCD 00 01", Some("00 01")));
        assert!(!is_wanted("Virtual PCD 00 00", Some("00 01")));
        assert!(is_wanted("Microsoft Virtual Smart Card 0", Some("Virtual Smart Card")));
    }

    #[test]
    fn a_card_keeps_its_number_until_it_is_taken_out() {
        let mut insertions = Insertions::default();
        let first = insertions.slot("A", 1, b"atr");
        assert_eq!(insertions.slot("A", 1, b"atr"), first);
        assert_eq!(insertions.slot("A", 1, b""), first, "unpowered, but not taken out");
        assert_eq!(insertions.slot("A", 1, b"atr"), first);
        assert_ne!(insertions.slot("B", 1, b"atr").insertion, first.insertion);
        let second = insertions.slot("A", 3, b"atr");
        assert_ne!(second, first, "taken out and put back");
        assert_ne!(insertions.slot("A", 3, b"other"), second, "another card");
    }

    #[test]
    fn a_reader_that_was_away_holds_another_card() {
        let mut insertions = Insertions::default();
        let first = insertions.slot("A", 1, b"atr");
        insertions.keep(|_| false);
        assert_ne!(insertions.slot("A", 1, b"atr"), first);
    }

    #[test]
    fn a_card_in_use_is_so_for_a_while() {
        let (mut refused, now) = (Refused::default(), Instant::now());
        let slot = Slot {
            reader: "A".to_owned(),
            insertion: 1,
        };
        assert_eq!(refused.until(&slot), None);
        refused.add(&slot, now);
        assert_eq!(refused.until(&slot), Some(now + BUSY));
        assert_eq!(
            refused.until(&Slot {
                insertion: 2,
                ..slot.clone()
            }),
            None,
            "another card"
        );
        refused.forget(&slot);
        assert_eq!(refused.until(&slot), None);
    }
}
