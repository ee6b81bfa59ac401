//! Starting Chromium with a private profile, an unpacked extension and a language.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use super::{Browser, BrowserError, connection::Connection};

/// What every start has: nothing that talks to the network by itself, nothing that asks on a first run.
const FLAGS: [&str; 13] = [
    "--remote-debugging-pipe",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-search-engine-choice-screen",
    "--disable-features=Translate,OptimizationHints,MediaRouter",
    "--password-store=basic",
    "--enable-unsafe-extension-debugging",
];

/// The shell line that moves standard input and output to the descriptors 3 and 4, where Chromium expects the pipe.
const MOVE_PIPES: &str = r#"exec "$0" "$@" 3<&0 4>&1 </dev/null >/dev/null"#;

/// Makes the command that starts a program, for instance inside a namespace.
type Starter<'a> = dyn Fn(&OsStr) -> Command + 'a;

/// How to start the browser.
pub struct Launch<'a> {
    profile: PathBuf,
    extension: Option<PathBuf>,
    headed: bool,
    language: String,
    starter: Box<Starter<'a>>,
    flags: Vec<OsString>,
    environment: Vec<(OsString, OsString)>,
}

impl<'a> Launch<'a> {
    /// A headless browser whose profile is the folder `profile` (made if it is not there).
    pub fn new(profile: impl Into<PathBuf>) -> Self {
        Self {
            profile: profile.into(),
            extension: None,
            headed: false,
            language: "en".to_owned(),
            starter: Box::new(|program| Command::new(program)),
            flags: Vec::new(),
            environment: Vec::new(),
        }
    }

    /// Loads the unpacked extension in `folder`.
    #[must_use]
    pub fn extension(mut self, folder: impl Into<PathBuf>) -> Self {
        self.extension = Some(folder.into());
        self
    }

    /// Shows the browser on the display that `DISPLAY` names.
    #[must_use]
    pub fn headed(mut self) -> Self {
        self.headed = true;
        self
    }

    /// The language of the browser's own words and of `Accept-Language`: `en`, `ja`, ...
    #[must_use]
    pub fn language(mut self, language: &str) -> Self {
        language.clone_into(&mut self.language);
        self
    }

    /// Starts the browser by `starter` in place of `Command::new`, for instance inside a namespace.
    #[must_use]
    pub fn within(mut self, starter: impl Fn(&OsStr) -> Command + 'a) -> Self {
        self.starter = Box::new(starter);
        self
    }

    /// Adds a command-line flag.
    #[must_use]
    pub fn flag(mut self, flag: impl Into<OsString>) -> Self {
        self.flags.push(flag.into());
        self
    }

    /// Sets an environment variable of the browser, which every native host it starts inherits.
    #[must_use]
    pub fn env(mut self, name: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        self.environment.push((name.into(), value.into()));
        self
    }

    /// Starts the browser and waits until it answers.
    ///
    /// # Errors
    /// [`BrowserError::Start`] if there is no Chromium, [`BrowserError::Gone`] if it ends at once.
    pub fn start(self) -> Result<Browser, BrowserError> {
        let errors = self.profile.join("chromium.stderr");
        let mut process = self.spawn(&errors).map_err(|source| BrowserError::Start {
            program: chromium(),
            source,
        })?;
        let (Some(writer), Some(reader)) = (process.stdin.take(), process.stdout.take()) else {
            return Err(BrowserError::Other("the browser has no pipe".to_owned()));
        };
        let connection = Connection::start(writer, reader, errors.clone());
        let browser = Browser {
            connection,
            process,
            errors,
        };
        browser.targets()?;
        Ok(browser)
    }

    fn spawn(&self, errors: &Path) -> std::io::Result<Child> {
        std::fs::create_dir_all(&self.profile)?;
        let mut command = (self.starter)(OsStr::new("sh"));
        command.args(["-c", MOVE_PIPES, &chromium()]).args(FLAGS);
        command.arg(joined("--user-data-dir=", &self.profile));
        command
            .arg(format!("--lang={}", self.language))
            .arg(format!("--accept-lang={}", self.language));
        if let Some(extension) = &self.extension {
            command.arg(joined("--load-extension=", extension));
        }
        if !self.headed {
            command.arg("--headless=new");
        }
        command
            .args(&self.flags)
            .envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.env("LANGUAGE", &self.language);
        command.env("TMPDIR", &self.profile); // a killed browser leaves a folder: it goes with the profile
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(File::create(errors)?);
        command.process_group(0).spawn()
    }
}

/// The Chromium to test with: `OPENJPKI_CHROMIUM`, else `chromium` on the path.
fn chromium() -> String {
    std::env::var("OPENJPKI_CHROMIUM").unwrap_or_else(|_| "chromium".to_owned())
}

fn joined(flag: &str, path: &Path) -> OsString {
    let mut whole = OsString::from(flag);
    whole.push(path);
    whole
}
