//! What is counted for Prometheus (text format 0.0.4): numbers about the site, nothing about anybody.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Upper bounds of the histogram of answers, in seconds.
const BUCKETS: [f64; 9] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

/// What is counted, each with its name, its label and what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counter {
    /// Registrations that were made.
    Registrations,
    /// Sign-ins by outcome.
    SignIns,
    /// Evidence by outcome.
    Evidence,
    /// Mails by outcome.
    Mails,
}

/// The counts of this process. Clones count together.
#[derive(Debug, Clone, Default)]
pub struct Metrics(Arc<Mutex<Counts>>);

#[derive(Debug, Default)]
struct Counts {
    events: BTreeMap<(Counter, &'static str), u64>,
    answers: BTreeMap<(String, u16), u64>,
    /// Answers that took no longer than the bucket's bound, but longer than the one before.
    buckets: [u64; BUCKETS.len()],
    answered: u64,
    seconds: f64,
}

impl Counter {
    const ALL: [Self; 4] = [Self::Registrations, Self::SignIns, Self::Evidence, Self::Mails];

    fn name(self) -> &'static str {
        match self {
            Self::Registrations => "openjpki_portal_registrations_total",
            Self::SignIns => "openjpki_portal_sign_ins_total",
            Self::Evidence => "openjpki_portal_evidence_total",
            Self::Mails => "openjpki_portal_mails_total",
        }
    }

    fn says(self) -> &'static str {
        match self {
            Self::Registrations => "Registrations that were made, by kind.",
            Self::SignIns => "Attempts to sign in, by outcome.",
            Self::Evidence => "Evidence that came in, by outcome.",
            Self::Mails => "Tries to send a mail, by outcome.",
        }
    }
}

impl Metrics {
    /// Counts one.
    pub fn count(&self, counter: Counter, outcome: &'static str) {
        *self.lock().events.entry((counter, outcome)).or_default() += 1;
    }

    /// Counts an answer.
    ///
    /// - `route`: the route's pattern, never the path that was asked for.
    pub fn answered(&self, route: &str, status: u16, time: Duration) {
        let seconds = time.as_secs_f64();
        let mut counts = self.lock();
        *counts.answers.entry((route.to_owned(), status)).or_default() += 1;
        let place = BUCKETS.iter().position(|bound| seconds <= *bound);
        if let Some(bucket) = place.and_then(|place| counts.buckets.get_mut(place)) {
            *bucket += 1;
        }
        counts.answered += 1;
        counts.seconds += seconds;
    }

    /// All of it, as Prometheus reads it.
    pub fn exposition(&self) -> String {
        let counts = self.lock();
        let mut text = String::new();
        for counter in Counter::ALL {
            let name = counter.name();
            head(&mut text, name, "counter", counter.says());
            for ((_, outcome), count) in counts.events.iter().filter(|((of, _), _)| *of == counter) {
                line(&mut text, format_args!("{name}{{outcome=\"{outcome}\"}} {count}"));
            }
        }
        let name = "openjpki_portal_answers_total";
        head(&mut text, name, "counter", "Answers by route and status.");
        for ((route, status), count) in &counts.answers {
            line(
                &mut text,
                format_args!("{name}{{route=\"{route}\",status=\"{status}\"}} {count}"),
            );
        }
        let name = "openjpki_portal_answer_seconds";
        head(&mut text, name, "histogram", "How long answers took.");
        let mut below = 0;
        for (bound, count) in BUCKETS.iter().zip(counts.buckets) {
            below += count;
            line(&mut text, format_args!("{name}_bucket{{le=\"{bound}\"}} {below}"));
        }
        line(
            &mut text,
            format_args!("{name}_bucket{{le=\"+Inf\"}} {}", counts.answered),
        );
        line(&mut text, format_args!("{name}_sum {}", counts.seconds));
        line(&mut text, format_args!("{name}_count {}", counts.answered));
        text
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn head(text: &mut String, name: &str, kind: &str, says: &str) {
    line(text, format_args!("# HELP {name} {says}\n# TYPE {name} {kind}"));
}

fn line(text: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing to a String does not fail.
    let _ = writeln!(text, "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_written_as_prometheus_reads_them() {
        let metrics = Metrics::default();
        metrics.count(Counter::SignIns, "in");
        metrics.clone().count(Counter::SignIns, "in");
        for milliseconds in [1, 30, 9000] {
            metrics.answered("/password/{token}", 200, Duration::from_millis(milliseconds));
        }
        let text = metrics.exposition();
        for expected in [
            "# TYPE openjpki_portal_sign_ins_total counter\nopenjpki_portal_sign_ins_total{outcome=\"in\"} 2\n",
            "openjpki_portal_answers_total{route=\"/password/{token}\",status=\"200\"} 3\n",
            "_bucket{le=\"0.005\"} 1\n",
            "_bucket{le=\"0.05\"} 2\n",
            "_bucket{le=\"5\"} 2\n",
            "_bucket{le=\"+Inf\"} 3\n",
            "_sum 9.031\n",
        ] {
            assert!(text.contains(expected), "{expected} is not in\n{text}");
        }
    }
}
