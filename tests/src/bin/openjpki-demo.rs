//! What `cargo xtask demo` runs once everything is built.
#![allow(clippy::print_stdout, reason = "the transcript is what it is for")]

use std::process::ExitCode;

use clap::Parser;
use openjpki_tests::demo::{Outcome, folder, invite, play};

/// Shows OpenJPKI with a virtual card, on this screen or played by itself.
#[derive(Parser)]
struct CommandLine {
    /// Play the person, print the transcript and save screenshots below target/demo
    #[arg(long)]
    auto: bool,
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
    if !command_line.auto {
        return invite(wanted.unwrap_or("ja"));
    }
    for language in ["ja", "en"]
        .into_iter()
        .filter(|language| wanted.is_none_or(|wanted| wanted == *language))
    {
        play(language, &folder())?;
    }
    println!("\nThe pictures are in {}", folder().display());
    Ok(())
}
