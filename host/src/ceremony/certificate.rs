//! The bare certificate of a key, after its PIN: for pages that speak today's surface (docs/PROTOCOL.md section 8), and in words for
//! the person, on a page of the extension.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use openjpki::certificate::{AuthenticationCertificate, SignatureCertificate};
use openjpki::jpki::{DigitalSignature, KeyKind, UserAuthentication};
use openjpki::time::UnixTime;

use super::typing::{Question, authentication_certificate, signing_certificate};
use super::{Ceremony, Failure, view};
use crate::prompt::PinPrompt;
use crate::reader::Reader;
use crate::wire::{Answer, CertificateView};

impl<R: Reader, P: PinPrompt> Ceremony<'_, R, P> {
    pub(super) fn certificate(&mut self, key: KeyKind) -> Result<Answer, Failure> {
        let now = self.now;
        match key {
            KeyKind::UserAuthentication => {
                let certificate = self.authentication_certificate()?;
                Ok(self.handed_over(certificate.der(), || view::of_authentication(&certificate, now)))
            }
            KeyKind::DigitalSignature => {
                let certificate = self.signing_certificate()?;
                Ok(self.handed_over(certificate.der(), || view::of_signature(&certificate, now)))
            }
        }
    }

    /// Only the person themselves, who sees them on a page of the extension, gets details.
    fn handed_over(&self, der: &[u8], details: impl FnOnce() -> CertificateView) -> Answer {
        let own = self.origin.is_none();
        Answer::Certificate {
            certificate: STANDARD.encode(der),
            details: own.then(|| Box::new(details())),
        }
    }

    fn authentication_certificate(&mut self) -> Result<AuthenticationCertificate, Failure> {
        let mut card = self.find_card()?;
        let tries = self.tries::<UserAuthentication, _>(&mut card)?;
        let today = self.today();
        let question = Question::<UserAuthentication>::new(tries);
        let (pin, (card, certificate)) = self.ask_while(&question, move || {
            let certificate = authentication_certificate(&mut card, today)?;
            Ok((card, certificate))
        })?;
        self.verify(card, pin, question)?;
        Ok(certificate)
    }

    fn signing_certificate(&mut self) -> Result<SignatureCertificate, Failure> {
        let mut card = self.find_card()?;
        if !card.may_hold_signing_certificate()? {
            return Err(Failure::CertificateMissing(KeyKind::DigitalSignature));
        }
        let tries = self.tries::<DigitalSignature, _>(&mut card)?;
        let question = Question::<DigitalSignature>::new(tries);
        let (password, card) = self.ask_while(&question, move || Ok(card))?;
        let mut verified = self.verify(card, password, question)?;
        signing_certificate(&mut verified, self.today())
    }

    /// A site gets no certificate that is not valid today; the person sees theirs all the same.
    fn today(&self) -> Option<UnixTime> {
        self.origin.map(|_| self.now)
    }
}
