//! Evidence that verified, and then whether its certificates were revoked: where the operator has access to OCSP responders.

use openjpki::evidence::{AuthenticateEvidence, Nonce, RegisterEvidence};
use openjpki::verify::{NotCheckedReason, Revocation};

use crate::Portal;
use crate::card::Card;
use crate::evidence::Refusal;
use crate::ocsp::{Question, ResponderAddress};
use crate::secret::Hash;

impl Portal {
    /// Verifies evidence of a registration ([`crate::evidence::SiteVerifier::register`]) and asks about both certificates; what was
    /// answered stands in [`Card::revocation`].
    ///
    /// # Errors
    /// [`Refusal`]; of a site that asks, also if a certificate was revoked or nobody can be asked at the moment.
    pub async fn verify_registration(&self, evidence: &RegisterEvidence, nonce: &Nonce) -> Result<Card, Refusal> {
        let (mut card, questions) = self.verifier.register(evidence, nonce, self.now())?;
        let [signature, authentication] = &questions;
        let (signature, authentication) = tokio::join!(
            self.ask(self.responders.signature.as_ref(), signature),
            self.ask(self.responders.authentication.as_ref(), authentication),
        );
        let (signature, authentication) = (signature?, authentication?);
        card.not_revoked = [signature, authentication]
            .iter()
            .all(|answered| matches!(answered, Revocation::Good(_)));
        card.revocation = format!("signing certificate {signature}; authentication certificate {authentication}");
        Ok(card)
    }

    /// Verifies evidence of a sign-in ([`crate::evidence::SiteVerifier::authenticate`]) and asks about the certificate.
    ///
    /// # Errors
    /// As [`Self::verify_registration`].
    pub async fn verify_sign_in(&self, evidence: &AuthenticateEvidence, nonce: &Nonce) -> Result<Hash, Refusal> {
        let (hash, question) = self.verifier.authenticate(evidence, nonce, self.now())?;
        let _answered = self.ask(self.responders.authentication.as_ref(), &question).await?;
        Ok(hash)
    }

    /// Good, or not checked where there is nobody to ask.
    async fn ask(&self, responder: Option<&ResponderAddress>, question: &Question) -> Result<Revocation, Refusal> {
        let Some(responder) = responder else {
            return Ok(Revocation::NotChecked(NotCheckedReason::NoSource));
        };
        match question.ask(responder, self.now()).await {
            Ok(Revocation::Revoked(_)) => Err(Refusal::Revoked),
            Ok(answered) => Ok(answered),
            Err(error) => {
                tracing::error!(%error, %responder, "revocation could not be checked");
                Err(Refusal::RevocationUnknown)
            }
        }
    }
}
