use crate::certificate::{CertificateError, CertificateKind, TrustError};

/// Why evidence proves nothing.
///
/// An unknown format or algorithm, and text that is not base64, end earlier: such JSON is no evidence at all
/// (see [`AuthenticateEvidence`](crate::evidence::AuthenticateEvidence)). No variant carries anything of the holder.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// Not DER, or not of the profile: also the certificate of the other key, or one with a policy that is not JPKI's.
    #[error("the {kind} certificate is refused: {source}")]
    Certificate {
        /// Which certificate.
        kind: CertificateKind,
        /// What is wrong with it.
        source: CertificateError,
    },
    /// Of the other hierarchy, from an unknown issuer, with a bad signature of its issuer, or outside its time.
    #[error("the {kind} certificate is not trusted: {source}")]
    Untrusted {
        /// Which certificate.
        kind: CertificateKind,
        /// Why.
        source: TrustError,
    },
    /// The key did not sign the statement of this site: made for another origin, another nonce or another certificate, or forged.
    #[error("the {kind} key did not sign this site's statement with this nonce")]
    Statement {
        /// Which of the two keys.
        kind: CertificateKind,
    },
}
