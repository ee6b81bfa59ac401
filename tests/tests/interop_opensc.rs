//! OpenSC reads the virtual card over a real PC/SC service and signs with it; OpenSSL judges the results.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop at once, and loudly"
)]

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

use openjpki_tests::pcscd::{CardSetup, PluggedCard, PrivatePcscd, TriesLeft};

/// A service, a card in it, and a folder for files.
struct Bench {
    card: PluggedCard,
    pcscd: PrivatePcscd,
    folder: PathBuf,
}

impl Bench {
    fn with(setup: &CardSetup) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "openjpki-opensc-{}-{}",
            std::process::id(),
            NUMBER.fetch_add(1, Ordering::Relaxed)
        );
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("message"), "a message\n").unwrap();
        let pcscd = PrivatePcscd::start().unwrap();
        Self {
            card: pcscd.plug(setup).unwrap(),
            pcscd,
            folder,
        }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn opensc<I: AsRef<OsStr>>(&self, program: &str, arguments: impl IntoIterator<Item = I>) -> Output {
        self.pcscd.command(program).args(arguments).output().unwrap()
    }

    /// Reads a certificate by OpenSC's id into `name`, with a PIN where one is given.
    fn read_certificate(&self, id: &str, pin: Option<&str>, name: &str) -> Output {
        let mut arguments = vec!["--read-certificate".to_owned(), id.to_owned(), "--output".to_owned()];
        arguments.push(self.file(name).display().to_string());
        if let Some(pin) = pin {
            arguments.extend(["--verify-pin", "--auth-id", id, "--pin", pin].map(str::to_owned));
        }
        self.opensc("pkcs15-tool", arguments)
    }

    /// Signs the message's digest (`sha256` or `sha1`) into `signature`.
    fn sign(&self, key: &str, pin: &str, digest: &str, option: &str) -> Output {
        let (message, hash) = (self.file("message"), self.file("hash"));
        let mut openssl = Command::new("openssl");
        openssl
            .args(["dgst", &format!("-{digest}"), "-binary", "-out"])
            .args([&hash, &message]);
        succeeded(&openssl.output().unwrap());
        let mut command = self.pcscd.command("pkcs15-crypt");
        command
            .args(["--sign", "--key", key, "--pin", pin, "--pkcs1", option, "--input"])
            .arg(hash);
        command.arg("--output").arg(self.file("signature")).output().unwrap()
    }

    /// Has OpenSSL check `signature` over the message with the key of a certificate.
    fn openssl_verifies(&self, certificate: &str, digest: &str) -> Output {
        let key = self.file("key.pem");
        let mut openssl = Command::new("openssl");
        openssl
            .args(["x509", "-pubkey", "-noout", "-in"])
            .arg(self.file(certificate))
            .arg("-out")
            .arg(&key);
        succeeded(&openssl.output().unwrap());
        let mut openssl = Command::new("openssl");
        openssl.args(["dgst", &format!("-{digest}"), "-verify"]).arg(key);
        openssl
            .arg("-signature")
            .args([self.file("signature"), self.file("message")])
            .output()
            .unwrap()
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn text(output: &Output) -> String {
    [&output.stdout, &output.stderr]
        .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
        .concat()
}

#[track_caller]
fn succeeded(output: &Output) -> String {
    assert!(output.status.success(), "{}", text(output));
    text(output)
}

fn chains(root: &Path, leaf: &Path) -> bool {
    // -check_ss_sig: the root's own signature as well
    let mut openssl = Command::new("openssl");
    openssl
        .args(["verify", "-x509_strict", "-check_ss_sig", "-CAfile"])
        .args([root, leaf]);
    openssl.output().unwrap().status.success()
}

#[test]
fn it_recognises_the_card_and_lists_its_certificates() {
    let bench = Bench::with(&CardSetup::persona("hanako"));
    let name = succeeded(&bench.opensc("opensc-tool", ["--name"]));
    assert!(name.contains("jpki"), "{name}");
    let list = succeeded(&bench.opensc("pkcs15-tool", ["--list-certificates"]));
    for label in [
        "User Authentication Certificate CA]",
        "Digital Signature Certificate CA]",
        "Encoded serial : 02 03 227B13",
    ] {
        assert!(list.contains(label), "{list}");
    }
    let pins = succeeded(&bench.opensc("pkcs15-tool", ["--list-pins"]));
    assert!(
        pins.contains("Tries left     : 3") && pins.contains("Tries left     : 5"),
        "{pins}"
    );
    assert_eq!(bench.card.log().unwrap().pins_sent(), 0);
}

#[test]
fn it_reads_certificates_and_signs_with_both_keys_and_openssl_agrees() {
    let mut bench = Bench::with(&CardSetup::persona("hanako"));
    let denied = bench.read_certificate("02", None, "denied.pem");
    assert!(!denied.status.success(), "the signing certificate needs its password");
    succeeded(&bench.read_certificate("01", None, "authentication.pem"));
    succeeded(&bench.read_certificate("02", Some("ABC123"), "signature.pem"));
    succeeded(&bench.read_certificate("03", None, "authentication-ca.pem"));
    succeeded(&bench.read_certificate("04", None, "signature-ca.pem"));
    let file = |name: &str| bench.file(name);
    assert!(chains(&file("authentication-ca.pem"), &file("authentication.pem")));
    assert!(chains(&file("signature-ca.pem"), &file("signature.pem")));
    assert!(!chains(&file("signature-ca.pem"), &file("authentication.pem")));
    for (key, pin, certificate) in [("01", "1234", "authentication.pem"), ("02", "ABC123", "signature.pem")] {
        for (digest, option) in [("sha256", "--sha-256"), ("sha1", "--sha-1"), ("sha512", "--sha-512")] {
            succeeded(&bench.sign(key, pin, digest, option));
            succeeded(&bench.openssl_verifies(certificate, digest));
        }
    }
    assert_eq!(
        bench.card.tries().unwrap(),
        TriesLeft {
            authentication: 3,
            signature: Some(5)
        }
    );
}

#[test]
fn its_wrong_pins_are_counted_and_the_log_does_not_know_them() {
    let mut bench = Bench::with(&CardSetup::persona("hanako").with("--tries-auth", 2));
    for left in [1, 0] {
        assert!(!bench.sign("01", "8642", "sha256", "--sha-256").status.success());
        assert_eq!(bench.card.tries().unwrap().authentication, left);
    }
    let blocked = bench.sign("01", "1234", "sha256", "--sha-256");
    assert!(!blocked.status.success(), "{}", text(&blocked));
    assert_eq!(
        bench.card.tries().unwrap(),
        TriesLeft {
            authentication: 0,
            signature: Some(5)
        }
    );
    let log = std::fs::read_to_string(bench.card.log_file()).unwrap();
    assert!(!log.contains("38363432") && !log.contains("31323334"), "{log}");
    let log = bench.card.log().unwrap();
    let verify = log
        .commands()
        .into_iter()
        .filter(|record| record.masked.is_some())
        .map(|record| record.status);
    assert_eq!(verify.collect::<Vec<_>>(), ["63C1", "63C0", "6984"]);
}

#[test]
fn a_flipped_bit_is_noticed_by_openssl() {
    let mut setup = CardSetup::persona("mai");
    setup.arguments.push("--wrong-signature".to_owned());
    let bench = Bench::with(&setup);
    succeeded(&bench.read_certificate("01", None, "authentication.pem"));
    succeeded(&bench.sign("01", "4649", "sha256", "--sha-256"));
    assert!(!bench.openssl_verifies("authentication.pem", "sha256").status.success());
}

#[test]
fn it_works_on_a_contactless_reader_and_takes_its_time() {
    let mut setup = CardSetup::persona("mai");
    setup.link = "nfc".to_owned();
    let bench = Bench::with(&setup);
    let atr = succeeded(&bench.opensc("opensc-tool", ["--atr"]));
    assert!(atr.contains("3b:88:80:01"), "{atr}");
    succeeded(&bench.read_certificate("01", None, "authentication.pem"));
    let begin = std::time::Instant::now();
    succeeded(&bench.sign("01", "4649", "sha256", "--sha-256"));
    assert!(
        begin.elapsed() > std::time::Duration::from_millis(500),
        "{:?}",
        begin.elapsed()
    );
    succeeded(&bench.openssl_verifies("authentication.pem", "sha256"));
}

#[test]
fn it_finds_no_key_on_a_foreign_card() {
    let bench = Bench::with(&CardSetup::persona("foreign-card"));
    let output = bench.opensc("pkcs15-tool", ["--list-certificates"]);
    assert!(!text(&output).contains("Certificate ["), "{}", text(&output));
}
