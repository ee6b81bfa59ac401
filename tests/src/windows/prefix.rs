//! A Windows computer of one's own: a Wine prefix, which the runner makes as a copy of the initialised one.

use std::ffi::OsStr;
use std::fs::OpenOptions;
use std::io::{Read as _, Write as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::runner;
use crate::browser::PATIENCE;

/// How long Wine's server stays after its last program, in seconds: it ends by itself also if a test is killed.
const LINGER: &str = "-p60";

/// Makes the command that starts a program, for instance inside a namespace.
type Starter<'a> = dyn Fn(&OsStr) -> Command + 'a;

/// A Wine prefix and its running server. Dropping it ends every program in it; the folder is the caller's.
pub struct WinePrefix {
    folder: PathBuf,
    server: Child,
}

impl WinePrefix {
    /// Starts the server of the prefix in `folder` (below `/tmp` or the repository, not there yet) by `starter`: all programs of one
    /// prefix must be started in the same namespaces. Returns when the prefix is there.
    ///
    /// # Panics
    /// If Wine's folder is not there.
    pub fn start(folder: &Path, starter: &Starter<'_>) -> Self {
        let mut prefix = Self {
            folder: folder.to_owned(),
            server: server(folder, starter),
        };
        prefix.wait_for_server();
        prefix
    }

    /// Ends every program, adds to the person's part of the registry, and starts again: for what Windows asks only when somebody
    /// signs in. `registry` is as Wine writes it to `user.reg`.
    ///
    /// # Panics
    /// If the registry cannot be written, or Wine does not start again.
    pub fn start_again_with(&mut self, starter: &Starter<'_>, registry: &str) {
        self.end();
        let file = OpenOptions::new().append(true).open(self.folder.join("user.reg"));
        write!(file.expect("the registry"), "\n{registry}\n").expect("the registry");
        self.server = server(&self.folder, starter);
        self.wait_for_server();
    }

    /// A Windows program in this prefix, started by `starter` as the server was.
    pub fn command(&self, starter: &Starter<'_>, program: impl AsRef<OsStr>) -> Command {
        let mut command = starter(runner().as_os_str());
        command.arg("wine64").arg(program).env("WINEPREFIX", &self.folder);
        command
    }

    /// The folder of the prefix, for `WINEPREFIX`.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The folder of the drive `C:`.
    pub fn drive_c(&self) -> PathBuf {
        self.folder.join("drive_c")
    }

    /// The home folder of the one person of the prefix.
    ///
    /// # Panics
    /// If there is none.
    pub fn home(&self) -> PathBuf {
        let users = std::fs::read_dir(self.drive_c().join("users")).expect("a folder of users");
        let mut homes = users.map(|user| user.expect("a user").path());
        homes.find(|home| !home.ends_with("Public")).expect("a person")
    }

    fn wait_for_server(&mut self) {
        let deadline = Instant::now() + PATIENCE;
        while !self.socket().is_some_and(|socket| socket.exists()) {
            if let Ok(Some(_)) = self.server.try_wait() {
                let mut said = String::new();
                let _ = self
                    .server
                    .stderr
                    .take()
                    .map(|mut errors| errors.read_to_string(&mut said));
                panic!("Wine does not start: {said}");
            }
            assert!(Instant::now() < deadline, "Wine's server does not come up");
            sleep(Duration::from_millis(20));
        }
    }

    fn socket(&self) -> Option<PathBuf> {
        let about = self.folder.metadata().ok()?;
        let server = format!("server-{:x}-{:x}", about.dev(), about.ino());
        Some(self.server_folder()?.join(server).join("socket"))
    }

    /// Where the prefix's server keeps its socket, once it said so: it names the folder below `/tmp` in a file of the prefix.
    fn server_folder(&self) -> Option<PathBuf> {
        let name = std::fs::read_to_string(self.folder.join("wineserver")).ok()?;
        Some(Path::new("/tmp").join(name.trim()))
    }

    /// Ends every program of the prefix, as when the computer is switched off.
    pub fn end(&mut self) {
        let ended = Command::new(runner())
            .args(["wineserver", "-k"])
            .env("WINEPREFIX", &self.folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        if !ended.is_ok_and(|status| status.success()) {
            let _ = self.server.kill();
        }
        let _ = self.server.wait();
        if let Some(folder) = self.server_folder() {
            let _ = std::fs::remove_dir_all(folder); // the server leaves it behind
        }
    }
}

impl Drop for WinePrefix {
    fn drop(&mut self) {
        self.end();
    }
}

/// If the test is killed, the server hears SIGINT: it ends its programs, which would wait for ever after a server that was killed.
fn server(folder: &Path, starter: &Starter<'_>) -> Child {
    starter(OsStr::new("setpriv"))
        .args(["--pdeathsig", "INT", "--"])
        .arg(runner())
        .args(["wineserver", "-f", LINGER])
        .env("WINEPREFIX", folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the runner runs")
}
