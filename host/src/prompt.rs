//! The window in which the person types a PIN: the only place where one is ever typed.

mod listing;
mod to_front;
mod wording;

#[cfg(unix)]
mod assuan;
#[cfg(unix)]
mod pinentry;
#[cfg(unix)]
mod program;
#[cfg(windows)]
mod windows;
#[cfg(target_os = "linux")]
mod x11;

use openjpki::jpki::{Key, KeyKind, Pin, PinEntry, PinFormatError};
use openjpki::origin::Origin;

use crate::cancel::Cancel;
use crate::catalog::Catalog;
use crate::wire::Listed;

#[cfg(unix)]
pub use self::pinentry::Pinentry;
pub use self::to_front::ToFront;
#[cfg(windows)]
pub use self::windows::Dialogs;

/// The native windows of this platform: a pinentry program, or dialogs of our own on Windows.
#[cfg(unix)]
pub type NativePrompt = Pinentry;
/// The native windows of this platform: a pinentry program, or dialogs of our own on Windows.
#[cfg(windows)]
pub type NativePrompt = Dialogs;

/// What a site asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To sign in.
    Authenticate,
    /// To register.
    Register,
    /// To sign documents.
    Sign,
    /// To hand over a certificate.
    Certificate,
    /// To change a PIN: the person's own wish, no site's.
    ChangePin(ChangeStep),
}

impl Purpose {
    /// Whether the card compares what is typed, so that a mistake spends a try.
    pub fn is_compared(self) -> bool {
        !matches!(self, Self::ChangePin(ChangeStep::New | ChangeStep::Repeat))
    }
}

/// What is typed when a PIN is changed, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeStep {
    /// The one that counts now.
    Current,
    /// A new one.
    New,
    /// The new one again.
    Repeat,
    /// The new one once more, so that the card tells whether it counts.
    Settle,
}

/// Why the person is asked once more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistake {
    /// The card compared it: it is wrong, and a try is spent.
    Wrong,
    /// The card refused the very same before, so it was not sent again.
    SameAgain,
    /// It cannot be this PIN, so it was not sent.
    Format(PinFormatError),
    /// The new PIN is the current one.
    SameAsCurrent,
    /// The new PIN was typed in two ways.
    NotRepeated,
    /// It is not the new PIN that was typed before.
    NotTheNewOne,
}

/// What a PIN window says.
#[derive(Debug, Clone, Copy)]
pub struct PinRequest<'a> {
    /// The words.
    pub catalog: &'a Catalog,
    /// Who asks; nothing if the person does, on a page of OpenJPKI's own.
    pub origin: Option<&'a Origin>,
    /// What for.
    pub purpose: Purpose,
    /// Tries left, at least 1; not shown where the card does not compare what is typed.
    pub tries: u8,
    /// What was wrong the last time.
    pub mistake: Option<Mistake>,
    /// What is to be signed, if the purpose is that.
    pub documents: &'a [Listed],
}

impl PinRequest<'_> {
    /// Checks what was typed against the rule of the key, and a new PIN against the rule for those.
    ///
    /// # Errors
    /// [`PinFormatError`]; no try is spent.
    fn parse<K: Key>(&self, entry: &PinEntry) -> Result<Pin<K>, PinFormatError> {
        let pin = Pin::parse(entry)?;
        if self.purpose == Purpose::ChangePin(ChangeStep::New) {
            pin.check_new()?;
        }
        Ok(pin)
    }
}

/// What the window before the last try says.
#[derive(Debug, Clone, Copy)]
pub struct ConfirmRequest<'a> {
    /// The words.
    pub catalog: &'a Catalog,
    /// Who asks; nothing if the person does, on a page of OpenJPKI's own.
    pub origin: Option<&'a Origin>,
    /// Whose PIN has one try left.
    pub key: KeyKind,
}

/// What a window with one button says.
#[derive(Debug, Clone, Copy)]
pub struct MessageRequest<'a> {
    /// The words.
    pub catalog: &'a Catalog,
    /// What happened.
    pub notice: Notice,
}

/// What a person is told in a window of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// The PIN of this key is blocked: which counter, what to bring, what to show there.
    PinBlocked(KeyKind),
    /// The PIN of this key was changed, although the card was taken away: the new one counts.
    PinChanged(KeyKind),
    /// The PIN of this key was not changed: the one from before counts.
    PinUnchanged(KeyKind),
    /// The card was taken away while it changed the PIN of this key: how it is found out which one counts.
    PinInDoubt(KeyKind),
    /// Which PIN of this key counts was not found out.
    PinUnknown(KeyKind),
    /// The card said that it changed the PIN of this key, and refuses the new one: what to type next, and when to stop.
    PinRefused(KeyKind),
}

/// The native windows of this platform.
pub trait PinPrompt {
    /// Asks for the PIN of the key `K`. What cannot be that PIN is explained and asked for again; it never gets out of here.
    ///
    /// - `misfit`: called when something was typed that cannot be that PIN, where the window does not see that at every key.
    ///
    /// # Errors
    /// [`PromptError`]; no try is spent.
    fn ask<K: Key>(
        &mut self,
        request: &PinRequest<'_>,
        misfit: &dyn Fn(),
        cancel: &Cancel,
    ) -> Result<Pin<K>, PromptError>;

    /// Asks whether to go on to the last try; `false` if the person stops there.
    ///
    /// # Errors
    /// [`PromptError`].
    fn confirm_last_try(&mut self, request: &ConfirmRequest<'_>, cancel: &Cancel) -> Result<bool, PromptError>;

    /// Tells the person something, and returns when they have closed the window.
    ///
    /// # Errors
    /// [`PromptError`].
    fn message(&mut self, request: &MessageRequest<'_>, cancel: &Cancel) -> Result<(), PromptError>;

    /// The ceremony is over: closes a window that was still there, because the card worked and another try was possible.
    ///
    /// Returns whether the person had closed it meanwhile: then they took back what they agreed to.
    fn close(&mut self) -> bool {
        false
    }

    /// What brings the window that is open to the front, for a person who does not see it.
    fn to_front(&self) -> ToFront {
        ToFront::default()
    }
}

/// Why there is no answer of the person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PromptError {
    /// The person closed the window.
    #[error("the person cancelled")]
    Cancelled,
    /// The [`Cancel`] was made.
    #[error("the window was closed")]
    Stopped,
    /// The person did nothing for ten minutes.
    #[error("nobody typed anything")]
    TimedOut,
    /// There is no program that shows such a window.
    #[error(
        "no pinentry program was found (looked for {}): install pinentry-gnome3, pinentry-qt or pinentry-gtk2, or name one \
         as pinentry-program in the configuration",
        tried.join(", ")
    )]
    NoProgram {
        /// Names or paths that were looked for.
        tried: Vec<String>,
    },
    /// The system showed no window of ours.
    #[error("no window could be shown ({reason}): is this a session with a desktop?")]
    NoWindow {
        /// What went wrong.
        reason: String,
    },
    /// The program that should show the window did not.
    #[error(
        "{program} showed no window ({reason}): is this a graphical session, and is a graphical pinentry installed?"
    )]
    Failed {
        /// Its path.
        program: String,
        /// What went wrong; never anything that was typed.
        reason: String,
    },
}
