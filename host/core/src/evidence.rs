//! What the card signs, and how the proof is written: statements, documents and evidence.
//!
//! A statement is built by the host from the origin that the browser vouches for, the server's nonce and the card's own
//! certificates. Nothing else is ever signed with the authentication key. Documents are signed with the signing key only.

pub mod document;
pub mod web_eid;

mod cms;
mod json;
mod nonce;
mod record;
mod statement;

pub(crate) use cms::{EssCertIdV2, SigningCertificateV2};
pub use nonce::{Nonce, NonceError};
pub use record::{Algorithm, AuthenticateEvidence, AuthenticateFormat, RegisterEvidence, RegisterFormat};
pub use statement::{AuthenticateStatement, HalfSigned, RegisterStatement, SignError};
