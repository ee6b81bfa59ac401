//! A server's certificate for one test.

use std::path::Path;
use std::process::{Command, Stdio};

/// Writes `cert.pem`, which is its own root, and `key.pem`, which only the owner reads.
///
/// - `name`: whose it is, as openssl writes it: `DNS:localhost`, `IP:127.0.0.1`.
///
/// # Panics
/// If openssl is missing or refuses.
pub fn write_certificate(folder: &Path, name: &str) {
    let made = Command::new("openssl")
        .args("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=server -keyout key.pem -out cert.pem".split(' '))
        .args(["-addext", &format!("subjectAltName={name}"), "-addext", "basicConstraints=critical,CA:FALSE"])
        .current_dir(folder)
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert!(made.success());
}
