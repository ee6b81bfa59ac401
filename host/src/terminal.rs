//! The terminal in which a person typed this program's name, to answer `--help` there. Browsers use pipes and have none.

#[cfg(windows)]
mod windows;

/// Lets standard output and standard error reach the terminal that this program was started from.
///
/// On Windows the host is a program without a console, so that no black window opens beside the browser; it has to go to the
/// console of whoever started it. Pipes and files that were passed instead stay what they are. Elsewhere there is nothing to do.
pub fn attach() {
    #[cfg(windows)]
    windows::attach();
}
