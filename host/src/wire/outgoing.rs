//! Messages to the extension.

use openjpki::evidence::document::SignEvidence;
use openjpki::evidence::web_eid::WebEidToken;
use openjpki::evidence::{AuthenticateEvidence, RegisterEvidence};
use openjpki::jpki::KeyKind;
use serde::Serialize;

use super::code::Code;
use super::diagnosis::Diagnosis;
use super::documents::Listed;
use super::malformed::Malformed;
use super::request_id::RequestId;
use super::status::Status;
use super::view::{CardView, CertificateView};

/// JSON-RPC number of every error that is not the form of a request; what went wrong is in its [`Code`].
const APPLICATION_ERROR: i32 = -32000;

/// A message to the extension.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Outgoing<'a> {
    /// A notification, or a question with an id of ours.
    Call {
        /// JSON-RPC version.
        jsonrpc: Version,
        /// Id of a question.
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<&'a str>,
        /// Method and parameters.
        #[serde(flatten)]
        call: Told<'a>,
    },
    /// The answer to a request.
    Answer {
        /// JSON-RPC version.
        jsonrpc: Version,
        /// Id of the request; `null` if it could not be read.
        id: Option<&'a RequestId>,
        /// Result or error.
        #[serde(flatten)]
        outcome: Outcome<'a>,
    },
}

/// The JSON-RPC version.
#[derive(Debug, Clone, Copy, Serialize)]
pub enum Version {
    /// 2.0.
    #[serde(rename = "2.0")]
    V2,
}

/// What the host says of its own accord.
#[derive(Debug, Serialize)]
#[serde(tag = "method", content = "params", rename_all = "kebab-case")]
pub enum Told<'a> {
    /// First message of every connection.
    Hello {
        /// Version of the host.
        version: &'a str,
        /// Version of the protocol.
        protocol: u32,
    },
    /// How far a request is.
    Progress {
        /// Which request.
        id: &'a RequestId,
        /// Where it is.
        stage: Stage,
        /// More about it.
        detail: &'a Detail,
    },
    /// Two cards are there: which one?
    ChooseCard {
        /// Which request.
        id: &'a RequestId,
        /// The cards.
        candidates: &'a [Candidate],
    },
}

/// Result or error of a request.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome<'a> {
    /// What was asked for.
    Result(&'a Answer),
    /// Why not.
    Error(ErrorBody<'a>),
}

impl std::fmt::Debug for Outcome<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Result(_) => f.write_str("Result(..)"),
            Self::Error(error) => write!(f, "Error({error:?})"),
        }
    }
}

/// What a request is answered with.
#[derive(Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// `status`.
    Status(Status),
    /// `authenticate`.
    Authenticate(AuthenticateEvidence),
    /// `register`.
    Register(RegisterEvidence),
    /// `doctor`.
    Doctor(Box<Diagnosis>),
    /// `card`.
    Card(Box<CardView>),
    /// `certificate`.
    Certificate {
        /// DER in base64 with padding.
        certificate: String,
        /// The same in words, for a page of the extension only.
        #[serde(skip_serializing_if = "Option::is_none")]
        details: Option<Box<CertificateView>>,
    },
    /// `change-pin`: nothing but that it was done.
    Changed {},
    /// `sign`.
    Sign(SignEvidence),
    /// `web-eid-authenticate`.
    WebEidAuthenticate(WebEidToken),
}

/// A JSON-RPC error.
#[derive(Debug, Serialize)]
pub struct ErrorBody<'a> {
    code: i32,
    message: &'a str,
    data: &'a Problem,
}

/// What went wrong, for the extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The code.
    pub code: Code,
    /// Whose PIN or certificate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<KeyKind>,
    /// Which PIN counts after a change that was interrupted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid: Option<ValidPin>,
}

/// Which PIN counts after a change that was interrupted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ValidPin {
    /// The one from before.
    Old,
    /// The new one.
    New,
    /// One of the two.
    Unknown,
}

impl From<Code> for Problem {
    fn from(code: Code) -> Self {
        Self {
            code,
            key: None,
            valid: None,
        }
    }
}

/// Where a ceremony is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// For the smart-card service or a reader.
    WaitingForReader,
    /// For a card that can be used.
    WaitingForCard,
    /// The card is read.
    Reading,
    /// For the person to type.
    WaitingForPin,
    /// The card compares the PIN and signs.
    Signing,
    /// The card compares the PIN and changes it.
    Changing,
}

/// What is typed when a PIN is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Entry {
    /// The one that counts now.
    Current,
    /// A new one.
    New,
    /// The new one again.
    Repeat,
}

/// More about a [`Stage`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Detail {
    /// What is in the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Code>,
    /// Whose PIN.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<KeyKind>,
    /// Tries left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remaining: Option<u8>,
    /// Which reader, as PC/SC names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reader: Option<String>,
    /// What is typed, when a PIN is changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<Entry>,
    /// What the person is about to sign.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Listed>,
    /// Which document is being signed, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<usize>,
    /// Of how many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<usize>,
}

/// A card to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// The reader it is in, as PC/SC names it.
    pub reader: String,
    /// Whether it came while the person was asked for it; those that did come first.
    pub placed: Placed,
}

/// When a card was placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Placed {
    /// Since the request came.
    JustNow,
    /// Earlier.
    Before,
}

impl<'a> Outgoing<'a> {
    /// The first message: version of host and protocol.
    pub fn hello(version: &'a str, protocol: u32) -> Self {
        Self::told(Told::Hello { version, protocol })
    }

    /// How far request `id` is.
    pub fn progress(id: &'a RequestId, stage: Stage, detail: &'a Detail) -> Self {
        Self::told(Told::Progress { id, stage, detail })
    }

    /// Asks which card request `id` shall use.
    pub fn choose_card(question: &'a str, id: &'a RequestId, candidates: &'a [Candidate]) -> Self {
        let call = Told::ChooseCard { id, candidates };
        Self::Call {
            jsonrpc: Version::V2,
            id: Some(question),
            call,
        }
    }

    /// What request `id` asked for.
    pub fn result(id: &'a RequestId, answer: &'a Answer) -> Self {
        Self::Answer {
            jsonrpc: Version::V2,
            id: Some(id),
            outcome: Outcome::Result(answer),
        }
    }

    /// Why request `id` failed; `message` is an English sentence for logs.
    pub fn problem(id: &'a RequestId, message: &'a str, data: &'a Problem) -> Self {
        Self::error(
            Some(id),
            ErrorBody {
                code: APPLICATION_ERROR,
                message,
                data,
            },
        )
    }

    /// Why a message was refused.
    pub fn malformed(malformed: &'a Malformed, message: &'a str) -> Self {
        const DATA: &Problem = &Problem {
            code: Code::InvalidRequest,
            key: None,
            valid: None,
        };
        Self::error(
            malformed.id(),
            ErrorBody {
                code: malformed.number(),
                message,
                data: DATA,
            },
        )
    }

    fn told(call: Told<'a>) -> Self {
        Self::Call {
            jsonrpc: Version::V2,
            id: None,
            call,
        }
    }

    fn error(id: Option<&'a RequestId>, body: ErrorBody<'a>) -> Self {
        Self::Answer {
            jsonrpc: Version::V2,
            id,
            outcome: Outcome::Error(body),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(message: &Outgoing<'_>) -> String {
        serde_json::to_string(message).unwrap()
    }

    #[test]
    fn messages_are_those_of_the_protocol() {
        assert_eq!(
            json(&Outgoing::hello("1.0.0", 1)),
            r#"{"jsonrpc":"2.0","method":"hello","params":{"version":"1.0.0","protocol":1}}"#
        );
        let id = RequestId::Number(7);
        let detail = Detail {
            reason: Some(Code::NoCard),
            ..Detail::default()
        };
        assert_eq!(
            json(&Outgoing::progress(&id, Stage::WaitingForCard, &detail)),
            r#"{"jsonrpc":"2.0","method":"progress","params":{"id":7,"stage":"waiting-for-card","detail":{"reason":"no-card"}}}"#
        );
        let candidates = [Candidate {
            reader: "A".to_owned(),
            placed: Placed::JustNow,
        }];
        assert_eq!(
            json(&Outgoing::choose_card("choose-1", &id, &candidates)),
            r#"{"jsonrpc":"2.0","id":"choose-1","method":"choose-card","params":{"id":7,"candidates":[{"reader":"A","placed":"just-now"}]}}"#
        );
        let problem = Problem {
            code: Code::PinBlocked,
            key: Some(KeyKind::DigitalSignature),
            valid: None,
        };
        assert_eq!(
            json(&Outgoing::problem(&id, "The PIN is blocked.", &problem)),
            r#"{"jsonrpc":"2.0","id":7,"error":{"code":-32000,"message":"The PIN is blocked.","data":{"code":"pin-blocked","key":"digital-signature"}}}"#
        );
        let problem = Problem {
            code: Code::CardRemoved,
            valid: Some(ValidPin::Old),
            ..problem
        };
        assert_eq!(
            json(&Outgoing::problem(&id, "Interrupted.", &problem)),
            r#"{"jsonrpc":"2.0","id":7,"error":{"code":-32000,"message":"Interrupted.","data":{"code":"card-removed","key":"digital-signature","valid":"old"}}}"#
        );
        assert_eq!(
            json(&Outgoing::result(&id, &Answer::Changed {})),
            r#"{"jsonrpc":"2.0","id":7,"result":{}}"#
        );
        let detail = Detail {
            entry: Some(Entry::Repeat),
            ..Detail::default()
        };
        assert_eq!(
            json(&Outgoing::progress(&id, Stage::WaitingForPin, &detail)),
            r#"{"jsonrpc":"2.0","method":"progress","params":{"id":7,"stage":"waiting-for-pin","detail":{"entry":"repeat"}}}"#
        );
        assert_eq!(
            json(&Outgoing::malformed(&Malformed::Syntax, "not JSON")),
            r#"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"not JSON","data":{"code":"invalid-request"}}}"#
        );
    }
}
