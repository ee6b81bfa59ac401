//! Writes the test vectors of `tests/vectors` anew: `cargo run -p openjpki-tests --bin openjpki-vectors`.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a tool of the workshop: it says what it wrote, and stops at the first surprise"
)]

use std::fs;

use openjpki_tests::vectors;

fn main() {
    for (name, text) in vectors::files() {
        let path = vectors::folder().join(&name);
        fs::write(&path, &text).unwrap();
        println!("{name}: {} bytes", text.len());
    }
}
