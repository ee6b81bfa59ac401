//! Shows the native windows by themselves, for tests and for those who change them. Never part of what ships.
//!
//! `prompt-window [--lang ja] [--origin URL] [--purpose register] [--documents N] [--wait SECONDS] [--cancelled] [--post TEXT [--press-ok]]
//! STEP...`, where a step is one of
//! - `pin:KEY:TRIES[:MISTAKE][=EXPECTED]` with KEY `authentication` or `signature`, MISTAKE `wrong`, `again`, `same`, `different` or `another`: asks, and says whether
//!   what was typed is what was expected (never what it is),
//! - `last:KEY`: the confirmation before the last try,
//! - `blocked:KEY`, `changed:KEY`, `unchanged:KEY`, `doubt:KEY`, `unknown:KEY`, `refused:KEY`: the message about a PIN that is blocked, or which one
//!   counts after a change,
//! - `work`: the card works, until a line of input comes,
//! - `close`: the ceremony is over.
//!
//! One line of output for each step. The program lives until its input ends.
//!
//! Without a step, each line of input is arguments with steps, and ends what the line before shows; an empty one shows nothing.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a tool for tests stops at the first surprise"
)]

#[cfg(windows)]
mod windows_keyboard;

use std::sync::mpsc::{Receiver, channel};
use std::thread::{JoinHandle, sleep, spawn};
use std::time::Duration;

use clap::Parser;
use openjpki::iso7816::{Command, Response, Transport, TransportError};
use openjpki::jpki::{DigitalSignature, Jpki, Key, KeyKind, Pin, Rejected, UserAuthentication};
use openjpki::origin::Origin;
use openjpki_host::cancel::Cancel;
use openjpki_host::catalog::Catalog;
use openjpki_host::prompt::{
    ChangeStep, ConfirmRequest, MessageRequest, Mistake, NativePrompt, Notice, PinPrompt, PinRequest, PromptError,
    Purpose,
};
use openjpki_host::wire::Listed;
#[cfg(windows)]
use windows_keyboard::{post, press_ok};

#[derive(Parser)]
struct Arguments {
    #[arg(long, default_value = "en")]
    lang: String,
    #[arg(long, default_value = "https://portal.example.go.jp")]
    origin: String,
    #[arg(long, default_value = "register")]
    purpose: String,
    /// How many documents are to be signed, with the purpose `sign`.
    #[arg(long, default_value_t = 0)]
    documents: u8,
    /// Seconds after which a window closes.
    #[arg(long)]
    wait: Option<f32>,
    /// Everything is cancelled before anything is shown.
    #[arg(long)]
    cancelled: bool,
    /// Posts these characters to the field once it takes them, as an input method does.
    #[arg(long)]
    post: Option<String>,
    /// Presses OK after that, as a program does for a person who cannot.
    #[arg(long)]
    press_ok: bool,
    steps: Vec<String>,
}

fn main() {
    let arguments = Arguments::parse();
    if arguments.steps.is_empty() {
        return play_line_by_line();
    }
    let (go_on, worked) = channel();
    spawn(move || {
        for line in std::io::stdin().lines().map_while(Result::ok) {
            let _ = go_on.send(line);
        }
        std::process::exit(0);
    });
    let mut prompt = prompt(arguments.wait.map(Duration::from_secs_f32));
    arguments.play(&mut prompt, Cancel::new(), worked);
    loop {
        sleep(Duration::from_secs(60));
    }
}

fn play_line_by_line() {
    let mut before: Option<(Cancel, JoinHandle<()>)> = None;
    for line in std::io::stdin().lines().map_while(Result::ok) {
        if let Some((cancel, playing)) = before.take() {
            cancel.cancel();
            playing.join().unwrap();
        }
        if !line.is_empty() {
            let arguments = Arguments::parse_from(std::iter::once("prompt-window").chain(line.split_whitespace()));
            let cancel = Cancel::new();
            let stop = cancel.clone();
            before = Some((
                stop,
                spawn(move || arguments.play(&mut prompt(None), cancel, channel().1)),
            ));
        }
    }
}

impl Arguments {
    /// Plays all steps, until `cancel` is made. Where the card works, it does until `worked` has something.
    fn play(self, prompt: &mut NativePrompt, cancel: Cancel, worked: Receiver<String>) {
        if self.cancelled {
            cancel.cancel();
        }
        let catalog = Catalog::for_lang(&self.lang);
        if let Some(text) = self.post {
            spawn(move || {
                post(catalog.title, &text);
                if self.press_ok {
                    press_ok(catalog.title);
                }
            });
        }
        let stage = Stage {
            catalog,
            origin: Origin::parse(&self.origin).expect("an origin"),
            purpose: purpose(&self.purpose),
            documents: (1..=self.documents).map(document).collect(),
            cancel,
            worked,
        };
        for step in &self.steps {
            match stage.play(prompt, step) {
                Ok(outcome) => println!("{step}: {outcome}"),
                Err(error) => println!("{step}: {error}"),
            }
        }
    }
}

fn purpose(name: &str) -> Purpose {
    match name {
        "authenticate" => Purpose::Authenticate,
        "sign" => Purpose::Sign,
        "certificate" => Purpose::Certificate,
        "current" => Purpose::ChangePin(ChangeStep::Current),
        "new" => Purpose::ChangePin(ChangeStep::New),
        "repeat" => Purpose::ChangePin(ChangeStep::Repeat),
        "settle" => Purpose::ChangePin(ChangeStep::Settle),
        _ => Purpose::Register,
    }
}

#[cfg(not(windows))]
fn post(_: &str, _: &str) {
    unimplemented!("only on Windows");
}

#[cfg(not(windows))]
fn press_ok(_: &str) {
    unimplemented!("only on Windows");
}

#[cfg(windows)]
fn prompt(longest_wait: Option<Duration>) -> NativePrompt {
    longest_wait.map_or_else(|| NativePrompt::new(None), NativePrompt::with_longest_wait)
}

#[cfg(not(windows))]
fn prompt(_: Option<Duration>) -> NativePrompt {
    NativePrompt::new(None)
}

/// One of some documents; of every third the site shows nothing.
fn document(number: u8) -> Listed {
    let shown = !number.is_multiple_of(3);
    Listed {
        name: format!("{number:02} 賃貸借契約書 lease agreement.pdf"),
        media_type: shown.then(|| "application/pdf".to_owned()),
        size: shown.then_some(usize::from(number) * 131_072),
        digest: [number; 32],
        pages: None,
        title: None,
    }
}

struct Stage {
    catalog: &'static Catalog,
    origin: Origin,
    purpose: Purpose,
    documents: Vec<Listed>,
    cancel: Cancel,
    /// Something comes here when the card has worked enough.
    worked: Receiver<String>,
}

impl Stage {
    fn play(&self, prompt: &mut NativePrompt, step: &str) -> Result<String, PromptError> {
        let (step, expected) = step.split_once('=').unwrap_or((step, ""));
        let mut words = step.split(':');
        let verb = words.next().unwrap_or_default();
        let words: Vec<_> = words.collect();
        let word = |at: usize| words.get(at).copied().unwrap_or_default();
        let key = match word(0) {
            "authentication" => KeyKind::UserAuthentication,
            _ => KeyKind::DigitalSignature,
        };
        match verb {
            "pin" => {
                let request = PinRequest {
                    catalog: self.catalog,
                    origin: match self.purpose {
                        Purpose::ChangePin(_) => None,
                        _ => Some(&self.origin),
                    },
                    purpose: self.purpose,
                    tries: word(1).parse().expect("tries"),
                    mistake: match word(2) {
                        "wrong" => Some(Mistake::Wrong),
                        "again" => Some(Mistake::SameAgain),
                        "same" => Some(Mistake::SameAsCurrent),
                        "different" => Some(Mistake::NotRepeated),
                        "another" => Some(Mistake::NotTheNewOne),
                        _ => None,
                    },
                    documents: &self.documents,
                };
                match key {
                    KeyKind::UserAuthentication => {
                        let pin = prompt.ask::<UserAuthentication>(&request, &|| (), &self.cancel)?;
                        Ok(judged(pin, expected))
                    }
                    KeyKind::DigitalSignature => {
                        let pin = prompt.ask::<DigitalSignature>(&request, &|| (), &self.cancel)?;
                        Ok(judged(pin, expected))
                    }
                }
            }
            "last" => {
                let (catalog, origin) = (self.catalog, Some(&self.origin));
                let request = ConfirmRequest { catalog, origin, key };
                let goes_on = prompt.confirm_last_try(&request, &self.cancel)?;
                Ok(if goes_on { "goes on" } else { "stops" }.to_owned())
            }
            "blocked" | "changed" | "unchanged" | "doubt" | "unknown" | "refused" => {
                let notice = match verb {
                    "changed" => Notice::PinChanged(key),
                    "unchanged" => Notice::PinUnchanged(key),
                    "doubt" => Notice::PinInDoubt(key),
                    "unknown" => Notice::PinUnknown(key),
                    "refused" => Notice::PinRefused(key),
                    _ => Notice::PinBlocked(key),
                };
                let catalog = self.catalog;
                let request = MessageRequest { catalog, notice };
                prompt.message(&request, &self.cancel)?;
                Ok("read".to_owned())
            }
            "work" => {
                self.worked.recv().expect("a line");
                Ok("worked".to_owned())
            }
            "close" if prompt.close() => Ok("the person closed it before".to_owned()),
            "close" => Ok("closed".to_owned()),
            other => panic!("no step {other}"),
        }
    }
}

/// Lets a card that only compares say whether `pin` is `expected`.
fn judged<K: Key>(pin: Pin<K>, expected: &str) -> String {
    let card = Comparing(expected.as_bytes().to_vec());
    let card = Jpki::select(card).unwrap_or_else(|error| panic!("{error}"));
    match card.verify(pin) {
        Ok(_) => "as expected".to_owned(),
        Err(Rejected::Wrong { .. }) => "something else".to_owned(),
        Err(other) => panic!("{other:?}"),
    }
}

/// A card that knows one PIN and nothing else.
struct Comparing(Vec<u8>);

impl Transport for Comparing {
    fn transmit(&mut self, command: &Command) -> Result<Response, TransportError> {
        const VERIFY: u8 = 0x20;
        let bytes = command.as_bytes();
        let answer: &[u8] = match bytes {
            [_, VERIFY, _, _, length, pin @ ..] if usize::from(*length) == pin.len() && pin != self.0 => &[0x63, 0xC2],
            _ => &[0x90, 0x00],
        };
        Ok(Response::try_from(answer)?)
    }
}
