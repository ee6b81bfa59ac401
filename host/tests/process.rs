//! The program itself, on this system: what it says to a person who starts it, and that its pipes carry every byte as it is.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::io::Read as _;
use std::process::{Command, Output, Stdio};

use openjpki_host::wire::{Frame, read_frame, write_frame};
use openjpki_manifests::EXTENSION_ORIGIN;

/// The program, which finds neither a configuration nor a place for a log.
fn host() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_openjpki-host"));
    for folder in ["XDG_CONFIG_HOME", "XDG_STATE_HOME", "HOME", "APPDATA", "LOCALAPPDATA"] {
        command.env_remove(folder);
    }
    command
}

fn output(argument: Option<&str>) -> Output {
    host().args(argument).output().unwrap()
}

#[test]
fn a_person_reads_version_help_and_what_to_do() {
    let version = output(Some("--version"));
    let expected = format!("openjpki-host {}", env!("CARGO_PKG_VERSION"));
    assert_eq!(String::from_utf8(version.stdout).unwrap().trim_end(), expected);
    assert!(version.status.success());

    let help = output(Some("--help"));
    assert!(
        String::from_utf8(help.stdout)
            .unwrap()
            .contains("openjpki-installer install")
    );
    assert!(help.status.success());

    let nothing = output(None);
    assert!(
        String::from_utf8(nothing.stderr)
            .unwrap()
            .contains("a browser starts this program")
    );
    assert!(nothing.stdout.is_empty(), "standard output belongs to browsers");
    assert_eq!(nothing.status.code(), Some(2));
}

/// A system that takes pipes for text changes line feeds, ends at 1A, or both. The lengths of these frames have every value in
/// their lowest byte, and the request has line ends between its words.
#[test]
fn pipes_carry_every_byte_as_it_is() {
    let mut process = host()
        .arg(EXTENSION_ORIGIN)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut input, mut output) = (process.stdin.take().unwrap(), process.stdout.take().unwrap());
    assert!(
        matches!(read_frame(&mut output).unwrap(), Some(Frame::Message(_))),
        "the greeting"
    );
    let (mut sent, mut received) = ([false; 256], [false; 256]);
    for length in 0..256 {
        let id = "i".repeat(1 + length % 64);
        let request = format!(
            "{{\r\n\t\"jsonrpc\":\"2.0\",\n\"id\":\"{id}\",{}\"method\":\"none\",\"params\":{{}}}}",
            " ".repeat(64 + length - id.len())
        );
        write_frame(&mut input, request.as_bytes()).unwrap();
        sent[request.len() % 256] = true;
        let Some(Frame::Message(answer)) = read_frame(&mut output).unwrap() else {
            panic!("no answer to {request:?}")
        };
        let value: serde_json::Value = serde_json::from_slice(&answer).unwrap();
        assert_eq!(
            (&value["id"], &value["error"]["code"]),
            (&id.into(), &(-32601).into()),
            "{value}"
        );
        received[answer.len() % 256] = true;
    }
    assert!(sent.iter().all(|&length| length));
    assert!(received.iter().filter(|&&length| length).count() >= 64);
    drop(input);
    let mut rest = Vec::new();
    output.read_to_end(&mut rest).unwrap();
    assert!(rest.is_empty(), "{rest:?}");
    assert!(process.wait().unwrap().success());
}
