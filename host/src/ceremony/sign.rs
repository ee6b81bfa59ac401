//! Sign documents with the signing key: one typing, one signature for each document.

use std::time::SystemTime;

use openjpki::certificate::SignatureCertificate;
use openjpki::evidence::document::{Document, DocumentSignature, Output, SignEvidence, SignFormat};
use openjpki::iso7816::Transport;
use openjpki::jpki::{DigitalSignature, Key as _, KeyKind, Verified};
use openjpki::time::UnixTime;

use super::typing::{Question, signing_certificate};
use super::{Ceremony, Failure};
use crate::pdf::PdfReader;
use crate::prompt::PinPrompt;
use crate::reader::Reader;
use crate::wire::{Answer, Detail, Documents, Listed, Stage};

impl<R: Reader, P: PinPrompt> Ceremony<'_, R, P> {
    /// The person sees the documents before they type; then the card signs one after the other, and only all of them leave.
    ///
    /// - `pdf`: tells pages and titles, where there is such a program.
    pub(super) fn sign(
        &mut self,
        documents: &Documents,
        output: Output,
        pdf: Option<&PdfReader>,
    ) -> Result<Answer, Failure> {
        let listed = list(documents, pdf);
        let mut card = self.find_card()?;
        if !card.may_hold_signing_certificate()? {
            return Err(Failure::CertificateMissing(KeyKind::DigitalSignature));
        }
        let tries = self.tries::<DigitalSignature, _>(&mut card)?;
        let question = Question::<DigitalSignature>::about(tries, listed);
        let (password, card) = self.ask_while(&question, move || Ok(card))?;
        let mut verified = self.verify(card, password, question)?;
        let certificate = signing_certificate(&mut verified, clock())?;
        let all = documents.iter().count();
        let mut signatures = Vec::new();
        for (before, presented) in documents.iter().enumerate() {
            self.go_on()?;
            self.tell_document(before + 1, all);
            signatures.push(sign(&presented.document, output, &mut verified, &certificate)?);
        }
        Ok(Answer::Sign(SignEvidence {
            format: SignFormat::V1,
            certificate: certificate.der().to_vec(),
            signatures,
        }))
    }

    fn tell_document(&self, document: usize, of: usize) {
        let detail = Detail {
            key: Some(DigitalSignature::KIND),
            document: Some(document),
            of: Some(of),
            ..Detail::default()
        };
        self.observer.progress(Stage::Signing, detail);
    }
}

/// One document; the card's signature is checked with the certificate's key.
fn sign<T: Transport>(
    document: &Document,
    output: Output,
    card: &mut Verified<T, DigitalSignature>,
    certificate: &SignatureCertificate,
) -> Result<DocumentSignature, Failure> {
    let signature = match output {
        Output::Raw => document.sign_raw(card, certificate),
        Output::Cms => document.sign_cms(card, certificate, clock()),
        Output::Pades => document.sign_pades(card, certificate),
    }?;
    Ok(DocumentSignature {
        name: document.name().to_owned(),
        digest: document.digest().to_vec(),
        output,
        signature,
    })
}

/// What the person is told of each document.
fn list(documents: &Documents, pdf: Option<&PdfReader>) -> Vec<Listed> {
    let mut listed: Vec<_> = documents
        .iter()
        .map(|presented| Listed::from(&presented.document))
        .collect();
    let contents = documents.iter().map(|presented| presented.pdf.as_deref());
    let facts = pdf.map(|pdf| pdf.read_all(contents)).unwrap_or_default();
    for (listed, facts) in listed.iter_mut().zip(facts) {
        listed.pages = facts.pages;
        listed.title = facts.title;
    }
    listed
}

/// What the computer's clock says at the moment of signing: the time that a signature claims. A person may have typed for minutes
/// since the ceremony began.
fn clock() -> UnixTime {
    UnixTime::from(SystemTime::now())
}
