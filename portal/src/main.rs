//! The program: reads the command line, opens the database, serves until it is told to stop.
#![forbid(unsafe_code)]

use std::error::Error;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use clap::Parser;
use openjpki::origin::Origin;
use openjpki::time::UnixTime;
use openjpki_portal::outbox::Outbox;
use openjpki_portal::password::Passwords;
use openjpki_portal::store::Store;
use openjpki_portal::{Portal, anchors, router};
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

/// How often mails that did not go out are tried again.
const MAIL_PAUSE: Duration = Duration::from_secs(15);

/// The registration site: OpenJPKI's reference relying party.
#[derive(Debug, Parser)]
#[command(version)]
struct Options {
    /// Address and port to listen on; with port 0 a free one is taken. The address is printed on one line.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: String,
    /// The site's own origin, as browsers see it [default: http://localhost:PORT].
    #[arg(long)]
    origin: Option<Origin>,
    /// The database file; made if it is not there.
    #[arg(long, default_value = "openjpki-portal.sqlite")]
    database: PathBuf,
    /// The folder that mails are written into; made if it is not there.
    #[arg(long, default_value = "outbox")]
    outbox: PathBuf,
    /// Trust the roots of this folder (signature-ca*.der, authentication-ca*.der) and test cards only, instead of JPKI and real cards.
    #[arg(long)]
    test_anchors: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .init();
    match run(Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "stopped");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: Options) -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind(&options.listen).await?;
    let address = listener.local_addr()?;
    let origin = match options.origin {
        Some(origin) => origin,
        None => Origin::parse(&format!("http://localhost:{}", address.port()))?,
    };
    let verifier = match &options.test_anchors {
        Some(folder) => {
            tracing::warn!("test anchors: test cards only, and every page says so");
            anchors::test(folder, origin.clone())?
        }
        None => anchors::production(origin.clone()),
    };
    std::fs::create_dir_all(&options.outbox)?;
    let portal = Arc::new(Portal {
        origin,
        verifier,
        store: Store::open(&options.database).await?,
        outbox: Outbox::new(&options.outbox),
        passwords: Passwords::new()?,
        clock: Arc::new(|| UnixTime::from(SystemTime::now())),
    });
    writeln!(io::stdout(), "listening on http://{address}")?;
    let mails = tokio::spawn(keep_sending(Arc::clone(&portal)));
    axum::serve(listener, router(Arc::clone(&portal)))
        .with_graceful_shutdown(told_to_stop())
        .await?;
    mails.abort();
    portal.store.close().await;
    tracing::info!("stopped as told");
    Ok(())
}

async fn keep_sending(portal: Arc<Portal>) {
    loop {
        if let Err(error) = portal.send_due_mails().await {
            tracing::error!(%error, "mails stay due");
        }
        tokio::time::sleep(MAIL_PAUSE).await;
    }
}

/// Ctrl-C, or SIGTERM where there is one.
async fn told_to_stop() {
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated() => {}
    }
}

#[cfg(unix)]
async fn terminated() {
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut signal) => {
            signal.recv().await;
        }
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending().await
}
