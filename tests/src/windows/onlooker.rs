//! Sees what the windows of the host say, through `tests/windows/onlooker.rs`, a small Windows program in the same prefix.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::LazyLock;

use rustix::fs::{FlockOperation, flock};
use serde::Deserialize;

use crate::stage::root;

/// Where the onlooker is built.
static PROGRAM: LazyLock<PathBuf> = LazyLock::new(build);

/// `ES_PASSWORD`: an edit control shows dots.
const PASSWORD_STYLE: u32 = 0x20;

/// A window of the host, as it is on the screen.
#[derive(Debug, Clone, Deserialize)]
pub struct Window {
    /// The system's number of it.
    pub handle: usize,
    /// Its title.
    #[serde(rename = "text")]
    pub title: String,
    /// What is in it, those parts that are visible.
    pub controls: Vec<Control>,
    /// Left, top, right, bottom on the screen, in pixels.
    pub place: [i32; 4],
}

/// A part of a window.
#[derive(Debug, Clone, Deserialize)]
pub struct Control {
    /// `Static`, `Edit`, `Button`, ...
    pub class: String,
    /// What it says.
    pub text: String,
    /// The style bits.
    pub style: u32,
    /// Whether it takes input.
    pub enabled: bool,
    /// Whether it has the keyboard.
    pub focused: bool,
    /// Left, top, right, bottom on the screen, in pixels.
    pub place: [i32; 4],
}

impl Window {
    /// The field for a PIN, if there is one.
    pub fn field(&self) -> Option<&Control> {
        self.controls
            .iter()
            .find(|control| control.class == "Edit" && control.style & PASSWORD_STYLE != 0)
    }

    /// The button that says `text`, whichever letter of it is underlined; Japanese windows have that letter behind the text: `(L)`.
    pub fn button(&self, text: &str) -> Option<&Control> {
        let says = |control: &&Control| match control.text.split_once("(&") {
            Some((before, _)) => before == text,
            None => control.text.replace('&', "") == text,
        };
        self.controls
            .iter()
            .filter(|control| control.class == "Button")
            .find(says)
    }

    /// Whether some part says `words`.
    pub fn says(&self, words: &str) -> bool {
        self.controls.iter().any(|control| control.text.contains(words))
    }

    /// Everything it says, one line for each part.
    pub fn text(&self) -> String {
        let texts: Vec<&str> = self.controls.iter().map(|control| control.text.as_str()).collect();
        texts.join("\n")
    }
}

#[derive(Deserialize)]
struct Look {
    windows: Vec<Window>,
}

/// A running onlooker. Dropping it ends it.
pub struct Onlooker {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Onlooker {
    /// The program, for a command that starts it in some prefix.
    pub fn program() -> PathBuf {
        PROGRAM.clone()
    }

    /// Starts it by `command`.
    ///
    /// # Panics
    /// If it does not start.
    pub fn start(mut command: Command) -> Self {
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().expect("the onlooker starts");
        Self {
            input: process.stdin.take().expect("stdin is piped"),
            output: BufReader::new(process.stdout.take().expect("stdout is piped")),
            process,
        }
    }

    /// The visible windows of the host, the foremost first.
    ///
    /// # Panics
    /// If the onlooker is gone.
    pub fn look(&mut self) -> Vec<Window> {
        writeln!(self.input, "look").expect("the onlooker listens");
        let mut line = String::new();
        self.output.read_line(&mut line).expect("the onlooker answers");
        let look: Look =
            serde_json::from_str(&line).unwrap_or_else(|error| panic!("the onlooker says {line:?}: {error}"));
        look.windows
    }
}

impl Drop for Onlooker {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Builds the onlooker, if its source changed; several test programs may want it at once.
fn build() -> PathBuf {
    let source = root().join("tests/windows/onlooker.rs");
    let folder = root().join("target/windows");
    std::fs::create_dir_all(&folder).expect("a folder to build in");
    let lock = std::fs::File::create(folder.join("onlooker.lock")).expect("a file to lock");
    flock(&lock, FlockOperation::LockExclusive).expect("a lock");
    let program = folder.join("openjpki-onlooker.exe");
    let changed = |path: &PathBuf| path.metadata().and_then(|about| about.modified()).ok();
    if changed(&program) < changed(&source) {
        let compiled = Command::new("rustc")
            .args(["--edition", "2024", "--target", "x86_64-pc-windows-gnu", "-O", "-o"])
            .args([&program, &source])
            .status();
        assert!(
            compiled.is_ok_and(|status| status.success()),
            "tests/windows/onlooker.rs does not build: `cargo xtask setup --windows` prepares the compiler"
        );
    }
    program
}
