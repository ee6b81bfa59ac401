//! Sign in: the user authentication key signs a statement for one origin and nonce.

use openjpki::certificate::AuthenticationCertificate;
use openjpki::evidence::{AuthenticateStatement, Nonce};
use openjpki::jpki::{UserAuthentication, Verified};
use openjpki::origin::Origin;

use super::typing::{Question, authentication_certificate};
use super::{Ceremony, Failure};
use crate::prompt::PinPrompt;
use crate::reader::Reader;
use crate::wire::Answer;

impl<R: Reader, P: PinPrompt> Ceremony<'_, R, P> {
    pub(super) fn authenticate(&mut self, origin: &Origin, nonce: &Nonce) -> Result<Answer, Failure> {
        let (mut verified, certificate) = self.authentication_key()?;
        let statement = AuthenticateStatement::new(origin, nonce, &certificate);
        Ok(Answer::Authenticate(statement.sign(&mut verified)?))
    }

    /// The certificate is read while the person types; after OK comes VERIFY, and the key may sign.
    pub(super) fn authentication_key(
        &mut self,
    ) -> Result<(Verified<R::Card, UserAuthentication>, AuthenticationCertificate), Failure> {
        let mut card = self.find_card()?;
        let tries = self.tries::<UserAuthentication, _>(&mut card)?;
        let now = self.now;
        let question = Question::<UserAuthentication>::new(tries);
        let (pin, (card, certificate)) = self.ask_while(&question, move || {
            let certificate = authentication_certificate(&mut card, now)?;
            Ok((card, certificate))
        })?;
        Ok((self.verify(card, pin, question)?, certificate))
    }
}
