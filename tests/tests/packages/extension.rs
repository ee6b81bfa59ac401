//! The extension as a zip and as a CRX3.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use openjpki_tests::browser::{Launch, PATIENCE};
use openjpki_tests::packages::{package, printed};
use openjpki_tests::stage::root;
use sha2::{Digest as _, Sha256};

use crate::private_debian::PrivateDebian;

pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

fn zip(folder: &Path) -> PathBuf {
    folder.join(format!("openjpki-extension-{VERSION}.zip"))
}

/// A key by the command of docs/PACKAGES.md, and its public half in DER.
pub(crate) fn key(folder: &Path) -> (PathBuf, Vec<u8>) {
    let documents = std::fs::read_to_string(root().join("docs/PACKAGES.md")).unwrap();
    let line = documents
        .lines()
        .find(|line| line.starts_with("openssl genpkey"))
        .unwrap();
    printed(Command::new("sh").args(["-c", line]).current_dir(folder));
    let file = folder.join(line.rsplit(' ').next().unwrap());
    let public = Command::new("openssl")
        .args(["pkey", "-pubout", "-outform", "DER", "-in"])
        .arg(&file)
        .output()
        .unwrap();
    (file, public.stdout)
}

/// Chrome's rule: SHA-256 over the public key, the first 16 bytes, each half-byte as a letter from a to p.
pub(crate) fn id(public: &[u8]) -> String {
    let digest = Sha256::digest(public);
    let letters = digest[..16].iter().flat_map(|byte| [byte >> 4, byte & 15]);
    letters.map(|half| char::from(b'a' + half)).collect()
}

/// The parts of a CRX3 file. Source: Chromium, `components/crx_file/crx3.proto` and `crx_verifier.cc`.
struct Crx {
    public_key: Vec<u8>,
    signature: Vec<u8>,
    signed_header: Vec<u8>,
    archive: Vec<u8>,
}

impl Crx {
    fn parse(bytes: &[u8]) -> Self {
        assert_eq!(&bytes[..8], b"Cr24\x03\0\0\0");
        let length = usize::try_from(u32::from_le_bytes(bytes[8..12].try_into().unwrap())).unwrap();
        let (header, archive) = bytes[12..].split_at(length);
        let header = fields(header);
        let proof = fields(&header.iter().find(|(number, _)| *number == 2).unwrap().1);
        Self {
            public_key: proof[0].1.clone(),
            signature: proof[1].1.clone(),
            signed_header: header.iter().find(|(number, _)| *number == 10000).unwrap().1.clone(),
            archive: archive.to_vec(),
        }
    }

    /// What the signature is over.
    fn signed(&self) -> Vec<u8> {
        let length = u32::try_from(self.signed_header.len()).unwrap().to_le_bytes();
        [
            b"CRX3 SignedData\0".as_slice(),
            &length,
            &self.signed_header,
            &self.archive,
        ]
        .concat()
    }
}

/// The fields of a protocol buffer in which all are byte strings.
fn fields(mut bytes: &[u8]) -> Vec<(u64, Vec<u8>)> {
    let mut found = Vec::new();
    while !bytes.is_empty() {
        let tag = varint(&mut bytes);
        assert_eq!(tag & 7, 2, "length-delimited");
        let length = usize::try_from(varint(&mut bytes)).unwrap();
        let (value, rest) = bytes.split_at(length);
        found.push((tag >> 3, value.to_vec()));
        bytes = rest;
    }
    found
}

fn varint(bytes: &mut &[u8]) -> u64 {
    let mut value = 0;
    for shift in (0..).step_by(7) {
        let (byte, rest) = bytes.split_first().unwrap();
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            break;
        }
    }
    value
}

#[test]
fn the_zip_has_what_ships_and_the_same_bytes_each_time() {
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    for folder in &folders {
        package("extension", &[], folder.path());
    }
    let [first, second] = folders
        .each_ref()
        .map(|folder| std::fs::read(zip(folder.path())).unwrap());
    assert!(first == second);

    let list = printed(Command::new("unzip").arg("-Z1").arg(zip(folders[0].path())));
    let files: Vec<&str> = list.lines().collect();
    for wanted in [
        "manifest.json",
        "_locales/ja/messages.json",
        "worker/worker.js",
        "content/bridge.js",
    ] {
        assert!(files.contains(&wanted), "{wanted}");
    }
    for file in &files {
        let path = Path::new(file);
        assert!(
            !["test", "page", "node_modules"]
                .iter()
                .any(|folder| path.starts_with(folder)),
            "{file} does not ship"
        );
        assert!(
            path.components().count() > 1 || ["manifest.json", "managed-schema.json"].contains(file),
            "{file}"
        );
        let packed = Command::new("unzip")
            .arg("-p")
            .arg(zip(folders[0].path()))
            .arg(file)
            .output()
            .unwrap()
            .stdout;
        assert!(
            packed == std::fs::read(root().join("extension").join(file)).unwrap(),
            "{file}"
        );
    }
}

#[test]
fn the_crx_is_signed_by_the_key_that_gives_the_id() {
    let folder = tempfile::tempdir().unwrap();
    let (key, public) = key(folder.path());
    package("extension", &["--key".as_ref(), key.as_os_str()], folder.path());
    let path = folder.path().join(format!("openjpki-extension-{VERSION}.crx"));
    let crx = Crx::parse(&std::fs::read(&path).unwrap());
    assert!(crx.public_key == public);
    assert!(crx.archive.starts_with(b"PK\x03\x04"));
    let claimed = &fields(&crx.signed_header)[0].1;
    assert_eq!(
        claimed.as_slice(),
        &Sha256::digest(&public)[..16],
        "the id that the header claims"
    );

    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let verified = |signed: &[u8]| {
        let mut openssl = Command::new("openssl");
        openssl
            .args(["dgst", "-sha256", "-keyform", "DER", "-verify"])
            .arg(file("key.der", &public));
        openssl
            .arg("-signature")
            .arg(file("signature", &crx.signature))
            .arg(file("signed", signed));
        openssl.output().unwrap().status.success()
    };
    assert!(verified(&crx.signed()));
    let mut changed = crx.signed();
    *changed.last_mut().unwrap() ^= 1;
    assert!(!verified(&changed));
}

#[test]
fn chromium_installs_the_crx() {
    let folder = tempfile::tempdir().unwrap();
    let (key, public) = key(folder.path());
    package("extension", &["--key".as_ref(), key.as_os_str()], folder.path());
    let crx = folder.path().join(format!("openjpki-extension-{VERSION}.crx"));
    let debian = PrivateDebian::start();
    // Chrome developer documentation, "Alternative installation methods": a file named after the id
    let preferences = serde_json::json!({ "external_crx": crx, "external_version": VERSION });
    let external = debian.outside("/usr/share/chromium/extensions");
    std::fs::create_dir_all(&external).unwrap();
    std::fs::write(external.join(format!("{}.json", id(&public))), preferences.to_string()).unwrap();
    let browser = Launch::new(folder.path().join("profile"))
        .within(|program| debian.command(program))
        .start()
        .unwrap();
    let worker = format!("chrome-extension://{}/worker/worker.js", id(&public));
    let deadline = Instant::now() + PATIENCE;
    while !browser.targets().unwrap().iter().any(|target| target.url == worker) {
        assert!(Instant::now() < deadline, "the extension is not installed");
        sleep(Duration::from_millis(100));
    }
    let popup = browser
        .open(&format!("chrome-extension://{}/popup/popup.html", id(&public)))
        .unwrap();
    popup
        .wait_for("document.getElementById('extension-version').textContent.includes('1.')")
        .unwrap();
    assert!(popup.text("#extension-version").unwrap().contains(VERSION));
}
