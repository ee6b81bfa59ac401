//! Cards that fail, at a chosen command.

use std::time::Duration;

use super::apdu::Request;

/// What goes wrong. Commands are counted from 1 over the whole life of the card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The card is pulled before the n-th command reaches it.
    RemoveBefore(u64),
    /// The card is pulled after it carried out the n-th command; the answer is lost.
    RemoveAfter(u64),
    /// The n-th answer has no status word, nor anything else.
    NoStatusWord(u64),
    /// The n-th command is not carried out but answered with this status word.
    Status(u64, u16),
    /// The n-th command takes this much longer.
    Slow(u64, Duration),
    /// Every signature has one flipped bit.
    WrongSignature,
}

/// The faults of one card, and how many commands it has had.
#[derive(Debug, Default)]
pub struct Faults {
    list: Vec<Fault>,
    commands: u64,
}

impl Faults {
    /// One more.
    pub fn add(&mut self, fault: Fault) {
        self.list.push(fault);
    }

    /// None any more.
    pub fn clear(&mut self) {
        self.list.clear();
    }

    /// How many commands the card has had.
    pub fn commands(&self) -> u64 {
        self.commands
    }

    pub(super) fn next_turn(&mut self) -> Turn {
        self.commands += 1;
        let mut turn = Turn::default();
        for fault in &self.list {
            match *fault {
                Fault::RemoveBefore(n) => turn.remove_before |= n == self.commands,
                Fault::RemoveAfter(n) => turn.remove_after |= n == self.commands,
                Fault::NoStatusWord(n) => turn.no_status_word |= n == self.commands,
                Fault::Status(n, status) if n == self.commands => turn.status = Some(status),
                Fault::Slow(n, delay) if n == self.commands => turn.delay += delay,
                Fault::Status(..) | Fault::Slow(..) => {}
                Fault::WrongSignature => turn.wrong_signature = true,
            }
        }
        turn
    }
}

/// What goes wrong with this one command.
#[derive(Debug, Default)]
pub(super) struct Turn {
    pub(super) remove_before: bool,
    pub(super) remove_after: bool,
    pub(super) status: Option<u16>,
    pub(super) delay: Duration,
    no_status_word: bool,
    wrong_signature: bool,
}

impl Turn {
    pub(super) fn distort(&self, request: &Result<Request, u16>, answer: &mut Vec<u8>) {
        let signature = matches!(request, Ok(request) if request.instruction == 0x2A) && answer.len() > 2;
        if self.wrong_signature && signature {
            answer[100] ^= 0x10;
        }
        if self.no_status_word {
            answer.clear();
        }
    }
}
