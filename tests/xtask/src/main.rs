//! `cargo xtask`: sets the machine up, proves the project and shows it.
//!
//! Depends on nothing of the workspace, so that it can be built before anything else can.
#![allow(clippy::print_stdout, reason = "its standard output is what it is for")]

mod audit;
mod bench;
mod demo;
mod descendants;
mod kit;
mod node;
mod package;
mod packages;
mod run;
mod setup;
mod shipping;
mod test;
mod windows;

use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

/// Sets OpenJPKI's workshop up, proves what it makes and shows it.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_version_flag = true)]
struct CommandLine {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install what building and testing needs (as root), or say what to install; quick when nothing is missing
    Setup(SetupArguments),
    /// Set up, build, and open the registration site in Chromium with the extension and a virtual card
    Demo(DemoArguments),
    /// Set up, build, and open a site with every call of the page module, and a virtual card to answer them: the guide is docs/PAGES.md
    Kit(KitArguments),
    /// Set up and run everything that proves the project, the Windows programs included where they can be built and run
    Test(TestArguments),
    /// Make what people and administrators install: Windows packages, the Debian package, the extension
    Package(package::PackageArguments),
    /// Measure the registration site on SQLite and PostgreSQL; prints a Markdown table after some minutes
    Bench(bench::BenchArguments),
    /// Check the dependencies: advisories, licences, sources, duplicates (cargo-deny)
    Audit,
}

#[derive(clap::Args)]
struct SetupArguments {
    /// Also make what the Windows programs need: std for x86_64-pc-windows-gnu in the toolchain, and Wine in target/windows/wine
    #[arg(long)]
    windows: bool,
}

#[derive(clap::Args)]
struct TestArguments {
    /// Fail where the Windows programs cannot be built and run, in place of leaving them out
    #[arg(long)]
    require_windows: bool,
}

#[derive(clap::Args)]
struct KitArguments {
    /// Press every button, print what the page shows, and end (always so without a display)
    #[arg(long)]
    auto: bool,
    /// Language of the browser
    #[arg(long)]
    lang: Option<Language>,
    /// A folder with pages of your own, served below /site/
    #[arg(long)]
    site: Option<std::path::PathBuf>,
}

#[derive(clap::Args)]
struct DemoArguments {
    /// Play the person, print the transcript and save screenshots (always so without a display)
    #[arg(long)]
    auto: bool,
    /// Show the Windows host with its own windows, run by Wine; always played
    #[arg(long)]
    windows: bool,
    /// Language of the browser; with --auto, the only language to show
    #[arg(long)]
    lang: Option<Language>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Language {
    /// Japanese
    Ja,
    /// English
    En,
}

/// Why a task ended early, with the exit code for it.
#[derive(Debug)]
enum Stop {
    /// Something that was run failed.
    Failed(String),
    /// The person has to do something first.
    NotReady(String),
}

fn main() -> ExitCode {
    let outcome = match CommandLine::parse().task {
        Task::Setup(arguments) => setup::set_up(&arguments),
        Task::Demo(arguments) => demo::demo(&arguments),
        Task::Kit(arguments) => kit::kit(&arguments),
        Task::Test(arguments) => test::test(&arguments),
        Task::Package(arguments) => package::package(&arguments),
        Task::Bench(arguments) => bench::bench(&arguments),
        Task::Audit => audit::audit(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Stop::Failed(sentence)) => {
            println!("xtask: {sentence}");
            ExitCode::from(1)
        }
        Err(Stop::NotReady(sentence)) => {
            println!("{sentence}");
            ExitCode::from(2)
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::*;

    #[test]
    fn the_documents_name_commands_that_there_are() {
        let mut commands = 0;
        for name in [
            "README.md",
            "CONTRIBUTING.md",
            "docs/PACKAGES.md",
            "docs/PAGES.md",
            "docs/PAGES.ja.md",
        ] {
            let document = std::fs::read_to_string(run::root().join(name)).unwrap();
            let quoted = document.split('`').skip(1).step_by(2);
            for line in document
                .lines()
                .chain(quoted)
                .filter(|line| line.starts_with("cargo xtask "))
            {
                let words = line.split_whitespace().skip(1).take_while(|word| *word != "#");
                let words = words.map(|word| word.trim_matches(['[', ']']));
                let parsed = CommandLine::try_parse_from(words);
                assert!(parsed.is_ok(), "{name}: {line}: {}", parsed.err().unwrap());
                commands += 1;
            }
        }
        assert!(commands > 10, "{commands} commands");
    }
}
