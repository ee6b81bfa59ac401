//! Web eID's authentication token.

use std::marker::PhantomData;

use super::{Authenticated, NotCheckedReason, Revocation, Verifier, VerifyError};
use crate::certificate::{CertificateKind, Hierarchy};
use crate::evidence::Nonce;
use crate::evidence::web_eid::{WebEidStatement, WebEidToken};
use crate::time::UnixTime;

impl<H: Hierarchy> Verifier<H> {
    /// Verifies that the holder of the authentication certificate was there, from a Web eID token.
    ///
    /// - `nonce`: the one that this server made for this session, in the characters that it sent.
    /// - `now`: when to look at validity.
    ///
    /// # Errors
    ///
    /// [`VerifyError`]; nothing of the token may then be used.
    ///
    /// Source: Web eID, authentication token format specification.
    pub fn web_eid(&self, token: &WebEidToken, nonce: &Nonce, now: UnixTime) -> Result<Authenticated<H>, VerifyError> {
        let certificate = self.authentication_certificate(&token.unverified_certificate, now)?;
        let statement = WebEidStatement::new(&self.origin, nonce);
        certificate
            .verify(statement.as_bytes(), &token.signature)
            .map_err(|_| VerifyError::Statement {
                kind: CertificateKind::Authentication,
            })?;
        Ok(Authenticated {
            certificate,
            revocation: Revocation::NotChecked(NotCheckedReason::NoSource),
            hierarchy: PhantomData,
        })
    }
}
