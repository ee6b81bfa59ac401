//! Around every request: counts it and writes a line of the log, by the route's pattern, so that no token of a path is written.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;

use crate::Portal;

/// A database that does not answer for so long does not answer.
const PATIENCE: Duration = Duration::from_secs(2);

pub(super) async fn observe(State(portal): State<Arc<Portal>>, request: Request, next: Next) -> Response {
    let begin = Instant::now();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let method = request.method().clone();
    let response = next.run(request).await;
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    let (status, time) = (response.status().as_u16(), begin.elapsed());
    portal.metrics.answered(route, status, time);
    tracing::info!(%method, route, status, milliseconds = time.as_millis(), "answered");
    response
}

/// `GET /healthz`: 200 where a request would be answered, 503 where the database is not to be had. For balancers.
pub(super) async fn health(State(portal): State<Arc<Portal>>) -> (StatusCode, &'static str) {
    match tokio::time::timeout(PATIENCE, portal.store.ping()).await {
        Ok(Ok(())) => (StatusCode::OK, "ok\n"),
        Ok(Err(error)) => {
            tracing::error!(%error, "not healthy");
            (StatusCode::SERVICE_UNAVAILABLE, "the database fails\n")
        }
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}
