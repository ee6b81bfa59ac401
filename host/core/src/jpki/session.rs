//! A selected JPKI application, before and after a PIN was verified.

use std::fmt;
use std::marker::PhantomData;

use der::{Decode as _, Header, Reader as _, SliceReader, Tag};

use super::key::{DigitalSignature, Key, KeyKind, UserAuthentication};
use super::pin::{AcceptedPin, Pin, RefusedPin};
use super::token::{LABEL_LENGTH, Token};
use super::{ISSUER_DOMAIN, JPKI_APPLICATION};
use crate::iso7816::{Command, Length, Reference, Response, ShortFileId, StatusWord, Transport, TransportError};
use crate::pkcs1::{DigestInfo, Sha256Digest};

/// Largest certificate that is read, in bytes; real ones are 1,301 to about 2,000.
const LARGEST_CERTIFICATE: usize = 4096;
/// Bytes of an RSA-2048 signature.
const SIGNATURE_LENGTH: usize = 256;
const TOKEN_INFORMATION: ShortFileId = ShortFileId::new(0x06);
const CERTIFICATE_PRESENCE: ShortFileId = ShortFileId::new(0x08);
/// What a byte of EF `0008` is while its certificate is there: the first the signing one's, the second the other's.
const PRESENT: u8 = 0x8F;

/// The JPKI application, selected on a card that nobody else uses meanwhile.
pub struct Jpki<T> {
    pub(super) transport: T,
    token: Token,
    short_references: bool,
}

/// How often a PIN may still be wrong before it blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tries {
    /// This often, at least once.
    Left(u8),
    /// The PIN is blocked; only a counter can unblock it.
    Blocked,
}

/// Which certificates a card says that it has (EF `0008`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Presence {
    /// Whether there is a user authentication certificate.
    pub user_authentication: bool,
    /// Whether there is a signing certificate.
    pub digital_signature: bool,
}

/// Why the card gave no usable answer. No PIN try was spent unless the method says so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There was no answer.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// The card refused a command.
    #[error("the card answered {status} to {command}")]
    Status {
        /// Its status word.
        status: StatusWord,
        /// The command, in the words of the standard.
        command: &'static str,
    },
    /// The key or its certificate is not on this card.
    #[error("the card has no certificate for this key")]
    Missing,
    /// The card's answer does not have the form of what was asked for.
    #[error("the card's {what} is malformed")]
    Malformed {
        /// What was asked for.
        what: &'static str,
    },
}

/// Why [`Jpki::select`] failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SelectError {
    /// The card is no My Number Card: it does not know the application.
    #[error("the card has no JPKI application (it answered {0})")]
    NotJpki(StatusWord),
    /// The card gave no usable answer.
    #[error(transparent)]
    Card(#[from] Error),
}

/// What became of a PIN that the card did not accept.
pub enum Rejected<T, K: Key> {
    /// The PIN was wrong: one try is spent.
    Wrong {
        /// The card, for another typing.
        card: Jpki<T>,
        /// Tries left, at least 1.
        remaining: u8,
        /// What was refused, to recognise it when it is typed again.
        pin: RefusedPin<K>,
    },
    /// The PIN was wrong for the last time, or was blocked before.
    Blocked,
    /// No usable answer: whether a try was spent is unknown if there was none, else the card says.
    Failed(Error),
}

impl<T, K: Key> fmt::Debug for Rejected<T, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wrong { remaining, .. } => write!(f, "Wrong {{ remaining: {remaining} }}"),
            Self::Blocked => f.write_str("Blocked"),
            Self::Failed(error) => write!(f, "Failed({error:?})"),
        }
    }
}

impl<T: Transport> Jpki<T> {
    /// Selects the application and reads which kind of token it is: two commands.
    ///
    /// # Errors
    /// [`SelectError`]; no try is spent.
    pub fn select(mut transport: T) -> Result<Self, SelectError> {
        let answer = transport
            .transmit(&Command::select_application(JPKI_APPLICATION))
            .map_err(Error::from)?;
        if answer.status != StatusWord::SUCCESS {
            return Err(SelectError::NotJpki(answer.status));
        }
        let mut card = Self {
            transport,
            token: Token::Unknown(String::new()),
            short_references: false,
        };
        let read = Command::read_binary_of(TOKEN_INFORMATION, Length::at_most(LABEL_LENGTH));
        card.token = Token::from_label(&card.succeed(&read, "READ BINARY of the token information")?.body);
        Ok(card)
    }

    /// What kind of token this is.
    pub fn token(&self) -> &Token {
        &self.token
    }

    /// Asks how often the PIN of `key` may still be wrong. Spends no try.
    ///
    /// The first question names the PIN by its short identifier; a card that does not know that is asked again by file
    /// selection, and [`Jpki::verify`] then does the same. A card that says that the PIN was verified, which another program left so,
    /// first has to forget it.
    ///
    /// # Errors
    /// [`Error::Missing`] if the card has no such PIN; else [`Error::Status`] or [`Error::Transport`].
    ///
    /// Source: ISO/IEC 7816-4 section 11.5.6 (VERIFY without data; `9000`: no verification is needed).
    pub fn tries(&mut self, key: KeyKind) -> Result<Tries, Error> {
        let query = Command::query_tries(Reference::Short(key.pin_reference()));
        let mut answer = self.transport.transmit(&query)?;
        if answer.status == StatusWord::SUCCESS {
            self.forget_verified()?;
            answer = self.transport.transmit(&query)?;
        }
        if let Some(tries) = tries_in(answer.status) {
            self.short_references = true;
            return Ok(tries);
        }
        self.short_references = false;
        self.select_pin(key)?;
        let command = "VERIFY without data";
        let status = self
            .transport
            .transmit(&Command::query_tries(Reference::Selected))?
            .status;
        tries_in(status).ok_or(Error::Status { status, command })
    }

    /// Whether the card may hold a signing certificate, as far as it says (EF `0008`).
    ///
    /// What is known of that file comes from a single source. A card that refuses to show it may hold one: reading the
    /// certificate after its PIN tells.
    ///
    /// # Errors
    /// [`Error::Transport`]; no try is spent.
    pub fn may_hold_signing_certificate(&mut self) -> Result<bool, Error> {
        Ok(self.presence()?.is_none_or(|presence| presence.digital_signature))
    }

    /// Which certificates the card says that it has; nothing if it refuses to say. One command.
    ///
    /// # Errors
    /// [`Error::Transport`]; no try is spent.
    pub fn presence(&mut self) -> Result<Option<Presence>, Error> {
        let read = Command::read_binary_of(CERTIFICATE_PRESENCE, Length::at_most(3));
        let answer = self.transport.transmit(&read)?;
        let is_present = |at: usize| answer.body.get(at) == Some(&PRESENT);
        Ok((answer.status == StatusWord::SUCCESS).then(|| Presence {
            digital_signature: is_present(0),
            user_authentication: is_present(1),
        }))
    }

    /// Reads the certificate of the authority that issued the certificate of `key`, DER without filler. Free to read.
    ///
    /// # Errors
    /// [`Error::Missing`] if there is none, else [`Error`]; no try is spent.
    pub fn read_authority_certificate(&mut self, key: KeyKind) -> Result<Vec<u8>, Error> {
        self.read_certificate(key.authority())
    }

    /// Reads the user authentication certificate, DER without the filler that follows it in the file.
    ///
    /// # Errors
    /// [`Error::Missing`] if there is none, else [`Error`]; no try is spent.
    pub fn read_authentication_certificate(&mut self) -> Result<Vec<u8>, Error> {
        self.read_certificate(UserAuthentication::KIND.certificate())
    }

    /// Has the card compare `pin`: one VERIFY, never repeated.
    ///
    /// # Errors
    /// [`Rejected`]: [`Rejected::Wrong`] and [`Rejected::Blocked`] spent a try (unless it was blocked before).
    ///
    /// Source: ISO/IEC 7816-4 section 11.5.6.
    pub fn verify<K: Key>(self, pin: Pin<K>) -> Result<Verified<T, K>, Rejected<T, K>> {
        let (card, _accepted) = self.compare(pin)?;
        Ok(Verified {
            card,
            key: PhantomData,
            accepted: None,
            signed: false,
        })
    }

    /// The same for several signatures, all of which the person agreed to by this typing: a card that wants the PIN before each of
    /// them (it answers `6982` to the second) is shown the accepted one once more for each. One that it refuses then is never sent
    /// again.
    ///
    /// # Errors
    /// As [`Jpki::verify`].
    ///
    /// Source: ISO/IEC 7816-4 section 11.5.6. Whether My Number Cards want this is not known: of one client it is known that it signs
    /// several times after one VERIFY.
    pub fn verify_for_several<K: Key>(self, pin: Pin<K>) -> Result<Verified<T, K>, Rejected<T, K>> {
        let (card, accepted) = self.compare(pin)?;
        Ok(Verified {
            card,
            key: PhantomData,
            accepted: Some(accepted),
            signed: false,
        })
    }

    fn compare<K: Key>(mut self, pin: Pin<K>) -> Result<(Self, AcceptedPin<K>), Rejected<T, K>> {
        let status = self.send_pin(K::KIND, pin.as_bytes()).map_err(Rejected::Failed)?;
        match tries_in(status) {
            _ if status == StatusWord::SUCCESS => Ok((self, AcceptedPin::new(pin))),
            Some(Tries::Left(remaining)) => Err(Rejected::Wrong {
                card: self,
                remaining,
                pin: RefusedPin::new(pin),
            }),
            Some(Tries::Blocked) => Err(Rejected::Blocked),
            None => Err(Rejected::Failed(Error::Status {
                status,
                command: "VERIFY",
            })),
        }
    }

    /// One VERIFY.
    fn send_pin(&mut self, key: KeyKind, pin: &[u8]) -> Result<StatusWord, Error> {
        let reference = if self.short_references {
            Reference::Short(key.pin_reference())
        } else {
            self.select_pin(key)?;
            Reference::Selected
        };
        Ok(self.transport.transmit(&Command::verify(reference, pin))?.status)
    }

    /// Has the card forget every PIN that was verified: SELECT of the issuer domain, then of the application again.
    pub(super) fn forget_verified(&mut self) -> Result<(), Error> {
        for (application, name) in [
            (ISSUER_DOMAIN, "SELECT of the issuer domain"),
            (JPKI_APPLICATION, "SELECT of the JPKI application"),
        ] {
            self.succeed(&Command::select_application(application), name)?;
        }
        Ok(())
    }

    pub(super) fn select_pin(&mut self, key: KeyKind) -> Result<(), Error> {
        let status = self.transport.transmit(&Command::select_file(key.pin_file()))?.status;
        match status {
            StatusWord::SUCCESS => Ok(()),
            StatusWord::FILE_NOT_FOUND => Err(Error::Missing),
            _ => Err(Error::Status {
                status,
                command: "SELECT of the PIN",
            }),
        }
    }

    /// Reads a certificate file: 256 bytes first, then exactly the rest of the DER object. No byte is read twice.
    fn read_certificate(&mut self, file: ShortFileId) -> Result<Vec<u8>, Error> {
        let malformed = Error::Malformed { what: "certificate" };
        let first = self.transport.transmit(&Command::read_binary_of(file, Length::MAX))?;
        match first.status {
            StatusWord::SUCCESS => {}
            StatusWord::FILE_NOT_FOUND => return Err(Error::Missing),
            status => {
                return Err(Error::Status {
                    status,
                    command: "READ BINARY of the certificate",
                });
            }
        }
        let mut bytes = first.body;
        let length = certificate_length(&bytes).ok_or_else(|| malformed.clone())?;
        while bytes.len() < length {
            let offset = u16::try_from(bytes.len()).map_err(|_| malformed.clone())?;
            let wanted = Length::at_most(length - bytes.len());
            let chunk = self
                .succeed(
                    &Command::read_binary(offset, wanted),
                    "READ BINARY of the rest of the certificate",
                )?
                .body;
            if chunk.is_empty() || chunk.len() > wanted.bytes() {
                return Err(malformed);
            }
            bytes.extend_from_slice(&chunk);
        }
        bytes.truncate(length);
        Ok(bytes)
    }

    fn succeed(&mut self, command: &Command, name: &'static str) -> Result<Response, Error> {
        let answer = self.transport.transmit(command)?;
        match answer.status {
            StatusWord::SUCCESS => Ok(answer),
            status => Err(Error::Status { status, command: name }),
        }
    }
}

/// Length of the DER certificate at the start of a file: its header and what the header announces, at most 4,096 bytes.
///
/// What follows in the file is filler. What is inside is the matter of the certificate floor, which stands beside this one.
fn certificate_length(file: &[u8]) -> Option<usize> {
    let mut reader = SliceReader::new(file).ok()?;
    let header = Header::decode(&mut reader).ok()?;
    let length = (header.length + reader.position()).ok()?;
    let length = usize::try_from(length).ok()?;
    (header.tag == Tag::Sequence && length <= LARGEST_CERTIFICATE).then_some(length)
}

fn tries_in(status: StatusWord) -> Option<Tries> {
    if status.is_blocked() {
        Some(Tries::Blocked)
    } else {
        status.tries().map(Tries::Left)
    }
}

/// A card that accepted the PIN of the key `K`: it signs with `K` until it is left.
pub struct Verified<T, K: Key> {
    card: Jpki<T>,
    key: PhantomData<K>,
    /// What [`Jpki::verify_for_several`] keeps.
    accepted: Option<AcceptedPin<K>>,
    /// Whether the card signed since the last VERIFY.
    signed: bool,
}

impl<T: Transport, K: Key> Verified<T, K> {
    /// Signs `digest` with the key whose PIN was verified. What may be signed is decided by [`crate::evidence`].
    ///
    /// Selects the key and sends COMPUTE DIGITAL SIGNATURE (`80 2A 00 80`) with the 51-byte SHA-256 `DigestInfo`; the card pads
    /// (EMSA-PKCS1-v1_5) and applies the RSA private key. After [`Jpki::verify_for_several`], a card that signed before and now
    /// answers `6982` is shown the accepted PIN once more, and signs then or not at all.
    ///
    /// - `digest`: SHA-256 of the message, 32 bytes.
    /// - returns the signature, big-endian, 256 bytes for RSA-2048.
    ///
    /// # Errors
    /// [`Error::Status`] for any status word but `9000`; `6982` means the card was reset since VERIFY.
    /// [`Error::Transport`] if the card left the field. Neither spends a PIN try, unless the card refuses what it accepted before
    /// ([`Error::Status`] for VERIFY).
    ///
    /// Source: RFC 8017 section 9.2; ISO/IEC 7816-8.
    pub(crate) fn sign(&mut self, digest: &Sha256Digest) -> Result<Vec<u8>, Error> {
        let signature = match self.compute(digest) {
            Err(Error::Status { status, .. })
                if status == StatusWord::SECURITY_STATUS_NOT_SATISFIED && self.may_verify_again() =>
            {
                self.verify_again()?;
                self.compute(digest)
            }
            outcome => outcome,
        }?;
        self.signed = true;
        if signature.len() == SIGNATURE_LENGTH {
            Ok(signature)
        } else {
            Err(Error::Malformed { what: "signature" })
        }
    }

    fn compute(&mut self, digest: &Sha256Digest) -> Result<Vec<u8>, Error> {
        self.card
            .succeed(&Command::select_file(K::KIND.key_file()), "SELECT of the key")?;
        let compute = Command::compute_digital_signature(DigestInfo::sha256(digest).as_bytes());
        Ok(self.card.succeed(&compute, "COMPUTE DIGITAL SIGNATURE")?.body)
    }

    fn may_verify_again(&self) -> bool {
        self.signed && self.accepted.is_some()
    }

    /// Shows the card the accepted PIN once more. It is taken out first: what the card does not accept again is gone.
    fn verify_again(&mut self) -> Result<(), Error> {
        self.signed = false;
        let Some(pin) = self.accepted.take() else {
            return Ok(());
        };
        match self.card.send_pin(K::KIND, pin.as_bytes())? {
            StatusWord::SUCCESS => self.accepted = Some(pin),
            status => {
                return Err(Error::Status {
                    status,
                    command: "VERIFY before another signature",
                });
            }
        }
        Ok(())
    }

    /// The card without the right to sign with `K` by this value; the card itself keeps it until it is left.
    pub fn release(self) -> Jpki<T> {
        self.card
    }
}

impl<T: Transport> Verified<T, DigitalSignature> {
    /// Reads the signing certificate, DER without filler: name, address, birth date and sex are in it.
    ///
    /// # Errors
    /// [`Error::Missing`] if there is none, else [`Error`]; no try is spent.
    pub fn read_signing_certificate(&mut self) -> Result<Vec<u8>, Error> {
        self.card.read_certificate(DigitalSignature::KIND.certificate())
    }
}
