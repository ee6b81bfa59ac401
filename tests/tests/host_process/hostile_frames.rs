//! Frames and messages that no extension sends: an error each, never a crash, and the connection goes on.

use openjpki_tests::stage::{HostProcess, Stage};
use serde_json::{Value, json};

use crate::{NONCE, ORIGIN};

#[test]
fn ill_formed_messages_get_an_error_and_the_connection_goes_on() {
    let stage = Stage::set();
    let mut host = stage.host();
    let request = |method: &str, params: &str| {
        format!(r#"{{"jsonrpc":"2.0","id":1,"method":"{method}","params":{params}}}"#).into_bytes()
    };
    let asked = |change: &str| format!(r#"{{"origin":"{ORIGIN}","nonce":"{NONCE}","lang":"en"{change}}}"#);
    let deep = [b"[".repeat(100_000), b"]".repeat(100_000)].concat();
    let cases: Vec<(&str, Vec<u8>, i64)> = vec![
        ("not UTF-8", b"{\"jsonrpc\":\"\xff\"}".to_vec(), -32700),
        ("not JSON", b"hello".to_vec(), -32700),
        ("cut off", b"{\"jsonrpc\":\"2.0\",".to_vec(), -32700),
        ("deep", deep, -32600),
        ("a list", b"[]".to_vec(), -32600),
        (
            "no version",
            br#"{"id":1,"method":"status","params":{}}"#.to_vec(),
            -32600,
        ),
        (
            "unknown key",
            br#"{"jsonrpc":"2.0","id":1,"method":"status","params":{},"x":1}"#.to_vec(),
            -32600,
        ),
        (
            "duplicate key",
            br#"{"jsonrpc":"2.0","id":1,"id":1,"method":"status","params":{}}"#.to_vec(),
            -32600,
        ),
        (
            "id of a wrong type",
            br#"{"jsonrpc":"2.0","id":[],"method":"status","params":{}}"#.to_vec(),
            -32600,
        ),
        ("unknown method", request("format-disk", "{}"), -32601),
        (
            "no parameters",
            br#"{"jsonrpc":"2.0","id":1,"method":"register"}"#.to_vec(),
            -32602,
        ),
        (
            "unknown parameter",
            request("authenticate", &asked(r#","pin":"1234""#)),
            -32602,
        ),
        (
            "duplicate parameter",
            request("authenticate", &asked(r#","lang":"ja""#)),
            -32602,
        ),
        ("parameter of a wrong type", request("status", "7"), -32602),
        (
            "not an origin",
            request("authenticate", &asked("").replace("https:", "file:")),
            -32602,
        ),
        (
            "short nonce",
            request("authenticate", &asked("").replace(NONCE, "abc")),
            -32602,
        ),
    ];
    for (id, (what, payload, number)) in (100..).zip(cases) {
        host.send_payload(&payload);
        let answer = host.next_frame();
        assert_eq!(answer["error"]["code"], json!(number), "{what}: {answer}");
        assert_eq!(answer["error"]["data"]["code"], "invalid-request", "{what}: {answer}");
        still_works(&mut host, id);
    }
}

#[test]
fn frames_of_impossible_lengths_get_an_error_and_the_connection_goes_on() {
    let stage = Stage::set();
    let mut host = stage.host();
    host.send_bytes(&0_u32.to_ne_bytes());
    assert_eq!(host.next_frame()["error"]["data"]["code"], "invalid-request");
    still_works(&mut host, 1);
    let length = 16 * 1024 * 1024 + 1_u32;
    host.send_bytes(&length.to_ne_bytes());
    host.send_bytes(&vec![b' '; usize::try_from(length).unwrap()]);
    assert_eq!(host.next_frame()["error"]["data"]["code"], "invalid-request");
    still_works(&mut host, 2);
}

#[test]
fn a_truncated_frame_ends_the_host_in_good_order() {
    let stage = Stage::set();
    for bytes in [&[1_u8, 0][..], &u32::MAX.to_ne_bytes(), &[8, 0, 0, 0, b'{']] {
        let mut host = stage.host();
        host.send_bytes(bytes);
        host.close_input();
        assert!(host.wait().success());
    }
}

#[test]
fn a_caller_that_is_not_the_extension_is_refused() {
    let stage = Stage::set();
    let strangers: [&[&str]; 2] = [&[], &["chrome-extension://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/"]];
    for arguments in strangers {
        let mut command = stage.command(openjpki_tests::stage::host_program());
        command.args(arguments).stdin(std::process::Stdio::null());
        let output = command.output().unwrap();
        assert!(
            !output.status.success() && output.stdout.is_empty(),
            "{arguments:?}: {output:?}"
        );
    }
}

fn still_works(host: &mut HostProcess, id: u64) {
    let status: Value = host.call(id, "status", json!({})).result();
    assert_eq!(status["service"], "running");
}
