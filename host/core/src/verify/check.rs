//! The questions that a document's signature is asked.

/// What is asked of a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Check {
    /// Whether the signature is written as the formats want it, and by one signer.
    Form,
    /// Whether every byte of the document is signed; in a PDF every byte of the file but the signature itself.
    Coverage,
    /// Whether the signature is one over this document: the signed digest is that of the document.
    MessageDigest,
    /// Whether the signature itself names the certificate it was made with (signing-certificate-v2).
    SigningCertificate,
    /// Whether the certificate's key made the signature.
    Signature,
    /// Whether the certificate is written as JPKI writes them: X.509 v3 in DER, RSA-2048, no unknown critical extension.
    Certificate,
    /// Whether its policy is that of signing certificates of the expected hierarchy.
    Policy,
    /// Whether its key usage is digitalSignature and nonRepudiation.
    KeyUsage,
    /// Whether it is a person's certificate and not an authority's.
    BasicConstraints,
    /// Whether it names the key of a trusted root.
    KeyIdentifier,
    /// Whether that root signed it.
    Chain,
    /// Whether certificate and root were valid at the time that the signer claims, which nobody else confirms.
    ValidityAtSigning,
    /// Whether certificate and root are valid at the time of the check.
    ValidityNow,
    /// Whether a time-stamp confirms when the signature was there.
    TimeStamp,
    /// Whether the certificate was revoked.
    Revocation,
}

impl Check {
    /// All of them, in the order of a report.
    pub const ALL: [Self; 15] = [
        Self::Form,
        Self::Coverage,
        Self::MessageDigest,
        Self::SigningCertificate,
        Self::Signature,
        Self::Certificate,
        Self::Policy,
        Self::KeyUsage,
        Self::BasicConstraints,
        Self::KeyIdentifier,
        Self::Chain,
        Self::ValidityAtSigning,
        Self::ValidityNow,
        Self::TimeStamp,
        Self::Revocation,
    ];

    /// A name for catalogs and test vectors that never changes, in kebab case.
    pub fn id(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Coverage => "coverage",
            Self::MessageDigest => "message-digest",
            Self::SigningCertificate => "signing-certificate",
            Self::Signature => "signature",
            Self::Certificate => "certificate",
            Self::Policy => "policy",
            Self::KeyUsage => "key-usage",
            Self::BasicConstraints => "basic-constraints",
            Self::KeyIdentifier => "key-identifier",
            Self::Chain => "chain",
            Self::ValidityAtSigning => "validity-at-signing",
            Self::ValidityNow => "validity-now",
            Self::TimeStamp => "time-stamp",
            Self::Revocation => "revocation",
        }
    }
}
