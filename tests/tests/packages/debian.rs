//! The Debian package on a private Debian computer.

use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use openjpki_manifests::{Browser, EXTENSION_ID, Family, HostPath, MANIFEST_FILE, host_manifest};
use openjpki_tests::browser::Launch;
use openjpki_tests::packages::{package, printed};
use openjpki_tests::stage::{host_program, root};

use crate::private_debian::PrivateDebian;

const HOST: &str = "/usr/lib/openjpki/openjpki-host";

/// Makes the package from the programs as they ship.
fn deb(folder: &Path) -> PathBuf {
    let host = host_program();
    deb_of(host.parent().unwrap(), folder)
}

fn deb_of(programs: &Path, folder: &Path) -> PathBuf {
    package("deb", &["--binaries".as_ref(), programs.as_os_str()], folder);
    let mut files = std::fs::read_dir(folder).unwrap();
    files.next().unwrap().unwrap().path()
}

/// Where browsers look, by the crate that knows.
fn manifests() -> BTreeSet<PathBuf> {
    let folders = Browser::ALL.iter().flat_map(|browser| browser.linux().system());
    folders.map(|folder| folder.join(MANIFEST_FILE)).collect()
}

#[test]
fn installs_where_every_browser_looks_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let deb = deb(folder.path());
    let debian = PrivateDebian::start();
    assert_eq!(debian.changed(), BTreeSet::new());

    debian.dpkg("--install", &deb);
    let wanted = host_manifest(Family::Chromium, &HostPath::parse(Path::new(HOST)).unwrap());
    for manifest in manifests() {
        let text = std::fs::read_to_string(debian.outside(&manifest));
        assert_eq!(text.ok().as_ref(), Some(&wanted), "{}", manifest.display());
    }
    let mode = std::fs::metadata(debian.outside(HOST)).unwrap().permissions().mode();
    assert_eq!(mode & 0o7777, 0o755);
    let named = debian
        .changed()
        .into_iter()
        .filter(|file| file.ends_with(MANIFEST_FILE));
    assert_eq!(
        named.map(PathBuf::from).collect::<BTreeSet<_>>(),
        manifests(),
        "nowhere else"
    );
    let status = printed(
        debian
            .command("openjpki-installer")
            .args(["status", "--system", "--json"]),
    );
    assert!(status.contains(HOST), "{status}");

    debian.dpkg("--remove", Path::new("openjpki"));
    let left: BTreeSet<PathBuf> = debian.changed().into_iter().map(PathBuf::from).collect();
    assert_eq!(
        left,
        manifests(),
        "an administrator's files stay until the package is purged"
    );
    debian.dpkg("--purge", Path::new("openjpki"));
    assert_eq!(debian.changed(), BTreeSet::new());
}

#[test]
fn chromium_finds_the_host_of_the_package() {
    let folder = tempfile::tempdir().unwrap();
    let deb = deb(folder.path());
    let debian = PrivateDebian::start();
    let state = |profile: &str| {
        let browser = Launch::new(folder.path().join(profile))
            .extension(root().join("extension"))
            .within(|program| debian.command(program))
            .start()
            .unwrap();
        let popup = browser
            .open(&format!("chrome-extension://{EXTENSION_ID}/popup/popup.html"))
            .unwrap();
        let state = "document.getElementById('host-state').dataset.state";
        popup
            .wait_for(&format!("(s => s && s !== 'host-looking')({state})"))
            .unwrap();
        popup.evaluate(state).unwrap()
    };
    assert_eq!(state("before"), "host-missing");
    debian.dpkg("--install", &deb);
    assert_eq!(state("after"), "host-found");
    debian.dpkg("--purge", Path::new("openjpki"));
    assert_eq!(state("purged"), "host-missing");
}

#[test]
fn depends_on_what_it_loads_names_nobody_and_lintian_has_no_complaint() {
    let folder = tempfile::tempdir().unwrap();
    let deb = deb(folder.path());
    let field = |name: &str| printed(Command::new("dpkg-deb").arg("--field").arg(&deb).arg(name));
    assert_eq!(field("Maintainer"), "OpenJPKI <nobody@openjpki.invalid>\n");
    let depends = field("Depends");
    for name in ["libc6 (>= ", "libpcsclite1", "pcscd", "pinentry-qt | "] {
        assert!(depends.contains(name), "{depends}");
    }
    let found = Command::new("lintian")
        .args(["--allow-root", "--fail-on", "none"])
        .arg(&deb)
        .output()
        .unwrap();
    let found = String::from_utf8(found.stdout).unwrap();
    let complaints: Vec<&str> = found
        .lines()
        .filter(|line| line.starts_with("E:") || line.starts_with("W:"))
        .collect();
    assert_eq!(complaints, Vec::<&str>::new());
}

#[test]
fn the_same_programs_make_the_same_package() {
    let programs = tempfile::tempdir().unwrap();
    for name in ["openjpki-host", "openjpki-installer"] {
        std::fs::copy(host_program().with_file_name(name), programs.path().join(name)).unwrap();
    }
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let [first, second] = folders
        .each_ref()
        .map(|folder| std::fs::read(deb_of(programs.path(), folder.path())).unwrap());
    assert!(first == second);
}

#[test]
fn the_programs_do_not_tell_who_built_them() {
    let host = host_program();
    for program in [host.clone(), host.with_file_name("openjpki-installer")] {
        let bytes = std::fs::read(&program).unwrap();
        let says = |path: &str| bytes.windows(path.len()).any(|window| window == path.as_bytes());
        assert!(
            says("/crates/"),
            "no crate's path in {}: did `cargo xtask test` build it, and is this still how paths are written?",
            program.display()
        );
        for path in [root().to_str().unwrap(), "/.cargo/"] {
            assert!(
                !says(path),
                "{} holds {path}; `cargo xtask` builds it without",
                program.display()
            );
        }
    }
}
