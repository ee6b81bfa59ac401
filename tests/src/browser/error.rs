//! What can go wrong between a test and the browser.

/// Why the browser did not do what was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BrowserError {
    /// The browser could not be started.
    #[error("cannot start {program}: {source}")]
    Start {
        /// What was to be started.
        program: String,
        /// The operating system's reason.
        source: std::io::Error,
    },
    /// The pipe to the browser is closed: it ended or crashed.
    #[error("the browser is gone; it wrote: {0}")]
    Gone(String),
    /// The browser refused a command.
    #[error("{method}: {message}")]
    Refused {
        /// The DevTools command.
        method: String,
        /// The browser's sentence.
        message: String,
    },
    /// A script threw in the page.
    #[error("the page threw: {0}")]
    Threw(String),
    /// Something that should have happened did not.
    #[error("timed out: {0}")]
    TimedOut(String),
    /// A file could not be written or an answer not be read.
    #[error("{0}")]
    Other(String),
}

impl BrowserError {
    /// Whether the page was just being replaced by another one, so that the same question may be asked again.
    pub(crate) fn is_navigation(&self) -> bool {
        const SIGNS: [&str; 5] = [
            "context was destroyed",
            "Cannot find context",
            "navigated or closed",
            "Cannot find default",
            "Not attached",
        ];
        matches!(self, Self::Refused { message, .. } if SIGNS.iter().any(|sign| message.contains(sign)))
    }
}
