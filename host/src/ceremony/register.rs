//! Register: both keys sign one statement in one ceremony, which ties the two certificates together.

use openjpki::evidence::{Nonce, RegisterStatement};
use openjpki::jpki::{DigitalSignature, KeyKind, UserAuthentication};
use openjpki::origin::Origin;

use super::typing::{Question, authentication_certificate, signing_certificate};
use super::{Ceremony, Failure};
use crate::prompt::PinPrompt;
use crate::reader::Reader;
use crate::wire::Answer;

impl<R: Reader, P: PinPrompt> Ceremony<'_, R, P> {
    /// The authentication certificate is read while the person types the password; the signing certificate is read and the
    /// statement signed with the signing key while they type the PIN.
    pub(super) fn register(&mut self, origin: &Origin, nonce: &Nonce) -> Result<Answer, Failure> {
        let mut card = self.find_card()?;
        if !card.may_hold_signing_certificate()? {
            return Err(Failure::CertificateMissing(KeyKind::DigitalSignature));
        }
        let password_tries = self.tries::<DigitalSignature, _>(&mut card)?;
        let pin_tries = self.tries::<UserAuthentication, _>(&mut card)?;
        let now = self.now;

        let question = Question::<DigitalSignature>::new(password_tries);
        let (password, (card, authentication)) = self.ask_while(&question, move || {
            let certificate = authentication_certificate(&mut card, now)?;
            Ok((card, certificate))
        })?;
        let mut verified = self.verify(card, password, question)?;

        let question = Question::<UserAuthentication>::new(pin_tries);
        let (pin, (card, half)) = self.ask_while(&question, move || {
            let signature = signing_certificate(&mut verified, now)?;
            let half = RegisterStatement::new(origin, nonce, &signature, &authentication).sign(&mut verified)?;
            Ok((verified.release(), half))
        })?;
        let mut verified = self.verify(card, pin, question)?;
        Ok(Answer::Register(half.sign(&mut verified)?))
    }
}
