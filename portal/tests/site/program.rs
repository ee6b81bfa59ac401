//! The program itself: its first line, its log, its end.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};

/// Asks for a page over a socket of its own.
fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn says_where_it_listens_serves_and_stops_when_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_openjpki-portal"))
        .args(["--listen", "127.0.0.1:0", "--database"])
        .arg(folder.path().join("portal.sqlite"))
        .arg("--outbox")
        .arg(folder.path().join("mails"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(program.stdout.take().unwrap());
    let mut line = String::new();
    output.read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("listening on http://").unwrap().to_owned();

    assert!(get(&address, "/?lang=en").contains("New user registration"));
    let token = "B".repeat(43);
    assert!(get(&address, &format!("/password/{token}")).starts_with("HTTP/1.1 410"));

    let stopped = Command::new("kill").arg(program.id().to_string()).status().unwrap();
    assert!(stopped.success());
    assert!(program.wait().unwrap().success());
    let mut rest = String::new();
    output.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "", "one line on stdout");
    let mut log = String::new();
    program.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    assert!(
        log.contains("route=\"/password/{token}\"") && log.contains("stopped as told"),
        "{log}"
    );
    assert!(!log.contains(&token), "no token in the log");
}

#[test]
fn a_folder_without_roots_is_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_openjpki-portal"))
        .args(["--listen", "127.0.0.1:0", "--test-anchors"])
        .arg(folder.path())
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("holds no signature-ca*.der"));
}
