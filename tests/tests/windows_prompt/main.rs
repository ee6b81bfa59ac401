//! The windows of the host on Windows by themselves (`host/examples/prompt-window`), under Wine, with a person before the display.
//! What they do within a whole ceremony is in `windows_host`.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod closing;
mod pictures;
mod typing;

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use openjpki_host::catalog::Catalog;
use openjpki_tests::display::Display;
use openjpki_tests::stage::root;
use openjpki_tests::windows::{Onlooker, Person, Window, WinePrefix};
use tempfile::TempDir;

/// A Windows computer with somebody before its display.
struct Desk {
    prefix: WinePrefix,
    person: Person,
    folder: TempDir,
}

impl Desk {
    fn set() -> Self {
        Self::with_screen("1280x1024", 96)
    }

    /// With a screen of this size and so many dots per inch.
    fn with_screen(size: &str, dpi: u32) -> Self {
        let folder = tempfile::Builder::new().prefix("openjpki-desk-").tempdir().unwrap();
        let display = Display::start(size);
        let name = display.name().to_owned();
        let start = |program: &OsStr| on(&name, program);
        let mut prefix = WinePrefix::start(&folder.path().join("wine"), &start);
        if dpi != 96 {
            // Programs learn the resolution when somebody signs in.
            let resolution = format!("[Control Panel\\\\Desktop]\n\"LogPixels\"=dword:{dpi:08x}");
            prefix.start_again_with(&start, &resolution);
        }
        let onlooker = Onlooker::start(prefix.command(&start, Onlooker::program()));
        let person = Person::new(display, onlooker);
        let desk = Self { prefix, person, folder };
        // The onlooker, and the person, look for windows of a program of this name.
        std::fs::copy(example(), desk.host()).expect("a copy of the example");
        desk
    }

    fn host(&self) -> PathBuf {
        self.folder.path().join("openjpki-host.exe")
    }

    /// Starts the example with these arguments.
    fn shows(&self, arguments: &[&str]) -> Shown {
        let name = self.person.display.name();
        let mut command = self.prefix.command(&|program| on(name, program), self.host());
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().expect("the example starts");
        Shown {
            input: process.stdin.take().expect("stdin is piped"),
            output: BufReader::new(process.stdout.take().expect("stdout is piped")),
            process,
        }
    }

    /// The window with a field, once it takes input.
    #[track_caller]
    fn asks(&self) -> Window {
        self.person.sees(|window| window.field().is_some());
        self.person.reacts();
        self.person
            .sees(|window| window.field().is_some_and(|field| field.focused))
    }

    /// Waits until OK can be pressed, or cannot.
    #[track_caller]
    fn sees_ok(&self, enabled: bool) -> Window {
        self.person
            .sees(|window| window.button("OK").is_some_and(|ok| ok.enabled == enabled))
    }
}

/// The running example. Dropping it ends it.
struct Shown {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Shown {
    /// Says a line to an example that was started without steps.
    fn hears(&mut self, line: &str) {
        writeln!(self.input, "{line}").expect("the example listens");
    }

    /// What the next step came to.
    fn outcome(&mut self) -> String {
        let mut line = String::new();
        self.output.read_line(&mut line).expect("a line");
        line.rsplit_once(": ").expect("an outcome").1.trim().to_owned()
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn on(display: &str, program: &OsStr) -> Command {
    let mut command = Command::new(program);
    command.env("DISPLAY", display).env_remove("LC_ALL");
    command
}

/// The example as `cargo test` builds it for Windows.
fn example() -> PathBuf {
    let path = root().join("target/x86_64-pc-windows-gnu/debug/examples/prompt-window.exe");
    assert!(
        path.is_file(),
        "{} is not built: cargo build --target x86_64-pc-windows-gnu --package openjpki-host --examples",
        path.display()
    );
    path
}

fn words() -> &'static Catalog {
    Catalog::for_lang("en")
}
