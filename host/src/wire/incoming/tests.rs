use super::*;

const NONCE: &str = "mC1Vq0n6Zb8T4y2Jx5uHk9sLr3WgEo7DfPaQiYtUwXs";

fn authenticate(params: &str) -> String {
    format!(r#"{{"jsonrpc":"2.0","id":1,"method":"authenticate","params":{{{params}}}}}"#)
}

#[test]
fn requests_are_parsed() {
    let text = authenticate(&format!(
        r#""origin":"https://example.jp","nonce":"{NONCE}","lang":"ja""#
    ));
    let Incoming::Request {
        id,
        call: Call::Authenticate(ask),
    } = Incoming::parse(text.as_bytes()).unwrap()
    else {
        panic!("not an authenticate request");
    };
    assert_eq!(
        (id, ask.origin.as_str(), ask.lang.as_str()),
        (RequestId::Number(1), "https://example.jp", "ja")
    );
    assert_eq!(format!("{ask:?}"), r#"Ask { lang: LanguageTag("ja"), .. }"#);
    let cancel = br#"{"jsonrpc":"2.0","method":"cancel","params":{"id":"a"}}"#;
    assert!(matches!(Incoming::parse(cancel), Ok(Incoming::Cancel(RequestId::Text(id))) if id == "a"));
    let choice = br#"{"jsonrpc":"2.0","id":"choose-1","result":{"candidate":1}}"#;
    assert!(matches!(
        Incoming::parse(choice),
        Ok(Incoming::Choice { candidate: Some(1), .. })
    ));
    let show = br#"{"jsonrpc":"2.0","method":"show-window","params":{"id":7}}"#;
    assert!(matches!(
        Incoming::parse(show),
        Ok(Incoming::ShowWindow(RequestId::Number(7)))
    ));
}

#[test]
fn hostile_messages_get_their_number() {
    let deep = "[".repeat(100_000);
    let good = format!(r#""origin":"https://example.jp","nonce":"{NONCE}","lang":"ja""#);
    for (number, text) in [
        (-32700, "{".to_owned()),
        (-32600, deep.clone()),
        (
            -32602,
            authenticate(&good)
                .replace("{\"origin", "[[[[{\"origin")
                .replace("\"ja\"}", "\"ja\"}]]]]"),
        ),
        (
            -32602,
            authenticate(&good.replace("\"ja\"", &format!("{deep}1{}", "]".repeat(100_000)))),
        ),
        (-32600, "[]".to_owned()),
        (-32600, r#"["2.0",1,"status"]"#.to_owned()),
        (
            -32602,
            r#"{"jsonrpc":"2.0","id":1,"method":"status","params":[]}"#.to_owned(),
        ),
        (-32600, "{}".to_owned()),
        (-32600, r#"{"jsonrpc":"1.0","id":1,"method":"status"}"#.to_owned()),
        (
            -32600,
            r#"{"jsonrpc":"2.0","id":1,"id":2,"method":"status"}"#.to_owned(),
        ),
        (
            -32600,
            r#"{"jsonrpc":"2.0","id":1,"method":"status","extra":1}"#.to_owned(),
        ),
        (-32600, r#"{"jsonrpc":"2.0","id":1.5,"method":"status"}"#.to_owned()),
        (-32600, r#"{"jsonrpc":"2.0","method":"status"}"#.to_owned()),
        (-32600, r#"{"jsonrpc":"2.0","method":"show-window"}"#.to_owned()),
        (
            -32601,
            r#"{"jsonrpc":"2.0","id":1,"method":"show-window","params":{"id":1}}"#.to_owned(),
        ),
        (
            -32602,
            r#"{"jsonrpc":"2.0","id":1,"method":"card","params":{"origin":"https://example.jp"}}"#.to_owned(),
        ),
        (
            -32602,
            r#"{"jsonrpc":"2.0","id":1,"method":"doctor","params":{}}"#.to_owned(),
        ),
        (-32601, r#"{"jsonrpc":"2.0","id":1,"method":"format-card"}"#.to_owned()),
        (
            -32602,
            r#"{"jsonrpc":"2.0","id":1,"method":"status","params":{"origin":"https://example.jp"}}"#.to_owned(),
        ),
        (-32602, authenticate(&format!(r#"{good},"pin":"1234""#))),
        (-32602, authenticate(&format!(r#"{good},"lang":"en""#))),
        (-32602, authenticate(&good.replace("https", "http"))),
        (-32602, authenticate(&good.replace("ja", "../../etc"))),
    ] {
        let error = Incoming::parse(text.as_bytes()).unwrap_err();
        assert_eq!(error.number(), number, "{}", text.chars().take(80).collect::<String>());
    }
    assert_eq!(Incoming::parse(b"\xFF\xFE"), Err(Malformed::Syntax));
}

#[test]
fn what_is_wrong_is_told_without_its_content() {
    let text = authenticate(r#""origin":"https://example.jp","nonce":"secret","lang":5"#);
    let Err(Malformed::Params { reason, .. }) = Incoming::parse(text.as_bytes()) else {
        panic!("accepted")
    };
    assert!(!reason.contains("secret"), "{reason}");
    for params in [
        r#""nonce":["secret"]"#,
        r#""nonce":"secret","lang":5"#,
        r#""secret":1"#,
        r#""lang":"secret\"secret""#,
        r#""a`secret":1"#,
        r#""nonce":"a`secret""#,
        r#""origin":{"a\"secret":1}"#,
    ] {
        let text = authenticate(params);
        let certificate = text.replace("authenticate", "certificate").replace("nonce", "key");
        let sign = text.replace("authenticate", "sign").replace("nonce", "documents");
        for text in [text, certificate, sign] {
            let Err(Malformed::Params { reason, .. }) = Incoming::parse(text.as_bytes()) else {
                panic!("accepted")
            };
            assert!(!reason.contains("secret"), "{reason}");
        }
    }
    let Err(missing) = Incoming::parse(authenticate("").as_bytes()) else {
        panic!("accepted")
    };
    assert!(missing.to_string().contains("`origin`"), "{missing}");
}

impl PartialEq for Incoming {
    fn eq(&self, other: &Self) -> bool {
        format!("{self:?}") == format!("{other:?}")
    }
}
