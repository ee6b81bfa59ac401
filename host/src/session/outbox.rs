//! The only place that writes to the extension.

use std::io::Write;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

use crate::wire::{Outgoing, write_frame};

/// How long the last messages may take; a browser that no longer reads is not waited for.
const PATIENCE: Duration = Duration::from_secs(1);

/// Where messages to the extension go; whole frames, one at a time, from any thread.
///
/// A thread of its own writes them: a browser that does not read must not hold up a ceremony whose card is unlocked, nor
/// keep `cancel` from being heard.
#[derive(Clone)]
pub(super) struct Outbox(Sender<Post>);

enum Post {
    Message(Vec<u8>),
    /// Asks to be told when everything before is written.
    Receipt(Sender<()>),
}

impl Outbox {
    pub(super) fn new(output: impl Write + Send + 'static) -> Self {
        let (sender, posts) = mpsc::channel();
        thread::spawn(move || write(output, &posts));
        Self(sender)
    }

    /// Sends one message. If the extension is gone, there is nobody to tell; the end of input ends the session.
    pub(super) fn send(&self, message: &Outgoing<'_>) {
        match serde_json::to_vec(message) {
            Ok(bytes) => drop(self.0.send(Post::Message(bytes))),
            Err(error) => tracing::warn!("a message was not sent: {error}"),
        }
    }

    /// Waits until everything is written, but not long.
    pub(super) fn finish(&self) {
        let (written, everything) = mpsc::channel();
        let _ = self.0.send(Post::Receipt(written));
        let _ = everything.recv_timeout(PATIENCE);
    }
}

fn write(mut output: impl Write, posts: &Receiver<Post>) {
    for post in posts {
        match post {
            Post::Message(bytes) => {
                if let Err(error) = write_frame(&mut output, &bytes) {
                    tracing::warn!("a message was not sent: {error}");
                }
            }
            Post::Receipt(written) => drop(written.send(())),
        }
    }
}
