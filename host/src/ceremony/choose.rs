//! Two cards are there: which one?

use super::find_card::Found;
use super::{Ceremony, Failure};
use crate::cancel::Cancel;
use crate::prompt::PinPrompt;
use crate::reader::{Reader, Slot, Watch};
use crate::wire::{Candidate, Placed};

/// A card, and what notices that it leaves.
type Watched<C> = (Found<C>, Watch);

impl<R: Reader, P: PinPrompt> Ceremony<'_, R, P> {
    /// The only card, or the one that the person chooses; dropping the others leaves them clean.
    ///
    /// Nothing if there is none, or if one of them left while the person chose, which is a way to choose as well: whoever takes a
    /// card away means another.
    ///
    /// - `before`: the cards that were there before anybody was asked for one.
    pub(super) fn choose(
        &self,
        mut cards: Vec<Found<R::Card>>,
        before: &[Slot],
    ) -> Result<Option<Watched<R::Card>>, Failure> {
        // The last one placed is the one that the person means, most likely.
        cards.sort_by_key(|found| match placed(&found.slot, before) {
            Placed::JustNow => (0, u64::MAX - found.slot.insertion),
            Placed::Before => (1, 0),
        });
        let watched = |found: Found<R::Card>| {
            let watch = self.reader.watch(&found.slot);
            (found, watch)
        };
        let mut cards: Vec<_> = cards.into_iter().map(watched).collect();
        if cards.len() < 2 {
            return Ok(cards.pop());
        }
        let candidates: Vec<_> = cards
            .iter()
            .map(|(found, _)| Candidate {
                reader: found.slot.reader.clone(),
                placed: placed(&found.slot, before),
            })
            .collect();
        let moot = Cancel::new();
        let noticed = |(_, watch): &Watched<R::Card>| {
            let moot = moot.clone();
            watch.gone().on_cancel(move || moot.cancel())
        };
        let _noticed: Vec<_> = cards.iter().map(noticed).collect();
        let chosen = self.observer.choose(&candidates, &moot);
        if moot.is_cancelled() && !self.cancel.is_cancelled() {
            return Ok(None);
        }
        let chosen = chosen.filter(|&index| index < cards.len());
        chosen
            .map(|index| Some(cards.swap_remove(index)))
            .ok_or(Failure::Cancelled)
    }
}

fn placed(slot: &Slot, before: &[Slot]) -> Placed {
    if before.contains(slot) {
        Placed::Before
    } else {
        Placed::JustNow
    }
}
