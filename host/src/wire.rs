//! What extension and host say to each other: frames on standard input and output, JSON-RPC 2.0 in them, error codes.
//!
//! Source: docs/PROTOCOL.md section 3; Chrome's native messaging protocol; JSON-RPC 2.0.

mod asker;
mod code;
mod diagnosis;
mod documents;
mod frame;
mod incoming;
mod language_tag;
mod malformed;
mod outgoing;
mod request_id;
mod status;
mod view;

pub use asker::Asker;
pub use code::Code;
pub use diagnosis::{Diagnosis, Looked, Outcome, Values};
pub use documents::{Documents, Listed, MOST_DOCUMENTS, Presented, SignAsk};
pub use frame::{Frame, FrameError, LARGEST_INCOMING, LARGEST_OUTGOING, read_frame, write_frame};
pub use incoming::{Ask, Call, CardAsk, CertificateAsk, ChangePinAsk, DoctorAsk, Incoming};
pub use language_tag::LanguageTag;
pub use malformed::Malformed;
pub use outgoing::{Answer, Candidate, Detail, Entry, Outgoing, Placed, Problem, Stage, ValidPin};
pub use request_id::RequestId;
pub use status::{CardState, ReaderStatus, ServiceState, Status, TriesStatus, Validity};
pub use view::{
    AuthoritiesView, CardKind, CardView, CertificateView, Chain, HierarchyWord, HolderView, InterfaceWord,
    PresenceView, SexWord, TriesView,
};
