//! The JPKI application (公的個人認証): files, PINs, keys and the commands on them.

use std::collections::BTreeMap;

use rsa::RsaPrivateKey;

use super::apdu::{Answer, Request, status};
use super::files::{Access, Transparent, read_position, short_id};
use super::pin::{PinFile, PinRule};
use super::{signature, token};

/// Which of the two PINs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinChoice {
    /// EF `0018`, four digits.
    Authentication,
    /// EF `001B`, 6 to 16 characters.
    Signature,
}

impl PinChoice {
    fn file(self) -> u16 {
        match self {
            Self::Authentication => 0x0018,
            Self::Signature => 0x001B,
        }
    }
}

/// What a file is.
#[derive(Debug)]
enum File {
    Transparent(Transparent),
    Pin(PinFile),
    Key {
        key: Box<RsaPrivateKey>,
        pin: PinChoice,
    },
    /// A key file that no client uses: EF `0016`.
    Internal,
}

/// One half of the application: a certificate with its root, a key and a PIN.
#[derive(Debug, Clone)]
pub(super) struct Half {
    pub(super) certificate: Vec<u8>,
    pub(super) root: Vec<u8>,
    pub(super) key: RsaPrivateKey,
    pub(super) pin: String,
}

/// The application's memory and state.
#[derive(Debug)]
pub struct JpkiApplication {
    files: BTreeMap<u16, File>,
    selected: Option<u16>,
    pin_per_signature: bool,
}

impl JpkiApplication {
    /// A card with both certificates.
    pub(super) fn new(authentication: Half, signature: Half) -> Self {
        let mut application = Self::without_signature(authentication, signature.root.clone());
        application.add_half(PinChoice::Signature, signature);
        application.set_availability([0x8F, 0x8F, 0x00]);
        application
    }

    /// A card whose holder has no signing certificate. Its files are not there at all [?].
    pub(super) fn without_signature(authentication: Half, signature_root: Vec<u8>) -> Self {
        let mut application = Self {
            files: BTreeMap::new(),
            selected: None,
            pin_per_signature: false,
        };
        application.add_bytes(0x0002, Transparent::filled(Access::Free, signature_root));
        application.add_bytes(0x0006, Transparent::new(Access::Free, token::TOKEN.to_bytes()));
        application.add_bytes(0x0009, Transparent::new(Access::Never, vec![0xFF; 16]));
        application.files.insert(0x0016, File::Internal);
        application.add_half(PinChoice::Authentication, authentication);
        application.set_availability([0x00, 0x8F, 0x00]);
        application
    }

    /// The other guess at the same card: the files are there, the certificate's is blank, and the password is blocked
    /// from issue [?].
    pub(super) fn with_blank_signature(authentication: Half, signature: Half) -> Self {
        let mut application = Self::without_signature(authentication, signature.root.clone());
        application.add_half(PinChoice::Signature, signature);
        application.add_bytes(
            0x0001,
            Transparent::new(Access::AfterSignaturePassword, vec![0xFF; 2048]),
        );
        application.set_tries(PinChoice::Signature, 0);
        application
    }

    fn add_half(&mut self, pin: PinChoice, half: Half) {
        let (certificate, root, key, access, rule) = match pin {
            PinChoice::Authentication => (0x000A, 0x000B, 0x0017, Access::Free, PinRule::FourDigits),
            PinChoice::Signature => (
                0x0001,
                0x0002,
                0x001A,
                Access::AfterSignaturePassword,
                PinRule::Password,
            ),
        };
        self.add_bytes(certificate, Transparent::filled(access, half.certificate));
        self.add_bytes(root, Transparent::filled(Access::Free, half.root));
        self.files.insert(
            key,
            File::Key {
                key: Box::new(half.key),
                pin,
            },
        );
        self.files.insert(pin.file(), File::Pin(PinFile::new(rule, &half.pin)));
    }

    fn add_bytes(&mut self, id: u16, file: Transparent) {
        self.files.insert(id, File::Transparent(file));
    }

    fn set_availability(&mut self, bytes: [u8; 3]) {
        self.add_bytes(0x0008, Transparent::new(Access::Free, bytes.to_vec()));
    }

    /// Tries left, read behind the card's back; none where the card has no such PIN.
    pub fn tries(&self, pin: PinChoice) -> Option<u8> {
        self.pin(pin).map(|file| file.left)
    }

    /// Sets the tries left, as earlier mistakes would have.
    pub fn set_tries(&mut self, pin: PinChoice, left: u8) {
        if let Some(File::Pin(file)) = self.files.get_mut(&pin.file()) {
            file.left = left;
        }
    }

    /// Whether the PIN is `value`, in whatever case that is written; looked up behind the card's back.
    pub fn is_pin(&self, pin: PinChoice, value: &str) -> bool {
        self.pin(pin).is_some_and(|file| file.is(value))
    }

    /// Whether the PIN's security status stands: a program could use the key now.
    pub fn is_verified(&self, pin: PinChoice) -> bool {
        self.pin(pin).is_some_and(|file| file.verified)
    }

    /// From now on the card forgets the password with each signature of the signing key. Whether real ones do is [?].
    pub(super) fn want_pin_per_signature(&mut self) {
        self.pin_per_signature = true;
    }

    /// The bytes of a transparent file with its filler, read behind the card's back.
    pub fn file(&self, id: u16) -> Option<&[u8]> {
        match self.files.get(&id)? {
            File::Transparent(file) => Some(&file.content),
            _ => None,
        }
    }

    /// Overwrites or adds a transparent file, keeping who may read it.
    pub fn set_file(&mut self, id: u16, content: Vec<u8>) {
        let access = match self.files.get(&id) {
            Some(File::Transparent(file)) => file.access,
            _ => Access::Free,
        };
        self.add_bytes(id, Transparent::new(access, content));
    }

    fn pin(&self, pin: PinChoice) -> Option<&PinFile> {
        match self.files.get(&pin.file())? {
            File::Pin(file) => Some(file),
            _ => None,
        }
    }

    pub(super) fn deselect_file(&mut self) {
        self.selected = None;
    }

    pub(super) fn drop_security_status(&mut self) {
        for file in self.files.values_mut() {
            if let File::Pin(pin) = file {
                pin.verified = false;
            }
        }
    }

    pub(super) fn execute(&mut self, request: &Request) -> Answer {
        let answer = match (request.class, request.instruction) {
            (0x00, 0xA4) => self.select(request),
            (0x00, 0xB0) => self.read(request),
            (0x00, 0x20) => self.verify(request),
            (0x00, 0x24) => self.change(request),
            (0x80, 0x2A) => self.sign(request),
            _ => Err(status::NO_INSTRUCTION),
        };
        answer.unwrap_or_else(Answer::status)
    }

    fn select(&mut self, request: &Request) -> Result<Answer, u16> {
        let id = match (request.p1, request.p2, request.data.as_slice()) {
            (0x02, 0x0C, &[high, low]) => u16::from_be_bytes([high, low]),
            (0x02, 0x0C, _) => return Err(status::WRONG_LENGTH),
            _ => return Err(status::WRONG_P1_P2),
        };
        self.select_id(id)?;
        Ok(Answer::status(status::OK))
    }

    fn select_id(&mut self, id: u16) -> Result<(), u16> {
        if !self.files.contains_key(&id) {
            return Err(status::NOT_FOUND);
        }
        self.selected = Some(id);
        Ok(())
    }

    /// The file that a command means: the one named by short id, which becomes the selected one, or the selected one.
    fn target(&mut self, named: Option<u16>) -> Result<(u16, &mut File), u16> {
        if let Some(id) = named {
            self.select_id(id)?;
        }
        let id = self.selected.ok_or(status::NO_FILE)?;
        self.files.get_mut(&id).map(|file| (id, file)).ok_or(status::NO_FILE)
    }

    fn read(&mut self, request: &Request) -> Result<Answer, u16> {
        let (named, offset) = read_position(request)?;
        let signature_verified = self.is_verified(PinChoice::Signature);
        let (id, File::Transparent(file)) = self.target(named)? else {
            return Err(status::WRONG_FILE_KIND);
        };
        let allowed = match file.access {
            Access::Free => true,
            Access::AfterSignaturePassword => signature_verified,
            Access::Never => false,
        };
        match request.expected {
            _ if !allowed => Err(status::SECURITY),
            Some(expected) if request.data.is_empty() => Ok(file.read(id, offset, expected)),
            _ => Err(status::WRONG_LENGTH),
        }
    }

    fn verify(&mut self, request: &Request) -> Result<Answer, u16> {
        self.pin_of(request, 0x00).map(|pin| pin.verify(request))
    }

    fn change(&mut self, request: &Request) -> Result<Answer, u16> {
        self.pin_of(request, 0x01).map(|pin| pin.change(request))
    }

    fn pin_of(&mut self, request: &Request, p1: u8) -> Result<&mut PinFile, u16> {
        if request.p1 != p1 || request.p2 & 0xE0 != 0x80 {
            return Err(status::WRONG_P1_P2);
        }
        match self.target(short_id(request.p2))? {
            (_, File::Pin(pin)) => Ok(pin),
            _ => Err(status::WRONG_FILE_KIND),
        }
    }

    fn sign(&mut self, request: &Request) -> Result<Answer, u16> {
        if request.p2 & 0xE0 != 0x80 {
            return Err(status::WRONG_P1_P2);
        }
        let verified = [PinChoice::Authentication, PinChoice::Signature].map(|pin| (pin, self.is_verified(pin)));
        let (_, File::Key { key, pin }) = self.target(short_id(request.p2))? else {
            return Err(status::WRONG_FILE_KIND);
        };
        if !verified.contains(&(*pin, true)) {
            return Err(status::SECURITY);
        }
        let (answer, pin) = (signature::sign(key, request), *pin);
        if self.pin_per_signature && pin == PinChoice::Signature && answer.signed {
            self.forget(pin);
        }
        Ok(answer)
    }

    fn forget(&mut self, pin: PinChoice) {
        if let Some(File::Pin(file)) = self.files.get_mut(&pin.file()) {
            file.verified = false;
        }
    }
}
