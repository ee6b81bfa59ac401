//! `cargo xtask test`: everything that proves the project, one step after the other, all of them also if one fails.

mod tally;
mod windows;

use std::process::Command;
use std::time::{Duration, Instant};

use self::tally::Tally;
use crate::node::in_extension;
use crate::run::{cargo, root, run_looking};
use crate::{Stop, TestArguments, setup, shipping};

/// One thing to prove.
struct Step {
    name: &'static str,
    /// Run side by side: tests that mostly wait leave the processors to each other, and so do the ends of builds, where one linker works.
    commands: Vec<Command>,
}

/// How long one step may take: several times what the longest takes on two cores, so that a test that hangs is named and ended.
const LIMIT: Duration = Duration::from_secs(20 * 60);

/// How a step went.
struct Outcome {
    name: &'static str,
    time: Duration,
    failure: Option<String>,
}

pub(crate) fn test(arguments: &TestArguments) -> Result<(), Stop> {
    let begin = Instant::now();
    setup::workshop()?;
    let without_windows = windows::set_up(arguments)?;
    let mut tally = Tally::default();
    let mut outcomes = vec![Outcome {
        name: "set-up",
        time: begin.elapsed(),
        failure: None,
    }];
    for step in steps(without_windows.is_none()) {
        println!("\n== {}", step.name);
        let begin = Instant::now();
        let name = step.name;
        let failure = step.run(&mut tally);
        outcomes.push(Outcome {
            name,
            time: begin.elapsed(),
            failure,
        });
    }
    let outcome = report(&outcomes, &tally, begin.elapsed());
    if let Some(sentence) = without_windows {
        println!("{sentence}");
    }
    outcome
}

impl Step {
    /// Runs its commands, prints what they say (the first one's as it comes, the others' at their end) and returns what failed.
    fn run(self, tally: &mut Tally) -> Option<String> {
        let mut commands = self.commands.into_iter();
        let mut first = commands.next()?;
        let beside: Vec<_> = commands
            .map(|mut command| {
                std::thread::spawn(move || {
                    let mut lines = Vec::new();
                    let outcome = run_looking(&mut command, LIMIT, |line| lines.push(line.to_owned()));
                    (lines, outcome)
                })
            })
            .collect();
        let mut tell = |line: &str| {
            println!("{line}");
            tally.look(line);
        };
        let mut outcomes = vec![run_looking(&mut first, LIMIT, &mut tell)];
        for other in beside {
            let gone = || (Vec::new(), Err(Stop::Failed("a command was lost".to_owned())));
            let (lines, outcome) = other.join().unwrap_or_else(|_panic| gone());
            lines.iter().for_each(|line| tell(line));
            outcomes.push(outcome);
        }
        let failures: Vec<String> = outcomes
            .into_iter()
            .filter_map(|outcome| match outcome {
                Ok(()) => None,
                Err(Stop::Failed(sentence) | Stop::NotReady(sentence)) => Some(sentence),
            })
            .collect();
        (!failures.is_empty()).then(|| failures.join("; "))
    }
}

/// Quick ones first; what is built before what is run.
fn steps(with_windows: bool) -> Vec<Step> {
    let step = |name, command| Step {
        name,
        commands: vec![command],
    };
    let mut doc = cargo("doc --quiet --locked --workspace --no-deps --document-private-items");
    doc.env("RUSTDOCFLAGS", "-D warnings");
    let mut tests = cargo("test --locked --workspace --no-fail-fast");
    tests.env("OPENJPKI_HOST_BIN", root().join("target/release/openjpki-host"));
    // Two folders below `target`, so two builds at a time; those that share one wait for each other.
    let mut builds = vec![
        cargo("clippy --quiet --locked --workspace --all-targets -- -D warnings"),
        shipping::build(&["openjpki-host", "openjpki-installer"], None),
        doc,
        cargo("build --quiet --locked --workspace --bins"),
    ];
    if with_windows {
        builds.extend(windows::builds());
    }
    let mut steps = vec![
        step("format", cargo("fmt --check")),
        step("extension: types, eslint, prettier", in_extension("npm run check")),
        step("extension: tests", in_extension("npm test")),
        Step {
            name: "clippy, documentation, all programs, host and installer as they ship",
            commands: builds,
        },
        step("tests", tests),
    ];
    if with_windows {
        steps.extend(windows::tests());
    }
    steps
}

fn report(outcomes: &[Outcome], tally: &Tally, whole: Duration) -> Result<(), Stop> {
    println!();
    for outcome in outcomes {
        let verdict = if outcome.failure.is_none() { "ok" } else { "FAILED" };
        println!("{:>6.1} s  {verdict:6}  {}", outcome.time.as_secs_f64(), outcome.name);
    }
    println!("{:>6.1} s  in all\n", whole.as_secs_f64());
    let failures: Vec<&str> = outcomes
        .iter()
        .filter_map(|outcome| outcome.failure.as_deref())
        .collect();
    for failure in &failures {
        println!("{failure}");
    }
    println!("{} passed, {} failed", tally.passed, tally.failed);
    match (failures.as_slice(), tally.passed, tally.failed) {
        ([], 0, _) => Err(Stop::Failed("no test ran".to_owned())),
        ([], _, 0) => Ok(()),
        ([], ..) => Err(Stop::Failed("tests failed".to_owned())),
        (some, ..) => Err(Stop::Failed(format!(
            "{} of {} steps failed",
            some.len(),
            outcomes.len()
        ))),
    }
}
