//! The registration site: OpenJPKI's reference relying party.
//!
//! A person presses a button, the page asks OpenJPKI for a `register` ceremony, the server verifies the evidence against its own
//! origin and its own nonce, and the form comes up with what the card proves. A link in a mail then sets the password, and the
//! registered card, the authentication ID and the password together sign in. [`router`] is the whole site; [`Portal`] is what it
//! stands on.
//!
//! ```text
//! 5 server         listening, what happens every so often, the end
//! 4 web            pages, forms, headers, sessions of browsers
//! 3 outbox         mails, to a server or into a folder; revocation, which asks
//! 2 store          SQLite or PostgreSQL; config, which names it
//! 1 form, evidence, documents, anchors, catalog, card, kind, metrics, municipality, ocsp, password, secret, smtp, authentication_id
//! ```
#![forbid(unsafe_code)]

pub mod anchors;
pub mod authentication_id;
pub mod card;
mod catalog;
pub mod config;
pub mod documents;
pub mod evidence;
pub mod form;
pub mod kind;
pub mod maintenance;
pub mod metrics;
pub mod municipality;
pub mod ocsp;
pub mod outbox;
mod panic;
pub mod password;
pub mod revocation;
pub mod secret;
pub mod server;
pub mod smtp;
pub mod store;
mod web;

pub use web::router;

use std::fmt;
use std::sync::Arc;

use openjpki::origin::Origin;
use openjpki::time::UnixTime;

use crate::evidence::SiteVerifier;
use crate::metrics::Metrics;
use crate::ocsp::Responders;
use crate::outbox::Outbox;
use crate::password::Passwords;
use crate::store::Store;

/// Tells the time. Tests have their own.
pub type Clock = Arc<dyn Fn() -> UnixTime + Send + Sync>;

/// What the site stands on.
#[derive(Clone)]
pub struct Portal {
    /// The site's own origin: what evidence must have been made for, and what links in mails begin with.
    pub origin: Origin,
    /// Verifies evidence.
    pub verifier: SiteVerifier,
    /// The database.
    pub store: Store,
    /// Where mails go.
    pub outbox: Outbox,
    /// Who is asked whether a certificate was revoked.
    pub responders: Responders,
    /// Hashes passwords.
    pub passwords: Passwords,
    /// What is counted.
    pub metrics: Metrics,
    /// Tells the time.
    pub clock: Clock,
}

impl Portal {
    /// The time now.
    pub fn now(&self) -> UnixTime {
        (self.clock)()
    }
}

impl fmt::Debug for Portal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Portal")
            .field("origin", &self.origin)
            .field("verifier", &self.verifier)
            .finish_non_exhaustive()
    }
}
