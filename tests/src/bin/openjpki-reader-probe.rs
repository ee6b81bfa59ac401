//! The host's reader over the PC/SC service that this process sees: obeys one word a line on standard input and prints what
//! happens as JSON, one object a line. It runs in the namespaces of a private service.
#![allow(clippy::print_stdout, reason = "its standard output is how tests talk with it")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "nothing of this crate ships"
)]

use std::io::{BufRead, stdin};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Instant;

use openjpki::iso7816::{Command, Transport};
use openjpki::jpki::JPKI_APPLICATION;
use openjpki_host::cancel::{Cancel, Registration};
use openjpki_host::reader::{PcscCard, PcscReader, Reader, ReaderError, Slot, Watch, leave_on_panic};
use serde_json::{Value, json};

fn main() {
    leave_on_panic();
    let wanted = std::env::args().nth(1);
    let (words, heard) = channel();
    let cancel = Arc::new(Mutex::new(Cancel::new()));
    let current = Arc::clone(&cancel);
    thread::spawn(move || listen(&words, &current));
    Probe {
        reader: PcscReader::new(wanted),
        cancel,
        found: Vec::new(),
        except: Vec::new(),
        card: None,
        watch: None,
        start: Instant::now(),
    }
    .obey(&heard);
}

/// `cancel` is obeyed at once, everything else in order.
fn listen(words: &Sender<String>, cancel: &Mutex<Cancel>) {
    for word in stdin().lock().lines().map_while(Result::ok) {
        if word == "cancel" {
            cancel.lock().unwrap().cancel();
        } else if words.send(word).is_err() {
            break;
        }
    }
}

struct Probe {
    reader: PcscReader,
    cancel: Arc<Mutex<Cancel>>,
    found: Vec<Slot>,
    except: Vec<Slot>,
    card: Option<PcscCard>,
    watch: Option<(Watch, Registration)>,
    start: Instant,
}

impl Probe {
    fn obey(&mut self, words: &Receiver<String>) {
        for word in words {
            let value = match word.as_str() {
                "wait" => self.wait(),
                "cancelled" => {
                    self.cancel.lock().unwrap().cancel();
                    self.wait()
                }
                "fresh" => {
                    *self.cancel.lock().unwrap() = Cancel::new();
                    json!("fresh")
                }
                "except" => {
                    self.except.append(&mut self.found);
                    json!("except")
                }
                "survey" => of(self.reader.survey().map(|states| json!(format!("{states:?}")))),
                "open" => self.open(),
                "select" => self.select(),
                "watch" => self.watch(),
                "close" => {
                    self.card = None;
                    json!("closed")
                }
                "panic" => panic!("as told"),
                _ => json!("what?"),
            };
            self.print(json!({ word: value }));
        }
    }

    fn wait(&mut self) -> Value {
        let cancel = self.cancel.lock().unwrap().clone();
        let start = self.start;
        let waited = self.reader.wait_for_cards(&self.except, &cancel, &mut |waiting| {
            print(start, json!({ "waiting": format!("{waiting:?}") }));
        });
        of(waited.map(|slots| {
            let readers: Vec<_> = slots.iter().map(|slot| slot.reader.clone()).collect();
            self.found = slots;
            json!(readers)
        }))
    }

    fn open(&mut self) -> Value {
        let opened = self
            .found
            .first()
            .ok_or(ReaderError::Removed)
            .and_then(|slot| self.reader.open(slot));
        of(opened.map(|card| {
            self.card = Some(card);
            json!("opened")
        }))
    }

    /// Tells, whenever it happens, that the card is gone.
    fn watch(&mut self) -> Value {
        let Some(slot) = self.found.first() else {
            return json!("no card");
        };
        let (watch, start) = (self.reader.watch(slot), self.start);
        let registration = watch.gone().on_cancel(move || print(start, json!({ "gone": true })));
        self.watch = Some((watch, registration));
        json!("watching")
    }

    fn select(&mut self) -> Value {
        match self
            .card
            .as_mut()
            .map(|card| card.transmit(&Command::select_application(JPKI_APPLICATION)))
        {
            Some(Ok(response)) => json!(response.status.to_string()),
            Some(Err(error)) => json!({ "error": format!("{error:?}") }),
            None => json!("no card"),
        }
    }

    fn print(&self, value: Value) {
        print(self.start, value);
    }
}

fn of(outcome: Result<Value, ReaderError>) -> Value {
    outcome.unwrap_or_else(|error| json!({ "error": format!("{error:?}") }))
}

fn print(start: Instant, mut value: Value) {
    value["ms"] = json!(u64::try_from(start.elapsed().as_millis()).unwrap());
    println!("{value}");
}
