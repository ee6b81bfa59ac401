//! Hosts that answer wrongly, late, too much, not at all, or die.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use openjpki_installer::doctor::{Answer, Card, Patience, Service, Trouble, ask};
use openjpki_manifests::EXTENSION_ORIGIN;
use serde_json::{Value, json};

use crate::scripted::{WAITS, frame, framed, healthy_reader, hello, our_hello, script, status, temporary};

/// Long where a host is expected to answer; the machine may be busy.
const LONG: Patience = Patience {
    hello: Duration::from_secs(20),
    status: Duration::from_secs(20),
    end: Duration::from_secs(20),
};

/// Short where it is expected not to.
const SHORT: Patience = Patience {
    hello: Duration::from_millis(400),
    status: Duration::from_millis(400),
    end: Duration::from_millis(200),
};

fn answer(bytes: &[u8], then: &str, patience: &Patience) -> Result<Answer, Trouble> {
    let (_folder, host) = temporary(bytes, then);
    ask(&host, patience)
}

fn trouble(bytes: &[u8], then: &str, patience: &Patience) -> Trouble {
    answer(bytes, then, patience).unwrap_err()
}

fn with_status(frames: &[Value]) -> Answer {
    let spoken: Vec<u8> = std::iter::once(&our_hello()).chain(frames).flat_map(frame).collect();
    answer(&spoken, WAITS, &LONG).unwrap()
}

#[test]
fn a_host_that_behaves_is_understood() {
    let progress =
        json!({ "jsonrpc": "2.0", "method": "progress", "params": { "id": 1, "stage": "reading", "detail": {} } });
    let answer = with_status(&[progress, status("running", json!([healthy_reader()]))]);
    assert_eq!(answer.version, env!("CARGO_PKG_VERSION"));
    assert!(answer.ended);
    let status = answer.status.unwrap();
    assert_eq!(status.service, Service::Running);
    let reader = &status.readers[0];
    assert_eq!(reader.card, Card::Jpki);
    let tries = reader.tries.unwrap();
    assert_eq!((tries.user_authentication, tries.digital_signature), (3, Some(5)));
    assert_eq!(
        reader.authentication_certificate.as_ref().unwrap().not_after,
        "2099-05-14T14:59:59Z"
    );
}

#[test]
fn it_is_started_as_a_browser_does_and_asked_for_status_only() {
    let (folder, host) = temporary(
        &frame(&our_hello()),
        "echo \"$*\" > \"$0.arguments\"; cat > \"$0.request\"",
    );
    let answer = ask(
        &host,
        &Patience {
            status: SHORT.status,
            ..LONG
        },
    )
    .unwrap();
    assert_eq!(answer.status.unwrap_err(), Trouble::Silent(0));
    let read = |name: &str| fs::read(folder.path().join(name)).unwrap();
    assert_eq!(
        String::from_utf8(read("host.arguments")).unwrap().trim(),
        EXTENSION_ORIGIN
    );
    let request = read("host.request");
    assert_eq!(request, framed(&request[4..]), "the length is before it");
    let message: Value = serde_json::from_slice(&request[4..]).unwrap();
    assert_eq!(
        message,
        json!({ "jsonrpc": "2.0", "id": 1, "method": "status", "params": {} })
    );
}

#[test]
fn a_hello_that_is_wrong_is_named() {
    let no_version = json!({ "jsonrpc": "2.0", "method": "hello", "params": { "protocol": 1 } });
    let other = json!({ "jsonrpc": "2.0", "method": "good-day", "params": { "version": "1.0.0", "protocol": 1 } });
    let wrong = [
        framed(b"hello"),
        framed(b""),
        framed(b"\xFF\xFE"),
        frame(&json!([])),
        frame(&json!({ "jsonrpc": "2.0", "id": 1, "result": {} })),
        frame(&no_version),
        frame(&other),
        frame(&hello("")),
        frame(&hello("1.0.0\u{1b}[2J")),
        frame(&hello(&"1".repeat(33))),
    ];
    for bytes in wrong {
        assert_eq!(
            trouble(&bytes, WAITS, &LONG),
            Trouble::Nonsense,
            "{}",
            String::from_utf8_lossy(&bytes)
        );
    }
    let future = json!({ "jsonrpc": "2.0", "method": "hello", "params": { "version": "9.0.0", "protocol": 2 } });
    assert_eq!(trouble(&frame(&future), WAITS, &LONG), Trouble::OtherProtocol(2));
    assert_eq!(
        trouble(&frame(&our_hello())[..20], "exit 0", &LONG),
        Trouble::Nonsense,
        "cut off"
    );
}

#[test]
fn a_hello_that_is_late_is_awaited_for_a_while_only() {
    let folder = tempfile::tempdir().unwrap();
    let host = folder.path().join("host");
    fs::write(
        folder.path().join("late"),
        [frame(&our_hello()), frame(&status("stopped", json!([])))].concat(),
    )
    .unwrap();
    script(&host, &format!("sleep 1; cat \"${{0%/*}}/late\"; {WAITS}"));
    assert_eq!(ask(&host, &SHORT).unwrap_err(), Trouble::Silent(0));
    assert_eq!(ask(&host, &LONG).unwrap().status.unwrap().service, Service::Stopped);
}

#[test]
fn a_host_that_says_nothing_is_given_up() {
    assert_eq!(trouble(b"", WAITS, &SHORT), Trouble::Silent(0));
    assert_eq!(trouble(&[5, 0], WAITS, &SHORT), Trouble::Silent(0), "half a header");
    assert_eq!(
        trouble(&frame(&our_hello())[..20], WAITS, &SHORT),
        Trouble::Silent(0),
        "half a message"
    );
}

#[test]
fn a_message_that_is_too_long_is_not_read() {
    let begin = Instant::now();
    let lengths = [1024 * 1024 + 1, u32::MAX];
    for length in lengths {
        // It would go on for ever.
        let then = "exec cat /dev/zero";
        assert_eq!(
            trouble(&length.to_ne_bytes(), then, &Patience { end: SHORT.end, ..LONG }),
            Trouble::TooLong(length)
        );
    }
    let spaces = vec![b' '; 1024 * 1024 - our_hello().to_string().len()];
    let longest = [our_hello().to_string().as_bytes(), &spaces].concat();
    assert!(
        answer(
            &framed(&longest),
            WAITS,
            &Patience {
                status: SHORT.status,
                ..LONG
            }
        )
        .is_ok()
    );
    assert!(begin.elapsed() < Duration::from_secs(60));
}

#[test]
fn a_host_that_dies_at_once_is_quoted() {
    let then = "printf 'no \\033[31mlibrary\\n\\nat all' >&2; exit 3";
    let said = Some("no [31mlibrary at all".to_owned());
    assert_eq!(trouble(b"", then, &LONG), Trouble::Ended { code: Some(3), said });
    assert_eq!(
        trouble(b"", "exit 0", &LONG),
        Trouble::Ended {
            code: Some(0),
            said: None
        }
    );
    assert_eq!(
        trouble(b"", "kill -9 $$", &LONG),
        Trouble::Ended { code: None, said: None }
    );
}

#[test]
fn a_host_that_complains_at_length_is_not_hindered() {
    let bytes = [frame(&our_hello()), frame(&status("stopped", json!([])))].concat();
    let folder = tempfile::tempdir().unwrap();
    let host = folder.path().join("host");
    fs::write(folder.path().join("frames"), bytes).unwrap();
    script(
        &host,
        &format!("head -c 1000000 /dev/zero >&2 || exit 7\ncat \"${{0%/*}}/frames\"; {WAITS}"),
    );
    assert_eq!(ask(&host, &LONG).unwrap().status.unwrap().service, Service::Stopped);
}

#[test]
fn a_host_that_dies_after_its_hello_is_told_apart() {
    let answer = answer(&frame(&our_hello()), "exit 4", &LONG).unwrap();
    assert_eq!(
        answer.status.unwrap_err(),
        Trouble::Ended {
            code: Some(4),
            said: None
        }
    );
}

#[test]
fn an_answer_that_is_none_is_named() {
    let readers = |readers: Value| with_status(&[status("running", readers)]).status;
    assert_eq!(readers(json!("none")).unwrap_err(), Trouble::Nonsense);
    assert_eq!(
        readers(json!([{ "name": "R", "card": "gold" }])).unwrap_err(),
        Trouble::Nonsense
    );
    let many = json!([{ "name": "R", "card": "jpki", "tries": { "userAuthentication": 300 } }]);
    assert_eq!(readers(many).unwrap_err(), Trouble::Nonsense);
    let other = json!({ "jsonrpc": "2.0", "id": 7, "result": {} });
    assert_eq!(with_status(&[other]).status.unwrap_err(), Trouble::Nonsense);
    let refused =
        json!({ "jsonrpc": "2.0", "id": 1, "error": { "code": -32000, "message": "", "data": { "code": "busy" } } });
    assert_eq!(
        with_status(&[refused]).status.unwrap_err(),
        Trouble::Refused("busy".to_owned())
    );
    let chatter = json!({ "jsonrpc": "2.0", "method": "progress", "params": {} });
    assert_eq!(with_status(&vec![chatter; 200]).status.unwrap_err(), Trouble::Nonsense);
}

#[test]
fn a_host_that_lingers_is_killed() {
    let bytes = [frame(&our_hello()), frame(&status("running", json!([])))].concat();
    let (folder, host) = temporary(&bytes, "echo $$ > \"$0.pid\"; exec sleep 1000");
    let answer = ask(
        &host,
        &Patience {
            end: Duration::from_millis(500),
            ..LONG
        },
    )
    .unwrap();
    assert!(answer.status.is_ok() && !answer.ended);
    let process = fs::read_to_string(folder.path().join("host.pid")).unwrap();
    assert!(!Path::new("/proc").join(process.trim()).exists(), "it still runs");
}

#[test]
fn a_program_that_does_not_start_is_named() {
    let nothing = ask(Path::new("/nowhere/host"), &LONG).unwrap_err();
    assert!(matches!(nothing, Trouble::NotStarted(why) if why.contains("os error 2")));
    let (_folder, host) = temporary(b"", "");
    let text = ask(&host.with_extension("frames"), &LONG).unwrap_err();
    assert!(matches!(text, Trouble::NotStarted(why) if why.contains("os error 13")));
}
