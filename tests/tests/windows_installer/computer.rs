//! A Windows computer, and what can be seen of it from outside.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use openjpki_tests::windows::{WinePrefix, is_wines_own, windows_program};
use serde_json::Value;
use tempfile::TempDir;

/// A prefix of its own, and a folder with the programs as they are downloaded.
pub(crate) struct Computer {
    prefix: WinePrefix,
    folder: TempDir,
}

/// What a program said and how it ended.
pub(crate) struct Run {
    pub(crate) good: bool,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Registry and files, but for what Windows itself writes at any time.
pub(crate) struct State {
    registry: Vec<String>,
    files: BTreeSet<PathBuf>,
}

impl Computer {
    pub(crate) fn new() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("openjpki-installer-")
            .tempdir()
            .unwrap();
        for program in ["openjpki-host.exe", "openjpki-installer.exe"] {
            fs::copy(windows_program(program), folder.path().join(program)).unwrap();
        }
        let prefix = WinePrefix::start(&folder.path().join("wine"), &|program| Command::new(program));
        // Windows' services start with the first program and keep its output open: let it be nobody's.
        let mut first = prefix.command(&|runner| Command::new(runner), "cmd");
        first
            .args(["/c", "exit"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        assert!(first.status().unwrap().success());
        Self { prefix, folder }
    }

    /// Where the programs are, and where commands start.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn home(&self) -> PathBuf {
        self.prefix.home()
    }

    /// A file of the drive `C:`, given with `/`.
    pub(crate) fn drive_c(&self, below: &str) -> PathBuf {
        self.prefix.drive_c().join(below)
    }

    /// The account's program folder.
    pub(crate) fn programs(&self) -> PathBuf {
        self.home().join("AppData/Local/Programs/OpenJPKI")
    }

    /// Makes a browser's profile folder, as its first start does.
    pub(crate) fn use_browser(&self, profile: &str) {
        fs::create_dir_all(self.home().join("AppData/Local").join(profile).join("User Data")).unwrap();
    }

    /// Runs a program. Wine 10 now and then faults while it moves a fresh program to its place in memory, before the program's
    /// first instruction (seen in one start of thirty, soon after Wine itself started): then once more.
    pub(crate) fn run(&self, program: &str, words: &[&str], language: &str) -> Run {
        let mut run = self.run_once(program, words, language);
        for _ in 0..3 {
            if !run.err.starts_with("wine: Unhandled page fault") || !run.out.is_empty() {
                break;
            }
            run = self.run_once(program, words, language);
        }
        run
    }

    fn run_once(&self, program: &str, words: &[&str], language: &str) -> Run {
        let mut command = self.prefix.command(&|runner| Command::new(runner), program);
        command
            .args(words)
            .current_dir(self.folder())
            .env_remove("LC_ALL")
            .env("LANG", language)
            // No debugger: it would ask a person.
            .env("WINEDLLOVERRIDES", "mscoree=;mshtml=;winemenubuilder.exe=;winedbg.exe=");
        let Output { status, stdout, stderr } = command.output().unwrap();
        Run {
            good: status.success(),
            out: String::from_utf8(stdout).unwrap().replace('\r', ""),
            err: String::from_utf8(stderr).unwrap().replace('\r', ""),
        }
    }

    /// Runs the installer in English.
    pub(crate) fn installer(&self, words: &[&str]) -> Run {
        self.run("openjpki-installer.exe", words, "en_US.UTF-8")
    }

    /// What `status` says of one browser, and whether the exit code was 0.
    pub(crate) fn status(&self, browser: &str) -> (Value, bool) {
        let run = self.installer(&["status", "--json", "--browser", browser]);
        assert_eq!(run.err, "");
        let mut answer: Value = serde_json::from_str(&run.out).unwrap();
        (answer["browsers"][0].take(), run.good)
    }

    /// The default value of a key as `reg.exe` sees it in the view of this many bits.
    pub(crate) fn value(&self, key: &str, bits: u32) -> Option<String> {
        let run = self.run("reg", &["query", key, "/ve", &format!("/reg:{bits}")], "en_US.UTF-8");
        let line = run.out.lines().find(|line| line.contains("REG_SZ"))?;
        Some(line.split_once("REG_SZ")?.1.trim().to_owned())
    }

    /// Makes a key name `manifest`, as another program would.
    pub(crate) fn register(&self, key: &str, manifest: &str) {
        let run = self.run("reg", &["add", key, "/ve", "/d", manifest, "/f"], "en_US.UTF-8");
        assert!(run.good, "{}", run.err);
    }

    pub(crate) fn state(&self) -> State {
        let mut registry = Vec::new();
        for hive in ["HKCU", "HKLM"] {
            assert!(self.run("reg", &["export", hive, "export.reg", "/y"], "C").good);
            let export = fs::read(self.folder().join("export.reg")).unwrap();
            let units = export
                .chunks_exact(2)
                .map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
            let text: String = char::decode_utf16(units).map(Result::unwrap).collect();
            registry.extend(without_wines_own(&text));
        }
        fs::remove_file(self.folder().join("export.reg")).unwrap();
        let mut files = BTreeSet::new();
        read_folder(&self.prefix.drive_c(), &mut files);
        State { registry, files }
    }
}

impl State {
    /// Fails with every line and path that one state has and the other has not.
    pub(crate) fn expect_same(&self, before: &Self) {
        assert_eq!(
            (self.beyond(before), before.beyond(self)),
            (vec![], vec![]),
            "more and less than before"
        );
    }

    /// What this state has and `before` has not.
    pub(crate) fn beyond(&self, before: &Self) -> Vec<String> {
        let known: BTreeSet<&String> = before.registry.iter().collect();
        let lines = self.registry.iter().filter(|line| !known.contains(line)).cloned();
        let paths = self.files.iter().filter(|path| !before.files.contains(*path));
        lines.chain(paths.map(|path| path.display().to_string())).collect()
    }
}

impl Run {
    pub(crate) fn expect_good(self) -> String {
        assert!(self.good, "out: {}\nerr: {}", self.out, self.err);
        self.out
    }

    pub(crate) fn expect_refusal(&self, sentence: &str) {
        assert!(!self.good, "out: {}", self.out);
        assert!(self.err.contains(sentence), "not said: {sentence}\nsaid: {}", self.err);
    }
}

pub(crate) fn concerns(finding: &Value) -> Vec<&str> {
    let concerns = finding["concerns"].as_array().unwrap().iter();
    concerns.map(|concern| concern["concern"].as_str().unwrap()).collect()
}

/// The lines of an exported registry that programs other than Wine have written.
fn without_wines_own(export: &str) -> impl Iterator<Item = String> {
    let mut skipped = false;
    export.lines().filter_map(move |line| {
        if line.starts_with('[') {
            skipped = is_wines_own(line);
        }
        (!skipped).then(|| line.to_owned())
    })
}

fn read_folder(folder: &Path, files: &mut BTreeSet<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let about = path.symlink_metadata().unwrap();
        if about.is_dir() && !path.ends_with("windows") {
            read_folder(&path, files);
        }
        files.insert(path);
    }
}
