//! The bare certificate of a key, after its PIN: for pages that speak today's surface (docs/PROTOCOL.md section 6).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use openjpki::jpki::{DigitalSignature, KeyKind, UserAuthentication};

use super::typing::{Question, authentication_certificate, signing_certificate};
use super::{Ceremony, Failure};
use crate::prompt::PinPrompt;
use crate::reader::Reader;
use crate::wire::Answer;

impl<R: Reader, P: PinPrompt> Ceremony<'_, R, P> {
    pub(super) fn certificate(&mut self, key: KeyKind) -> Result<Answer, Failure> {
        let der = match key {
            KeyKind::UserAuthentication => self.authentication_certificate()?,
            KeyKind::DigitalSignature => self.signing_certificate()?,
        };
        Ok(Answer::Certificate {
            certificate: STANDARD.encode(der),
        })
    }

    fn authentication_certificate(&mut self) -> Result<Vec<u8>, Failure> {
        let mut card = self.find_card()?;
        let tries = self.tries::<UserAuthentication, _>(&mut card)?;
        let now = self.now;
        let question = Question::<UserAuthentication>::new(tries);
        let (pin, (card, certificate)) = self.ask_while(&question, move || {
            let certificate = authentication_certificate(&mut card, now)?;
            Ok((card, certificate))
        })?;
        self.verify(card, pin, question)?;
        Ok(certificate.der().to_vec())
    }

    fn signing_certificate(&mut self) -> Result<Vec<u8>, Failure> {
        let mut card = self.find_card()?;
        if !card.may_hold_signing_certificate()? {
            return Err(Failure::CertificateMissing(KeyKind::DigitalSignature));
        }
        let tries = self.tries::<DigitalSignature, _>(&mut card)?;
        let question = Question::<DigitalSignature>::new(tries);
        let (password, card) = self.ask_while(&question, move || Ok(card))?;
        let mut verified = self.verify(card, password, question)?;
        let certificate = signing_certificate(&mut verified, self.now)?;
        Ok(certificate.der().to_vec())
    }
}
