//! One connection to the extension: hello, requests in, answers and progress out, cancel, end of input.
//!
//! A thread of its own reads the input, so that `cancel` and the end of input are heard while the main thread waits for the
//! person or the card; the ceremonies run on the main thread, because a native dialog may need it.

mod inbox;
mod outbox;

use std::io::{Read, Write};
use std::sync::Arc;
use std::thread;
use std::time::SystemTime;

use openjpki::time::UnixTime;

use crate::cancel::Cancel;
use crate::ceremony::{Ceremonies, Failure, Observer};
use crate::prompt::PinPrompt;
use crate::reader::Reader;
use crate::wire::{Answer, Call, Candidate, Detail, Outgoing, RequestId, Stage};

use inbox::{Inbox, Switchboard};
use outbox::Outbox;

/// Version of the protocol of docs/PROTOCOL.md.
pub const PROTOCOL: u32 = 1;

/// A request that waits for its turn.
struct Job {
    id: RequestId,
    call: Call,
    cancel: Cancel,
}

/// Serves one connection until its input ends or `stop` is made, which comes to the same.
pub fn serve<R: Reader, P: PinPrompt>(
    input: impl Read + Send + 'static,
    output: impl Write + Send + 'static,
    stop: &Cancel,
    ceremonies: &mut Ceremonies<R, P>,
) {
    let outbox = Outbox::new(output);
    outbox.send(&Outgoing::hello(env!("CARGO_PKG_VERSION"), PROTOCOL));
    let (switchboard, turns) = Switchboard::new();
    let switchboard = Arc::new(switchboard);
    let inbox = Inbox {
        switchboard: Arc::clone(&switchboard),
        outbox: outbox.clone(),
        front: ceremonies.to_front(),
    };
    let stopped = Arc::clone(&switchboard);
    let _registration = stop.on_cancel(move || stopped.end());
    // The thread is not joined: at the end of input it has ended, and after `stop` it may wait for input for ever.
    thread::spawn(move || inbox.listen(input));
    while let Ok(Some(job)) = turns.recv() {
        if switchboard.has_ended() {
            break;
        }
        let line = Line {
            id: &job.id,
            cancel: &job.cancel,
            outbox: &outbox,
            switchboard: &switchboard,
        };
        let outcome = ceremonies.run(&job.call, UnixTime::from(SystemTime::now()), &line, &job.cancel);
        switchboard.finished(&job.id);
        line.answer(outcome);
    }
    outbox.finish();
}

/// The line of one request to the extension.
struct Line<'a> {
    id: &'a RequestId,
    cancel: &'a Cancel,
    outbox: &'a Outbox,
    switchboard: &'a Arc<Switchboard>,
}

impl Line<'_> {
    fn answer(&self, outcome: Result<Answer, Failure>) {
        match outcome {
            Ok(answer) => {
                tracing::info!("answered");
                self.outbox.send(&Outgoing::result(self.id, &answer));
            }
            Err(failure) => {
                let problem = failure.problem();
                tracing::info!(code = ?problem.code, "{failure}");
                self.outbox
                    .send(&Outgoing::problem(self.id, &failure.to_string(), &problem));
            }
        }
    }
}

impl Observer for Line<'_> {
    fn progress(&self, stage: Stage, detail: Detail) {
        tracing::debug!(?stage, reason = ?detail.reason, "progress");
        self.outbox.send(&Outgoing::progress(self.id, stage, &detail));
    }

    fn choose(&self, candidates: &[Candidate], moot: &Cancel) -> Option<usize> {
        let (question, answer) = self.switchboard.question();
        let hang_up = || {
            let switchboard = Arc::clone(self.switchboard);
            move || switchboard.hang_up()
        };
        let _hung_up = [self.cancel, moot].map(|end| end.on_cancel(hang_up()));
        self.outbox.send(&Outgoing::choose_card(&question, self.id, candidates));
        answer.recv().ok().flatten()
    }
}
