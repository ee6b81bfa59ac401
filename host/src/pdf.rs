//! What a PDF says of itself: how many pages, which title.
//!
//! The parser meets whatever a site sends. It therefore works in a process of its own, this same program started anew, which has
//! nothing but the file, little time and little memory: if it panics, loops or is full, the person is told nothing of that file, and
//! nothing else happens.

mod answer;
mod process;
mod text;

use serde::{Deserialize, Serialize};

pub use answer::answer;
pub use process::PdfReader;

/// The argument that makes this program read one PDF from its standard input.
pub const ARGUMENT: &str = "--read-pdf";
/// Memory that the process may take, in bytes: most PDFs need some times their size, and those that unpack to gigabytes get none.
pub const MEMORY: usize = 512 * 1024 * 1024;

/// What is told of a PDF.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PdfFacts {
    /// Pages.
    pub pages: Option<u32>,
    /// The title that its author gave it: 1 to 200 characters, all of which show themselves.
    pub title: Option<String>,
}
