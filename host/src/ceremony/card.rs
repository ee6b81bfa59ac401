//! What a card shows without a PIN: kind, tries, certificates. For the extension's page "My card"; no VERIFY but the free question.

use openjpki::certificate::{AuthenticationCertificate, AuthorityCertificate, CertificateKind};
use openjpki::iso7816::Transport;
use openjpki::jpki::{Error, Jpki, KeyKind, Presence, Token, Tries};
use openjpki::time::UnixTime;

use super::find_card::{Found, Wanted};
use super::{Ceremony, Failure, view};
use crate::prompt::PinPrompt;
use crate::reader::{Interface, Reader};
use crate::wire::{
    Answer, AuthoritiesView, CardKind, CardView, CertificateView, InterfaceWord, PresenceView, TriesView,
};

impl<R: Reader, P: PinPrompt> Ceremony<'_, R, P> {
    /// Waits for a card, of any kind that has the JPKI application, and reads what is free to read.
    ///
    /// - `reader`: the one whose card is wanted; without it any, and with two the person chooses.
    pub(super) fn card(&mut self, reader: Option<&str>) -> Result<Answer, Failure> {
        let wanted = Wanted {
            reader,
            any_token: true,
            same: None,
        };
        let found = self.find(wanted)?;
        look(found, self.now).map(Box::new).map(Answer::Card)
    }
}

fn look<T: Transport>(found: Found<T>, now: UnixTime) -> Result<CardView, Failure> {
    let Found {
        slot,
        interface,
        mut card,
    } = found;
    let tries = TriesView {
        user_authentication: tries(&mut card, KeyKind::UserAuthentication)?,
        digital_signature: tries(&mut card, KeyKind::DigitalSignature)?,
    };
    let certificate = there(card.read_authentication_certificate())?;
    let present = card.presence()?.unwrap_or(Presence {
        user_authentication: certificate.is_some(),
        digital_signature: tries.digital_signature.is_some(),
    });
    let certificate = certificate.and_then(|der| AuthenticationCertificate::from_der(&der).ok());
    Ok(CardView {
        reader: slot.reader,
        interface: interface_word(interface),
        kind: kind(card.token()),
        tries,
        present: PresenceView {
            user_authentication: present.user_authentication,
            digital_signature: present.digital_signature,
        },
        authentication_certificate: certificate.map(|certificate| view::of_authentication(&certificate, now)),
        authorities: AuthoritiesView {
            user_authentication: authority(&mut card, KeyKind::UserAuthentication, now)?,
            digital_signature: authority(&mut card, KeyKind::DigitalSignature, now)?,
        },
    })
}

fn tries<T: Transport>(card: &mut Jpki<T>, key: KeyKind) -> Result<Option<u8>, Failure> {
    Ok(there(card.tries(key))?.map(|tries| match tries {
        Tries::Left(left) => left,
        Tries::Blocked => 0,
    }))
}

fn authority<T: Transport>(
    card: &mut Jpki<T>,
    key: KeyKind,
    now: UnixTime,
) -> Result<Option<CertificateView>, Failure> {
    let kind = match key {
        KeyKind::UserAuthentication => CertificateKind::Authentication,
        KeyKind::DigitalSignature => CertificateKind::Signature,
    };
    let der = there(card.read_authority_certificate(key))?;
    let certificate = der.and_then(|der| AuthorityCertificate::from_der(kind, &der).ok());
    Ok(certificate.map(|certificate| view::of_authority(&certificate, now)))
}

/// What a card does not have or does not show is missing; a card that is gone ends the look.
fn there<O>(outcome: Result<O, Error>) -> Result<Option<O>, Failure> {
    match outcome {
        Ok(read) => Ok(Some(read)),
        Err(error @ Error::Transport(_)) => Err(error.into()),
        Err(_) => Ok(None),
    }
}

fn kind(token: &Token) -> CardKind {
    match token {
        Token::MyNumberCard => CardKind::IndividualNumberCard,
        Token::ResidentRegisterCard => CardKind::OldCard,
        Token::AndroidPhone => CardKind::Android,
        Token::IPhone => CardKind::Iphone,
        _ => CardKind::Unknown,
    }
}

fn interface_word(interface: Interface) -> InterfaceWord {
    match interface {
        Interface::Contact => InterfaceWord::Contact,
        Interface::Contactless => InterfaceWord::Contactless,
        Interface::Unknown => InterfaceWord::Unknown,
    }
}
