//! The virtual card as the library's transport: in-process tests need no PC/SC.

use openjpki::iso7816::{Command, Response, Transport, TransportError};

use super::{CardGone, VirtualCard};

impl Transport for VirtualCard {
    fn transmit(&mut self, command: &Command) -> Result<Response, TransportError> {
        let answer = Self::transmit(self, command.as_bytes()).map_err(|CardGone| TransportError::Removed)?;
        Ok(Response::try_from(answer.as_slice())?)
    }
}
