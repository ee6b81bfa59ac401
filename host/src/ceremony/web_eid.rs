//! Sign in with a Web eID token (docs/PROTOCOL.md section 9): the same key, PIN and window as `authenticate`.

use openjpki::evidence::Nonce;
use openjpki::evidence::web_eid::WebEidStatement;
use openjpki::origin::Origin;

use super::{Ceremony, Failure};
use crate::prompt::PinPrompt;
use crate::reader::Reader;
use crate::wire::Answer;

/// Who made the token: a URL with a version, as Web eID's format has it.
const APP_VERSION: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/releases/", env!("CARGO_PKG_VERSION"));

impl<R: Reader, P: PinPrompt> Ceremony<'_, R, P> {
    pub(super) fn web_eid_authenticate(&mut self, origin: &Origin, nonce: &Nonce) -> Result<Answer, Failure> {
        let (mut verified, certificate) = self.authentication_key()?;
        let statement = WebEidStatement::new(origin, nonce);
        let token = statement.sign(&mut verified, &certificate, APP_VERSION)?;
        Ok(Answer::WebEidAuthenticate(token))
    }
}
