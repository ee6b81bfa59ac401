//! What a site's server does with what its page brought: docs/PAGES.md shows this file's functions word by word.

use std::error::Error;
use std::path::Path;
use std::time::SystemTime;

use openjpki::certificate::{Test, TrustAnchors};
use openjpki::evidence::web_eid::WebEidToken;
use openjpki::evidence::{AuthenticateEvidence, Nonce, RegisterEvidence};
use openjpki::origin::Origin;
use openjpki::time::UnixTime;
use openjpki::verify::{DocumentVerifier, SignatureReport, Verifier};

/// Why nothing may be believed.
type Refused = Box<dyn Error>;

/// What verifies for one site, with the roots of test cards.
pub struct Judge {
    verifier: Verifier<Test>,
    documents: DocumentVerifier<Test>,
}

impl Judge {
    /// The roots are files; a site for real cards has `TrustAnchors::jpki()` in their place, which are built in.
    ///
    /// # Errors
    /// If a root is missing or none, or the origin is none.
    pub fn new(roots: &Path, origin: &str) -> Result<Self, Refused> {
        let root = |name: &str| std::fs::read(roots.join(name));
        let signature = root("signature-ca.der")?;
        let authentication = root("authentication-ca.der")?;
        let anchors = TrustAnchors::<Test>::new(&[signature], &[authentication])?;
        Ok(Self {
            verifier: Verifier::new(anchors.clone(), Origin::parse(origin)?),
            documents: DocumentVerifier::new(anchors),
        })
    }

    /// Who signed in: the SHA-256 of the authentication certificate, which the site knows from the registration.
    ///
    /// # Errors
    /// If anything of the evidence does not hold.
    pub fn authenticate(&self, nonce: &str, evidence: &str) -> Result<[u8; 32], Refused> {
        let evidence: AuthenticateEvidence = serde_json::from_str(evidence)?;
        let person = self.verifier.authenticate(&evidence, &Nonce::parse(nonce)?, now())?;
        Ok(person.certificate.sha256())
    }

    /// Who registered: name, and the SHA-256 of the certificate they will sign in with.
    ///
    /// # Errors
    /// If anything of the evidence does not hold.
    pub fn register(&self, nonce: &str, evidence: &str) -> Result<(Option<String>, [u8; 32]), Refused> {
        let evidence: RegisterEvidence = serde_json::from_str(evidence)?;
        let person = self.verifier.register(&evidence, &Nonce::parse(nonce)?, now())?;
        let name = person.signature_certificate.holder().name.clone();
        Ok((name, person.authentication_certificate.sha256()))
    }

    /// Who signed in through Web eID.
    ///
    /// # Errors
    /// If anything of the token does not hold.
    pub fn web_eid(&self, nonce: &str, token: &str) -> Result<[u8; 32], Refused> {
        let token: WebEidToken = serde_json::from_str(token)?;
        let person = self.verifier.web_eid(&token, &Nonce::parse(nonce)?, now())?;
        Ok(person.certificate.sha256())
    }

    /// What a CMS signature over a document is worth, line by line.
    pub fn cms(&self, content: &[u8], cms: &[u8]) -> Vec<String> {
        lines(&self.documents.cms(content, cms, now()))
    }

    /// The same of a raw signature.
    pub fn raw(&self, content: &[u8], certificate: &[u8], signature: &[u8]) -> Vec<String> {
        lines(&self.documents.raw(content, certificate, signature, now()))
    }

    /// The same of every signature in a PDF.
    ///
    /// # Errors
    /// If it is no PDF, or has no signature.
    pub fn pdf(&self, file: &[u8]) -> Result<Vec<Vec<String>>, Refused> {
        let report = self.documents.pdf(file, now())?;
        Ok(report.signatures.iter().map(|one| lines(&one.report)).collect())
    }
}

fn lines(report: &SignatureReport<Test>) -> Vec<String> {
    let signer = report
        .signer()
        .and_then(|signer| signer.certificate.holder().name.clone());
    let first = signer.map_or("nobody signed this".to_owned(), |name| format!("signed by {name}"));
    let rest = report
        .lines()
        .iter()
        .map(|line| format!("{}: {}", line.check.id(), line.outcome));
    std::iter::once(first).chain(rest).collect()
}

fn now() -> UnixTime {
    UnixTime::from(SystemTime::now())
}
