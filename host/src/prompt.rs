//! The window in which the person types a PIN: the only place where one is ever typed.

mod wording;

#[cfg(unix)]
mod assuan;
#[cfg(unix)]
mod pinentry;
#[cfg(unix)]
mod program;
#[cfg(windows)]
mod windows;

use openjpki::jpki::{Key, KeyKind, Pin, PinFormatError};
use openjpki::origin::Origin;

use crate::cancel::Cancel;
use crate::catalog::Catalog;

#[cfg(unix)]
pub use self::pinentry::Pinentry;
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
    /// Tries left, at least 1.
    pub tries: u8,
    /// What was wrong the last time.
    pub mistake: Option<Mistake>,
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
}

/// The native windows of this platform.
pub trait PinPrompt {
    /// Asks for the PIN of the key `K`. What cannot be that PIN is explained and asked for again; it never gets out of here.
    ///
    /// # Errors
    /// [`PromptError`]; no try is spent.
    fn ask<K: Key>(&mut self, request: &PinRequest<'_>, cancel: &Cancel) -> Result<Pin<K>, PromptError>;

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
