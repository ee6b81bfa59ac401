//! Changing a PIN: everything is typed before the card is sent anything, and the card shows that it knows the new one.
//!
//! At every moment it is known which of the two PINs counts, with two exceptions. After a CHANGE whose answer is lost the person
//! puts the card back and types the new PIN once more, and the card's answer tells. A card that contradicts itself is not asked again:
//! the person is told what is left to try.

use openjpki::iso7816::Transport;
use openjpki::jpki::{
    self, ChangeError, DigitalSignature, Jpki, Key, KeyKind, NewPin, NewPinError, Pin, UncertainPin, Unconfirmed,
    UserAuthentication, Verified,
};

use super::failure::card_code;
use super::find_card::{Identity, Wanted, identity};
use super::typing::{Judged, Question};
use super::{Ceremony, Failure};
use crate::prompt::{ChangeStep, MessageRequest, Mistake, Notice, PinPrompt, Purpose};
use crate::reader::Reader;
use crate::wire::{Answer, Code, Detail, Stage, ValidPin};

/// How often a card that leaves again and again is asked which PIN counts.
const MOST_ATTEMPTS: usize = 5;

impl<R: Reader, P: PinPrompt> Ceremony<'_, R, P> {
    pub(super) fn change_pin(&mut self, key: KeyKind) -> Result<Answer, Failure> {
        let changed = match key {
            KeyKind::UserAuthentication => self.change::<UserAuthentication>(),
            KeyKind::DigitalSignature => self.change::<DigitalSignature>(),
        };
        // What the card said or did not say before it was sent a CHANGE: nothing has changed.
        changed.map_err(|failure| match failure {
            Failure::Card(error) => self.interrupted(key, ValidPin::Old, card_code(&error)),
            other => other,
        })?;
        Ok(Answer::Changed {})
    }

    fn change<K: Key>(&mut self) -> Result<(), Failure> {
        let mut card = self.find_card()?;
        if K::KIND == KeyKind::DigitalSignature && !card.may_hold_signing_certificate()? {
            return Err(Failure::CertificateMissing(K::KIND));
        }
        let tries = self.tries::<K, _>(&mut card)?;
        let mut question = Question::<K>::new(tries);
        self.purpose = Purpose::ChangePin(ChangeStep::Current);
        let (current, (card, identity)) = self.ask_while(&question, move || {
            let identity = identity(&mut card)?;
            Ok((card, identity))
        })?;
        let new = self.ask_new(&current, None)?;
        let (verified, new) = self.verify_current(card, current, new, &mut question)?;
        self.go_on()?;
        match verified.change(new) {
            Ok(changed) => changed.confirm().map_err(|why| self.unconfirmed(K::KIND, why)),
            Err(ChangeError::Unchanged(error)) => Err(Failure::Card(error)),
            Err(ChangeError::Uncertain { error, new }) => self.find_out(&new, &identity, card_code(&error)),
        }
    }

    /// The card said that it changed the PIN, and did not show it: what is known, and no more.
    fn unconfirmed(&mut self, key: KeyKind, why: Unconfirmed) -> Failure {
        match why {
            Unconfirmed::NoAnswer(error) => self.interrupted(key, ValidPin::New, card_code(&error.into())),
            Unconfirmed::Unclear(error) => self.interrupted(key, ValidPin::Unknown, card_code(&error)),
            Unconfirmed::Blocked => self.blocked(key),
            _ => {
                self.say(Notice::PinRefused(key));
                Failure::Contradicted(key)
            }
        }
    }

    /// Has the card compare the current PIN; while it is wrong, asks for that one again, and only for that one.
    fn verify_current<K: Key, T: Transport>(
        &mut self,
        mut card: Jpki<T>,
        mut current: Pin<K>,
        mut new: NewPin<K>,
        question: &mut Question<K>,
    ) -> Result<(Verified<T, K>, NewPin<K>), Failure> {
        loop {
            if new.is(&current) {
                new = self.ask_new(&current, Some(Mistake::SameAsCurrent))?;
            }
            match self.judge(card, current, question)? {
                Judged::Accepted(verified) => return Ok((verified, new)),
                Judged::Refused(handed_back) => card = handed_back,
            }
            current = self.ask_at(ChangeStep::Current, question)?;
        }
    }

    /// Asks for a new PIN twice, until it is another than `current` and typed twice alike. The card is sent nothing.
    fn ask_new<K: Key>(&mut self, current: &Pin<K>, mut mistake: Option<Mistake>) -> Result<NewPin<K>, Failure> {
        loop {
            let first = self.ask_at(ChangeStep::New, &Question::after(mistake))?;
            if first.is(current) {
                mistake = Some(Mistake::SameAsCurrent);
                continue;
            }
            let second = self.ask_at(ChangeStep::Repeat, &Question::after(None))?;
            mistake = match NewPin::repeated(first, second) {
                Ok(new) => return Ok(new),
                Err(NewPinError::Format(error)) => Some(Mistake::Format(error)),
                Err(_) => Some(Mistake::NotRepeated),
            };
        }
    }

    fn ask_at<K: Key>(&mut self, step: ChangeStep, question: &Question<K>) -> Result<Pin<K>, Failure> {
        self.purpose = Purpose::ChangePin(step);
        let cancel = self.cancel.clone();
        self.ask(question, &cancel)
    }

    /// Finds out which PIN counts after a CHANGE whose answer was lost because of `code`.
    fn find_out<K: Key>(&mut self, new: &UncertainPin<K>, owner: &Identity, code: Code) -> Result<(), Failure> {
        for _ in 0..MOST_ATTEMPTS {
            let detail = Detail {
                reason: Some(code),
                key: Some(K::KIND),
                ..Detail::default()
            };
            self.observer.progress(Stage::WaitingForCard, detail);
            self.say(Notice::PinInDoubt(K::KIND));
            match self.ask_the_card(new, owner) {
                Ok(ValidPin::New) => {
                    self.say(Notice::PinChanged(K::KIND));
                    return Ok(());
                }
                Ok(valid) => return Err(self.interrupted(K::KIND, valid, code)),
                Err(failure @ Failure::PinBlocked(_)) => return Err(failure),
                Err(Failure::Card(jpki::Error::Transport(error))) => tracing::info!("asked again: {error}"),
                Err(failure) => {
                    tracing::info!("not found out: {failure}");
                    break;
                }
            }
        }
        Err(self.interrupted(K::KIND, ValidPin::Unknown, code))
    }

    /// Waits for the same card, and has it compare the new PIN, which the person types once more.
    fn ask_the_card<K: Key>(&mut self, new: &UncertainPin<K>, owner: &Identity) -> Result<ValidPin, Failure> {
        let wanted = Wanted {
            same: Some(owner),
            ..Wanted::default()
        };
        let mut card = self.find(wanted)?.card;
        let mut question = Question::<K>::new(self.tries::<K, _>(&mut card)?);
        let pin = loop {
            let pin = self.ask_at(ChangeStep::Settle, &question)?;
            if new.is(&pin) {
                break pin;
            }
            question.note(Mistake::NotTheNewOne);
        };
        match self.judge(card, pin, &mut question)? {
            Judged::Accepted(_) => Ok(ValidPin::New),
            Judged::Refused(_) => Ok(ValidPin::Old),
        }
    }

    /// Tells the person which PIN counts, where they look now; the extension is told as well.
    fn interrupted(&mut self, key: KeyKind, valid: ValidPin, code: Code) -> Failure {
        self.say(match valid {
            ValidPin::Old => Notice::PinUnchanged(key),
            ValidPin::New => Notice::PinChanged(key),
            ValidPin::Unknown => Notice::PinUnknown(key),
        });
        Failure::Interrupted { key, valid, code }
    }

    fn say(&mut self, notice: Notice) {
        let catalog = self.catalog;
        let request = MessageRequest { catalog, notice };
        if let Err(error) = self.prompt.message(&request, self.cancel) {
            tracing::warn!("the window about which PIN counts: {error}");
        }
    }
}
