//! Sign in: the user authentication key signs a statement for one origin and nonce.

use openjpki::evidence::{AuthenticateStatement, Nonce};
use openjpki::jpki::UserAuthentication;
use openjpki::origin::Origin;

use super::typing::{Question, authentication_certificate};
use super::{Ceremony, Failure};
use crate::prompt::PinPrompt;
use crate::reader::Reader;
use crate::wire::Answer;

impl<R: Reader, P: PinPrompt> Ceremony<'_, R, P> {
    /// The certificate is read while the person types; after OK come VERIFY, SELECT and the signature.
    pub(super) fn authenticate(&mut self, origin: &Origin, nonce: &Nonce) -> Result<Answer, Failure> {
        let mut card = self.find_card()?;
        let tries = self.tries::<UserAuthentication, _>(&mut card)?;
        let now = self.now;
        let question = Question::<UserAuthentication>::new(tries);
        let (pin, (card, certificate)) = self.ask_while(&question, move || {
            let certificate = authentication_certificate(&mut card, now)?;
            Ok((card, certificate))
        })?;
        let mut verified = self.verify(card, pin, question)?;
        let statement = AuthenticateStatement::new(origin, nonce, &certificate);
        Ok(Answer::Authenticate(statement.sign(&mut verified)?))
    }
}
