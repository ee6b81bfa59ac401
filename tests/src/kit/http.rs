//! As much of HTTP/1.1 (RFC 9112) as a site for one person needs: one request a connection.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use super::answers::Site;

/// Bytes of the longest request: a document of 11 MiB as base64, and what is beside it.
const LONGEST: u64 = 16 * 1024 * 1024;

/// What is asked.
pub(super) struct Request {
    pub(super) method: String,
    /// Without what follows `?`.
    pub(super) path: String,
    pub(super) body: Vec<u8>,
}

/// What is answered.
pub(super) struct Answer {
    pub(super) status: &'static str,
    pub(super) kind: &'static str,
    pub(super) body: Vec<u8>,
}

impl Answer {
    /// A file or a page.
    pub(super) fn found(kind: &'static str, body: impl Into<Vec<u8>>) -> Self {
        let (status, body) = ("200 OK", body.into());
        Self { status, kind, body }
    }

    /// A sentence on what is wrong.
    pub(super) fn refused(status: &'static str, sentence: impl Into<String>) -> Self {
        let (kind, body) = ("text/plain; charset=utf-8", sentence.into().into_bytes());
        Self { status, kind, body }
    }
}

/// Answers requests until the process ends.
///
/// # Errors
/// If the address is taken.
pub fn listen(address: &str, site: Site) -> io::Result<()> {
    let (listener, site) = (TcpListener::bind(address)?, Arc::new(site));
    for connection in listener.incoming() {
        let (connection, site) = (connection?, Arc::clone(&site));
        thread::spawn(move || converse(connection, &site));
    }
    Ok(())
}

fn converse(mut connection: TcpStream, site: &Site) -> io::Result<()> {
    let Some(request) = read(&connection)? else {
        return Ok(());
    };
    let Answer { status, kind, body } = site.answer(&request);
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {}\r\ncache-control: no-store\r\nconnection: close\r\n\r\n",
        body.len()
    );
    connection.write_all(head.as_bytes())?;
    connection.write_all(&body)
}

/// Nothing for a browser that connects and has no question, or asks for more than there is room for.
fn read(connection: &TcpStream) -> io::Result<Option<Request>> {
    let mut input = BufReader::new(connection).take(LONGEST);
    let mut line = String::new();
    input.read_line(&mut line)?;
    let mut words = line.split(' ').map(str::to_owned);
    let (Some(method), Some(target)) = (words.next(), words.next()) else {
        return Ok(None);
    };
    let mut length = 0;
    loop {
        let mut header = String::new();
        if input.read_line(&mut header)? == 0 {
            return Ok(None);
        }
        let Some((name, value)) = header.trim_end().split_once(':') else {
            break;
        };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().unwrap_or(u64::MAX);
        }
    }
    if length > input.limit() {
        return Ok(None);
    }
    let mut body = Vec::new();
    input.take(length).read_to_end(&mut body)?;
    let path = target.split('?').next().unwrap_or_default().to_owned();
    Ok(Some(Request { method, path, body }))
}
