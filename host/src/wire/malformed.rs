//! Messages that are none of this protocol.

use super::request_id::RequestId;

/// Why a message was refused; the connection goes on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// Not JSON in UTF-8 (JSON-RPC -32700).
    #[error("the message is not JSON in UTF-8")]
    Syntax,
    /// Not a JSON-RPC 2.0 request, notification or answer of this protocol (-32600).
    #[error("the message is not a request of this protocol")]
    Request {
        /// The id, if it could be read.
        id: Option<RequestId>,
    },
    /// Nobody knows this method (-32601).
    #[error("this host does not know the method")]
    Method {
        /// The id of the request.
        id: RequestId,
    },
    /// The parameters are not those of the method (-32602).
    #[error("the parameters are not those of the method: {reason}")]
    Params {
        /// The id of the request.
        id: RequestId,
        /// Which key or value, without its content.
        reason: String,
    },
}

impl Malformed {
    /// The JSON-RPC error number. Source: JSON-RPC 2.0 section 5.1.
    pub fn number(&self) -> i32 {
        match self {
            Self::Syntax => -32700,
            Self::Request { .. } => -32600,
            Self::Method { .. } => -32601,
            Self::Params { .. } => -32602,
        }
    }

    /// The id that the answer bears.
    pub fn id(&self) -> Option<&RequestId> {
        match self {
            Self::Syntax => None,
            Self::Request { id } => id.as_ref(),
            Self::Method { id } | Self::Params { id, .. } => Some(id),
        }
    }
}
