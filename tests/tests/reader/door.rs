//! A door in front of the service: it hangs up on the first that come and leads the others in.

use std::io;
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::thread;

/// Opens the socket `door`, hangs up on the first `hang_ups` that connect and joins the others with the socket `service`. It is open
/// until the process ends.
pub(crate) fn open(door: &Path, hang_ups: usize, service: &Path) {
    let listener = UnixListener::bind(door).unwrap();
    let service = service.to_owned();
    thread::spawn(move || {
        for client in listener.incoming().skip(hang_ups) {
            let (client, service) = (client.unwrap(), UnixStream::connect(&service).unwrap());
            lead(client.try_clone().unwrap(), service.try_clone().unwrap());
            lead(service, client);
        }
    });
}

/// Copies what one says to the other, until it has said all.
fn lead(mut from: UnixStream, mut to: UnixStream) {
    thread::spawn(move || {
        let _ = io::copy(&mut from, &mut to);
        let _ = to.shutdown(Shutdown::Write);
    });
}
