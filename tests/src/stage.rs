//! The whole path on one private stage: PC/SC service, card, host, browser, registration site, PIN windows.
//!
//! What runs here is what ships: the release build of the host, found by the browser through a manifest that the installer
//! wrote. Everything a stage starts lives in namespaces and folders of its own and ends with it, so stages run side by side.

mod host;
pub mod judge;
mod kit;
pub mod openssl;
mod portal;
pub mod visit;
mod windows;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::browser::{Browser, Launch};
use crate::card::Persona;
use crate::pcscd::{CardSetup, PluggedCard, PrivatePcscd, program};
use crate::pinentry::ScriptedPinentry;

pub use self::host::{HostProcess, Reply};
pub use self::kit::Kit;
pub use self::portal::{ORIGIN, Portal};
pub use self::windows::WindowsStage;

/// Environment variable that names the host to test in place of `target/release/openjpki-host`.
pub const HOST_BIN: &str = "OPENJPKI_HOST_BIN";

/// A computer with a card reader, on which OpenJPKI is set up for one person.
pub struct Stage {
    /// The PC/SC service that only this stage sees.
    pub pcscd: PrivatePcscd,
    /// The person at the PIN windows.
    pub pinentry: ScriptedPinentry,
    folder: TempDir,
}

impl Stage {
    /// Sets the stage: the service runs, the reader is empty, PIN windows are answered by a script that is still empty.
    ///
    /// # Panics
    /// If the machine lacks something; the sentence says what.
    pub fn set() -> Self {
        Self::around(PrivatePcscd::start().expect("a private pcscd"))
    }

    /// The same without a running service.
    ///
    /// # Panics
    /// As [`Stage::set`].
    pub fn without_service() -> Self {
        Self::around(PrivatePcscd::without_service().expect("namespaces for a private pcscd"))
    }

    /// Sets the stage and puts a persona's card into the reader.
    ///
    /// # Panics
    /// As [`Stage::set`].
    pub fn with_card(persona: &str) -> (Self, PluggedCard) {
        let stage = Self::set();
        let card = stage.plug(persona);
        (stage, card)
    }

    fn around(pcscd: PrivatePcscd) -> Self {
        let folder = tempfile::Builder::new()
            .prefix("openjpki-stage-")
            .tempdir()
            .expect("a temporary folder");
        let stage = Self {
            pcscd,
            pinentry: ScriptedPinentry::new(folder.path()),
            folder,
        };
        stage.use_pinentry(&program("openjpki-scripted-pinentry").expect("the scripted pinentry"));
        stage
    }

    /// Names another pinentry program in the host's configuration.
    ///
    /// # Panics
    /// If the configuration cannot be written.
    pub fn use_pinentry(&self, program: &Path) {
        self.configure(&format!(
            "pinentry-program = {:?}\nlog-level = \"trace\"\n",
            program.display().to_string()
        ));
    }

    /// Writes the host's configuration file.
    ///
    /// # Panics
    /// If it cannot be written.
    pub fn configure(&self, toml: &str) {
        let folder = self.folder.path().join("config/openjpki");
        std::fs::create_dir_all(&folder).expect("a folder for the configuration");
        std::fs::write(folder.join("config.toml"), toml).expect("the configuration");
    }

    /// Puts a persona's card into the first slot.
    ///
    /// # Panics
    /// If the service does not power it.
    pub fn plug(&self, persona: &str) -> PluggedCard {
        self.pcscd
            .plug(&CardSetup::persona(persona))
            .expect("a card in the reader")
    }

    /// Puts a persona's card into the second slot.
    ///
    /// # Panics
    /// As [`Stage::plug`].
    pub fn plug_beside(&self, persona: &str) -> PluggedCard {
        let setup = CardSetup {
            slot: 1,
            ..CardSetup::persona(persona)
        };
        self.pcscd.plug(&setup).expect("a card in the reader")
    }

    /// A command on this stage: with its service and network, its home folder and its PIN windows.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = self.pcscd.command(program);
        command.envs(self.environment());
        command
    }

    /// The environment of everything on this stage.
    pub fn environment(&self) -> Vec<(&'static str, PathBuf)> {
        let home = |name: &str| self.folder.path().join(name);
        let mut environment = vec![
            ("HOME", home("home")),
            ("XDG_CONFIG_HOME", home("config")),
            ("XDG_STATE_HOME", home("state")),
        ];
        environment.extend(self.pinentry.environment());
        environment
    }

    /// A folder of this stage, gone with it.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Where the host writes its log.
    pub fn log_folder(&self) -> PathBuf {
        self.folder.path().join("state/openjpki/log")
    }

    /// Starts the host as a browser would, and hears its hello.
    pub fn host(&self) -> HostProcess {
        self.host_with(|_| ())
    }

    /// The same with something else in its environment or at its standard error.
    pub fn host_with(&self, change: impl FnOnce(&mut Command)) -> HostProcess {
        let mut command = self.command(host_program());
        change(&mut command);
        HostProcess::start(command)
    }

    /// Starts the registration site with the roots of the virtual cards.
    pub fn portal(&self) -> Portal {
        Portal::start(self)
    }

    /// The same on this database: a file, or the URL of a PostgreSQL.
    pub fn portal_on(&self, database: &str) -> Portal {
        Portal::start_on(self, database)
    }

    /// Starts the page author's kit, which also serves the author's folder below `/site/`.
    pub fn kit(&self, own: Option<&Path>) -> Kit {
        Kit::start(self, own)
    }

    /// Registers the host in a private profile and starts a headless browser with the extension and this profile.
    ///
    /// # Panics
    /// If the installer or the browser fails.
    pub fn browser(&self, language: &str) -> Browser {
        self.register_host(&self.profile());
        self.launch(language).start().expect("a browser")
    }

    /// How [`Stage::browser`] starts the browser, without registering the host.
    pub fn launch(&self, language: &str) -> Launch<'_> {
        let mut launch = Launch::new(self.profile())
            .extension(root().join("extension"))
            .language(language);
        for (name, value) in self.environment() {
            launch = launch.env(name, value);
        }
        launch.within(|program| self.pcscd.command(program))
    }

    /// The browser's profile folder.
    pub fn profile(&self) -> PathBuf {
        self.folder.path().join("profile")
    }

    /// Lets the installer write the host manifest into a browser profile.
    ///
    /// # Panics
    /// If it fails.
    pub fn register_host(&self, profile: &Path) {
        self.register(&host_program(), profile);
    }

    /// The same for another program in the host's place.
    ///
    /// # Panics
    /// If it fails.
    pub fn register(&self, host: &Path, profile: &Path) {
        std::fs::create_dir_all(profile).expect("a folder for the profile");
        let mut installer = self.command(program("openjpki-installer").expect("the installer"));
        installer
            .args(["install", "--in-place", "--profile"])
            .arg(profile)
            .arg("--host")
            .arg(host);
        let output = installer.output().expect("the installer runs");
        assert!(
            output.status.success(),
            "openjpki-installer: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

/// The persona of this name.
///
/// # Panics
/// If there is none.
pub fn persona(name: &str) -> &'static Persona {
    Persona::by_name(name).unwrap_or_else(|| panic!("no persona {name}"))
}

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .canonicalize()
        .expect("the repository")
}

/// The host under test: [`HOST_BIN`], else the release build.
///
/// # Panics
/// If it is not built.
pub fn host_program() -> PathBuf {
    if let Some(named) = std::env::var_os(HOST_BIN) {
        return named.into();
    }
    let running = std::env::current_exe().expect("the path of this program");
    let mut builds = running.ancestors().map(|folder| folder.join("release/openjpki-host"));
    builds.find(|host| host.is_file()).unwrap_or_else(|| {
        panic!("the host is not built as it ships: run `cargo build --release --package openjpki-host`, or name one in {HOST_BIN}")
    })
}
