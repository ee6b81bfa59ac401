//! Requests over sockets, to one copy of the site or to several.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{Request, Response};

/// So long a request is sent again, before the test has failed.
const PATIENCE: Duration = Duration::from_secs(30);

/// A balancer, as far as a test needs one: each request goes to the next copy, and to the one after that if it is not answered.
#[derive(Default)]
pub(crate) struct Copies {
    addresses: Mutex<Vec<String>>,
    next: AtomicUsize,
    cut: AtomicUsize,
}

impl Copies {
    pub(crate) fn of(addresses: &[&str]) -> Self {
        let copies = Self::default();
        *copies.addresses.lock().unwrap() = addresses.iter().map(|address| (*address).to_owned()).collect();
        copies
    }

    /// How many requests a copy took and did not answer.
    pub(crate) fn cut(&self) -> usize {
        self.cut.load(Ordering::SeqCst)
    }

    pub(crate) async fn answer(&self, request: Request<Body>) -> Response<Body> {
        let (parts, body) = request.into_parts();
        let body = axum::body::to_bytes(body, 1 << 20).await.unwrap();
        let begin = Instant::now();
        loop {
            let address = {
                let addresses = self.addresses.lock().unwrap();
                addresses[self.next.fetch_add(1, Ordering::SeqCst) % addresses.len()].clone()
            };
            let request = Request::from_parts(parts.clone(), Body::from(body.clone()));
            let error = match over_socket(&address, request).await {
                Ok(response) => return response,
                Err(error) => error,
            };
            if error.kind() != io::ErrorKind::ConnectionRefused {
                self.cut.fetch_add(1, Ordering::SeqCst);
            }
            assert!(begin.elapsed() < PATIENCE, "{}: {error}", parts.uri);
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

/// One request on a connection of its own (RFC 9112), as far as this site's answers need it.
pub(crate) async fn over_socket(address: &str, request: Request<Body>) -> io::Result<Response<Body>> {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 1 << 20).await.unwrap();
    let mut head = format!(
        "{} {} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n",
        parts.method, parts.uri
    );
    for (name, value) in &parts.headers {
        head.push_str(&format!("{name}: {}\r\n", value.to_str().unwrap()));
    }
    head.push_str(&format!("content-length: {}\r\n\r\n", body.len()));
    let mut stream = TcpStream::connect(address)?;
    stream.write_all(head.as_bytes())?;
    stream.write_all(&body)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    parse(&answer).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
}

/// The response, if it is there as a whole.
fn parse(answer: &str) -> Option<Response<Body>> {
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let mut lines = head.lines();
    let mut response = Response::builder().status(lines.next()?.split(' ').nth(1)?);
    for line in lines {
        let (name, value) = line.split_once(": ")?;
        if name == "content-length" && value.parse() != Ok(body.len()) {
            return None;
        }
        response = response.header(name, value);
    }
    Some(response.body(Body::from(body.to_owned())).unwrap())
}
