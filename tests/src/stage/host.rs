//! The host as a process, and a test in the place of the browser.

use std::io::{Read, Write as _};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::{sleep, spawn};
use std::time::{Duration, Instant};

use openjpki_manifests::EXTENSION_ORIGIN;
use serde_json::{Value, json};

use crate::browser::PATIENCE;

/// A running host. Dropping it closes its standard input as a browser does, and kills it if it lingers.
pub struct HostProcess {
    process: Child,
    input: Option<ChildStdin>,
    frames: Receiver<Value>,
    progress: Vec<Value>,
}

/// The answer to a request.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// Its result.
    Result(Value),
    /// Its error, whole: `code`, `message`, `data`.
    Error(Value),
}

impl Reply {
    /// The result.
    ///
    /// # Panics
    /// If it is an error.
    pub fn result(self) -> Value {
        match self {
            Self::Result(value) => value,
            Self::Error(error) => panic!("the host answers with the error {error}"),
        }
    }

    /// The kebab-case code of the error.
    ///
    /// # Panics
    /// If it is none.
    pub fn code(&self) -> &str {
        match self {
            Self::Error(error) => error["data"]["code"].as_str().expect("an error has a code"),
            Self::Result(result) => panic!("the host answers {result} in place of an error"),
        }
    }
}

impl HostProcess {
    pub(super) fn start(mut command: Command) -> Self {
        command.arg(EXTENSION_ORIGIN);
        Self::called(command)
    }

    /// Starts a command that has all its arguments, and hears the hello.
    pub(super) fn called(mut command: Command) -> Self {
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().expect("the host starts");
        let output = process.stdout.take().expect("stdout is piped");
        let (sender, frames) = channel();
        spawn(move || {
            let mut output = output;
            while let Some(frame) = read_frame(&mut output) {
                if sender.send(frame).is_err() {
                    break;
                }
            }
        });
        let mut host = Self {
            input: process.stdin.take(),
            process,
            frames,
            progress: Vec::new(),
        };
        let hello = host.next_frame();
        assert_eq!(hello["method"], "hello", "the host speaks first");
        host
    }

    /// Sends a request.
    pub fn ask(&mut self, id: impl Into<Value>, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "id": id.into(), "method": method, "params": params }));
    }

    /// Sends a request and waits for its answer.
    pub fn call(&mut self, id: u64, method: &str, params: Value) -> Reply {
        self.ask(id, method, params);
        self.reply(id)
    }

    /// Sends any message.
    pub fn send(&mut self, message: &Value) {
        self.send_payload(message.to_string().as_bytes());
    }

    /// Sends a frame with any payload.
    pub fn send_payload(&mut self, payload: &[u8]) {
        let length = u32::try_from(payload.len()).expect("a short payload");
        self.send_bytes(&[&length.to_ne_bytes(), payload].concat());
    }

    /// Sends bytes as they are. That the host does not want them any more is for it to decide.
    pub fn send_bytes(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("the input is open");
        let _ = input.write_all(bytes).and_then(|()| input.flush());
    }

    /// Waits for the answer to request `id`; progress on the way is kept.
    ///
    /// # Panics
    /// If something else comes.
    pub fn reply(&mut self, id: impl Into<Value>) -> Reply {
        let id = id.into();
        loop {
            let mut frame = self.next_frame();
            if frame["method"] == "progress" {
                self.progress.push(frame["params"].take());
                continue;
            }
            return answer_to(&id, frame);
        }
    }

    /// The answer to request `id` if it comes within `time`; progress on the way is kept.
    ///
    /// # Panics
    /// If something else comes, or the host is gone.
    pub fn reply_within(&mut self, id: impl Into<Value>, time: Duration) -> Option<Reply> {
        let (id, deadline) = (id.into(), Instant::now() + time);
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.frames.recv_timeout(left) {
                Ok(mut frame) if frame["method"] == "progress" => self.progress.push(frame["params"].take()),
                Ok(frame) => return Some(answer_to(&id, frame)),
                Err(RecvTimeoutError::Timeout) => return None,
                Err(RecvTimeoutError::Disconnected) => panic!("the host is gone: {:?}", self.process.try_wait()),
            }
        }
    }

    /// Waits for the answer to request `id`, or for progress that gives `reason`, whichever comes first.
    pub fn reply_or_reason(&mut self, id: impl Into<Value>, reason: &str) -> Option<Reply> {
        let id = id.into();
        loop {
            let mut frame = self.next_frame();
            if frame["method"] != "progress" {
                return Some(answer_to(&id, frame));
            }
            let params = frame["params"].take();
            let found = params["detail"]["reason"] == reason;
            self.progress.push(params);
            if found {
                return None;
            }
        }
    }

    /// Waits until progress reaches `stage`, and returns its parameters.
    pub fn wait_for_stage(&mut self, stage: &str) -> Value {
        self.wait_for_progress(|params| params["stage"] == stage)
    }

    /// Waits until progress gives `reason` in its detail, and returns its parameters.
    pub fn wait_for_reason(&mut self, reason: &str) -> Value {
        self.wait_for_progress(|params| params["detail"]["reason"] == reason)
    }

    /// Waits for the question which card to use, and returns it whole; progress on the way is kept.
    ///
    /// # Panics
    /// If something else comes.
    pub fn wait_for_question(&mut self) -> Value {
        loop {
            let mut frame = self.next_frame();
            if frame["method"] == "choose-card" {
                return frame;
            }
            assert_eq!(frame["method"], "progress", "a question was awaited, {frame} came");
            self.progress.push(frame["params"].take());
        }
    }

    /// Every progress so far, in order.
    pub fn progress(&self) -> &[Value] {
        &self.progress
    }

    /// The next frame, whatever it is.
    ///
    /// # Panics
    /// If none comes.
    pub fn next_frame(&mut self) -> Value {
        self.frames.recv_timeout(PATIENCE).unwrap_or_else(|error| {
            let state = self.process.try_wait();
            panic!(
                "no frame from the host: {error}; its process: {state:?}; progress: {:?}",
                self.progress
            )
        })
    }

    /// Closes the host's standard input, as the browser does at the end.
    pub fn close_input(&mut self) {
        self.input = None;
    }

    /// Waits until the host ends by itself.
    ///
    /// # Panics
    /// If it does not.
    pub fn wait(&mut self) -> ExitStatus {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.process.try_wait().expect("the host's state") {
                return status;
            }
            assert!(Instant::now() < deadline, "the host does not end");
            sleep(Duration::from_millis(20));
        }
    }

    /// Ends the host as the browser ends one that lingers.
    pub fn kill(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }

    /// The host's process id.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    fn wait_for_progress(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        if let Some(seen) = self.progress.iter().find(|params| wanted(params)) {
            return seen.clone();
        }
        loop {
            let mut frame = self.next_frame();
            assert_eq!(frame["method"], "progress", "progress was awaited, {frame} came");
            let params = frame["params"].take();
            self.progress.push(params.clone());
            if wanted(&params) {
                return params;
            }
        }
    }
}

impl Drop for HostProcess {
    fn drop(&mut self) {
        self.close_input();
        let deadline = Instant::now() + Duration::from_secs(5);
        while Instant::now() < deadline && matches!(self.process.try_wait(), Ok(None)) {
            sleep(Duration::from_millis(10));
        }
        self.kill();
    }
}

fn answer_to(id: &Value, mut frame: Value) -> Reply {
    assert_eq!(&frame["id"], id, "the answer to {id} was awaited, {frame} came");
    match frame.get_mut("result") {
        Some(result) => Reply::Result(result.take()),
        None => Reply::Error(frame["error"].take()),
    }
}

fn read_frame(output: &mut impl Read) -> Option<Value> {
    let mut length = [0; 4];
    output.read_exact(&mut length).ok()?;
    let mut payload = vec![0; usize::try_from(u32::from_ne_bytes(length)).ok()?];
    output.read_exact(&mut payload).ok()?;
    Some(serde_json::from_slice(&payload).expect("the host writes JSON"))
}
