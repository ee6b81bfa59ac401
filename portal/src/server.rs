//! The running site: what it stands on, what happens every so often, and how it ends.

mod connections;

use std::error::Error;
use std::fs::DirBuilder;
use std::future::IntoFuture;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use openjpki::origin::Origin;
use openjpki::time::UnixTime;
use tokio::net::TcpListener;
use tokio::sync::watch;

use connections::Limits;

use crate::config::Config;
use crate::metrics::Metrics;
use crate::outbox::Outbox;
use crate::panic::caught;
use crate::password::Passwords;
use crate::store::{Store, StoreError};
use crate::{Portal, anchors, router};

/// How often mails that did not go out are tried again.
const MAIL_PAUSE: Duration = Duration::from_secs(15);
/// How often what has ended is taken away.
const SWEEP_PAUSE: Duration = Duration::from_secs(60);
/// How long what is under way, requests and a mail, may take after the site was told to stop; systemd kills after 30 s (its unit).
const LAST_ANSWERS: Duration = Duration::from_secs(25);

/// Serves until SIGTERM or Ctrl-C, ends what was begun by then, and returns.
///
/// # Errors
/// What keeps it from beginning, in words, or a listener that fails.
pub async fn serve(config: Config) -> Result<(), Box<dyn Error>> {
    let listener = listen("listen", config.listen).await?;
    let address = listener.local_addr()?;
    let observer = match config.metrics {
        Some(address) => Some(listen("metrics", address).await?),
        None => None,
    };
    let origin = match &config.origin {
        Some(origin) => origin.clone(),
        None => Origin::parse(&format!("http://localhost:{}", address.port()))?,
    };
    let portal = Arc::new(stand_on(&config, origin).await?);
    let (stop, stopped) = watch::channel(false);
    let sending = tokio::spawn(keep_sending(Arc::clone(&portal), stopped.clone()));
    let sweeping = tokio::spawn(keep_sweeping(Arc::clone(&portal)));
    if let Some(observer) = observer {
        tracing::info!(address = %observer.local_addr()?, "metrics");
        let metrics = metrics_router(portal.metrics.clone());
        tokio::spawn(axum::serve(observer, metrics).into_future());
    }
    let end = hear_the_end()?;
    writeln!(io::stdout(), "listening on http://{address}")?;
    tokio::spawn(async move {
        end.await;
        tracing::info!("told to stop");
        stop.send_replace(true);
    });
    let site = connections::serve(
        listener,
        router(Arc::clone(&portal)),
        Limits::default(),
        stopped.clone(),
    );
    tokio::select! {
        _ = async { tokio::join!(site, sending) } => {}
        () = out_of_patience(stopped) => tracing::warn!("some requests, or a mail, were cut off"),
    }
    sweeping.abort();
    portal.store.close().await;
    tracing::info!("stopped as told");
    Ok(())
}

async fn stand_on(config: &Config, origin: Origin) -> Result<Portal, Box<dyn Error>> {
    let verifier = match (&config.test_anchors, &config.anchors) {
        (Some(folder), _) => {
            tracing::warn!("test anchors: test cards only, and every page says so");
            anchors::test(folder, origin.clone())?
        }
        (None, Some(folder)) => anchors::chosen(folder, origin.clone())?,
        (None, None) => anchors::production(origin.clone()),
    };
    Ok(Portal {
        origin,
        verifier,
        store: open(config).await?,
        outbox: outbox(config)?,
        responders: config.responders.clone(),
        passwords: Passwords::new()?,
        metrics: Metrics::default(),
        clock: Arc::new(|| UnixTime::from(SystemTime::now())),
    })
}

/// Where the settings say that mails go.
fn outbox(config: &Config) -> Result<Outbox, Box<dyn Error>> {
    let outbox = match &config.smtp {
        Some(server) => {
            tracing::info!(%server, "mails go to this server");
            Outbox::to_server(server.transport(config.smtp_credentials.as_deref(), config.smtp_ca.as_deref())?)
        }
        None => {
            let folder = &config.outbox;
            make_private(folder)
                .map_err(|error| format!("cannot make the folder of mails {}: {error}", folder.display()))?;
            Outbox::new(folder)
        }
    };
    Ok(match &config.mail_from {
        Some(sender) => outbox
            .from_address(sender)
            .map_err(|_| format!("mail-from is {sender:?}, which is no address; write it like noreply@example.jp"))?,
        None => outbox,
    })
}

/// Makes a folder that only its owner sees into, if there is none: whoever reads a mail in it can set a password.
fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

/// The database that the settings name.
///
/// # Errors
/// In words, with what to look at.
pub async fn open(config: &Config) -> Result<Store, Box<dyn Error>> {
    Store::open(&config.database)
        .await
        .map_err(|error| cannot_open(config, &error))
}

/// With what to look at.
pub(crate) fn cannot_open(config: &Config, error: &StoreError) -> Box<dyn Error> {
    let database = &config.database;
    format!("cannot open the database ({database}): {error}; see --database, DATABASE_URL and the file of settings")
        .into()
}

async fn listen(name: &str, address: std::net::SocketAddr) -> Result<TcpListener, String> {
    TcpListener::bind(address)
        .await
        .map_err(|error| format!("cannot listen on {address}: {error}; choose another address with --{name}"))
}

fn metrics_router(metrics: Metrics) -> Router {
    Router::new()
        .route(
            "/metrics",
            get(async |State(metrics): State<Metrics>| {
                ([(CONTENT_TYPE, "text/plain; version=0.0.4")], metrics.exposition())
            }),
        )
        .with_state(metrics)
}

/// Ends between two mails: one that is cut off while the mail server takes it would be sent again.
async fn keep_sending(portal: Arc<Portal>, stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        match caught(portal.send_next_mail()).await {
            Ok(Ok(true)) => continue,
            Ok(Ok(false)) => {}
            Ok(Err(error)) => tracing::error!(%error, "mails stay due"),
            Err(error) => tracing::error!(%error, "mails stay due"),
        }
        tokio::select! {
            () = portal.outbox.woken() => {}
            () = tokio::time::sleep(MAIL_PAUSE) => {}
            () = has_stopped(stopped.clone()) => {}
        }
    }
}

async fn keep_sweeping(portal: Arc<Portal>) {
    loop {
        match caught(portal.store.sweep(portal.now())).await {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => tracing::error!(%error, "what has ended stays a while"),
            Err(error) => tracing::error!(%error, "what has ended stays a while"),
        }
        tokio::time::sleep(SWEEP_PAUSE).await;
    }
}

async fn has_stopped(mut stopped: watch::Receiver<bool>) {
    // An error means that nobody can tell any more, which is an end as well.
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

async fn out_of_patience(stopped: watch::Receiver<bool>) {
    has_stopped(stopped).await;
    tokio::time::sleep(LAST_ANSWERS).await;
}

/// SIGTERM or Ctrl-C; heard from the moment this returns, whenever it is waited for.
#[cfg(unix)]
fn hear_the_end() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Ctrl-C.
#[cfg(not(unix))]
fn hear_the_end() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        // An error means that it cannot be heard; then the process is ended from outside.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
