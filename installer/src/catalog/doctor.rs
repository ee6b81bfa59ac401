//! The sentences of the doctor.

mod english;
mod japanese;

use std::path::Path;

use crate::doctor::bundle::BundleError;
use crate::doctor::{NextStep, Os, Verdict, What};

/// What the doctor says in one language. Sentences carry no line feed at their end.
pub trait DoctorWords {
    /// Before each line: whether it is well. All of the same width on a terminal.
    fn mark(&self, verdict: Verdict) -> &'static str;
    /// What was looked at, and what was seen: one line.
    fn what(&self, what: &What) -> String;
    /// What to do next: one plain step.
    fn next(&self, step: &NextStep, os: Os) -> String;
    /// After all lines: how many things there are to do.
    fn summary(&self, things: usize) -> String;
    /// The bundle was written.
    fn bundle_written(&self, file: &Path) -> String;
    /// The bundle was not written, and what to do next.
    fn bundle_error(&self, error: &BundleError) -> String;
}

#[cfg(test)]
mod tests;
