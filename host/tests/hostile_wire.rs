//! What comes over the wire is anything at all: reading it never panics, never loses the next frame, never takes memory on trust.

use openjpki_host::wire::{Frame, Incoming, LARGEST_INCOMING, Malformed, read_frame, write_frame};
use proptest::prelude::*;

const GOOD: &str = r#"{"jsonrpc":"2.0","id":1,"method":"authenticate","params":{"origin":"https://example.jp","nonce":"mC1Vq0n6Zb8T4y2Jx5uHk9sLr3WgEo7DfPaQiYtUwXs","lang":"ja"}}"#;

const SIGN: &str = r#"{"jsonrpc":"2.0","id":1,"method":"sign","params":{"origin":"https://example.jp","documents":[{"name":"secret name","mediaType":"text/plain","content":"c2VjcmV0IGNvbnRlbnQ="}],"output":"cms","lang":"ja"}}"#;

proptest! {
    #[test]
    fn any_bytes_are_frames_or_the_end(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
        let mut input = bytes.as_slice();
        while let Some(frame) = read_frame(&mut input).unwrap() {
            if let Frame::Message(message) = frame {
                prop_assert!(message.len() <= bytes.len());
                let _ = Incoming::parse(&message);
            }
        }
    }

    #[test]
    fn what_was_framed_is_read_again(messages in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 1..300), 0..5)) {
        let mut pipe = Vec::new();
        for message in &messages {
            write_frame(&mut pipe, message).unwrap();
        }
        let mut input = pipe.as_slice();
        for message in messages {
            prop_assert_eq!(read_frame(&mut input).unwrap(), Some(Frame::Message(message)));
        }
        prop_assert_eq!(read_frame(&mut input).unwrap(), None);
    }

    #[test]
    fn a_message_with_one_byte_changed_is_taken_or_refused(at in 0..GOOD.len(), byte in any::<u8>()) {
        let mut message = GOOD.as_bytes().to_vec();
        message[at] = byte;
        if let Err(malformed) = Incoming::parse(&message) {
            prop_assert!((-32700..=-32600).contains(&malformed.number()));
            prop_assert!(!malformed.to_string().contains("mC1Vq0n6"), "a refusal shows the nonce: {}", malformed);
        }
    }

    #[test]
    fn a_refused_document_is_not_shown(at in 0..SIGN.len(), byte in any::<u8>()) {
        let mut message = SIGN.as_bytes().to_vec();
        message[at] = byte;
        if let Err(malformed) = Incoming::parse(&message) {
            let said = malformed.to_string();
            prop_assert!(!said.contains("secret") && !said.contains("c2VjcmV0"), "a refusal shows the document: {}", said);
        }
    }

    #[test]
    fn any_json_is_taken_or_refused(text in r#"[\[\]{}",:a-z0-9\\ .-]{0,80}"#) {
        let _ = Incoming::parse(text.as_bytes());
        for method in ["register", "sign"] {
            let message = format!(r#"{{"jsonrpc":"2.0","id":1,"method":"{method}","params":{text}}}"#);
            let _ = Incoming::parse(message.as_bytes());
        }
    }
}

#[test]
fn the_messages_that_the_changes_start_from_are_good() {
    for good in [GOOD, SIGN] {
        assert!(matches!(Incoming::parse(good.as_bytes()), Ok(Incoming::Request { .. })));
    }
}

#[test]
fn a_length_is_not_believed_before_the_bytes_come() {
    let mut input = LARGEST_INCOMING.to_ne_bytes().to_vec();
    input.extend_from_slice(b"{}");
    assert_eq!(read_frame(&mut input.as_slice()).unwrap(), None);
    assert_eq!(Incoming::parse(b"").unwrap_err(), Malformed::Syntax);
}
