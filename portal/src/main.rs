//! The program: reads the settings, and serves the site or does one of an operator's works.
#![forbid(unsafe_code)]

use std::error::Error;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use openjpki_portal::config::{Config, Layer, LogFormat};
use openjpki_portal::{maintenance, server};
use tracing_subscriber::EnvFilter;

/// The registration site: OpenJPKI's reference relying party.
///
/// Without a command it serves the site. Every setting can stand in the file that --config names, in the environment, or on the command
/// line, which comes before the environment, which comes before the file.
#[derive(Parser)]
#[command(version)]
struct Options {
    #[command(subcommand)]
    task: Option<Task>,
    #[command(flatten)]
    layer: Layer,
}

#[derive(Subcommand)]
enum Task {
    /// Serve the site (so it does without a command, too)
    Serve,
    /// Go through the audit record and name the first link that is broken; prints the end to keep elsewhere
    VerifyAudit {
        /// An end that was printed earlier and kept elsewhere
        #[arg(long, value_name = "NUMBER:HASH")]
        kept: Option<String>,
    },
    /// Erase a person: the registration and all that belongs to it
    Erase {
        /// The person's 認証ID; with `-` it is read from standard input, where no list of processes shows it
        authentication_id: String,
    },
    /// Erase registrations that nobody has used for a time
    Retain {
        /// No registration, sign-in or new password for so many days
        #[arg(long, value_name = "DAYS")]
        unused_days: u32,
    },
    /// Copy the database (SQLite) into a new file, while the site runs, and check the copy
    Backup {
        /// The file to make
        file: PathBuf,
    },
    /// Put a checked copy (SQLite) in the place of the database, while the site is stopped; the old one is kept beside it
    Restore {
        /// The copy
        file: PathBuf,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    let options = Options::parse();
    let config = Config::new(options.layer);
    let task = options.task.unwrap_or(Task::Serve);
    let usual = match task {
        Task::Serve => LogFormat::Json,
        _ => LogFormat::Text,
    };
    start_log(config.as_ref().ok().and_then(|config| config.log).unwrap_or(usual));
    let done = match config {
        Ok(config) => run(task, config).await,
        Err(error) => Err(error.into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "stopped");
            ExitCode::FAILURE
        }
    }
}

async fn run(task: Task, config: Config) -> Result<(), Box<dyn Error>> {
    match task {
        Task::Serve => server::serve(config).await,
        Task::VerifyAudit { kept } => maintenance::verify_audit(&config, kept.as_deref()).await,
        Task::Erase { authentication_id } => maintenance::erase(&config, &authentication_id).await,
        Task::Retain { unused_days } => maintenance::retain(&config, unused_days).await,
        Task::Backup { file } => maintenance::backup(&config, &file).await,
        Task::Restore { file } => maintenance::restore(&config, &file).await,
    }
}

fn start_log(format: LogFormat) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr);
    match format {
        LogFormat::Json => log.json().flatten_event(true).init(),
        LogFormat::Text => log.init(),
    }
}
