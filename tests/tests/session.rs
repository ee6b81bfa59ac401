//! One connection in process, over pipes: what the extension hears when it asks twice, cancels, chooses, sends nonsense or goes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

use std::io::{PipeReader, PipeWriter, Write as _, pipe};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use openjpki_host::cancel::Cancel;
use openjpki_host::ceremony::Ceremonies;
use openjpki_host::session::serve;
use openjpki_host::wire::{Frame, read_frame, write_frame};
use openjpki_tests::card::{Persona, PinChoice, VirtualCard};
use openjpki_tests::in_process::{Act, Cards, Person, VirtualReaders};
use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_secs(20);
/// A browser waits two seconds, and the host takes half of that at most; the rest is for a computer with much else to do.
const SOON: Duration = Duration::from_secs(10);

/// A browser with one host.
struct Browser {
    to_host: Option<PipeWriter>,
    from_host: PipeReader,
    stop: Cancel,
    host: JoinHandle<()>,
    cards: Cards,
    person: Person,
}

impl Browser {
    fn start(cards: Cards, acts: Vec<Act>) -> Self {
        let (input, to_host) = pipe().unwrap();
        let (from_host, output) = pipe().unwrap();
        let (stop, person) = (Cancel::new(), Person::new(acts));
        let mut ceremonies = Ceremonies::new(VirtualReaders(cards.clone()), person.clone());
        let stopping = stop.clone();
        let host = thread::spawn(move || serve(input, output, &stopping, &mut ceremonies));
        let mut browser = Self {
            to_host: Some(to_host),
            from_host,
            stop,
            host,
            cards,
            person,
        };
        assert_eq!(browser.hear()["method"], "hello");
        browser
    }

    fn with_hanako(acts: Vec<Act>) -> Self {
        Self::start(Cards::new([card("hanako")]), acts)
    }

    fn send_text(&mut self, text: &str) {
        write_frame(self.to_host.as_mut().unwrap(), text.as_bytes()).unwrap();
    }

    fn send(&mut self, message: &Value) {
        self.send_text(&message.to_string());
    }

    fn ask(&mut self, id: impl Into<Value>, method: &str) {
        let params = match method {
            "status" => json!({}),
            _ => json!({
                "origin": "https://portal.example.go.jp",
                "nonce": "mC1Vq0n6Zb8T4y2Jx5uHk9sLr3WgEo7DfPaQiYtUwXs",
                "lang": "en",
            }),
        };
        self.send(&json!({ "jsonrpc": "2.0", "id": id.into(), "method": method, "params": params }));
    }

    fn cancel(&mut self, id: impl Into<Value>) {
        self.send(&json!({ "jsonrpc": "2.0", "method": "cancel", "params": { "id": id.into() } }));
    }

    fn hear(&mut self) -> Value {
        self.next().expect("the host goes on")
    }

    fn next(&mut self) -> Option<Value> {
        match read_frame(&mut self.from_host).unwrap()? {
            Frame::Message(bytes) => Some(serde_json::from_slice(&bytes).unwrap()),
            other => panic!("{other:?}"),
        }
    }

    /// The next message that is no progress.
    fn answer(&mut self) -> Value {
        loop {
            let message = self.hear();
            if message["method"] != "progress" {
                return message;
            }
        }
    }

    fn wait_for(&mut self, stage: &str) {
        while self.hear()["params"]["stage"] != stage {}
    }

    /// Closes the host's input; everything that it still says.
    fn leave(mut self) -> Vec<Value> {
        drop(self.to_host.take());
        let words = std::iter::from_fn(|| self.next()).collect();
        self.ends_soon();
        words
    }

    /// Waits until the host has ended, and looks at what it leaves.
    fn ends_soon(self) {
        let begin = Instant::now();
        self.host.join().unwrap();
        assert!(begin.elapsed() < SOON, "a browser kills a host that lingers");
        assert!(!self.cards.is_connected());
        self.cards.with(0, |card| {
            for pin in [PinChoice::Authentication, PinChoice::Signature] {
                assert!(!card.jpki().unwrap().is_verified(pin), "{pin:?} is still verified");
            }
        });
    }
}

fn card(name: &str) -> VirtualCard {
    VirtualCard::new(Persona::by_name(name).unwrap())
}

fn code(message: &Value) -> (&Value, &str) {
    let code = message["error"]["data"]["code"].as_str();
    (&message["id"], code.unwrap_or_else(|| panic!("no error: {message}")))
}

/// Hangs until the test lets go, then types.
fn later(text: &'static str) -> (Act, Cancel) {
    let go = Cancel::new();
    let gone = go.clone();
    let act = Act::TypeWhen(text, std::sync::Arc::new(move || gone.is_cancelled()));
    (act, go)
}

#[test]
fn a_second_ceremony_is_busy_and_the_first_goes_on() {
    let (types, go) = later("1234");
    let mut browser = Browser::with_hanako(vec![types, Act::Type("1234")]);
    browser.ask(1, "authenticate");
    browser.wait_for("waiting-for-pin");
    browser.ask("two", "register");
    assert_eq!(code(&browser.answer()), (&json!("two"), "busy"));
    go.cancel();
    let first = browser.answer();
    assert_eq!((&first["id"], first["error"].is_null()), (&json!(1), true));
    browser.ask(3, "authenticate");
    let third = browser.answer();
    assert_eq!(
        third["result"]["format"], "openjpki-authenticate/1",
        "not busy after an answer"
    );
    browser.leave();
}

#[test]
fn other_requests_wait_for_their_turn() {
    let (types, go) = later("1234");
    let mut browser = Browser::with_hanako(vec![types]);
    browser.ask(1, "authenticate");
    browser.wait_for("waiting-for-pin");
    browser.ask(2, "status");
    go.cancel();
    assert_eq!(browser.answer()["id"], 1);
    let status = browser.answer();
    assert_eq!(
        (&status["id"], &status["result"]["readers"][0]["card"]),
        (&json!(2), &json!("jpki"))
    );
    browser.leave();
}

#[test]
fn an_id_is_used_once() {
    let mut browser = Browser::with_hanako(vec![]);
    browser.ask(1, "status");
    assert!(browser.answer()["error"].is_null());
    browser.ask(1, "status");
    let refused = browser.answer();
    assert_eq!(
        (&refused["id"], &refused["error"]["code"]),
        (&json!(null), &json!(-32600))
    );
    browser.ask("1", "status");
    assert_eq!(
        browser.answer()["result"]["service"],
        "running",
        "a text is another id than a number"
    );
    browser.leave();
}

#[test]
fn cancel_ends_the_ceremony_it_names_and_no_other() {
    let mut browser = Browser::with_hanako(vec![Act::Hang, Act::Type("1234")]);
    browser.cancel(1);
    browser.ask(1, "authenticate");
    browser.wait_for("waiting-for-pin");
    browser.cancel(2);
    browser.cancel("1");
    browser.cancel(1);
    assert_eq!(code(&browser.answer()), (&json!(1), "user-cancelled"));
    browser.cancel(1);
    browser.ask(2, "authenticate");
    assert_eq!(browser.answer()["result"]["format"], "openjpki-authenticate/1");
    browser.cancel(2);
    assert!(browser.leave().is_empty());
}

#[test]
fn the_person_chooses_between_two_cards() {
    let two = || Cards::new([card("hanako"), card("mai")]);
    let mut browser = Browser::start(two(), vec![Act::Type("1234")]);
    browser.ask(1, "authenticate");
    let question = browser.answer();
    assert_eq!(question["method"], "choose-card");
    assert_eq!(
        question["params"],
        json!({
            "id": 1,
            "candidates": [{ "reader": "Reader 0", "placed": "before" }, { "reader": "Reader 1", "placed": "before" }],
        })
    );
    browser.send(&json!({ "jsonrpc": "2.0", "id": "choose-99", "result": { "candidate": 1 } }));
    browser.send(&json!({ "jsonrpc": "2.0", "id": question["id"], "result": { "candidate": 0 } }));
    browser.wait_for("waiting-for-pin");
    assert_eq!(browser.answer()["result"]["format"], "openjpki-authenticate/1");
    browser.send(&json!({ "jsonrpc": "2.0", "id": question["id"], "result": { "candidate": 0 } }));

    for refusal in [
        json!({ "error": { "code": -32000, "message": "none" } }),
        json!({ "result": { "candidate": 2 } }),
    ] {
        browser.ask(format!("{refusal}"), "authenticate");
        let mut answer = refusal;
        answer["jsonrpc"] = json!("2.0");
        answer["id"] = browser.answer()["id"].take();
        browser.send(&answer);
        assert_eq!(code(&browser.answer()).1, "user-cancelled", "{answer}");
    }
    browser.ask(4, "authenticate");
    assert_eq!(browser.answer()["method"], "choose-card");
    browser.cancel(4);
    assert_eq!(code(&browser.answer()), (&json!(4), "user-cancelled"));
    browser.ask(5, "authenticate");
    assert_eq!(browser.answer()["method"], "choose-card");
    browser.leave();
}

#[test]
fn the_end_of_input_ends_everything() {
    for acts in [
        vec![Act::Hang],
        vec![Act::Type("ABC123"), Act::Hang],
        vec![Act::Type("WRONG1"), Act::Hang],
    ] {
        let windows = acts.len();
        let mut browser = Browser::with_hanako(acts);
        browser.ask(1, "register");
        let begin = Instant::now();
        while browser.person.asked().len() < windows {
            assert!(begin.elapsed() < PATIENCE);
            thread::sleep(Duration::from_millis(2));
        }
        browser.ask(2, "status");
        browser.ask(3, "status");
        let words = browser.leave();
        let answered: Vec<_> = words.iter().filter(|word| word["method"] != "progress").collect();
        assert_eq!(answered.len(), 1, "what still waited is not begun: {words:?}");
        assert_eq!(code(answered[0]), (&json!(1), "user-cancelled"));
    }
}

#[test]
fn a_frame_that_breaks_off_is_the_end_of_input() {
    let mut browser = Browser::with_hanako(vec![Act::Hang]);
    browser.ask(1, "authenticate");
    browser.wait_for("waiting-for-pin");
    browser
        .to_host
        .as_mut()
        .unwrap()
        .write_all(&[200, 0, 0, 0, b'{'])
        .unwrap();
    browser.leave();
}

#[test]
fn a_stop_ends_the_session_while_the_input_stays_open() {
    let mut browser = Browser::with_hanako(vec![Act::Type("ABC123"), Act::Hang]);
    browser.ask(1, "register");
    browser.wait_for("signing");
    browser.wait_for("waiting-for-pin");
    let input = browser.to_host.take();
    browser.stop.cancel();
    assert_eq!(code(&browser.answer()), (&json!(1), "user-cancelled"));
    browser.ends_soon();
    drop(input);
}

#[test]
fn a_browser_that_does_not_read_is_not_waited_for() {
    let mut browser = Browser::with_hanako(vec![Act::Hang]);
    for id in 0..2000 {
        browser.send_text(&format!("no message, but longer than nothing: {id}"));
    }
    browser.ask(1, "authenticate");
    let begin = Instant::now();
    while browser.person.asked().is_empty() {
        assert!(begin.elapsed() < PATIENCE, "the ceremony waits for the browser to read");
        thread::sleep(Duration::from_millis(2));
    }
    drop(browser.to_host.take());
    while browser.cards.is_connected() {
        assert!(begin.elapsed() < PATIENCE, "the card waits for the browser to read");
        thread::sleep(Duration::from_millis(2));
    }
    let begin = Instant::now();
    while !browser.host.is_finished() {
        assert!(begin.elapsed() < SOON, "the host waits for the browser to read");
        thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn nonsense_gets_an_error_and_the_ceremony_goes_on() {
    let (types, go) = later("1234");
    let mut browser = Browser::with_hanako(vec![types]);
    browser.ask(1, "authenticate");
    browser.wait_for("waiting-for-pin");
    for (text, number) in [
        ("{", -32700),
        ("[]", -32600),
        (r#"{"jsonrpc":"2.0","id":9,"method":"format-disk"}"#, -32601),
        (r#"{"jsonrpc":"2.0","id":9,"method":"status","params":{"x":1}}"#, -32602),
        (r#"{"jsonrpc":"2.0","id":"choose-1","result":{}}"#, -32600),
    ] {
        browser.send_text(text);
        let refused = browser.answer();
        assert_eq!(refused["error"]["code"], number, "{text}");
        assert_eq!(code(&refused).1, "invalid-request");
    }
    browser
        .to_host
        .as_mut()
        .unwrap()
        .write_all(&0_u32.to_ne_bytes())
        .unwrap();
    assert_eq!(browser.answer()["error"]["code"], -32600);
    go.cancel();
    assert_eq!(browser.answer()["result"]["format"], "openjpki-authenticate/1");
    browser.leave();
}
