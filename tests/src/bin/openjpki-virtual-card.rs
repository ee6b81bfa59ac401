//! The virtual My Number Card as a program: plugs into the virtual reader driver `vpcd` of a running `pcscd`.
#![allow(
    clippy::print_stdout,
    reason = "its standard output is how people and tests talk with it"
)]

use std::error::Error;
use std::io::{self, BufRead, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use clap::{Args, Parser, Subcommand};
use openjpki_tests::card::{ApduLog, Fault, Link, PERSONAS, Persona, PinChoice, VirtualCard};
use openjpki_tests::pcscd::VPCD_PORT;
use openjpki_tests::pki::{Authority, Generation, Hierarchy, Purpose};
use openjpki_tests::vpcd::{SlotEvent, VpcdSlot};
use serde_json::json;

/// A virtual My Number Card for tests. It stands for no real person and opens nothing real.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Plug a card into vpcd, and obey standard input
    ///
    /// Commands, one a line, each answered by one line of JSON: `remove`, `insert`, `tries`, `set-tries PIN PASSWORD`,
    /// `remove-before N`, `remove-after N` and `status N SW` (counted from now), `heal` (no faults any more), `quit`.
    Run(Box<Run>),
    /// List the personas with their PINs
    Personas,
    /// Write the roots of the cards as `signature-ca.der` and `authentication-ca.der`
    Pki {
        /// Folder to write into
        #[arg(long)]
        out: PathBuf,
        /// test or production-like
        #[arg(long, default_value = "test", value_parser = hierarchy)]
        policy: Hierarchy,
    },
}

#[derive(Args)]
struct Run {
    /// Whose card (see `personas`)
    #[arg(long)]
    persona: String,
    /// How fast the reader and the card are: instant, contact or nfc
    #[arg(long, default_value = "instant")]
    link: String,
    /// Where vpcd listens
    #[arg(long, default_value = "127.0.0.1")]
    host: std::net::IpAddr,
    /// Port of the slot: 35963, or 35964 for the second one
    #[arg(long, default_value_t = VPCD_PORT)]
    port: u16,
    /// Write every command and power event here, one JSON object a line
    #[arg(long)]
    apdu_log: Option<PathBuf>,
    /// Organisation and policies of the certificates: test or production-like
    #[arg(long, default_value = "test", value_parser = hierarchy)]
    policy: Hierarchy,
    /// Other PINs than the persona's: `PIN:PASSWORD`, either may be empty
    #[arg(long, value_parser = pins)]
    pins: Option<[String; 2]>,
    /// Tries left of the user authentication PIN
    #[arg(long)]
    tries_auth: Option<u8>,
    /// Tries left of the digital signature password
    #[arg(long)]
    tries_sign: Option<u8>,
    /// Pull the card after this command; the answer to it is lost
    #[arg(long)]
    remove_after: Option<u64>,
    /// Pull the card before this command
    #[arg(long)]
    remove_before: Option<u64>,
    /// Answer this command without a status word
    #[arg(long)]
    no_status_word: Option<u64>,
    /// Answer a command with this status word, in hex: `N:SW`
    #[arg(long, value_parser = status)]
    status: Option<(u64, u16)>,
    /// Another label than a My Number Card's: `JPKIAPICCTOKEN` is an old card, `JPKIAPGPSETOKEN` a phone
    #[arg(long)]
    label: Option<String>,
    /// Flip a bit in every signature
    #[arg(long)]
    wrong_signature: bool,
    /// Want the password before each signature of the signing key
    #[arg(long)]
    pin_per_signature: bool,
    /// End when vpcd goes away
    #[arg(long)]
    exit_with_reader: bool,
    /// End when standard input ends
    #[arg(long)]
    exit_with_stdin: bool,
}

/// EF of the application's label, 32 characters. Source: `card/files.rs`.
const LABEL: u16 = 0x0006;

/// What the main thread waits for.
enum Input {
    Line(String),
    Closed,
    Slot(SlotEvent),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Run(run) => run.run(),
        Command::Personas => personas(),
        Command::Pki { out, policy } => write_roots(&out, policy),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "openjpki-virtual-card: {error}");
            ExitCode::FAILURE
        }
    }
}

fn personas() -> Result<(), Box<dyn Error>> {
    for persona in PERSONAS {
        let pins = persona.pins;
        println!(
            "{:22} {:4}  {:16}  {}",
            persona.name, pins.authentication, pins.signature, persona.what
        );
    }
    Ok(())
}

fn write_roots(folder: &Path, hierarchy: Hierarchy) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(folder)?;
    for (purpose, file) in [
        (Purpose::Signature, "signature-ca.der"),
        (Purpose::Authentication, "authentication-ca.der"),
    ] {
        let root = Authority::new(hierarchy, purpose, Generation::Third);
        std::fs::write(folder.join(file), root.certificate())?;
    }
    Ok(())
}

fn hierarchy(name: &str) -> Result<Hierarchy, String> {
    match name {
        "test" => Ok(Hierarchy::Test),
        "production-like" => Ok(Hierarchy::ProductionLike),
        _ => Err("test or production-like".to_owned()),
    }
}

/// `PIN:PASSWORD`; what is left empty stays the persona's.
fn pins(text: &str) -> Result<[String; 2], String> {
    let (authentication, signature) = text.split_once(':').ok_or("two PINs, separated by a colon")?;
    Ok([authentication.to_owned(), signature.to_owned()])
}

/// The number of a command, from 1, and a status word in hex.
fn status(text: &str) -> Result<(u64, u16), String> {
    let (number, word) = text
        .split_once(':')
        .ok_or("a number and a status word, separated by a colon")?;
    let number = number.parse().map_err(|_| format!("{number} is no number"))?;
    let word = u16::from_str_radix(word, 16).map_err(|_| format!("{word} is no status word"))?;
    Ok((number, word))
}

impl Run {
    fn run(&self) -> Result<(), Box<dyn Error>> {
        let (sender, inputs) = channel();
        let slot_events = sender.clone();
        let listener = Box::new(move |event| drop(slot_events.send(Input::Slot(event))));
        let slot = VpcdSlot::insert(self.card()?, SocketAddr::new(self.host, self.port), listener);
        thread::spawn(move || read_commands(&sender));
        self.obey(&slot, &inputs);
        Ok(())
    }

    fn card(&self) -> Result<VirtualCard, Box<dyn Error>> {
        let persona = Persona::by_name(&self.persona).ok_or("no such persona: see `openjpki-virtual-card personas`")?;
        let link = Link::by_name(&self.link).ok_or("no such link: instant, contact or nfc")?;
        let mut contents = persona.personalisation(self.policy);
        if let (Some(contents), Some(pins)) = (&mut contents, &self.pins) {
            for (pin, other) in contents
                .pins
                .iter_mut()
                .zip(pins)
                .filter(|(_, other)| !other.is_empty())
            {
                pin.clone_from(other);
            }
        }
        let mut card = VirtualCard::personalised(contents.as_ref()).with_link(link);
        if self.pin_per_signature {
            card = card.with_pin_per_signature();
        }
        if let Some(path) = &self.apdu_log {
            card = card.with_log(ApduLog::into_file(path)?);
        }
        if let (Some(jpki), Some(label)) = (card.jpki(), &self.label) {
            jpki.set_file(LABEL, format!("{label:32}").into_bytes());
        }
        let tries = [
            (PinChoice::Authentication, self.tries_auth),
            (PinChoice::Signature, self.tries_sign),
        ];
        for (pin, left) in tries {
            if let (Some(jpki), Some(left)) = (card.jpki(), left) {
                jpki.set_tries(pin, left);
            }
        }
        Ok(self.faults().fold(card, VirtualCard::with_fault))
    }

    fn faults(&self) -> impl Iterator<Item = Fault> {
        let faults = [
            self.remove_before.map(Fault::RemoveBefore),
            self.remove_after.map(Fault::RemoveAfter),
            self.no_status_word.map(Fault::NoStatusWord),
            self.status.map(|(n, word)| Fault::Status(n, word)),
            self.wrong_signature.then_some(Fault::WrongSignature),
        ];
        faults.into_iter().flatten()
    }

    fn obey(&self, slot: &VpcdSlot, inputs: &Receiver<Input>) {
        while let Ok(input) = inputs.recv() {
            match input {
                Input::Slot(event) => {
                    print(&json!({ "event": event.name() }));
                    if event == SlotEvent::Disconnected && self.exit_with_reader {
                        return;
                    }
                }
                Input::Closed if self.exit_with_stdin => return,
                Input::Closed => {}
                Input::Line(line) => match line.trim() {
                    "quit" => return,
                    word => print(&answer(slot, word)),
                },
            }
        }
    }
}

fn read_commands(sender: &Sender<Input>) {
    for line in io::stdin().lock().lines().map_while(Result::ok) {
        if sender.send(Input::Line(line)).is_err() {
            return;
        }
    }
    let _ = sender.send(Input::Closed);
}

fn answer(slot: &VpcdSlot, line: &str) -> serde_json::Value {
    let words: Vec<&str> = line.split_whitespace().collect();
    let done = match words.as_slice() {
        ["remove"] => {
            slot.remove();
            Some(())
        }
        ["insert"] => {
            slot.insert_again();
            Some(())
        }
        ["tries"] => return tries(slot, line),
        ["set-tries", pin, password] => pin
            .parse()
            .ok()
            .zip(password.parse().ok())
            .map(|left| set_tries(slot, left)),
        ["remove-before", n] => n
            .parse()
            .ok()
            .map(|n: u64| add_fault(slot, |now| Fault::RemoveBefore(now + n))),
        ["remove-after", n] => n
            .parse()
            .ok()
            .map(|n: u64| add_fault(slot, |now| Fault::RemoveAfter(now + n))),
        ["status", n, word] => n
            .parse()
            .ok()
            .zip(u16::from_str_radix(word, 16).ok())
            .map(|(n, word): (u64, _)| add_fault(slot, |now| Fault::Status(now + n, word))),
        ["heal"] => {
            slot.card().faults().clear();
            Some(())
        }
        _ => None,
    };
    match done {
        Some(()) => json!({ "answer": line }),
        None => json!({ "answer": line, "error": "no such command; see --help" }),
    }
}

fn tries(slot: &VpcdSlot, line: &str) -> serde_json::Value {
    let mut card = slot.card();
    let left = |pin| card.jpki().and_then(|jpki| jpki.tries(pin));
    let [authentication, signature] = [PinChoice::Authentication, PinChoice::Signature].map(left);
    json!({ "answer": line, "authentication": authentication, "signature": signature })
}

fn set_tries(slot: &VpcdSlot, (authentication, signature): (u8, u8)) {
    if let Some(jpki) = slot.card().jpki() {
        jpki.set_tries(PinChoice::Authentication, authentication);
        jpki.set_tries(PinChoice::Signature, signature);
    }
}

fn add_fault(slot: &VpcdSlot, fault: impl FnOnce(u64) -> Fault) {
    let mut card = slot.card();
    let now = card.faults().commands();
    card.faults().add(fault(now));
}

fn print(line: &serde_json::Value) {
    // whoever started the card may have stopped listening, which is no reason to end
    let _ = writeln!(io::stdout(), "{line}");
}
