//! PINs and their counters.

use super::apdu::{Answer, Request, status};

/// How a PIN must look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PinRule {
    /// Four digits.
    FourDigits,
    /// 6 to 16 of A-Z and 0-9.
    Password,
}

impl PinRule {
    fn allows(self, value: &[u8]) -> bool {
        match self {
            Self::FourDigits => value.len() == 4 && value.iter().all(u8::is_ascii_digit),
            Self::Password => {
                (6..=16).contains(&value.len()) && value.iter().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
            }
        }
    }
}

/// A PIN file.
#[derive(Debug)]
pub(super) struct PinFile {
    rule: PinRule,
    value: Vec<u8>,
    allowed: u8,
    pub(super) left: u8,
    pub(super) verified: bool,
}

impl PinFile {
    pub(super) fn new(rule: PinRule, value: &str) -> Self {
        let allowed = match rule {
            PinRule::FourDigits => 3,
            PinRule::Password => 5,
        };
        Self {
            rule,
            value: value.as_bytes().to_vec(),
            allowed,
            left: allowed,
            verified: false,
        }
    }

    /// VERIFY, or a query when there is no data. Wrong values are compared byte by byte: the card folds no case.
    pub(super) fn verify(&mut self, request: &Request) -> Answer {
        match (request.data.len(), request.expected) {
            (0, None) => return self.tries(),
            (1..=16, None) => {}
            _ => return Answer::status(status::WRONG_LENGTH),
        }
        if self.left == 0 {
            return Answer::status(status::BLOCKED);
        }
        self.verified = self.value == request.data;
        if self.verified {
            self.left = self.allowed;
            Answer::status(status::OK)
        } else {
            self.left -= 1;
            self.tries()
        }
    }

    /// CHANGE REFERENCE DATA: the old value was shown with VERIFY before. Whether the status stays is [?]; it does here.
    pub(super) fn change(&mut self, request: &Request) -> Answer {
        if !self.verified {
            return Answer::status(status::SECURITY);
        }
        if !self.rule.allows(&request.data) {
            return Answer::status(status::WRONG_DATA);
        }
        self.value.clone_from(&request.data);
        Answer::status(status::OK)
    }

    /// Whether the PIN is this, in whatever case it is written.
    pub(super) fn is(&self, value: &str) -> bool {
        self.value.eq_ignore_ascii_case(value.as_bytes())
    }

    fn tries(&self) -> Answer {
        Answer::status(status::TRIES | u16::from(self.left))
    }
}
