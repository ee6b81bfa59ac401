//! What a form with files brings, read in pieces and within limits.

use std::time::Duration;

use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, FromRequestParts, Multipart, Request};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;

use crate::documents::Upload;
use crate::web::failure::Failure;
use crate::web::visitor::Visitor;

/// Most bytes of document and signature together: what the host takes for one request.
pub(in crate::web) const LARGEST_UPLOAD: usize = 16 * 1024 * 1024;
/// How many uploads are in memory at once; the others wait.
const AT_ONCE: usize = 4;
/// How long an upload may wait, and how long it may take.
const PATIENCE: Duration = Duration::from_secs(60);

static DESK: Semaphore = Semaphore::const_new(AT_ONCE);

/// Files that a form of ours brought, with its token before them.
pub(in crate::web) struct Uploaded {
    /// Who sent them.
    pub(in crate::web) visitor: Visitor,
    /// What they sent.
    pub(in crate::web) upload: Upload,
    _place: SemaphorePermit<'static>,
}

impl<S: Send + Sync> FromRequest<S> for Uploaded {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, state).await?;
        let place = timeout(PATIENCE, DESK.acquire()).await;
        let place = place.map_err(|_| Failure::Busy)?.map_err(|_| Failure::Internal)?;
        let form = Multipart::from_request(Request::from_parts(parts, body), state).await;
        let mut form = form.map_err(|_| Failure::BadRequest)?;
        let upload = timeout(PATIENCE, read(&mut form, &visitor)).await;
        Ok(Self {
            upload: upload.map_err(|_| Failure::BadRequest)??,
            visitor,
            _place: place,
        })
    }
}

/// The token comes first; without it no file is read.
async fn read(form: &mut Multipart, visitor: &Visitor) -> Result<Upload, Failure> {
    let token = match form.next_field().await.map_err(refused)? {
        Some(field) if field.name() == Some("csrf") => bytes(field).await?,
        _ => return Err(Failure::Forgery),
    };
    if !std::str::from_utf8(&token).is_ok_and(|token| visitor.csrf.matches(token)) {
        return Err(Failure::Forgery);
    }
    let (mut document, mut signature) = (Vec::new(), Vec::new());
    while let Some(field) = form.next_field().await.map_err(refused)? {
        match field.name() {
            Some("document") => document = bytes(field).await?,
            Some("signature") => signature = bytes(field).await?,
            _ => return Err(Failure::BadRequest),
        }
    }
    Ok(Upload {
        document,
        // A browser sends an empty file for none.
        signature: (!signature.is_empty()).then_some(signature),
    })
}

async fn bytes(field: Field<'_>) -> Result<Vec<u8>, Failure> {
    field.bytes().await.map(Vec::from).map_err(refused)
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn refused(error: MultipartError) -> Failure {
    Failure::from_status(error.status())
}
