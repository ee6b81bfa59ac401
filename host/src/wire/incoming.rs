//! Messages from the extension, parsed once and strictly: unknown and duplicate keys are refused.

use std::fmt;

use openjpki::evidence::Nonce;
use openjpki::jpki::KeyKind;
use openjpki::origin::Origin;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::asker::Asker;
use super::documents::SignAsk;
use super::language_tag::LanguageTag;
use super::malformed::Malformed;
use super::request_id::RequestId;

/// A well-formed message.
#[derive(Debug)]
pub enum Incoming {
    /// A request that gets exactly one answer.
    Request {
        /// Its id.
        id: RequestId,
        /// What is asked.
        call: Call,
    },
    /// The notification that asks to end a request.
    Cancel(RequestId),
    /// The notification that asks to bring the window of a request to the front.
    ShowWindow(RequestId),
    /// The answer to `choose-card`: the index of the chosen candidate, or `None` if the person chose none.
    Choice {
        /// The id of our question.
        id: String,
        /// Which candidate.
        candidate: Option<usize>,
    },
}

/// A method and its parameters.
#[derive(Debug)]
pub enum Call {
    /// Service, readers, cards: for extension pages only; it has no origin.
    Status,
    /// What is well between browser and card, and what to do next: for extension pages only; it has no origin.
    Doctor(DoctorAsk),
    /// What a card shows without a PIN: for extension pages only; it has no origin.
    Card(CardAsk),
    /// Sign in.
    Authenticate(Ask),
    /// Register: both keys, one ceremony.
    Register(Ask),
    /// The certificate of a key, after its PIN.
    Certificate(CertificateAsk),
    /// Change a PIN: for extension pages only; it has no origin.
    ChangePin(ChangePinAsk),
    /// Sign documents.
    Sign(SignAsk),
    /// Sign in, with the token of another system.
    WebEidAuthenticate(Ask),
}

/// Parameters of `authenticate`, `register` and `web-eid-authenticate`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// Who asks, as the browser vouches for it.
    pub origin: Origin,
    /// The server's nonce.
    pub nonce: Nonce,
    /// The person's language.
    pub lang: LanguageTag,
}

/// Parameters of `card`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardAsk {
    /// The reader whose card is wanted, by its whole name; without it any.
    #[serde(default)]
    pub reader: Option<String>,
}

/// Parameters of `doctor`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DoctorAsk {
    /// The person's language.
    pub lang: LanguageTag,
}

/// Parameters of `certificate`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertificateAsk {
    /// Who asks, as the browser vouches for it.
    pub origin: Asker,
    /// Whose certificate.
    pub key: KeyKind,
    /// The person's language.
    pub lang: LanguageTag,
}

/// Parameters of `change-pin`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangePinAsk {
    /// Whose PIN.
    pub key: KeyKind,
    /// The person's language.
    pub lang: LanguageTag,
}

impl fmt::Debug for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ask").field("lang", &self.lang).finish_non_exhaustive()
    }
}

impl fmt::Debug for CertificateAsk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CertificateAsk")
            .field("key", &self.key)
            .field("lang", &self.lang)
            .finish_non_exhaustive()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Envelope<'a> {
    jsonrpc: String,
    #[serde(default)]
    id: Option<RequestId>,
    #[serde(default)]
    method: Option<String>,
    #[serde(borrow, default)]
    params: Option<&'a RawValue>,
    #[serde(borrow, default)]
    result: Option<&'a RawValue>,
    #[serde(borrow, default)]
    error: Option<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AboutRequest {
    id: RequestId,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChoiceResult {
    candidate: usize,
}

impl Incoming {
    /// Reads one message.
    ///
    /// # Errors
    /// [`Malformed`], with the JSON-RPC number to answer with.
    pub fn parse(message: &[u8]) -> Result<Self, Malformed> {
        let text = std::str::from_utf8(message).map_err(|_| Malformed::Syntax)?;
        let envelope: Envelope<'_> = object(text).map_err(|error| match error.classify() {
            serde_json::error::Category::Data => Malformed::Request { id: None },
            _ => Malformed::Syntax,
        })?;
        let id = envelope.id.clone();
        let well_formed = envelope.jsonrpc == "2.0" && id.as_ref().is_none_or(RequestId::is_well_formed);
        match envelope {
            _ if !well_formed => Err(Malformed::Request { id: None }),
            Envelope {
                method: Some(method),
                params,
                result: None,
                error: None,
                ..
            } => match id {
                Some(id) => Ok(Self::Request {
                    call: Call::parse(&id, &method, params)?,
                    id,
                }),
                None => Self::notification(&method, params),
            },
            Envelope {
                id: Some(RequestId::Text(id)),
                method: None,
                params: None,
                result,
                error,
                ..
            } => Self::answer(id, result, error),
            _ => Err(Malformed::Request { id }),
        }
    }

    fn notification(method: &str, params: Option<&RawValue>) -> Result<Self, Malformed> {
        let about: fn(RequestId) -> Self = match method {
            "cancel" => Self::Cancel,
            "show-window" => Self::ShowWindow,
            _ => return Err(Malformed::Request { id: None }),
        };
        let params = params.and_then(|raw| object(raw.get()).ok());
        params
            .map(|AboutRequest { id }| about(id))
            .ok_or(Malformed::Request { id: None })
    }

    fn answer(id: String, result: Option<&RawValue>, error: Option<&RawValue>) -> Result<Self, Malformed> {
        let chosen = result.map(|raw| object::<ChoiceResult>(raw.get()));
        match (chosen, error) {
            (Some(Ok(ChoiceResult { candidate })), None) => Ok(Self::Choice {
                id,
                candidate: Some(candidate),
            }),
            (None, Some(_)) => Ok(Self::Choice { id, candidate: None }),
            _ => Err(Malformed::Request {
                id: Some(RequestId::Text(id)),
            }),
        }
    }
}

impl Call {
    fn parse(id: &RequestId, method: &str, raw: Option<&RawValue>) -> Result<Self, Malformed> {
        match method {
            "status" => params::<Nothing>(id, raw).map(|Nothing {}| Self::Status),
            "doctor" => params(id, raw).map(Self::Doctor),
            "card" => params(id, raw).map(Self::Card),
            "authenticate" => params(id, raw).map(Self::Authenticate),
            "register" => params(id, raw).map(Self::Register),
            "certificate" => params(id, raw).map(Self::Certificate),
            "change-pin" => params(id, raw).map(Self::ChangePin),
            "sign" => params(id, raw).map(Self::Sign),
            "web-eid-authenticate" => params(id, raw).map(Self::WebEidAuthenticate),
            _ => Err(Malformed::Method { id: id.clone() }),
        }
    }

    /// Whether this occupies the person and the card: only one such call at a time.
    pub fn is_ceremony(&self) -> bool {
        !matches!(self, Self::Status | Self::Doctor(_))
    }
}

/// Parses parameters.
fn params<P: DeserializeOwned>(id: &RequestId, raw: Option<&RawValue>) -> Result<P, Malformed> {
    let text = raw.map_or("{}", RawValue::get);
    object(text).map_err(|error| Malformed::Params {
        id: id.clone(),
        reason: reason(&error),
    })
}

/// Parses a JSON object; serde alone would take an array for a struct as well.
fn object<'a, P: Deserialize<'a>>(text: &'a str) -> Result<P, serde_json::Error> {
    if text.trim_start().starts_with('[') {
        return Err(serde::de::Error::custom("an object is expected, not an array"));
    }
    serde_json::from_str(text)
}

/// serde quotes what came in its messages (`invalid type: string "…"`, `unknown variant `…``), and what came may have quotes in it:
/// everything from the first to the last is cut out, unless it is the name of a key of ours.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let quotes = ['"', '`'];
    match (text.split_once(quotes), text.rsplit_once(quotes)) {
        (Some((before, _)), Some((_, after))) if !text.starts_with("missing field") => format!("{before}…{after}"),
        _ => text,
    }
}

#[cfg(test)]
mod tests;
