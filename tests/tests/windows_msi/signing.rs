//! Programs and packages are ready to be signed: by the steps of docs/PACKAGES.md, with a certificate made up here.

use std::path::{Path, PathBuf};
use std::process::Command;

use openjpki_tests::packages::{package, printed};
use openjpki_tests::windows::windows_program;

use crate::computer::VERSION;

/// Whoever signs: a key and a certificate for signing code.
struct Signer {
    key: PathBuf,
    certificate: PathBuf,
}

impl Signer {
    fn new(folder: &Path) -> Self {
        let (key, certificate) = (folder.join("key.pem"), folder.join("certificate.pem"));
        let subject = [
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=OpenJPKI throw-away",
        ];
        let use_ = [
            "-addext",
            "extendedKeyUsage=codeSigning",
            "-addext",
            "keyUsage=digitalSignature",
        ];
        let mut openssl = Command::new("openssl");
        openssl.args(["req", "-x509"]).args(subject).args(use_);
        printed(openssl.arg("-keyout").arg(&key).arg("-out").arg(&certificate));
        Self { key, certificate }
    }

    fn sign(&self, from: &Path, to: &Path) {
        let mut sign = Command::new("osslsigncode");
        sign.arg("sign")
            .arg("-certs")
            .arg(&self.certificate)
            .arg("-key")
            .arg(&self.key);
        sign.args(["-h", "sha256", "-n", "OpenJPKI", "-in"])
            .arg(from)
            .arg("-out")
            .arg(to);
        printed(&mut sign);
    }

    fn vouches_for(&self, file: &Path) -> bool {
        let mut verify = Command::new("osslsigncode");
        verify
            .arg("verify")
            .arg("-CAfile")
            .arg(&self.certificate)
            .arg("-in")
            .arg(file);
        verify.output().unwrap().status.success()
    }
}

/// The file with another byte in its middle.
fn tampered(file: &Path) -> PathBuf {
    let mut bytes = std::fs::read(file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    let changed = file.with_extension("tampered");
    std::fs::write(&changed, bytes).unwrap();
    changed
}

#[test]
#[ignore = "needs the Windows programs: cargo xtask setup --windows"]
fn programs_first_then_the_packages() {
    let folder = tempfile::tempdir().unwrap();
    let signer = Signer::new(folder.path());
    let signed = folder.path().join("signed");
    std::fs::create_dir(&signed).unwrap();
    for name in ["openjpki-host.exe", "openjpki-installer.exe"] {
        let program = windows_program(name);
        assert!(!signer.vouches_for(&program), "{name} is not signed as it is built");
        signer.sign(&program, &signed.join(name));
        assert!(signer.vouches_for(&signed.join(name)), "{name}");
        assert!(!signer.vouches_for(&tampered(&signed.join(name))), "{name}, changed");
    }
    package("windows", &["--binaries".as_ref(), signed.as_os_str()], folder.path());
    for suffix in ["", "-user"] {
        let name = format!("openjpki-{VERSION}-x64{suffix}.msi");
        let (unsigned, msi) = (folder.path().join(&name), signed.join(&name));
        signer.sign(&unsigned, &msi);
        assert!(signer.vouches_for(&msi) && !signer.vouches_for(&unsigned), "{name}");
        assert!(!signer.vouches_for(&tampered(&msi)), "{name}, changed");

        let inside = folder.path().join(format!("inside{suffix}"));
        printed(Command::new("msiextract").arg("--directory").arg(&inside).arg(&msi));
        let host = printed(Command::new("find").arg(&inside).args(["-name", "openjpki-host.exe"]));
        assert!(signer.vouches_for(Path::new(host.trim())), "the program in {name}");
    }
}
