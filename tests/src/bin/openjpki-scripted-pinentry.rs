//! The scripted pinentry as a program: name it as `pinentry-program`, and give it a script.

use std::io::{Write as _, stderr, stdin, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

use openjpki_tests::pinentry::{LOG, SCRIPT, serve};

fn main() -> ExitCode {
    let file = |name| std::env::var_os(name).map(PathBuf::from);
    let (Some(script), Some(log)) = (file(SCRIPT), file(LOG)) else {
        let _ = writeln!(stderr(), "openjpki-scripted-pinentry: set {SCRIPT} and {LOG} to files");
        return ExitCode::FAILURE;
    };
    match serve(&script, &log, stdin().lock(), stdout()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(stderr(), "openjpki-scripted-pinentry: {error}");
            ExitCode::FAILURE
        }
    }
}
