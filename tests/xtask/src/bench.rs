//! `cargo xtask bench`: how much the shipped programs bear.

use clap::ValueEnum;

use crate::Stop;
use crate::packages;
use crate::run::{cargo, run};

#[derive(clap::Args)]
pub(crate) struct BenchArguments {
    /// What to measure
    subject: Subject,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Subject {
    /// The registration site: registrations, sign-ins and verifications a second
    Portal,
}

pub(crate) fn bench(arguments: &BenchArguments) -> Result<(), Stop> {
    match arguments.subject {
        Subject::Portal => {
            packages::install(&["openssl", "postgresql"])?;
            run(&mut cargo("bench --locked --package openjpki-portal --bench load"))
        }
    }
}
