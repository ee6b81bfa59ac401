//! The page author's kit: a local site with every call and every error, and a virtual card to answer them.
//!
//! `openjpki-kit` is the program; `cargo xtask kit` builds and starts it. docs/PAGES.md is the guide.
#![allow(clippy::print_stdout, reason = "it tells the page's author what to do")]

mod answers;
mod http;
mod judge;
mod play;
mod registration;

use std::path::{Path, PathBuf};

use crate::demo::Outcome;

pub use self::answers::Site;
pub use self::http::listen;
pub use self::judge::Judge;
pub use self::play::{invite, play, press};

/// Where the site is; a stage has a network of its own, so the port is always free.
pub const ORIGIN: &str = "http://localhost:8081";

/// The files of the site.
pub fn folder() -> PathBuf {
    crate::stage::root().join("tests/kit")
}

/// Serves the site until the process ends.
///
/// - `roots`: folder with `signature-ca.der` and `authentication-ca.der`, the roots that the site trusts.
/// - `own`: a folder of the page's author, served below `/site/`.
///
/// # Errors
/// Whatever keeps it from listening, or from reading the roots.
pub fn serve(roots: &Path, own: Option<PathBuf>) -> Outcome {
    let site = Site::new(Judge::new(roots, ORIGIN)?, own);
    listen(ORIGIN.trim_start_matches("http://"), site)?;
    Ok(())
}
