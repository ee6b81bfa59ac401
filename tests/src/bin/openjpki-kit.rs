//! What `cargo xtask kit` runs once everything is built.
#![allow(clippy::print_stdout, reason = "it tells the page's author what to do")]

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use openjpki_tests::demo::Outcome;
use openjpki_tests::kit::{invite, play, serve};

/// A local site with every call of OpenJPKI's page module, and a virtual card to answer them.
#[derive(Parser)]
struct CommandLine {
    #[command(subcommand)]
    part: Option<Part>,
    /// Press every button, print what the page shows, and end
    #[arg(long)]
    auto: bool,
    /// Language of the browser: ja or en
    #[arg(long, value_parser = ["ja", "en"], default_value = "en")]
    lang: String,
    /// A folder with pages of your own, served below /site/
    #[arg(long)]
    site: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Part {
    /// Only the site
    Serve {
        /// Folder with the roots: signature-ca.der, authentication-ca.der
        #[arg(long)]
        roots: PathBuf,
        /// A folder with pages of your own, served below /site/
        #[arg(long)]
        site: Option<PathBuf>,
    },
}

fn main() -> ExitCode {
    match run(CommandLine::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("openjpki-kit: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(command_line: CommandLine) -> Outcome {
    match command_line.part {
        Some(Part::Serve { roots, site }) => serve(&roots, site),
        None if command_line.auto => play(command_line.site),
        None => invite(&command_line.lang, command_line.site.as_deref()),
    }
}
