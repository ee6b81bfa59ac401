//! A home of its own for each test, and what lies in it.

use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The account that owns nothing.
const NOBODY: u32 = 65534;

/// A temporary folder with a home and a host program.
pub(crate) struct Sandbox {
    folder: tempfile::TempDir,
}

/// What one run of the installer said and how it ended.
pub(crate) struct Run {
    pub(crate) good: bool,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Every path below a folder with permissions and content.
pub(crate) type Tree = BTreeMap<PathBuf, (u32, Vec<u8>)>;

impl Sandbox {
    /// A home where `profiles` (below `.config`) exist.
    pub(crate) fn new(profiles: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
        let sandbox = Self { folder };
        fs::create_dir(sandbox.home()).unwrap();
        for profile in profiles {
            fs::create_dir_all(sandbox.home().join(".config").join(profile)).unwrap();
        }
        sandbox.write_host("#!/bin/sh\nexit 0\n");
        sandbox
    }

    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    pub(crate) fn home(&self) -> PathBuf {
        self.path("home")
    }

    pub(crate) fn host(&self) -> PathBuf {
        self.path("openjpki-host")
    }

    pub(crate) fn installed_host(&self) -> PathBuf {
        self.home().join(".local/lib/openjpki/openjpki-host")
    }

    /// The socket of the smart-card service; nobody listens there.
    pub(crate) fn card_service(&self) -> PathBuf {
        self.path("pcscd.comm")
    }

    /// The manifest of the account for the browser whose profile folder is `profile`.
    pub(crate) fn manifest(&self, profile: &str) -> PathBuf {
        self.home()
            .join(".config")
            .join(profile)
            .join("NativeMessagingHosts/org.openjpki.host.json")
    }

    pub(crate) fn write_host(&self, content: &str) {
        write(&self.host(), content);
        fs::set_permissions(self.host(), Permissions::from_mode(0o755)).unwrap();
    }

    /// Runs the installer with these words.
    pub(crate) fn run(&self, words: &[&str]) -> Run {
        run(self
            .command(env!("CARGO_BIN_EXE_openjpki-installer").as_ref())
            .args(words))
    }

    /// Runs `install` with the sandbox's host and these words.
    pub(crate) fn install(&self, words: &[&str]) -> Run {
        let host = self.host();
        self.run(&[&["install", "--host", host.to_str().unwrap()], words].concat())
    }

    /// Runs the installer from a shell, after `preparation`.
    pub(crate) fn run_in_shell(&self, preparation: &str, words: &[&str]) -> Run {
        let script = format!("{preparation}; exec \"$0\" \"$@\"");
        let mut command = self.command("/bin/sh".as_ref());
        run(command
            .args(["-c", &script, env!("CARGO_BIN_EXE_openjpki-installer")])
            .args(words))
    }

    /// Runs the installer as an account without rights (as this one, if it is not root).
    pub(crate) fn run_without_rights(&self, words: &[&str], home: &Path) -> Run {
        let program = self.copy_installer("openjpki-installer");
        let mut command = self.command(&program);
        if is_root() {
            command.uid(NOBODY).gid(NOBODY);
        }
        run(command.args(words).env("HOME", home).current_dir("/"))
    }

    /// Copies the installer into the sandbox.
    ///
    /// By a program of its own: if this process wrote the file, a test in another thread could start its own child at that
    /// moment, the child would hold the file open for writing, and running it would fail with "text file busy".
    pub(crate) fn copy_installer(&self, below: &str) -> PathBuf {
        let program = self.path(below);
        let copied = Command::new("cp")
            .arg(env!("CARGO_BIN_EXE_openjpki-installer"))
            .arg(&program)
            .status()
            .unwrap();
        assert!(copied.success());
        program
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("HOME", self.home())
            .env("PATH", "/usr/bin:/bin")
            .env("PCSCLITE_CSOCK_NAME", self.card_service())
            .current_dir(self.folder.path());
        command
    }

    /// Everything in the home.
    pub(crate) fn tree(&self) -> Tree {
        tree(&self.home())
    }
}

impl Run {
    /// The run went well.
    pub(crate) fn expect_good(self) -> String {
        assert!(self.good, "out: {}\nerr: {}", self.out, self.err);
        assert_eq!(self.err, "");
        self.out
    }

    /// The run was refused with this in the sentence, and did nothing that it would tell.
    pub(crate) fn expect_refusal(self, sentence: &str) {
        assert!(!self.good, "out: {}", self.out);
        assert!(self.err.contains(sentence), "not said: {sentence}\nsaid: {}", self.err);
        assert_eq!(self.out, "");
    }
}

pub(crate) fn is_root() -> bool {
    fs::metadata("/proc/self").unwrap().uid() == 0
}

pub(crate) fn write(path: &Path, content: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

pub(crate) fn tree(folder: &Path) -> Tree {
    let mut found = Tree::new();
    let mut open = vec![folder.to_owned()];
    while let Some(path) = open.pop() {
        let metadata = fs::symlink_metadata(&path).unwrap();
        let content = if metadata.is_symlink() {
            fs::read_link(&path).unwrap().into_os_string().into_encoded_bytes()
        } else if metadata.is_dir() {
            open.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            Vec::new()
        } else {
            fs::read(&path).unwrap()
        };
        found.insert(path, (metadata.mode(), content));
    }
    found
}

pub(crate) fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().mode() & 0o7777
}

pub(crate) fn json(path: &Path) -> serde_json::Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

fn run(command: &mut Command) -> Run {
    let Output { status, stdout, stderr } = command.output().unwrap();
    Run {
        good: status.success(),
        out: String::from_utf8(stdout).unwrap(),
        err: String::from_utf8(stderr).unwrap(),
    }
}
