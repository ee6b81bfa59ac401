//! A stage whose host is the Windows program, run by Wine over the same PC/SC service, with a display for its windows.

use std::ffi::OsStr;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::Command;

use openjpki_manifests::EXTENSION_ORIGIN;

use super::{HostProcess, Stage};
use crate::browser::Browser;
use crate::display::Display;
use crate::pcscd::PluggedCard;
use crate::windows::{Onlooker, Person, WinePrefix, windows_program};

/// What Chrome on Windows adds to its call: the window that the native host's windows may belong to; none here.
const PARENT_WINDOW: &str = "--parent-window=0";

/// A Windows computer with a card reader and somebody before its display.
pub struct WindowsStage {
    prefix: WinePrefix,
    /// Who sits before the display.
    pub person: Person,
    /// Service, cards and folder.
    pub stage: Stage,
}

impl WindowsStage {
    /// Sets the stage: the service runs, the reader is empty.
    ///
    /// # Panics
    /// If the machine lacks something; the sentence says what.
    pub fn set() -> Self {
        Self::on(Stage::set())
    }

    /// The same without a running service.
    ///
    /// # Panics
    /// As [`WindowsStage::set`].
    pub fn without_service() -> Self {
        Self::on(Stage::without_service())
    }

    /// Sets the stage and puts a persona's card into the reader.
    ///
    /// # Panics
    /// As [`WindowsStage::set`].
    pub fn with_card(persona: &str) -> (Self, PluggedCard) {
        let (stage, card) = Stage::with_card(persona);
        (Self::on(stage), card)
    }

    /// Puts Windows on a stage.
    ///
    /// # Panics
    /// As [`WindowsStage::set`].
    pub fn on(stage: Stage) -> Self {
        Self::on_display(stage, Display::start("1280x900"))
    }

    /// Puts Windows on a stage, and its windows on this display.
    ///
    /// # Panics
    /// As [`WindowsStage::set`].
    pub fn on_display(stage: Stage, display: Display) -> Self {
        let prefix = WinePrefix::start(&stage.folder().join("wine"), &|program| on(&stage, &display, program));
        let onlooker = prefix.command(&|program| on(&stage, &display, program), Onlooker::program());
        let person = Person::new(display, Onlooker::start(onlooker));
        // The first program starts Wine's services, which keep its standard output open: it must not be one whose end is awaited.
        person.windows();
        let windows = Self { prefix, person, stage };
        windows.configure("log-level = \"trace\"\n");
        windows
    }

    /// The same with a screen of so many dots per inch; 96 is usual. Programs that ran have ended.
    ///
    /// # Panics
    /// If Windows does not start again.
    #[must_use]
    pub fn with_dots_per_inch(self, dots: u32) -> Self {
        let Self {
            mut prefix,
            mut person,
            stage,
        } = self;
        let display = &person.display;
        let registry = format!("[Control Panel\\\\Desktop]\n\"LogPixels\"=dword:{dots:08x}");
        prefix.start_again_with(&|program| on(&stage, display, program), &registry);
        let onlooker = prefix.command(&|program| on(&stage, display, program), Onlooker::program());
        person.looks_through(Onlooker::start(onlooker));
        person.windows();
        Self { prefix, person, stage }
    }

    /// A Windows program on this stage.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        self.prefix
            .command(&|runner| on(&self.stage, &self.person.display, runner), program)
    }

    /// Writes the host's configuration file.
    ///
    /// # Panics
    /// If it cannot be written.
    pub fn configure(&self, toml: &str) {
        let folder = self.prefix.home().join("AppData/Roaming/openjpki");
        std::fs::create_dir_all(&folder).expect("a folder for the configuration");
        std::fs::write(folder.join("config.toml"), toml).expect("the configuration");
    }

    /// Starts the host as Chrome on Windows would, and hears its hello.
    pub fn host(&self) -> HostProcess {
        self.host_with(|_| ())
    }

    /// The same with something else in its environment or at its standard error.
    pub fn host_with(&self, change: impl FnOnce(&mut Command)) -> HostProcess {
        let mut command = self.command(windows_program("openjpki-host.exe"));
        command.args([EXTENSION_ORIGIN, PARENT_WINDOW]);
        change(&mut command);
        HostProcess::called(command)
    }

    /// A headless browser with the extension that finds the Windows host: everything from the page to the card.
    ///
    /// # Panics
    /// As [`WindowsStage::register_host`], or if the browser fails.
    pub fn browser(&self, language: &str) -> Browser {
        self.register_host();
        self.stage.launch(language).start().expect("a browser")
    }

    /// Registers a script that starts the Windows host, in the stage's browser profile: on Linux a manifest must name a program of
    /// Linux.
    ///
    /// # Panics
    /// If the script cannot be written, or the installer fails.
    pub fn register_host(&self) {
        let script = self.stage.folder().join("openjpki-host.sh");
        std::fs::write(&script, self.script()).expect("the script");
        std::fs::set_permissions(&script, Permissions::from_mode(0o755)).expect("a script that can be run");
        self.stage.register(&script, &self.stage.profile());
    }

    fn script(&self) -> String {
        let host = windows_program("openjpki-host.exe");
        let command = self.prefix.command(&|runner| Command::new(runner), host);
        let words = std::iter::once(command.get_program()).chain(command.get_args());
        let words: Vec<String> = words.map(|word| format!("'{}'", word.display())).collect();
        format!(
            "#!/bin/sh\nexec env -i PATH=\"$PATH\" DISPLAY='{}' WINEPREFIX='{}' {} \"$@\"\n",
            self.person.display.name(),
            self.prefix.folder().display(),
            words.join(" ")
        )
    }

    /// Where the host writes its log.
    pub fn log_folder(&self) -> PathBuf {
        self.prefix.home().join("AppData/Local/openjpki/log")
    }

    /// Everything that programs of this computer can have written, but for the system's own files.
    pub fn drive_c(&self) -> PathBuf {
        self.prefix.drive_c()
    }
}

fn on(stage: &Stage, display: &Display, program: &OsStr) -> Command {
    let mut command = stage.pcscd.command(program);
    command.env("DISPLAY", display.name()).env_remove("LC_ALL");
    command
}
