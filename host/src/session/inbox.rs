//! The thread that reads the extension's messages, and what it shares with the thread that serves them.

use std::collections::HashSet;
use std::io::Read;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Job;
use super::outbox::Outbox;
use crate::cancel::Cancel;
use crate::wire::{Call, Code, Frame, Incoming, Malformed, Outgoing, Problem, RequestId, read_frame};

/// Reads messages until the input ends.
pub(super) struct Inbox {
    pub(super) switchboard: Arc<Switchboard>,
    pub(super) outbox: Outbox,
    pub(super) jobs: Sender<Job>,
}

impl Inbox {
    /// Reads until the input ends; then cancels what is going on, so that the host leaves the card clean and ends.
    pub(super) fn listen(self, mut input: impl Read) {
        let mut known = HashSet::new();
        loop {
            let message = match read_frame(&mut input) {
                Ok(Some(Frame::Message(bytes))) => Incoming::parse(&bytes),
                Ok(Some(Frame::Empty | Frame::TooLong { .. })) => Err(Malformed::Request { id: None }),
                Ok(None) => break,
                Err(error) => {
                    tracing::warn!("the input broke: {error}");
                    break;
                }
            };
            match message {
                Ok(Incoming::Request { id, call }) if known.insert(id.clone()) => self.take(id, call),
                Ok(Incoming::Request { id, .. }) => self.refuse(&Malformed::Request { id: Some(id) }),
                Ok(Incoming::Cancel(id)) => self.switchboard.cancel(&id),
                Ok(Incoming::Choice { id, candidate }) => self.switchboard.answer(&id, candidate),
                Err(malformed) => self.refuse(&malformed),
            }
        }
        self.switchboard.cancel_all();
    }

    fn take(&self, id: RequestId, call: Call) {
        let cancel = Cancel::new();
        if call.is_ceremony() && !self.switchboard.started(&id, &cancel) {
            let message = "another ceremony is going on; wait until it has ended";
            self.outbox
                .send(&Outgoing::problem(&id, message, &Problem::from(Code::Busy)));
            return;
        }
        // The other end is there as long as the process is.
        let _ = self.jobs.send(Job { id, call, cancel });
    }

    fn refuse(&self, malformed: &Malformed) {
        tracing::warn!("refused a message: {malformed}");
        self.outbox
            .send(&Outgoing::malformed(malformed, &malformed.to_string()));
    }
}

/// Which ceremony is going on, and which question waits for its answer.
#[derive(Default)]
pub(super) struct Switchboard(Mutex<Lines>);

#[derive(Default)]
struct Lines {
    ceremony: Option<(RequestId, Cancel)>,
    questions: u64,
    question: Option<(String, Sender<Option<usize>>)>,
}

impl Switchboard {
    /// Notes that a ceremony starts; `false` if one is going on.
    fn started(&self, id: &RequestId, cancel: &Cancel) -> bool {
        let mut lines = self.lines();
        if lines.ceremony.is_some() {
            return false;
        }
        lines.ceremony = Some((id.clone(), cancel.clone()));
        true
    }

    /// Notes that request `id` ended: from now on another ceremony may start.
    pub(super) fn finished(&self, id: &RequestId) {
        let mut lines = self.lines();
        lines.ceremony.take_if(|(going_on, _)| going_on == id);
        lines.question = None;
    }

    /// A new question's id, and where its answer will come; the end of the channel is the answer "none".
    pub(super) fn question(&self) -> (String, Receiver<Option<usize>>) {
        let mut lines = self.lines();
        lines.questions += 1;
        let id = format!("choose-{}", lines.questions);
        let (sender, receiver) = mpsc::channel();
        lines.question = Some((id.clone(), sender));
        (id, receiver)
    }

    /// Ends the question without an answer.
    pub(super) fn hang_up(&self) {
        self.lines().question = None;
    }

    fn answer(&self, id: &str, candidate: Option<usize>) {
        let question = self.lines().question.take_if(|(asked, _)| asked == id);
        if let Some((_, sender)) = question {
            // A ceremony that was cancelled meanwhile no longer listens.
            let _ = sender.send(candidate);
        }
    }

    fn cancel(&self, id: &RequestId) {
        let cancel = self
            .lines()
            .ceremony
            .as_ref()
            .filter(|(going_on, _)| going_on == id)
            .map(|(_, c)| c.clone());
        if let Some(cancel) = cancel {
            cancel.cancel();
        }
    }

    fn cancel_all(&self) {
        let cancel = self.lines().ceremony.as_ref().map(|(_, cancel)| cancel.clone());
        if let Some(cancel) = cancel {
            cancel.cancel();
        }
    }

    fn lines(&self) -> MutexGuard<'_, Lines> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
