//! `openjpki-installer`: see `openjpki-installer --help`.

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser as _;
use openjpki_installer::catalog;
use openjpki_installer::cli::Cli;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let mut out = io::stdout().lock();
    let ended = cli.run(&mut out, &mut io::stderr(), catalog::from_environment());
    match ended.and_then(|good| out.flush().map(|()| good)) {
        Ok(true) => ExitCode::SUCCESS,
        // A closed pipe (`| head`) is no reason to say more.
        Ok(false) | Err(_) => ExitCode::FAILURE,
    }
}
