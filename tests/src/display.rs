//! A private X display with a window manager, to see and use real windows without a screen.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::browser::PATIENCE;

/// A running Xvfb with openbox. Dropping it ends both.
pub struct Display {
    server: Child,
    manager: Child,
    name: String,
}

impl Display {
    /// Starts a display of `size`, such as `1280x900`, under a number that the server chooses.
    ///
    /// # Panics
    /// If Xvfb or openbox are not installed.
    pub fn start(size: &str) -> Self {
        let mut server = ends_with_us("Xvfb")
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                &format!("{size}x24"),
                "-nolisten",
                "tcp",
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb starts");
        let mut number = String::new();
        BufReader::new(server.stdout.take().expect("stdout is piped"))
            .read_line(&mut number)
            .expect("a display number");
        let name = format!(":{}", number.trim());
        let mut openbox = ends_with_us("openbox");
        openbox
            .env("DISPLAY", &name)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let manager = openbox.spawn().expect("openbox starts");
        Self { server, manager, name }
    }

    /// The value for `DISPLAY`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Waits for a visible window whose class matches `class` and returns its id.
    ///
    /// # Panics
    /// If none comes.
    pub fn wait_for_window(&self, class: &str) -> String {
        let found = self.wait_until("xdotool", &["search", "--onlyvisible", "--class", class], |ids| {
            !ids.is_empty()
        });
        found.lines().last().unwrap_or_default().to_owned()
    }

    /// Waits for a visible window whose class matches `class` besides `known`, and returns its id.
    ///
    /// # Panics
    /// If none comes.
    pub fn wait_for_another_window(&self, class: &str, known: &str) -> String {
        let other = |ids: &str| ids.lines().find(|id| *id != known).map(str::to_owned);
        let search = ["search", "--onlyvisible", "--class", class];
        let found = self.wait_until("xdotool", &search, |ids| other(ids).is_some());
        other(&found).unwrap_or_default()
    }

    /// Types text into the window that has the focus, as a keyboard does, and presses Enter.
    ///
    /// # Panics
    /// If xdotool fails.
    pub fn type_and_enter(&self, window: &str, text: &str) {
        self.activate(window);
        for arguments in [&["type", "--delay", "40", text][..], &["key", "Return"]] {
            let status = self.command("xdotool").args(arguments).status().expect("xdotool runs");
            assert!(status.success(), "xdotool {}: {status}", arguments[0]);
        }
    }

    /// Gives a window the keyboard.
    ///
    /// # Panics
    /// If it does not come to the front.
    pub fn activate(&self, window: &str) {
        self.wait_until("xdotool", &["windowactivate", "--sync", window], |_| true);
    }

    /// Waits until a window has the keyboard.
    ///
    /// # Panics
    /// If it never does.
    pub fn wait_for_active(&self, window: &str) {
        self.wait_until("xdotool", &["getactivewindow"], |active| active == window);
    }

    /// Saves what the whole display shows as a PNG file, once it has stopped changing.
    ///
    /// # Panics
    /// If it cannot be saved.
    pub fn screenshot(&self, file: &Path) {
        self.picture(&[], file);
    }

    /// The same of an area only (left, top, right, bottom), as far as it is on the display.
    ///
    /// # Panics
    /// As [`Display::screenshot`].
    pub fn screenshot_of(&self, [left, top, right, bottom]: [i32; 4], file: &Path) {
        let (left, top) = (left.max(0), top.max(0));
        let area = format!("{}x{}+{left}+{top}", right - left, bottom - top);
        self.picture(&["-crop", &area, "+repage"], file);
    }

    fn picture(&self, options: &[&str], file: &Path) {
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("the folder");
        let mut before = Vec::new();
        for _ in 0..20 {
            sleep(Duration::from_millis(150));
            let mut import = self.command("import");
            import.args(["-window", "root"]).args(options).arg(file);
            let status = import.status().expect("import runs");
            assert!(status.success(), "import: {status}");
            let now = std::fs::read(file).expect("the picture");
            if now == before {
                return;
            }
            before = now;
        }
    }

    /// A command with this display.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env("DISPLAY", &self.name);
        command
    }

    /// Runs a command again and again until it succeeds and its output is as wanted.
    fn wait_until(&self, program: &str, arguments: &[&str], wanted: impl Fn(&str) -> bool) -> String {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let output = self.command(program).args(arguments).stderr(Stdio::null()).output();
            let output = output.unwrap_or_else(|error| panic!("{program}: {error}"));
            let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
            if output.status.success() && wanted(&text) {
                return text;
            }
            assert!(Instant::now() < deadline, "{program} {arguments:?} does not succeed");
            sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        for process in [&mut self.manager, &mut self.server] {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

/// A program that also ends when we are killed.
fn ends_with_us(program: &str) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "KILL", "--", program]);
    command
}
