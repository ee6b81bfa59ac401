//! The person types while the card works, and the card judges what was typed.

use std::thread;

use openjpki::certificate::{AuthenticationCertificate, SignatureCertificate, ValidityError};
use openjpki::iso7816::Transport;
use openjpki::jpki::{
    DigitalSignature, Jpki, Key, KeyKind, Pin, RefusedPin, Rejected, Tries, UserAuthentication, Verified,
};
use openjpki::time::UnixTime;

use super::{Ceremony, Failure};
use crate::cancel::Cancel;
use crate::prompt::{ChangeStep, ConfirmRequest, MessageRequest, Mistake, Notice, PinPrompt, PinRequest, Purpose};
use crate::reader::{Reader, Watch};
use crate::wire::{Code, Detail, Entry, Listed, Stage};

/// What the person is asked for, and what they typed before.
pub(super) struct Question<K: Key> {
    tries: u8,
    mistake: Option<Mistake>,
    refused: Vec<RefusedPin<K>>,
    documents: Vec<Listed>,
}

impl<K: Key> Question<K> {
    pub(super) fn new(tries: u8) -> Self {
        Self::about(tries, Vec::new())
    }

    /// The same about these documents: the person agrees to all of them with one typing.
    pub(super) fn about(tries: u8, documents: Vec<Listed>) -> Self {
        Self {
            tries,
            mistake: None,
            refused: Vec::new(),
            documents,
        }
    }

    /// For something that the card does not compare, after a mistake.
    pub(super) fn after(mistake: Option<Mistake>) -> Self {
        Self {
            mistake,
            ..Self::new(0)
        }
    }

    /// Notes a mistake that the card did not see.
    pub(super) fn note(&mut self, mistake: Mistake) {
        self.mistake = Some(mistake);
    }

    fn is_about_several(&self) -> bool {
        self.documents.len() > 1
    }
}

/// What the card said about a PIN that may be typed again.
pub(super) enum Judged<T, K: Key> {
    /// It is the PIN.
    Accepted(Verified<T, K>),
    /// It is not; the question says why.
    Refused(Jpki<T>),
}

impl<R: Reader, P: PinPrompt> Ceremony<'_, R, P> {
    /// Reads the tries left; a blocked PIN ends the ceremony before anybody types.
    pub(super) fn tries<K: Key, T: Transport>(&self, card: &mut Jpki<T>) -> Result<u8, Failure> {
        match card.tries(K::KIND).map_err(Failure::of(K::KIND))? {
            Tries::Left(left) => Ok(left),
            Tries::Blocked => Err(Failure::PinBlocked(K::KIND)),
        }
    }

    /// Opens the PIN window and does `work` on another thread meanwhile. If the work fails, the window closes.
    pub(super) fn ask_while<K: Key, O: Send>(
        &mut self,
        question: &Question<K>,
        work: impl FnOnce() -> Result<O, Failure> + Send,
    ) -> Result<(Pin<K>, O), Failure> {
        let window = Cancel::new();
        let close = window.clone();
        let _both = self.cancel.on_cancel(move || close.cancel());
        thread::scope(|scope| {
            let worker = scope.spawn(|| {
                let done = work();
                if done.is_err() {
                    window.cancel();
                }
                done
            });
            let typed = self.ask(question, &window);
            let done = worker.join().map_err(|_| Failure::Internal)?;
            match (typed, done) {
                (Ok(pin), Ok(done)) => Ok((pin, done)),
                (Err(Failure::Cancelled), Err(failure)) if !self.cancel.is_cancelled() => Err(failure),
                (Err(failure), _) | (_, Err(failure)) => Err(failure),
            }
        })
    }

    /// A ceremony that was cancelled goes no further, whatever the card could still do.
    pub(super) fn go_on(&self) -> Result<(), Failure> {
        if self.cancel.is_cancelled() {
            return Err(Failure::Cancelled);
        }
        Ok(())
    }

    /// Has the card compare `pin`; as long as it is wrong, asks the person again.
    pub(super) fn verify<K: Key, T: Transport>(
        &mut self,
        mut card: Jpki<T>,
        mut pin: Pin<K>,
        mut question: Question<K>,
    ) -> Result<Verified<T, K>, Failure> {
        loop {
            match self.judge(card, pin, &mut question)? {
                Judged::Accepted(verified) => return Ok(verified),
                Judged::Refused(handed_back) => card = handed_back,
            }
            let cancel = self.cancel.clone();
            pin = self.ask(&question, &cancel)?;
        }
    }

    /// Has the card compare `pin`, unless it refused the very same before. One typing is one VERIFY at most,
    /// but for several documents on a card that wants one for each of them.
    pub(super) fn judge<K: Key, T: Transport>(
        &mut self,
        card: Jpki<T>,
        pin: Pin<K>,
        question: &mut Question<K>,
    ) -> Result<Judged<T, K>, Failure> {
        if question.refused.iter().any(|refused| refused.is(&pin)) {
            question.mistake = Some(Mistake::SameAgain);
            return Ok(Judged::Refused(card));
        }
        let detail = Detail {
            key: Some(K::KIND),
            ..Detail::default()
        };
        self.observer.progress(stage_of_work(self.purpose), detail);
        self.go_on()?;
        let judged = if question.is_about_several() {
            card.verify_for_several(pin)
        } else {
            card.verify(pin)
        };
        match judged {
            Ok(verified) => self.go_on().map(|()| Judged::Accepted(verified)),
            Err(Rejected::Wrong { card, remaining, pin }) => {
                question.tries = remaining;
                question.mistake = Some(Mistake::Wrong);
                question.refused.push(pin);
                Ok(Judged::Refused(card))
            }
            Err(Rejected::Blocked) => Err(self.blocked(K::KIND)),
            Err(Rejected::Failed(error)) => Err(Failure::of(K::KIND)(error)),
        }
    }

    /// The last try is spent: the person, whose eyes are on the native window, is told there what to do.
    pub(super) fn blocked(&mut self, key: KeyKind) -> Failure {
        let detail = Detail {
            reason: Some(Code::PinBlocked),
            key: Some(key),
            ..Detail::default()
        };
        self.observer.progress(Stage::WaitingForPin, detail);
        let request = MessageRequest {
            catalog: self.catalog,
            notice: Notice::PinBlocked(key),
        };
        if let Err(error) = self.prompt.message(&request, self.cancel) {
            tracing::warn!("the window about the blocked PIN: {error}");
        }
        Failure::PinBlocked(key)
    }

    /// Asks for the PIN in the windows that it takes; they close at once when the card leaves.
    pub(super) fn ask<K: Key>(&mut self, question: &Question<K>, cancel: &Cancel) -> Result<Pin<K>, Failure> {
        let window = Cancel::new();
        let gone = self.watch.as_ref().map(|watch| watch.gone().clone());
        let _either: Vec<_> = [Some(cancel), gone.as_ref()]
            .into_iter()
            .flatten()
            .map(|end| {
                let window = window.clone();
                end.on_cancel(move || window.cancel())
            })
            .collect();
        match self.ask_in_window(question, &window) {
            Err(Failure::Cancelled) if !cancel.is_cancelled() => Err(self.left().unwrap_or(Failure::Cancelled)),
            typed => typed,
        }
    }

    /// Why the card is gone; nothing as long as it is there.
    fn left(&self) -> Option<Failure> {
        let why = self.watch.as_ref().and_then(Watch::why);
        why.map(|why| Failure::Card(why.into()))
    }

    /// One PIN window; before the last try, a window in which the person confirms that they know.
    fn ask_in_window<K: Key>(&mut self, question: &Question<K>, cancel: &Cancel) -> Result<Pin<K>, Failure> {
        let wrong = (question.mistake == Some(Mistake::Wrong)).then_some(Code::PinWrong);
        let compared = self.purpose.is_compared();
        let last = compared && question.tries == 1;
        let reason = if last { Some(Code::PinLastTry) } else { wrong };
        let (key, remaining) = (Some(K::KIND), compared.then_some(question.tries));
        let (observer, entry) = (self.observer, entry(self.purpose));
        let tell = |reason, documents| {
            let detail = Detail {
                reason,
                key,
                remaining,
                entry,
                documents,
                ..Detail::default()
            };
            observer.progress(Stage::WaitingForPin, detail);
        };
        let first = question.mistake.is_none();
        tell(reason, if first { question.documents.clone() } else { Vec::new() });
        if last {
            let request = ConfirmRequest {
                catalog: self.catalog,
                origin: self.origin,
                key: K::KIND,
            };
            if !self.prompt.confirm_last_try(&request, cancel)? {
                return Err(Failure::Cancelled);
            }
        }
        let request = PinRequest {
            catalog: self.catalog,
            origin: self.origin,
            purpose: self.purpose,
            tries: question.tries,
            mistake: question.mistake,
            documents: &question.documents,
        };
        let misfit = || tell(Some(Code::PinFormat), Vec::new());
        Ok(self.prompt.ask(&request, &misfit, cancel)?)
    }
}

/// What the card works on after the typing.
fn stage_of_work(purpose: Purpose) -> Stage {
    match purpose {
        Purpose::ChangePin(_) => Stage::Changing,
        _ => Stage::Signing,
    }
}

/// What is typed, in the words of the wire.
fn entry(purpose: Purpose) -> Option<Entry> {
    match purpose {
        Purpose::ChangePin(ChangeStep::Current) => Some(Entry::Current),
        Purpose::ChangePin(ChangeStep::New | ChangeStep::Settle) => Some(Entry::New),
        Purpose::ChangePin(ChangeStep::Repeat) => Some(Entry::Repeat),
        _ => None,
    }
}

/// Reads and checks the user authentication certificate; its dates only against a `now`.
pub(super) fn authentication_certificate<T: Transport>(
    card: &mut Jpki<T>,
    now: impl Into<Option<UnixTime>>,
) -> Result<AuthenticationCertificate, Failure> {
    let key = UserAuthentication::KIND;
    let der = card.read_authentication_certificate().map_err(Failure::of(key))?;
    let certificate = AuthenticationCertificate::from_der(&der)?;
    if let Some(now) = now.into() {
        usable(certificate.check_validity(now), key)?;
    }
    Ok(certificate)
}

/// Reads and checks the signing certificate; its dates only against a `now`.
pub(super) fn signing_certificate<T: Transport>(
    card: &mut Verified<T, DigitalSignature>,
    now: impl Into<Option<UnixTime>>,
) -> Result<SignatureCertificate, Failure> {
    let key = DigitalSignature::KIND;
    let der = card.read_signing_certificate().map_err(Failure::of(key))?;
    let certificate = SignatureCertificate::from_der(&der)?;
    if let Some(now) = now.into() {
        usable(certificate.check_validity(now), key)?;
    }
    Ok(certificate)
}

/// A certificate that is not valid today ends the ceremony.
fn usable(validity: Result<(), ValidityError>, key: KeyKind) -> Result<(), Failure> {
    validity.map_err(|source| Failure::CertificateExpired { key, source })
}
