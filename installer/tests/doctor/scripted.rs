//! Hosts that follow a script.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

/// What follows the frames of a host that behaves: it waits for the end of its input.
pub(crate) const WAITS: &str = "cat > /dev/null";

pub(crate) fn hello(version: &str) -> Value {
    json!({ "jsonrpc": "2.0", "method": "hello", "params": { "version": version, "protocol": 1 } })
}

/// Our own version's hello.
pub(crate) fn our_hello() -> Value {
    hello(env!("CARGO_PKG_VERSION"))
}

/// The answer to `status` with this service and these readers.
pub(crate) fn status(service: &str, readers: Value) -> Value {
    json!({ "jsonrpc": "2.0", "id": 1, "result": { "version": "1.0.0", "service": service, "readers": readers } })
}

/// A reader with a card on which all is well.
pub(crate) fn healthy_reader() -> Value {
    json!({
        "name": "ACS ACR39U ICC Reader (0123456789) 00 00",
        "card": "jpki",
        "applet": "JPKIAPICCTOKEN2",
        "tries": { "userAuthentication": 3, "digitalSignature": 5 },
        "authenticationCertificate": { "notBefore": "2020-05-14T03:00:00Z", "notAfter": "2099-05-14T14:59:59Z" },
    })
}

pub(crate) fn frame(message: &Value) -> Vec<u8> {
    framed(message.to_string().as_bytes())
}

pub(crate) fn framed(content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap();
    [&length.to_ne_bytes(), content].concat()
}

/// Writes a host that says `bytes` and then does what the lines of shell `then` say.
pub(crate) fn host(path: &Path, bytes: &[u8], then: &str) {
    let spoken = path.with_extension("frames");
    write(&spoken, bytes, "644");
    script(path, &format!("cat '{}'\n{then}", spoken.display()));
}

/// Writes a host that does what these lines of shell say.
pub(crate) fn script(path: &Path, lines: &str) {
    write(path, format!("#!/bin/sh\n{lines}\n").as_bytes(), "755");
}

/// Writes a file by a program of its own: if this process wrote it, a test in another thread could start its own child at that
/// moment, the child would hold the file open for writing, and running it would fail with "text file busy".
fn write(path: &Path, bytes: &[u8], mode: &str) {
    let line = r#"cat > "$0" && chmod "$1" "$0""#;
    let mut shell = Command::new("sh")
        .args(["-c", line, path.to_str().unwrap(), mode])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    shell.stdin.take().unwrap().write_all(bytes).unwrap();
    assert!(shell.wait().unwrap().success());
}

/// A scripted host in a folder that vanishes at the end.
pub(crate) fn temporary(bytes: &[u8], then: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("host");
    host(&path, bytes, then);
    (folder, path)
}
