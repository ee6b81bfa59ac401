//! From evidence to a [`Card`]: the only place that talks to `openjpki::verify`.

use openjpki::certificate::{
    AuthenticationCertificate, BirthDate, Hierarchy, HierarchyKind, Production, Sex, Test, TrustError, ValidityError,
};
use openjpki::evidence::{AuthenticateEvidence, Nonce, RegisterEvidence};
use openjpki::time::UnixTime;
use openjpki::verify::{Registered, Verifier, VerifyError};

use crate::card::{self, Card};
use crate::ocsp::Question;
use crate::secret::Hash;

/// The verifier of this site, for real cards or for test cards, never for both.
#[derive(Debug, Clone)]
pub enum SiteVerifier {
    /// Cards as people have them.
    Production(Verifier<Production>),
    /// Cards of a test hierarchy: every page says so.
    Test(Verifier<Test>),
}

/// Why what the browser sent is not taken. Each has a sentence for the person in the catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not evidence at all.
    #[error("not evidence of this kind")]
    Malformed,
    /// The nonce is not this session's, is too old, or came back before.
    #[error("the nonce is unknown, too old or used")]
    Nonce,
    /// A certificate has run out.
    #[error("a certificate has expired")]
    Expired,
    /// A certificate is not valid yet: one of the two clocks is wrong.
    #[error("a certificate is not valid yet")]
    NotYetValid,
    /// A test card at a site for real ones.
    #[error("a test card at a site for real cards")]
    TestCard,
    /// A real card at a site for test cards.
    #[error("a real card at a site for test cards")]
    RealCard,
    /// The certificate is of no root that is trusted here, or not of the JPKI profile.
    #[error("a certificate that is not of JPKI")]
    NotJpki,
    /// The signatures are not over this site's statement.
    #[error("the signatures do not verify for this site and this nonce")]
    Signature,
    /// The card is registered already.
    #[error("the card is registered already")]
    AlreadyRegistered,
    /// Name, birth date or sex are not those of the registration that the card is to be linked to.
    #[error("the card is not the registered person's")]
    OtherPerson,
    /// A certificate was revoked.
    #[error("a certificate was revoked")]
    Revoked,
    /// Whether a certificate was revoked could not be found out, at a site that asks.
    #[error("whether a certificate was revoked could not be found out")]
    RevocationUnknown,
}

impl Refusal {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Malformed,
        Self::Nonce,
        Self::Expired,
        Self::NotYetValid,
        Self::TestCard,
        Self::RealCard,
        Self::NotJpki,
        Self::Signature,
        Self::AlreadyRegistered,
        Self::OtherPerson,
        Self::Revoked,
        Self::RevocationUnknown,
    ];

    /// As the page's script knows it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Malformed => "evidence-malformed",
            Self::Nonce => "nonce-used",
            Self::Expired => "certificate-expired-here",
            Self::NotYetValid => "certificate-not-yet-valid",
            Self::TestCard => "test-card",
            Self::RealCard => "real-card",
            Self::NotJpki => "not-jpki",
            Self::Signature => "signature-wrong",
            Self::AlreadyRegistered => "already-registered",
            Self::OtherPerson => "other-person",
            Self::Revoked => "revoked",
            Self::RevocationUnknown => "revocation-unknown",
        }
    }
}

impl From<&VerifyError> for Refusal {
    fn from(error: &VerifyError) -> Self {
        match error {
            VerifyError::Untrusted { source, .. } => match source {
                TrustError::Hierarchy {
                    found: HierarchyKind::Test,
                    ..
                } => Self::TestCard,
                TrustError::Hierarchy { .. } => Self::RealCard,
                TrustError::Validity(ValidityError::Expired { .. })
                | TrustError::IssuerValidity(ValidityError::Expired { .. }) => Self::Expired,
                TrustError::Validity(_) | TrustError::IssuerValidity(_) => Self::NotYetValid,
                _ => Self::NotJpki,
            },
            VerifyError::Statement { .. } => Self::Signature,
            _ => Self::NotJpki,
        }
    }
}

impl SiteVerifier {
    /// Whether the site trusts a test hierarchy.
    pub fn is_test(&self) -> bool {
        matches!(self, Self::Test(_))
    }

    /// Verifies evidence of a registration against the site's own origin and its own nonce. Returns what the card says, and what to ask
    /// about its certificates' revocation: the signing certificate's, then the authentication certificate's.
    ///
    /// # Errors
    /// The [`Refusal`] to tell the person; the reason in detail goes to the log, without anything of the person.
    pub fn register(
        &self,
        evidence: &RegisterEvidence,
        nonce: &Nonce,
        now: UnixTime,
    ) -> Result<(Card, [Question; 2]), Refusal> {
        match self {
            Self::Production(verifier) => register(verifier, evidence, nonce, now),
            Self::Test(verifier) => register(verifier, evidence, nonce, now),
        }
    }

    /// Verifies evidence of a sign-in against the site's own origin and its own nonce. Returns SHA-256 of the authentication
    /// certificate (whose it is, the registration knows), and what to ask about its revocation.
    ///
    /// # Errors
    /// As [`Self::register`].
    pub fn authenticate(
        &self,
        evidence: &AuthenticateEvidence,
        nonce: &Nonce,
        now: UnixTime,
    ) -> Result<(Hash, Question), Refusal> {
        match self {
            Self::Production(verifier) => authenticate(verifier, evidence, nonce, now),
            Self::Test(verifier) => authenticate(verifier, evidence, nonce, now),
        }
    }
}

fn register<H: Hierarchy>(
    verifier: &Verifier<H>,
    evidence: &RegisterEvidence,
    nonce: &Nonce,
    now: UnixTime,
) -> Result<(Card, [Question; 2]), Refusal> {
    let registered = verifier
        .register(evidence, nonce, now)
        .map_err(|error| refused(&error))?;
    let certificate = &registered.signature_certificate;
    let signature = Question {
        // It was just found.
        issuer: verifier
            .anchors()
            .issuer_of_signature(certificate)
            .ok_or(Refusal::NotJpki)?
            .to_vec(),
        serial: certificate.serial().to_vec(),
    };
    let authentication = question(verifier, &registered.authentication_certificate)?;
    Ok((read(&registered), [signature, authentication]))
}

fn authenticate<H: Hierarchy>(
    verifier: &Verifier<H>,
    evidence: &AuthenticateEvidence,
    nonce: &Nonce,
    now: UnixTime,
) -> Result<(Hash, Question), Refusal> {
    let authenticated = verifier
        .authenticate(evidence, nonce, now)
        .map_err(|error| refused(&error))?;
    let certificate = &authenticated.certificate;
    Ok((certificate.sha256(), question(verifier, certificate)?))
}

fn question<H: Hierarchy>(
    verifier: &Verifier<H>,
    certificate: &AuthenticationCertificate,
) -> Result<Question, Refusal> {
    let issuer = verifier.anchors().issuer_of_authentication(certificate);
    Ok(Question {
        issuer: issuer.ok_or(Refusal::NotJpki)?.to_vec(),
        serial: certificate.serial().to_vec(),
    })
}

fn refused(error: &VerifyError) -> Refusal {
    tracing::warn!(%error, "evidence refused");
    Refusal::from(error)
}

fn read<H: Hierarchy>(registered: &Registered<H>) -> Card {
    let certificate = &registered.signature_certificate;
    let holder = certificate.holder();
    let birth_date = holder.birth_date.as_ref();
    Card {
        name: holder.name.clone(),
        sex: holder.sex.and_then(|sex| match sex {
            Sex::Male => Some(card::Sex::Male),
            Sex::Female => Some(card::Sex::Female),
            Sex::NotApplicable | Sex::Unknown => None,
        }),
        birth_date: birth_date.and_then(BirthDate::iso_8601),
        birth_date_known: birth_date
            .filter(|date| date.iso_8601().is_none())
            .and_then(known_parts),
        address: holder.address.clone(),
        substituted: holder.has_substitutions(),
        signature_hash: certificate.sha256(),
        authentication_hash: registered.authentication_certificate.sha256(),
        authentication_der: registered.authentication_certificate.der().to_vec(),
        hierarchy: certificate.hierarchy().to_string(),
        not_revoked: false,
        revocation: String::new(),
    }
}

/// `1950-??-??`; `None` if nothing is known.
fn known_parts(date: &BirthDate) -> Option<String> {
    if date.year.is_none() && date.month.is_none() && date.day.is_none() {
        return None;
    }
    let year = date.year.map_or_else(|| "????".to_owned(), |year| format!("{year:04}"));
    let part = |part: Option<u8>| part.map_or_else(|| "??".to_owned(), |part| format!("{part:02}"));
    Some(format!("{year}-{}-{}", part(date.month), part(date.day)))
}
