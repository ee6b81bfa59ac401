//! The PIN window on Linux and macOS: a pinentry program, as GnuPG uses it.

use std::path::{Path, PathBuf};
use std::process::{ChildStdin, ChildStdout};

use openjpki::jpki::{Key, Pin, PinEntry, PinFormatError};

use super::assuan::{AssuanError, Connection, Typed};
use super::program::{self, NAMES, Program};
#[cfg(target_os = "linux")]
use super::x11;
use super::{ConfirmRequest, MessageRequest, Mistake, PinPrompt, PinRequest, PromptError, ToFront, wording};
use crate::cancel::Cancel;
use crate::catalog::Catalog;

/// Seconds after which a window that nobody uses closes: the longest that a ceremony may take.
const TIMEOUT: &str = "600";
/// Error codes, without their source. Source: libgpg-error, `err-codes.h.in`.
const TIMED_OUT: u16 = 62;
const CANCELLED: u16 = 99;
const NOT_CONFIRMED: u16 = 114;
const FULLY_CANCELLED: u16 = 198;

/// Asks through a pinentry program; each question starts it anew, and it ends with the answer.
///
/// Nothing is ever kept by it: no key is named to it (`SETKEYINFO`), and no password store is allowed
/// (`allow-external-password-cache`). A new PIN is asked for twice in two windows, not by `SETREPEAT`: some programs do not know
/// that, and none checks the first typing before the second.
pub struct Pinentry {
    configured: Option<PathBuf>,
    front: ToFront,
}

impl Pinentry {
    /// The program at `configured`; without it the first on `PATH` that can show a window.
    pub fn new(configured: Option<PathBuf>) -> Self {
        Self {
            configured,
            front: ToFront::default(),
        }
    }

    /// Lets `talk` talk to the first program that can show a window.
    fn with_window<O>(
        &self,
        catalog: &Catalog,
        cancel: &Cancel,
        talk: impl Fn(&mut Window) -> Result<O, AssuanError>,
    ) -> Result<O, PromptError> {
        let candidates = program::candidates(self.configured.as_deref(), std::env::var_os("PATH"));
        let mut failure = PromptError::NoProgram {
            tried: NAMES.map(str::to_owned).to_vec(),
        };
        for path in candidates {
            if cancel.is_cancelled() {
                return Err(PromptError::Stopped);
            }
            let outcome = self.talk_to(&path, catalog, cancel, &talk);
            self.front.closed();
            if cancel.is_cancelled() {
                return Err(PromptError::Stopped);
            }
            match outcome {
                Ok(answer) => return Ok(answer),
                Err(AssuanError::Refused {
                    code: CANCELLED | FULLY_CANCELLED | NOT_CONFIRMED,
                    ..
                }) => {
                    return Err(PromptError::Cancelled);
                }
                Err(AssuanError::Refused { code: TIMED_OUT, .. }) => return Err(PromptError::TimedOut),
                Err(error) => {
                    tracing::warn!(program = %path.display(), %error, "a pinentry program showed no window");
                    failure = PromptError::Failed {
                        program: path.display().to_string(),
                        reason: error.to_string(),
                    };
                }
            }
        }
        Err(failure)
    }

    fn talk_to<O>(
        &self,
        path: &Path,
        catalog: &Catalog,
        cancel: &Cancel,
        talk: impl Fn(&mut Window) -> Result<O, AssuanError>,
    ) -> Result<O, AssuanError> {
        let (program, stdout, stdin) = Program::start(path)?;
        let _registration = cancel.on_cancel(program.killer());
        #[cfg(target_os = "linux")]
        self.front.opened(x11::bringing(program.group()));
        let mut window = Window {
            connection: Connection::greeted(stdout, stdin)?,
            _program: program,
        };
        window.prefer("no-grab")?;
        window.prefer(&format!("lc-ctype={}", program::locale(|name| std::env::var_os(name))))?;
        window.set("SETTIMEOUT", TIMEOUT)?;
        window.set("SETTITLE", catalog.title)?;
        window.set("SETOK", catalog.ok)?;
        window.set("SETCANCEL", catalog.cancel)?;
        talk(&mut window)
    }
}

/// A pinentry program that waits to be told what to show. The connection is closed before the program is reaped.
struct Window {
    connection: Connection<ChildStdout, ChildStdin>,
    _program: Program,
}

impl Window {
    /// Sets an option that not every program knows.
    fn prefer(&mut self, option: &str) -> Result<(), AssuanError> {
        match self.connection.request("OPTION", Some(option)) {
            Err(AssuanError::Refused { .. }) => Ok(()),
            outcome => outcome,
        }
    }

    fn set(&mut self, verb: &str, text: &str) -> Result<(), AssuanError> {
        self.connection.request(verb, Some(text))
    }

    /// Asks until what was typed has the form of the PIN.
    fn ask<K: Key>(&mut self, request: &PinRequest<'_>, misfit: &dyn Fn()) -> Result<Pin<K>, AssuanError> {
        self.set("SETDESC", &wording::pin(request, K::KIND))?;
        self.set("SETPROMPT", request.catalog.pin.of(K::KIND).field)?;
        let mut mistake = request.mistake;
        loop {
            if let Some(mistake) = mistake {
                self.set("SETERROR", &wording::mistake(request.catalog, K::KIND, mistake))?;
            }
            match self.typed(request)? {
                Ok(pin) => return Ok(pin),
                Err(error) => {
                    misfit();
                    mistake = Some(Mistake::Format(error));
                }
            }
        }
    }

    fn typed<K: Key>(&mut self, request: &PinRequest<'_>) -> Result<Result<Pin<K>, PinFormatError>, AssuanError> {
        let mut entry = PinEntry::new();
        Ok(match self.connection.typed("GETPIN", &mut entry)? {
            Typed::Fits => request.parse(&entry),
            Typed::TooLong(length) => Err(PinFormatError::TooLong { length }),
        })
    }
}

impl PinPrompt for Pinentry {
    fn ask<K: Key>(
        &mut self,
        request: &PinRequest<'_>,
        misfit: &dyn Fn(),
        cancel: &Cancel,
    ) -> Result<Pin<K>, PromptError> {
        self.with_window(request.catalog, cancel, |window| window.ask(request, misfit))
    }

    fn confirm_last_try(&mut self, request: &ConfirmRequest<'_>, cancel: &Cancel) -> Result<bool, PromptError> {
        let confirmed = self.with_window(request.catalog, cancel, |window| {
            window.set("SETDESC", &wording::last_try(request))?;
            window.set("SETOK", request.catalog.last_try_continue)?;
            window.connection.request("CONFIRM", None)
        });
        match confirmed {
            Ok(()) => Ok(true),
            Err(PromptError::Cancelled) => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn message(&mut self, request: &MessageRequest<'_>, cancel: &Cancel) -> Result<(), PromptError> {
        let closed = self.with_window(request.catalog, cancel, |window| {
            window.set("SETDESC", &wording::notice(request))?;
            window.connection.request("MESSAGE", None)
        });
        match closed {
            Err(PromptError::Cancelled) => Ok(()),
            outcome => outcome,
        }
    }

    fn to_front(&self) -> ToFront {
        self.front.clone()
    }
}
