//! One question and its answer over HTTP (RFC 6960 appendix A), within limits of time and length.

use std::time::Duration;

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, HOST};
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use super::{OcspError, ResponderAddress};

/// So long a person waits at the most, from connecting to the last byte.
const PATIENCE: Duration = Duration::from_secs(10);
/// More than an answer about one certificate with its signer's certificates, in bytes.
const LONGEST_ANSWER: usize = 64 * 1024;

/// Sends the request, DER; returns the response, DER.
pub(super) async fn post(responder: &ResponderAddress, request: Vec<u8>) -> Result<Vec<u8>, OcspError> {
    tokio::time::timeout(PATIENCE, exchange(responder, request))
        .await
        .unwrap_or(Err(OcspError::TooSlow(PATIENCE.as_secs())))
}

async fn exchange(responder: &ResponderAddress, request: Vec<u8>) -> Result<Vec<u8>, OcspError> {
    let stream = TcpStream::connect(responder.connect_to())
        .await
        .map_err(|_| OcspError::Unreachable)?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .map_err(|_| OcspError::Unreachable)?;
    // Ends with the exchange: once the sender is gone, or the task that waits for it.
    let connection = tokio::spawn(connection);
    let request = Request::builder()
        .method(Method::POST)
        .uri(&responder.path)
        .header(HOST, responder.authority())
        .header(CONTENT_TYPE, "application/ocsp-request")
        .body(Full::new(Bytes::from(request)))
        .map_err(|_| OcspError::Unreachable)?;
    let answer = sender.send_request(request).await.map_err(|_| OcspError::Unreachable)?;
    if answer.status() != StatusCode::OK {
        return Err(OcspError::Http(answer.status().as_u16()));
    }
    let body = Limited::new(answer.into_body(), LONGEST_ANSWER).collect().await;
    connection.abort();
    match body {
        Ok(body) => Ok(body.to_bytes().to_vec()),
        Err(error) if error.is::<http_body_util::LengthLimitError>() => Err(OcspError::TooLong(LONGEST_ANSWER)),
        Err(_) => Err(OcspError::Unreachable),
    }
}
