//! The virtual My Number Card, from the bytes of a command to the bytes of an answer.
//!
//! It follows what is known of the real card (each rule names how sure it is where that is not "two or more sources"),
//! not what our host happens to send: other programs read it and sign with it too.

mod apdu;
mod application;
mod fault;
mod files;
mod jpki;
mod link;
mod log;
mod persona;
mod personalisation;
mod pin;
mod signature;
mod token;
mod transport;

use std::thread;

pub use apdu::{Answer, Request, status};
pub use application::{Application, ISSUER_DOMAIN_AID, JPKI_AID};
pub use fault::{Fault, Faults};
pub use jpki::{JpkiApplication, PinChoice};
pub use link::Link;
pub use log::{ApduLog, CommandRecord, LogEntry, LogEvent};
pub use persona::{PERSONAS, Persona, Pins};
pub use personalisation::{Personalisation, SignatureFiles};

use crate::pki::Hierarchy;

/// The ATR of a card in a contact reader. Source: pcsc-tools and OpenSC lists.
pub const CONTACT_ATR: &[u8] = &[
    0x3B, 0xDA, 0x13, 0xFF, 0x81, 0x31, 0xFB, 0x46, 0x80, 0x12, 0x39, 0x2F, 0x31, 0xC1, 0x73, 0xC6, 0x01, 0xC0, 0x3B,
];

/// The ATR that many readers make up for the same card in their field. Source: pcsc-tools list.
pub const CONTACTLESS_ATR: &[u8] = &[
    0x3B, 0x88, 0x80, 0x01, 0x00, 0x00, 0x05, 0xE0, 0xB3, 0x81, 0xA1, 0x00, 0x7F,
];

/// The card is not in the reader (any more).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CardGone;

impl std::fmt::Display for CardGone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the card is not in the reader")
    }
}

impl std::error::Error for CardGone {}

/// One card. It is created in the reader and powered; see [`remove`](Self::remove) and [`power_off`](Self::power_off).
#[derive(Debug)]
pub struct VirtualCard {
    jpki: Option<JpkiApplication>,
    application: Application,
    present: bool,
    link: Link,
    faults: Faults,
    log: ApduLog,
}

impl VirtualCard {
    /// The card of `persona` in the test hierarchy, over an instant link, without faults.
    pub fn new(persona: &Persona) -> Self {
        Self::personalised(persona.personalisation(Hierarchy::Test).as_ref())
    }

    /// A card with these contents; without any, a card that is no My Number Card.
    pub fn personalised(contents: Option<&Personalisation>) -> Self {
        Self {
            jpki: contents.map(Personalisation::application),
            application: Application::IssuerDomain,
            present: true,
            link: Link::INSTANT,
            faults: Faults::default(),
            log: ApduLog::default(),
        }
    }

    /// The same card at another speed; a contactless link also changes the ATR.
    pub fn with_link(mut self, link: Link) -> Self {
        self.link = link;
        self
    }

    /// The same card, but it wants the password before each signature of the signing key.
    pub fn with_pin_per_signature(mut self) -> Self {
        if let Some(jpki) = &mut self.jpki {
            jpki.want_pin_per_signature();
        }
        self
    }

    /// The same card with one more fault.
    pub fn with_fault(mut self, fault: Fault) -> Self {
        self.faults.add(fault);
        self
    }

    /// The same card, writing into `log`.
    pub fn with_log(mut self, log: ApduLog) -> Self {
        self.log = log;
        self
    }

    /// A handle on the log, which stays valid while and after the card is used.
    pub fn log(&self) -> ApduLog {
        self.log.clone()
    }

    /// The JPKI application's memory, to set counters and read them without an APDU; none on a foreign card.
    pub fn jpki(&mut self) -> Option<&mut JpkiApplication> {
        self.jpki.as_mut()
    }

    /// The faults still to come.
    pub fn faults(&mut self) -> &mut Faults {
        &mut self.faults
    }

    /// What the card, or the reader for it, answers to reset.
    pub fn atr(&self) -> &'static [u8] {
        if self.link.contactless {
            CONTACTLESS_ATR
        } else {
            CONTACT_ATR
        }
    }

    /// Powers the card (cold reset) and returns its ATR.
    pub fn power_on(&mut self) -> &'static [u8] {
        self.lose_power();
        self.log.event(LogEvent::PowerOn);
        self.atr()
    }

    /// Resets the card without taking its power: the security status stays [1 source].
    pub fn warm_reset(&mut self) -> &'static [u8] {
        self.application = Application::IssuerDomain;
        if let Some(jpki) = &mut self.jpki {
            jpki.deselect_file();
        }
        self.log.event(LogEvent::WarmReset);
        self.atr()
    }

    /// Takes the power: every security status is lost.
    pub fn power_off(&mut self) {
        self.lose_power();
        self.log.event(LogEvent::PowerOff);
    }

    /// Pulls the card. Every command fails until [`insert`](Self::insert).
    pub fn remove(&mut self) {
        if self.present {
            self.lose_power();
            self.present = false;
            self.log.event(LogEvent::Removed);
        }
    }

    /// Puts the card back, unpowered state and all.
    pub fn insert(&mut self) {
        if !self.present {
            self.present = true;
            self.log.event(LogEvent::Inserted);
        }
    }

    /// Whether the card is in the reader.
    pub fn is_present(&self) -> bool {
        self.present
    }

    /// Carries out one command and returns the answer with its two status bytes (without them only where a
    /// [`Fault`] says so).
    ///
    /// # Errors
    /// [`CardGone`] if the card is out, or is pulled by a fault before it answered.
    pub fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, CardGone> {
        if !self.present {
            return Err(CardGone);
        }
        let turn = self.faults.next_turn();
        if turn.remove_before {
            self.remove();
            return Err(CardGone);
        }
        thread::sleep(turn.delay);
        let request = Request::parse(command);
        let answer = match turn.status {
            Some(status) => Answer::status(status),
            None => self.execute(&request),
        };
        let mut bytes = answer.to_bytes();
        turn.distort(&request, &mut bytes);
        thread::sleep(self.link.duration(command.len(), bytes.len(), answer.signed));
        self.log.command(self.application, command, &answer);
        if turn.remove_after {
            self.remove();
            return Err(CardGone);
        }
        Ok(bytes)
    }

    fn execute(&mut self, request: &Result<Request, u16>) -> Answer {
        let request = match request {
            Ok(request) => request,
            Err(status) => return Answer::status(*status),
        };
        if let Some(status) = request.refused_class() {
            return Answer::status(status);
        }
        match (request.instruction, request.p1) {
            (0xA4, 0x00) => self.select_master_file(request),
            (0xA4, 0x04) => self.select_application(request),
            (0x84, _) => apdu::random(request),
            (0xCA, _) => application::data_object(request),
            _ => self.execute_in_application(request),
        }
    }

    /// There is no usable ISO master file: see the status words [1 source].
    fn select_master_file(&self, request: &Request) -> Answer {
        match (request.data.as_slice(), self.application) {
            ([], Application::IssuerDomain) => Answer::status(status::WRONG_P1_P2),
            ([], _) => Answer::status(status::OK),
            _ => Answer::status(status::NOT_FOUND),
        }
    }

    fn select_application(&mut self, request: &Request) -> Answer {
        let Some(application) = Application::by_name(&request.data) else {
            return Answer::status(status::NOT_FOUND);
        };
        if application == Application::Jpki && self.jpki.is_none() || application.is_my_number() && self.jpki.is_none()
        {
            return Answer::status(status::NOT_FOUND);
        }
        if let Some(jpki) = &mut self.jpki {
            jpki.deselect_file();
            if application != Application::Jpki {
                jpki.drop_security_status();
            }
        }
        self.application = application;
        Answer::status(status::OK)
    }

    fn execute_in_application(&mut self, request: &Request) -> Answer {
        match (&mut self.jpki, self.application) {
            (Some(jpki), Application::Jpki) => jpki.execute(request),
            _ => Answer::status(application::without_files(request)),
        }
    }

    fn lose_power(&mut self) {
        self.application = Application::IssuerDomain;
        if let Some(jpki) = &mut self.jpki {
            jpki.deselect_file();
            jpki.drop_security_status();
        }
    }
}
