//! The use cases: authenticate, register, sign, certificate, change a PIN, status. One ceremony is one person at one card.
//!
//! While the person types, the card works: each PIN window is open while the card is read on another thread
//! (see `typing`). No command is sent twice, but the free question for the tries to a card that another program left unlocked; and a VERIFY
//! only after a person typed: one for each typing, or one for each document where a card wants that.

mod authenticate;
mod card;
mod certificate;
mod change_pin;
mod choose;
mod doctor;
mod failure;
mod find_card;
mod register;
mod sign;
mod status;
mod typing;
mod view;
mod web_eid;

use openjpki::iso7816::TransportError;
use openjpki::jpki;
use openjpki::origin::Origin;
use openjpki::time::UnixTime;

use crate::cancel::Cancel;
use crate::catalog::Catalog;
use crate::pdf::PdfReader;
use crate::prompt::{ChangeStep, PinPrompt, Purpose, ToFront};
use crate::reader::{Reader, ReaderError, Watch};
use crate::wire::{Answer, Call, Candidate, Detail, LanguageTag, Stage};

pub use failure::Failure;

/// Whoever watches a ceremony: hears how far it is, and is asked which card to use.
pub trait Observer {
    /// The ceremony reached `stage`.
    fn progress(&self, stage: Stage, detail: Detail);

    /// Asks which of two or more cards to use; `None` if the answer is none of them, if the ceremony was cancelled, or once `moot`
    /// is made, because one of them is gone.
    fn choose(&self, candidates: &[Candidate], moot: &Cancel) -> Option<usize>;
}

/// The use cases over one reader and one PIN window.
pub struct Ceremonies<R, P> {
    reader: R,
    prompt: P,
    pdf: Option<PdfReader>,
}

impl<R: Reader, P: PinPrompt> Ceremonies<R, P> {
    /// The use cases over `reader` and `prompt`.
    pub fn new(reader: R, prompt: P) -> Self {
        Self {
            reader,
            prompt,
            pdf: None,
        }
    }

    /// The same with a program that tells pages and titles of PDFs.
    #[must_use]
    pub fn with_pdf_reader(self, pdf: Option<PdfReader>) -> Self {
        Self { pdf, ..self }
    }

    /// What brings the window that a ceremony has open to the front, from any thread.
    pub fn to_front(&self) -> ToFront {
        self.prompt.to_front()
    }

    /// Does what `call` asks. However it ends, the card is left clean.
    ///
    /// # Errors
    /// [`Failure`].
    pub fn run(
        &mut self,
        call: &Call,
        now: UnixTime,
        observer: &dyn Observer,
        cancel: &Cancel,
    ) -> Result<Answer, Failure> {
        let circumstances = Circumstances { observer, cancel, now };
        let outcome = match call {
            Call::Status => status::status(&mut self.reader).map(Answer::Status),
            Call::Doctor(ask) => doctor::doctor(&mut self.reader, ask.lang.as_str()).map(Answer::Doctor),
            Call::Card(ask) => self
                .ceremony(circumstances, None, &LanguageTag::default(), Purpose::Certificate)
                .card(ask.reader.as_deref()),
            Call::Authenticate(ask) => self
                .ceremony(circumstances, Some(&ask.origin), &ask.lang, Purpose::Authenticate)
                .authenticate(&ask.origin, &ask.nonce),
            Call::Register(ask) => self
                .ceremony(circumstances, Some(&ask.origin), &ask.lang, Purpose::Register)
                .register(&ask.origin, &ask.nonce),
            Call::Certificate(ask) => self
                .ceremony(circumstances, ask.origin.site(), &ask.lang, Purpose::Certificate)
                .certificate(ask.key),
            Call::ChangePin(ask) => self
                .ceremony(circumstances, None, &ask.lang, Purpose::ChangePin(ChangeStep::Current))
                .change_pin(ask.key),
            Call::Sign(ask) => {
                let pdf = self.pdf.clone();
                self.ceremony(circumstances, Some(&ask.origin), &ask.lang, Purpose::Sign)
                    .sign(&ask.documents, ask.output, pdf.as_ref())
            }
            Call::WebEidAuthenticate(ask) => self
                .ceremony(circumstances, Some(&ask.origin), &ask.lang, Purpose::Authenticate)
                .web_eid_authenticate(&ask.origin, &ask.nonce),
        };
        let closed_by_person = self.prompt.close();
        let answer = outcome.map_err(|failure| self.without_reader(failure))?;
        // Whoever cancelled while the card signed gave their consent back: nothing of theirs leaves. A PIN that was changed stays so.
        let taken_back = closed_by_person || cancel.is_cancelled();
        if taken_back && !matches!(answer, Answer::Changed {}) {
            return Err(Failure::Cancelled);
        }
        Ok(answer)
    }

    /// Tells a card that left with its reader from one that left alone.
    fn without_reader(&mut self, failure: Failure) -> Failure {
        let gone = matches!(
            failure,
            Failure::Card(jpki::Error::Transport(
                TransportError::Removed | TransportError::ServiceStopped
            ))
        );
        if gone && self.reader.survey().is_ok_and(|readers| readers.is_empty()) {
            return Failure::Reader(ReaderError::NoReader);
        }
        failure
    }

    fn ceremony<'a>(
        &'a mut self,
        circumstances: Circumstances<'a>,
        origin: Option<&'a Origin>,
        lang: &LanguageTag,
        purpose: Purpose,
    ) -> Ceremony<'a, R, P> {
        let Circumstances { observer, cancel, now } = circumstances;
        let catalog = Catalog::for_lang(lang.as_str());
        Ceremony {
            reader: &mut self.reader,
            prompt: &mut self.prompt,
            observer,
            cancel,
            now,
            catalog,
            origin,
            purpose,
            watch: None,
        }
    }
}

/// What a call brings with it besides its parameters.
struct Circumstances<'a> {
    observer: &'a dyn Observer,
    cancel: &'a Cancel,
    now: UnixTime,
}

/// One ceremony: who asks, what for, and the seams it goes through.
struct Ceremony<'a, R, P> {
    reader: &'a mut R,
    prompt: &'a mut P,
    observer: &'a dyn Observer,
    cancel: &'a Cancel,
    now: UnixTime,
    catalog: &'static Catalog,
    /// Nothing if the person asks, on a page of the extension.
    origin: Option<&'a Origin>,
    purpose: Purpose,
    /// Notices that the card leaves, once there is one.
    watch: Option<Watch>,
}
