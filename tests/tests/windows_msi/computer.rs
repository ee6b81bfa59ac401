//! A Windows computer, and what can be seen of it from outside.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use openjpki_manifests::{EXTENSION_ORIGIN, Family, HostManifest};
use openjpki_tests::packages::package;
use openjpki_tests::windows::{WinePrefix, is_wines_own, windows_program};
use tempfile::TempDir;

/// What our programs' version is.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A later one.
pub(crate) const LATER: &str = "100.0.1";

/// A prefix of its own, and a folder with the packages of two versions.
pub(crate) struct Computer {
    prefix: WinePrefix,
    folder: TempDir,
}

/// Everything that an installation could leave behind.
#[derive(Debug, PartialEq)]
pub(crate) struct State {
    files: BTreeSet<PathBuf>,
    registry: BTreeSet<String>,
}

impl Computer {
    /// A new computer; the packages lie in its folder.
    pub(crate) fn new() -> Self {
        let folder = tempfile::Builder::new().prefix("openjpki-msi-").tempdir().unwrap();
        let host = windows_program("openjpki-host.exe");
        let programs = host.parent().unwrap().as_os_str();
        let binaries = ["--binaries".as_ref(), programs];
        package("windows", &binaries, folder.path());
        let later = ["--package-version".as_ref(), LATER.as_ref()];
        package("windows", &[binaries, later].concat(), folder.path());
        let prefix = WinePrefix::start(&folder.path().join("wine"), &|program| Command::new(program));
        Self { prefix, folder }
    }

    /// Where the packages are, and where commands start.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Runs a Windows program in the folder of the packages: whether it succeeds, and what it prints. It prints to a file, because
    /// Wine's services, which the first program starts, would hold a pipe open for a minute.
    pub(crate) fn run(&self, program: &str, arguments: &[&str]) -> (bool, String) {
        let printed = self.folder.path().join("printed.txt");
        let file = File::create(&printed).unwrap();
        let status = self
            .command(program)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(file.try_clone().unwrap())
            .stderr(file)
            .status();
        let text = String::from_utf8_lossy(&std::fs::read(printed).unwrap()).into_owned();
        (status.unwrap().success(), text)
    }

    /// Runs Windows Installer without windows; whether it did what it was asked to.
    pub(crate) fn msiexec(&self, arguments: &[&str]) -> bool {
        self.run("msiexec", &[arguments, &["/qn"]].concat()).0
    }

    /// A value of the registry, in the view of 32-bit or 64-bit programs.
    pub(crate) fn value(&self, key: &str, name: Option<&str>, bits: u8) -> Option<String> {
        let view = format!("/reg:{bits}");
        let (_, text) = match name {
            Some(name) => self.run("reg", &["query", key, "/v", name, &view]),
            None => self.run("reg", &["query", key, "/ve", &view]),
        };
        let (_, value) = text.split_once("REG_SZ")?;
        Some(value.trim().to_owned())
    }

    fn command(&self, program: &str) -> Command {
        let mut command = self.prefix.command(&|runner| Command::new(runner), program);
        command.current_dir(self.folder.path());
        command
    }

    /// What Windows calls `C:\...`, from outside.
    pub(crate) fn outside(&self, path: &str) -> PathBuf {
        let below = path
            .strip_prefix("C:\\")
            .unwrap_or_else(|| panic!("{path} is not on C:"));
        let mut outside = self.prefix.drive_c();
        // Wine does not care about upper and lower case, this file system does
        for name in below.split('\\') {
            let entries = std::fs::read_dir(&outside).into_iter().flatten().flatten();
            let found = entries
                .map(|entry| entry.file_name())
                .find(|entry| entry.eq_ignore_ascii_case(name));
            outside.push(found.unwrap_or_else(|| name.into()));
        }
        outside
    }

    /// Does what a browser does with the manifest that a key names: finds the host, starts it, hears its hello; returns its path.
    pub(crate) fn host_says_hello(&self, manifest: &str) -> String {
        let (folder, name) = manifest.rsplit_once('\\').unwrap();
        assert_eq!(name, openjpki_manifests::MANIFEST_FILE);
        let bytes = std::fs::read(self.outside(manifest)).unwrap();
        let parsed = HostManifest::parse(&bytes).unwrap();
        assert!(parsed.admits_our_extension(Family::Chromium));
        let host = format!("{folder}\\{}", parsed.path);
        let mut process = self
            .command(&host)
            .args([EXTENSION_ORIGIN, "--parent-window=0"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let hello = frame(process.stdout.as_mut().unwrap());
        assert_eq!(hello["method"], "hello", "{hello}");
        assert_eq!(hello["params"]["version"], VERSION, "{hello}");
        process.stdin.take().unwrap().flush().unwrap();
        assert!(process.wait().unwrap().success());
        host
    }

    /// All files of the computer and all of the registry that programs write to.
    pub(crate) fn state(&self) -> State {
        let mut files = BTreeSet::new();
        let mut folders = vec![self.prefix.drive_c()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).unwrap().flatten() {
                let path = entry.path();
                if path.is_dir() && !path.is_symlink() {
                    folders.push(path.clone());
                }
                files.insert(path);
            }
        }
        let registry = ["HKLM\\Software", "HKCU\\Software"]
            .into_iter()
            .flat_map(|key| self.export(key));
        State {
            files,
            registry: registry.collect(),
        }
    }

    /// Every value below `key`, and every key that has none, one a line.
    fn export(&self, key: &str) -> Vec<String> {
        let file = self.folder.path().join("export.reg");
        assert!(self.run("reg", &["export", key, "export.reg", "/y"]).0);
        let bytes = std::fs::read(&file).unwrap();
        let units: Vec<u16> = bytes
            .chunks_exact(2)
            .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
            .collect();
        let mut key = String::new();
        let mut lines = Vec::new();
        for line in String::from_utf16_lossy(&units)
            .lines()
            .skip(1)
            .filter(|line| !line.is_empty())
        {
            if line.starts_with('[') {
                line.clone_into(&mut key);
                lines.push(key.clone());
            } else {
                lines.push(format!("{key} {line}"));
            }
        }
        lines
    }
}

impl State {
    /// What is here and was not there before. The empty keys and the empty folder in which Windows Installer keeps its books do not
    /// count, nor does what Wine notes of its display.
    pub(crate) fn beyond(&self, before: &Self) -> Vec<String> {
        let files = self.files.difference(&before.files);
        let files = files.filter(|file| !file.ends_with("windows/Installer") && !file.ends_with("Microsoft/Installer"));
        let lines = self.registry.difference(&before.registry);
        let lines = lines.filter(|line| !is_wines_own(line) && !is_an_empty_book(line));
        files
            .map(|file| file.display().to_string())
            .chain(lines.cloned())
            .collect()
    }
}

fn is_an_empty_book(line: &str) -> bool {
    let books = [
        "\\Microsoft\\Windows\\CurrentVersion\\Installer",
        "\\Software\\Classes\\Installer",
        "\\Software\\Microsoft\\Installer",
    ];
    line.ends_with(']') && books.iter().any(|book| line.contains(book))
}

fn frame(output: &mut impl std::io::Read) -> serde_json::Value {
    let mut length = [0; 4];
    output.read_exact(&mut length).unwrap();
    let mut payload = vec![0; usize::try_from(u32::from_le_bytes(length)).unwrap()];
    output.read_exact(&mut payload).unwrap();
    serde_json::from_slice(&payload).unwrap()
}
