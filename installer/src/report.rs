//! Writes a [`Status`] for a person to read.

use std::io::{self, Write};

use crate::catalog::Words;
use crate::printable::line;
use crate::{BrowserStatus, Finding, Status};

/// Before what belongs to the place above.
const BELOW: &str = "     ";

/// Writes every browser with every place where it looks.
pub(crate) fn write(out: &mut impl Write, status: &Status, words: &dyn Words) -> io::Result<()> {
    for browser in &status.browsers {
        write_browser(out, browser, words)?;
    }
    Ok(())
}

fn write_browser(out: &mut impl Write, browser: &BrowserStatus, words: &dyn Words) -> io::Result<()> {
    writeln!(
        out,
        "{}{}: {}",
        browser.name,
        words.used(browser.used),
        words.verdict(browser.verdict)
    )?;
    for (number, finding) in (1..).zip(&browser.findings) {
        write_finding(out, number, finding, words)?;
    }
    writeln!(out)
}

/// Writes what lies at one place; what files say and how they are called cannot play with the terminal.
pub(crate) fn write_finding(
    out: &mut impl Write,
    number: usize,
    finding: &Finding,
    words: &dyn Words,
) -> io::Result<()> {
    let what = match (finding.present, finding.taken) {
        (false, _) => words.nothing_here(),
        (true, true) => words.taken(),
        (true, false) => "",
    };
    let colon = if what.is_empty() { "" } else { ": " };
    let mut say = |begin: &str, text: &str| writeln!(out, "{begin}{}", line(text));
    say(
        &format!("  {number}. "),
        &format!("{}{colon}{what}", finding.location()),
    )?;
    if finding.key.is_some() && finding.present {
        say(BELOW, &words.names(&finding.path))?;
    }
    if let Some(target) = &finding.link {
        say(BELOW, &words.link(target))?;
    }
    if let (Some(owner), Some(sha256)) = (&finding.owner, &finding.sha256) {
        let mode = finding.mode.as_ref().map(|mode| format!(", {} {mode}", words.mode()));
        let mode = mode.unwrap_or_default();
        say(BELOW, &format!("{} {owner}{mode}, sha256 {sha256}", words.owner()))?;
    }
    if let Some(host) = &finding.host {
        say(BELOW, &words.starts(host))?;
    }
    if let Some(sha256) = &finding.host_sha256 {
        say(BELOW, &format!("sha256 {sha256}"))?;
    }
    for concern in &finding.concerns {
        say(BELOW, &format!("! {}", words.concern(concern)))?;
    }
    Ok(())
}
