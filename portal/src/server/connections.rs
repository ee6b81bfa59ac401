//! Connections of clients, slow ones too: nobody holds one for long without asking something, and there are never too many.
//!
//! A client that sends its request byte by byte ("slowloris") is cut off, whatever stands in front of the site.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::CONNECTION;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};

/// What a client may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// How long until a request's head is there, from the connection's begin or the answer before.
    pub(super) head: Duration,
    /// How long until a request is there as a whole and answered.
    pub(super) request: Duration,
    /// How many connections there are at once; whoever comes then waits until one ends.
    pub(super) connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(30),
            request: Duration::from_secs(60),
            connections: 1024,
        }
    }
}

/// Serves until `stopped`; then no connection is taken any more, and those that are there end with their answers.
pub(super) async fn serve(listener: TcpListener, site: Router, limits: Limits, mut stopped: watch::Receiver<bool>) {
    let site = site.layer(middleware::from_fn_with_state(limits.request, within));
    let places = Arc::new(Semaphore::new(limits.connections));
    let graceful = GracefulShutdown::new();
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            next = next => next,
            _ = stopped.wait_for(|stopped| *stopped) => break,
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            Err(error) => {
                after(&error).await;
                continue;
            }
        };
        let connection = graceful.watch(connection(stream, site.clone(), limits));
        tokio::spawn(async move {
            // What goes wrong on a connection is the client's doing, or its end.
            let ended = connection.await;
            tracing::trace!(well = ended.is_ok(), "a connection has ended");
            drop(place);
        });
    }
    drop(listener);
    graceful.shutdown().await;
}

fn connection(
    stream: TcpStream,
    site: Router,
    limits: Limits,
) -> http1::Connection<TokioIo<TcpStream>, TowerToHyperService<Router>> {
    let _ = stream.set_nodelay(true);
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(site))
}

/// Answers within the time, or says that it took too long.
async fn within(State(limit): State<Duration>, request: Request, next: Next) -> Result<Response, Infallible> {
    Ok(match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => (StatusCode::REQUEST_TIMEOUT, [(CONNECTION, "close")]).into_response(),
    })
}

/// A client that left meanwhile is no reason to wait; where the system has no more connections to give, one has to end first.
async fn after(error: &io::Error) {
    let left = [
        io::ErrorKind::ConnectionAborted,
        io::ErrorKind::ConnectionReset,
        io::ErrorKind::ConnectionRefused,
    ];
    if !left.contains(&error.kind()) {
        tracing::error!(%error, "a connection could not be taken");
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use axum::routing::post;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    const LIMITS: Limits = Limits {
        head: Duration::from_millis(200),
        request: Duration::from_secs(1),
        connections: 2,
    };
    /// So long nobody is served who sends byte by byte, however slow this computer is.
    const PATIENCE: Duration = Duration::from_secs(30);
    const QUESTION: &[u8] = b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\n\r\nabc";

    /// A site that says what it was sent; its address, and what ends it.
    async fn echo() -> (String, watch::Sender<bool>, tokio::task::JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let site = Router::new().route("/", post(async |body: String| body));
        let (stop, stopped) = watch::channel(false);
        (address, stop, tokio::spawn(serve(listener, site, LIMITS, stopped)))
    }

    async fn answer(stream: &mut TcpStream) -> String {
        let mut buffer = vec![0; 1000];
        let length = stream.read(&mut buffer).await.unwrap();
        String::from_utf8(buffer[..length].to_vec()).unwrap()
    }

    /// Sends a byte every now and then, until it is cut off; what it is told.
    async fn drip(address: &str, bytes: &[u8]) -> (String, Duration) {
        let (begin, mut stream) = (Instant::now(), TcpStream::connect(address).await.unwrap());
        for byte in bytes.iter().cycle() {
            if stream.write_all(&[*byte]).await.is_err() || begin.elapsed() > PATIENCE {
                break;
            }
            let wait = Duration::from_millis(20);
            let mut told = [0; 200];
            if let Ok(Ok(length)) = tokio::time::timeout(wait, stream.read(&mut told)).await {
                return (String::from_utf8_lossy(&told[..length]).into_owned(), begin.elapsed());
            }
        }
        (String::new(), begin.elapsed())
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn who_sends_byte_by_byte_is_cut_off() {
        let (address, _stop, _site) = echo().await;
        let (told, time) = drip(&address, b"x-name: value\r\n").await;
        assert!(!told.contains("200") && time < PATIENCE, "{told} {time:?}");
        let mut stream = TcpStream::connect(&address).await.unwrap();
        stream
            .write_all(b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\n\r\na")
            .await
            .unwrap();
        assert!(answer(&mut stream).await.starts_with("HTTP/1.1 408 "));
        assert_eq!(answer(&mut stream).await, "", "and closed");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn silent_ones_lose_their_place_to_who_asks() {
        let (address, _stop, _site) = echo().await;
        let silent = [
            TcpStream::connect(&address).await.unwrap(),
            TcpStream::connect(&address).await.unwrap(),
        ];
        let mut asks = TcpStream::connect(&address).await.unwrap();
        asks.write_all(QUESTION).await.unwrap();
        assert!(answer(&mut asks).await.ends_with("abc"));
        for mut stream in silent {
            let mut told = String::new();
            let _ = stream.read_to_string(&mut told).await;
            assert!(!told.contains("200"), "{told}");
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_was_asked_is_answered_before_the_end() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let begun = Arc::new(tokio::sync::Notify::new());
        let taken_up = Arc::clone(&begun);
        let site = Router::new().route(
            "/",
            post(async move |request: Request| {
                taken_up.notify_one();
                axum::body::to_bytes(request.into_body(), 10).await.unwrap()
            }),
        );
        let (stop, stopped) = watch::channel(false);
        let site = tokio::spawn(serve(listener, site, Limits::default(), stopped));
        let mut stream = TcpStream::connect(address).await.unwrap();
        let (head, last) = QUESTION.split_at(QUESTION.len() - 1);
        stream.write_all(head).await.unwrap();
        begun.notified().await;
        stop.send_replace(true);
        let told = Instant::now();
        while TcpStream::connect(address).await.is_ok() {
            assert!(told.elapsed() < PATIENCE, "no more are taken");
        }
        stream.write_all(last).await.unwrap();
        assert!(answer(&mut stream).await.ends_with("abc"));
        site.await.unwrap();
    }
}
