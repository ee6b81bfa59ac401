//! The thread that reads the extension's messages, and what it shares with the thread that serves them.

use std::collections::HashSet;
use std::io::Read;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Job;
use super::outbox::Outbox;
use crate::cancel::Cancel;
use crate::prompt::ToFront;
use crate::wire::{Call, Code, Frame, Incoming, Malformed, Outgoing, Problem, RequestId, read_frame};

/// Reads messages until the input ends.
pub(super) struct Inbox {
    pub(super) switchboard: Arc<Switchboard>,
    pub(super) outbox: Outbox,
    pub(super) front: ToFront,
}

impl Inbox {
    /// Reads until the input ends; then ends the session.
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
                // An error that bears the id would be taken for the answer to the first request of that id.
                Ok(Incoming::Request { .. }) => self.refuse(&Malformed::Request { id: None }),
                Ok(Incoming::Cancel(id)) => self.switchboard.cancel(&id),
                Ok(Incoming::ShowWindow(id)) => self.show_window(&id),
                Ok(Incoming::Choice { id, candidate }) => self.switchboard.answer(&id, candidate),
                Err(malformed) => self.refuse(&malformed),
            }
        }
        self.switchboard.end();
    }

    fn take(&self, id: RequestId, call: Call) {
        let cancel = Cancel::new();
        if call.is_ceremony() && !self.switchboard.started(&id, &cancel) {
            let message = "another ceremony is going on; wait until it has ended";
            self.outbox
                .send(&Outgoing::problem(&id, message, &Problem::from(Code::Busy)));
            return;
        }
        self.switchboard.queue(Job { id, call, cancel });
    }

    /// Brings the window of a ceremony that is going on to the front; of another there is none.
    fn show_window(&self, id: &RequestId) {
        if self.switchboard.is_going_on(id) {
            self.front.bring();
        }
    }

    fn refuse(&self, malformed: &Malformed) {
        tracing::warn!("refused a message: {malformed}");
        self.outbox
            .send(&Outgoing::malformed(malformed, &malformed.to_string()));
    }
}

/// What waits for its turn, which ceremony is going on, and which question waits for its answer.
pub(super) struct Switchboard {
    lines: Mutex<Lines>,
    /// Nothing instead of a job: there is no other.
    jobs: Sender<Option<Job>>,
}

#[derive(Default)]
struct Lines {
    ended: bool,
    ceremony: Option<(RequestId, Cancel)>,
    questions: u64,
    question: Option<(String, Sender<Option<usize>>)>,
}

impl Switchboard {
    /// A switchboard, and where the jobs come out in their order.
    pub(super) fn new() -> (Self, Receiver<Option<Job>>) {
        let (jobs, turns) = mpsc::channel();
        let lines = Mutex::default();
        (Self { lines, jobs }, turns)
    }

    /// Ends the session: cancels what is going on, so that the host leaves the card clean, and forgets what still waits.
    pub(super) fn end(&self) {
        let ceremony = {
            let mut lines = self.lines();
            lines.ended = true;
            lines.ceremony.as_ref().map(|(_, cancel)| cancel.clone())
        };
        if let Some(cancel) = ceremony {
            cancel.cancel();
        }
        let _ = self.jobs.send(None);
    }

    /// Whether nobody waits for answers any more.
    pub(super) fn has_ended(&self) -> bool {
        self.lines().ended
    }

    fn queue(&self, job: Job) {
        // The other end is there as long as the session is.
        let _ = self.jobs.send(Some(job));
    }

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

    /// Whether the ceremony that is going on is this one.
    fn is_going_on(&self, id: &RequestId) -> bool {
        self.lines()
            .ceremony
            .as_ref()
            .is_some_and(|(going_on, _)| going_on == id)
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

    fn lines(&self) -> MutexGuard<'_, Lines> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
