//! The windows on Windows: dialogs of our own, with the system's controls and font.
//!
//! They live on a thread of their own that does nothing else: they answer the system also while the card works, so nobody sees a
//! window that "does not respond". The thread that runs the ceremony sends it a [`Scene`] and waits for the answer.
//!
//! # For those who look for the windows from outside
//!
//! Every window is a dialog (class `#32770`) with [`Catalog::title`](crate::catalog::Catalog::title) as its title; under Wine, X11
//! knows it by the program's name (`xdotool search --onlyvisible --class openjpki-host.exe`). Controls and their ids
//! (`GetDlgCtrlID`): field 100 (`Edit`, has the focus from the beginning), sentence to show at the counter 101 (`Edit`, read-only), documents to
//! sign 102 (`Edit`, read-only, scrolls), OK,
//! or the last try, 1 (`Button`), cancel, stop or close 2 (`Button`); texts (`Static`): domain 200, origin 201, purpose 202, what leaves
//! 203, advice 204, name of the PIN 205, mistake or heading 206, hint 207, tries left 208, warning 209.
//!
//! For half a second after a window comes or asks again, keys and the mouse do nothing. Enter is OK; before the last try, Enter stops
//! and Alt with the underlined letter, or Tab and Space, goes on; Escape cancels. After OK the window stays, says that the card works, and
//! asks again, or closes at the end of the ceremony. What the field holds cannot be read from outside.

mod dialog;
mod field;
mod fit;
mod layout;
mod look;
mod rule;
mod scene;
mod thread;
mod win32;

use std::path::PathBuf;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use openjpki::jpki::{Key, Pin, PinEntry};

use self::scene::Scene;
use self::thread::WindowThread;
use super::{ConfirmRequest, MessageRequest, Mistake, PinPrompt, PinRequest, PromptError, ToFront};
use crate::cancel::Cancel;

/// How long a window waits for a person: the longest that a ceremony may take.
const LONGEST_WAIT: Duration = Duration::from_secs(600);

/// What a person did.
enum Answer {
    /// Typed what has the form of the PIN. In memory of its own, so that passing it on leaves no copies.
    Typed(Box<PinEntry>),
    /// Chose to go on.
    Continue,
    /// Closed the window, or chose to stop.
    Closed,
    /// Nothing: the [`Cancel`] was made.
    Stopped,
}

/// Asks through dialogs. The window of a PIN that was wrong asks again, and [`PinPrompt::close`] closes it.
pub struct Dialogs {
    thread: Option<WindowThread>,
    longest_wait: Duration,
    front: ToFront,
}

impl Dialogs {
    /// Nothing is shown yet. `pinentry_program` belongs to other platforms; one that was configured is named in the log.
    pub fn new(pinentry_program: Option<PathBuf>) -> Self {
        if let Some(program) = pinentry_program {
            tracing::warn!(program = %program.display(), "pinentry-program is for Linux and macOS; not used here");
        }
        Self::with_longest_wait(LONGEST_WAIT)
    }

    /// The same with windows that close after `longest_wait` instead of ten minutes.
    pub fn with_longest_wait(longest_wait: Duration) -> Self {
        Self {
            thread: None,
            longest_wait,
            front: ToFront::default(),
        }
    }

    /// Shows `scene` and waits.
    fn show(&mut self, scene: Scene, cancel: &Cancel) -> Result<Answer, PromptError> {
        if cancel.is_cancelled() {
            return Err(self.end_with(PromptError::Stopped));
        }
        let thread = match self.thread.take() {
            Some(thread) => thread,
            None => WindowThread::start()?,
        };
        let thread = self.thread.insert(thread);
        self.front.opened(thread.to_front());
        if thread.was_closed_by_person() {
            return Err(PromptError::Cancelled);
        }
        let (sender, answers) = channel();
        let stop = sender.clone();
        let _registration = cancel.on_cancel(move || drop(stop.send(Answer::Stopped)));
        thread.show(scene, sender);
        let answer = answers.recv_timeout(self.longest_wait);
        if cancel.is_cancelled() {
            return Err(self.end_with(PromptError::Stopped));
        }
        match answer {
            Ok(Answer::Stopped) => Err(self.end_with(PromptError::Stopped)),
            Ok(answer) => Ok(answer),
            Err(RecvTimeoutError::Timeout) => Err(self.end_with(PromptError::TimedOut)),
            Err(RecvTimeoutError::Disconnected) => Err(self.end_with(PromptError::NoWindow {
                reason: "the window went away".to_owned(),
            })),
        }
    }

    /// Closes whatever is open.
    fn end_with(&mut self, error: PromptError) -> PromptError {
        self.front.closed();
        self.thread = None;
        error
    }
}

impl PinPrompt for Dialogs {
    fn ask<K: Key>(
        &mut self,
        request: &PinRequest<'_>,
        misfit: &dyn Fn(),
        cancel: &Cancel,
    ) -> Result<Pin<K>, PromptError> {
        let mut request = *request;
        loop {
            match self.show(Scene::pin(&request, K::KIND), cancel)? {
                // The window takes nothing else, so this asks again only if the two ever disagree.
                Answer::Typed(entry) => match request.parse(&entry) {
                    Ok(pin) => return Ok(pin),
                    Err(error) => {
                        misfit();
                        request.mistake = Some(Mistake::Format(error));
                    }
                },
                Answer::Continue | Answer::Closed | Answer::Stopped => return Err(PromptError::Cancelled),
            }
        }
    }

    fn confirm_last_try(&mut self, request: &ConfirmRequest<'_>, cancel: &Cancel) -> Result<bool, PromptError> {
        let answer = self.show(Scene::last_try(request), cancel)?;
        Ok(matches!(answer, Answer::Continue))
    }

    fn message(&mut self, request: &MessageRequest<'_>, cancel: &Cancel) -> Result<(), PromptError> {
        self.show(Scene::message(request), cancel).map(drop)
    }

    fn to_front(&self) -> ToFront {
        self.front.clone()
    }

    fn close(&mut self) -> bool {
        self.front.closed();
        self.thread.take().is_some_and(|thread| thread.was_closed_by_person())
    }
}
