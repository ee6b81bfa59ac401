//! The host's library without its outside world: virtual readers, a person who follows a script, an extension that listens.
//!
//! This is the second composition root: the same ceremonies, another reader and another PIN window.

mod extension;
mod person;
mod readers;

pub use extension::{Heard, Listener};
pub use person::{Act, Asked, Person};
pub use readers::{Cards, VirtualConnection, VirtualReaders};
