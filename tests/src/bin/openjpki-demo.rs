//! What `cargo xtask demo` runs once everything is built.
#![allow(clippy::print_stdout, reason = "the transcript is what it is for")]

use std::process::ExitCode;

use clap::Parser;
use openjpki_tests::demo::{Outcome, System, folder, invite, play};

/// Shows OpenJPKI with a virtual card, on this screen or played by itself.
#[derive(Parser)]
struct CommandLine {
    /// Play the person, print the transcript and save screenshots below target/demo
    #[arg(long)]
    auto: bool,
    /// Show the Windows host, run by Wine: always played
    #[arg(long)]
    windows: bool,
    /// Language: ja or en; with --auto both, if none is given
    #[arg(long, value_parser = ["ja", "en"])]
    lang: Option<String>,
}

fn main() -> ExitCode {
    match run(&CommandLine::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("openjpki-demo: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(command_line: &CommandLine) -> Outcome {
    let wanted = command_line.lang.as_deref();
    let system = if command_line.windows {
        System::Windows
    } else {
        System::Linux
    };
    if !command_line.auto && system == System::Linux {
        return invite(wanted.unwrap_or("ja"));
    }
    for language in ["ja", "en"]
        .into_iter()
        .filter(|language| wanted.is_none_or(|wanted| wanted == *language))
    {
        play(system, language, &folder(system))?;
    }
    println!("\nThe pictures are in {}", folder(system).display());
    Ok(())
}
