//! The pipe: NUL-terminated JSON, answers found by id, events kept in order.

use std::collections::{HashMap, HashSet};
use std::io::{BufRead as _, BufReader, Read, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{BrowserError, PATIENCE};

/// Events kept for later questions; the oldest go first.
const KEPT_EVENTS: usize = 4096;

/// One browser's pipe, shared by all its pages.
pub(crate) struct Connection {
    writer: Mutex<Box<dyn Write + Send>>,
    state: Mutex<State>,
    changed: Condvar,
    next: AtomicU64,
    errors: PathBuf,
}

#[derive(Default)]
struct State {
    answers: HashMap<u64, Value>,
    events: Vec<Event>,
    /// Sessions of pages and windows that are gone.
    detached: HashSet<String>,
    closed: bool,
}

/// Something the browser said by itself.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    pub(crate) session: String,
    pub(crate) method: String,
    pub(crate) params: Value,
}

impl Connection {
    /// Starts reading; `errors` is where the browser's standard error goes, to be quoted when it dies.
    pub(crate) fn start(
        writer: impl Write + Send + 'static,
        reader: impl Read + Send + 'static,
        errors: PathBuf,
    ) -> Arc<Self> {
        let connection = Arc::new(Self {
            writer: Mutex::new(Box::new(writer)),
            state: Mutex::default(),
            changed: Condvar::new(),
            next: AtomicU64::new(1),
            errors,
        });
        let receiver = Arc::clone(&connection);
        std::thread::spawn(move || receiver.receive(reader));
        connection
    }

    /// Sends a command and waits for its answer.
    pub(crate) fn call(&self, session: Option<&str>, method: &str, params: Value) -> Result<Value, BrowserError> {
        self.call_within(PATIENCE, session, method, params)
    }

    /// As [`Connection::call`], with its own patience.
    pub(crate) fn call_within(
        &self,
        time: Duration,
        session: Option<&str>,
        method: &str,
        params: Value,
    ) -> Result<Value, BrowserError> {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let mut message = json!({ "id": id, "method": method, "params": params });
        if let (Some(session), Some(fields)) = (session, message.as_object_mut()) {
            fields.insert("sessionId".to_owned(), json!(session));
        }
        self.send(&message)?;
        let mut answer = self.wait_for_answer(id, session, time, method)?;
        match answer.get("error") {
            Some(error) => {
                let text = error
                    .get("message")
                    .and_then(Value::as_str)
                    .unwrap_or("no reason given");
                Err(BrowserError::Refused {
                    method: method.to_owned(),
                    message: text.to_owned(),
                })
            }
            None => Ok(answer.get_mut("result").map(Value::take).unwrap_or_default()),
        }
    }

    /// The events of one session so far, in order.
    pub(crate) fn events(&self, session: &str) -> Vec<Event> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state
            .events
            .iter()
            .filter(|event| event.session == session)
            .cloned()
            .collect()
    }

    fn send(&self, message: &Value) -> Result<(), BrowserError> {
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        writer
            .write_all(&bytes)
            .and_then(|()| writer.flush())
            .map_err(|_| self.gone())
    }

    fn wait_for_answer(
        &self,
        id: u64,
        session: Option<&str>,
        time: Duration,
        method: &str,
    ) -> Result<Value, BrowserError> {
        let deadline = Instant::now() + time;
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(answer) = state.answers.remove(&id) {
                return Ok(answer);
            }
            // A window that closes while it handles a click does not always answer it.
            if session.is_some_and(|session| state.detached.contains(session)) {
                return Err(BrowserError::Refused {
                    method: method.to_owned(),
                    message: "the target navigated or closed".to_owned(),
                });
            }
            if state.closed {
                return Err(self.gone());
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(BrowserError::TimedOut(format!("no answer to {method}")));
            }
            state = self
                .changed
                .wait_timeout(state, left)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
    }

    fn receive(&self, reader: impl Read) {
        let mut reader = BufReader::new(reader);
        let mut bytes = Vec::new();
        while let Ok(1..) = reader.read_until(0, &mut bytes) {
            bytes.pop();
            if let Ok(message) = serde_json::from_slice(&bytes) {
                self.keep(message);
            }
            bytes.clear();
        }
        self.state.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
        self.changed.notify_all();
    }

    fn keep(&self, mut message: Value) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(id) = message.get("id").and_then(Value::as_u64) {
            state.answers.insert(id, message);
        } else {
            let text = |name: &str| message.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
            let (session, method) = (text("sessionId"), text("method"));
            let params = message.get_mut("params").map(Value::take).unwrap_or_default();
            if method == "Target.detachedFromTarget"
                && let Some(gone) = params.get("sessionId").and_then(Value::as_str)
            {
                state.detached.insert(gone.to_owned());
            }
            if state.events.len() >= KEPT_EVENTS {
                state.events.remove(0);
            }
            state.events.push(Event {
                session,
                method,
                params,
            });
        }
        drop(state);
        self.changed.notify_all();
    }

    fn gone(&self) -> BrowserError {
        let text = std::fs::read_to_string(&self.errors).unwrap_or_default();
        let last: Vec<&str> = text.lines().rev().take(8).collect();
        BrowserError::Gone(last.into_iter().rev().collect::<Vec<_>>().join(" | "))
    }
}
