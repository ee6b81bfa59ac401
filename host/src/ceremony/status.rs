//! What is there: service, readers, cards, tries, validity. For pages of the extension; it asks for no PIN and shows no name.

use openjpki::certificate::AuthenticationCertificate;
use openjpki::jpki::{Error, Jpki, KeyKind, SelectError, Token, Tries};

use super::Failure;
use crate::reader::{self, Reader, ReaderError, Slot};
use crate::wire::{CardState, ReaderStatus, ServiceState, Status, TriesStatus, Validity};

pub(super) fn status<R: Reader>(reader: &mut R) -> Result<Status, Failure> {
    let slots = match reader.survey() {
        Ok(slots) => slots,
        Err(ReaderError::ServiceStopped) => return Ok(of_service(ServiceState::Stopped, Vec::new())),
        Err(error) => return Err(error.into()),
    };
    let mut readers = Vec::new();
    for slot in slots {
        let nothing_known = |card| ReaderStatus {
            name: slot.reader.clone(),
            card,
            applet: None,
            tries: None,
            authentication_certificate: None,
        };
        readers.push(match &slot.card {
            reader::CardState::Absent => nothing_known(CardState::None),
            reader::CardState::Busy(_) => nothing_known(CardState::Busy),
            reader::CardState::Mute(_) => nothing_known(CardState::Unsupported),
            reader::CardState::Present(slot) => look(reader, slot).unwrap_or_else(nothing_known),
        });
    }
    Ok(of_service(ServiceState::Running, readers))
}

fn of_service(service: ServiceState, readers: Vec<ReaderStatus>) -> Status {
    Status {
        version: env!("CARGO_PKG_VERSION"),
        service,
        readers,
    }
}

/// Looks at one card; what it is instead, if it cannot be looked at.
fn look<R: Reader>(reader: &mut R, slot: &Slot) -> Result<ReaderStatus, CardState> {
    let card = reader.open(slot).map_err(|error| match error {
        ReaderError::Busy => CardState::Busy,
        ReaderError::Removed | ReaderError::NoReader => CardState::None,
        _ => CardState::Unsupported,
    })?;
    let mut card = Jpki::select(card).map_err(|error| match error {
        SelectError::Card(Error::Transport(_)) => CardState::None,
        _ => CardState::Unsupported,
    })?;
    match card.token() {
        Token::MyNumberCard => {}
        Token::ResidentRegisterCard => return Err(CardState::Old),
        Token::AndroidPhone | Token::IPhone => return Err(CardState::Phone),
        _ => return Err(CardState::Unsupported),
    }
    let mut tries = |key| match card.tries(key) {
        Ok(Tries::Left(left)) => Some(left),
        Ok(Tries::Blocked) => Some(0),
        Err(_) => None,
    };
    let user_authentication = tries(KeyKind::UserAuthentication);
    let digital_signature = tries(KeyKind::DigitalSignature);
    let certificate = card.read_authentication_certificate().ok();
    let certificate = certificate.and_then(|der| AuthenticationCertificate::from_der(&der).ok());
    Ok(ReaderStatus {
        name: slot.reader.clone(),
        card: CardState::Jpki,
        applet: Some(card.token().to_string()),
        tries: user_authentication.map(|user_authentication| TriesStatus {
            user_authentication,
            digital_signature,
        }),
        authentication_certificate: certificate.map(|certificate| Validity {
            not_before: certificate.not_before().to_string(),
            not_after: certificate.not_after().to_string(),
        }),
    })
}
