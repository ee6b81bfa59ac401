//! The JPKI certificate profile: what the card's two certificates must be, and what they say.
//!
//! A parsed certificate proves nothing by itself: anybody may hold a copy. It becomes a proof in [`crate::verify`] only,
//! together with a signature over an own origin and nonce.
//!
//! Sources: RFC 5280; certificates of a JPKI test card; the public root certificates (`anchors/README.md`).

mod anchor;
mod anchors;
mod authentication;
mod authority;
mod birth_date;
mod envelope;
mod error;
mod extensions;
mod hierarchy;
mod holder;
mod kind;
mod leaf;
mod length;
mod signature;

pub use anchor::AnchorError;
pub use anchors::{TrustAnchors, TrustError};
pub use authentication::AuthenticationCertificate;
pub use authority::AuthorityCertificate;
pub use birth_date::{BirthDate, Era};
pub use error::{Attribute, CertificateError, ValidityError};
pub use hierarchy::{Hierarchy, Production, Test};
pub(crate) use holder::steers;
pub use holder::{Holder, Sex};
pub use kind::{CertificateKind, HierarchyKind};
pub use length::MAX_CERTIFICATE_LENGTH;
pub use signature::SignatureCertificate;
