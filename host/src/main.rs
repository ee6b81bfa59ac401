//! `openjpki-host`: the program that a browser starts when a page asks for a card. See `docs/ARCHITECTURE.md`.
#![cfg_attr(windows, windows_subsystem = "windows")] // no console window beside the browser

use std::io;
use std::process::ExitCode;
#[cfg(unix)]
use std::thread;

use clap::Parser;
use openjpki_host::caller::Caller;
use openjpki_host::cancel::Cancel;
use openjpki_host::ceremony::Ceremonies;
use openjpki_host::config::{Config, ConfigError, Folders};
use openjpki_host::pdf::{self, PdfReader};
use openjpki_host::prompt::NativePrompt;
use openjpki_host::reader::{self, PcscReader};
use openjpki_host::{hardening, log, session, terminal};

/// Lets a web page ask a person to sign in or sign with their My Number Card.
///
/// A browser starts this program (native messaging, org.openjpki.host); there is nothing to do with it by hand. To connect it
/// with your browsers, run `openjpki-installer install`; to see what they find, `openjpki-installer status`.
#[derive(Parser)]
#[command(version, about)]
struct Arguments {
    /// What the browser passes: the calling extension's origin, or the manifest and the add-on's id; then whatever else
    /// it has to say, such as `--parent-window` on Windows.
    #[arg(hide = true, trailing_var_arg = true, allow_hyphen_values = true)]
    caller: Vec<String>,
}

fn main() -> ExitCode {
    let hardened = hardening::harden();
    if std::env::args_os()
        .nth(1)
        .is_some_and(|argument| argument == pdf::ARGUMENT)
    {
        return read_pdf(hardened.is_ok());
    }
    terminal::attach();
    let arguments = Arguments::parse();
    if let Err(stranger) = Caller::identify(&arguments.caller) {
        return refuse(&stranger.to_string());
    }
    let unprotected = match hardened {
        Ok(unprotected) => unprotected,
        Err(error) => return refuse(&format!("this process could not be protected: {error}")),
    };
    reader::leave_on_panic();
    let folders = Folders::of_this_person();
    let (config, complaint) = configuration(&folders);
    if let Some(folder) = &folders.log
        && let Err(error) = log::start(folder, config.log_level)
    {
        tell(&format!("goes on without a log: {error}"));
    }
    if let Some(complaint) = complaint {
        tracing::warn!("goes on with the defaults: {complaint}");
    }
    unprotected.iter().for_each(|missing| tracing::warn!("{missing}"));
    let stop = Cancel::new();
    if let Err(error) = stop_on_signals(&stop) {
        tracing::warn!("signals end this process at once, whatever the card is doing: {error}");
    }
    let mut ceremonies = Ceremonies::new(
        PcscReader::new(config.reader),
        NativePrompt::new(config.pinentry_program),
    )
    .with_pdf_reader(PdfReader::of_this_program().ok());
    session::serve(io::stdin(), io::stdout(), &stop, &mut ceremonies);
    ExitCode::SUCCESS
}

/// What this program does for itself in a process of its own.
fn read_pdf(hardened: bool) -> ExitCode {
    let limited = hardened && hardening::limit_memory(pdf::MEMORY).is_ok();
    if limited && pdf::answer(io::stdin(), io::stdout()).is_ok() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn configuration(folders: &Folders) -> (Config, Option<ConfigError>) {
    match folders.config.as_deref().map(Config::load) {
        None => (Config::default(), None),
        Some(Ok(config)) => (config, None),
        Some(Err(error)) => (Config::default(), Some(error)),
    }
}

/// A browser or a desktop that ends asks with a signal: the card is left clean first, as at the end of input.
#[cfg(unix)]
fn stop_on_signals(stop: &Cancel) -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

    let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM])?;
    let stop = stop.clone();
    let listen = move || signals.forever().for_each(|_| stop.cancel());
    thread::Builder::new().name("signals".to_owned()).spawn(listen)?;
    Ok(())
}

#[cfg(not(unix))]
fn stop_on_signals(_: &Cancel) -> io::Result<()> {
    Ok(())
}

fn refuse(sentence: &str) -> ExitCode {
    tell(sentence);
    ExitCode::from(2)
}

/// Standard output belongs to the browser; what a person should read goes to standard error.
#[expect(
    clippy::print_stderr,
    reason = "the few sentences for a person who started this by hand"
)]
fn tell(sentence: &str) {
    eprintln!("openjpki-host: {sentence}");
}
