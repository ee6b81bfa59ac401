//! Writes checks for a person to read: each a line, and where there is something to do, what.

use std::io::{self, Write};

use super::{Check, Os, Verdict, What};
use crate::catalog::Words;
use crate::printable::line;
use crate::{BrowserStatus, Finding, report};

/// Whether the marks are coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Plain text.
    None,
    /// Green, blue and red by the escapes of a terminal (ECMA-48, SGR).
    Terminal,
}

/// Writes every check, and at the end how many things there are to do.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut impl Write, checks: &[Check], words: &dyn Words, colour: Colour) -> io::Result<()> {
    for check in checks {
        let (begin, end) = escapes(colour, check.verdict);
        let mark = words.mark(check.verdict);
        writeln!(out, "{begin}{mark}{end} {}", line(&words.what(&check.what)))?;
        if let What::Browser(browser) = &check.what {
            write_places(out, browser, words)?;
        }
        if let Some(next) = &check.next {
            writeln!(out, "       -> {}", line(&words.next(next, Os::here())))?;
        }
    }
    let things = checks.iter().filter(|check| check.verdict == Verdict::Todo).count();
    writeln!(out, "\n{}", words.summary(things))
}

/// Every manifest that a browser finds, numbered by the order in which it looks, with path, owner, hash.
fn write_places(out: &mut impl Write, browser: &BrowserStatus, words: &dyn Words) -> io::Result<()> {
    let found = |finding: &Finding| finding.present || !finding.concerns.is_empty();
    for (number, finding) in (1..).zip(&browser.findings).filter(|(_, finding)| found(finding)) {
        report::write_finding(out, number, finding, words)?;
    }
    Ok(())
}

fn escapes(colour: Colour, verdict: Verdict) -> (&'static str, &'static str) {
    let begin = match (colour, verdict) {
        (Colour::None, _) => return ("", ""),
        (Colour::Terminal, Verdict::Good) => "\x1b[32m",
        (Colour::Terminal, Verdict::Hint) => "\x1b[34m",
        (Colour::Terminal, Verdict::Todo) => "\x1b[1;31m",
    };
    (begin, "\x1b[0m")
}
