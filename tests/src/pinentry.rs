//! A pinentry program that answers by a script, for tests: no window, the same Assuan words as the real ones.
//!
//! The script has one step a line; see [`Step`]. Steps are used up in order across all processes that share the script, so a
//! test can say beforehand what the person will do. Every dialogue is written to a log, without the PIN.

mod log;
mod script;
mod server;
mod stage;

pub use self::log::Dialogue;
pub use self::script::Step;
pub use self::server::serve;
pub use self::stage::ScriptedPinentry;

/// Environment variable that names the script file.
pub const SCRIPT: &str = "OPENJPKI_PINENTRY_SCRIPT";

/// Environment variable that names the log file.
pub const LOG: &str = "OPENJPKI_PINENTRY_LOG";
