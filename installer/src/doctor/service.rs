//! Whether the smart-card service is there, although the host cannot use it.
//!
//! On Linux a service that keeps an account out hangs up before it says a word, and the host cannot tell that from one that ends. Yet its
//! door is open, or shut to this account only.

/// Whether somebody listens at the service's socket, or only others may knock there. Says nothing there, and hangs up.
#[cfg(unix)]
pub(super) fn is_there() -> bool {
    use std::io::ErrorKind;
    use std::os::unix::net::UnixStream;

    /// Where `libpcsclite` looks for the socket, and the environment variable that overrules it.
    const SOCKET: &str = "/run/pcscd/pcscd.comm";
    const SOCKET_VARIABLE: &str = "PCSCLITE_CSOCK_NAME";

    let socket = std::env::var_os(SOCKET_VARIABLE).unwrap_or_else(|| SOCKET.into());
    match UnixStream::connect(socket) {
        Ok(_) => true,
        Err(error) => error.kind() == ErrorKind::PermissionDenied,
    }
}

/// Elsewhere the system itself says whether its service runs.
#[cfg(not(unix))]
pub(super) fn is_there() -> bool {
    false
}
