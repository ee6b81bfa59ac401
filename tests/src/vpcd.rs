//! The other end of `vpcd`, the virtual reader driver for `pcscd`: a card plugs itself in by connecting to its port.
//!
//! Every message is a 16-bit big-endian length and that many bytes. One byte from the driver is a control code (0 power
//! off, 1 power on, 2 reset, 4 send the ATR), more is a command APDU. Only the ATR and APDUs are answered. Closing the
//! connection is pulling the card.
//!
//! Source: vsmartcard, `virtualsmartcard/src/vpcd`.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rustix::net::sockopt::set_tcp_quickack;

use crate::card::VirtualCard;

/// How long to wait before the next attempt to connect while no driver listens.
const RETRY: Duration = Duration::from_millis(50);

/// How long a card stays out at least: the service looks every 0.4 s, and shall notice that it was gone.
const NOTICED: Duration = Duration::from_millis(900);

/// How long a busy computer may take until the driver has seen that the card is gone.
const PATIENCE: Duration = Duration::from_secs(60);

/// Our end is closed, the driver's is not yet. Source: Linux, `include/net/tcp_states.h`, FIN_WAIT1 and FIN_WAIT2.
const HALF_CLOSED: [&str; 2] = ["04", "05"];

/// What happens to the card in the slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotEvent {
    /// The driver accepted the connection: the card is in the reader.
    Connected,
    /// The reader powered the card.
    PowerOn,
    /// The reader took the power away.
    PowerOff,
    /// The reader reset the card without taking the power away.
    WarmReset,
    /// The connection ended: pulled, or the service went away.
    Disconnected,
}

impl SlotEvent {
    /// The event's name on the card program's output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Connected => "connected",
            Self::PowerOn => "power-on",
            Self::PowerOff => "power-off",
            Self::WarmReset => "warm-reset",
            Self::Disconnected => "disconnected",
        }
    }
}

/// What is told of the events, on the slot's own thread.
pub type Listener = Box<dyn Fn(SlotEvent) + Send>;

#[derive(Debug, Default)]
struct Slot {
    inserted: bool,
    ended: bool,
    stream: Option<TcpStream>,
}

/// A virtual card and its place in a virtual reader.
#[derive(Debug)]
pub struct VpcdSlot {
    card: Arc<Mutex<VirtualCard>>,
    slot: Arc<(Mutex<Slot>, Condvar)>,
    thread: Option<JoinHandle<()>>,
}

impl VpcdSlot {
    /// Puts `card` into the reader whose driver listens, or will listen, at `address`.
    pub fn insert(card: VirtualCard, address: SocketAddr, listener: Listener) -> Self {
        let card = Arc::new(Mutex::new(card));
        let slot = Arc::new((
            Mutex::new(Slot {
                inserted: true,
                ..Slot::default()
            }),
            Condvar::new(),
        ));
        let server = Server {
            card: Arc::clone(&card),
            slot: Arc::clone(&slot),
            address,
            listener,
        };
        let thread = thread::spawn(move || server.run());
        Self {
            card,
            slot,
            thread: Some(thread),
        }
    }

    /// Pulls the card, also in the middle of a command.
    pub fn remove(&self) {
        let mut slot = lock(&self.slot.0);
        slot.inserted = false;
        if let Some(stream) = slot.stream.take() {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// Puts the card back.
    pub fn insert_again(&self) {
        lock(&self.slot.0).inserted = true;
        self.slot.1.notify_all();
    }

    /// The card, between two commands.
    pub fn card(&self) -> MutexGuard<'_, VirtualCard> {
        lock(&self.card)
    }
}

impl Drop for VpcdSlot {
    fn drop(&mut self) {
        self.remove();
        lock(&self.slot.0).ended = true;
        self.slot.1.notify_all();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Server {
    card: Arc<Mutex<VirtualCard>>,
    slot: Arc<(Mutex<Slot>, Condvar)>,
    address: SocketAddr,
    listener: Listener,
}

impl Server {
    fn run(&self) {
        while self.wait_until_inserted() {
            let Ok(stream) = TcpStream::connect(self.address) else {
                thread::sleep(RETRY);
                continue;
            };
            if !self.keep_for_removal(&stream) {
                continue;
            }
            lock(&self.card).insert();
            (self.listener)(SlotEvent::Connected);
            let port = stream.local_addr().map_or(0, |address| address.port());
            let pulled_by_fault = matches!(self.serve(stream), Ok(()));
            lock(&self.card).remove();
            let mut slot = lock(&self.slot.0);
            slot.stream = None;
            slot.inserted &= !pulled_by_fault;
            drop(slot);
            (self.listener)(SlotEvent::Disconnected);
            self.stay_out(port);
        }
    }

    /// Returns when the service has had time to notice that the card of the connection from `port` is gone, or the slot is no longer wanted.
    fn stay_out(&self, port: u16) {
        let begin = Instant::now();
        let is_seen = || begin.elapsed() >= NOTICED && !is_half_closed(port);
        let mut slot = lock(&self.slot.0);
        while !slot.ended && !is_seen() && begin.elapsed() < PATIENCE {
            let waited = self.slot.1.wait_timeout(slot, RETRY);
            slot = waited.expect("no panic under the lock").0;
        }
    }

    /// False once the slot is no longer wanted.
    fn wait_until_inserted(&self) -> bool {
        let slot = lock(&self.slot.0);
        let slot = self
            .slot
            .1
            .wait_while(slot, |slot| !slot.inserted && !slot.ended)
            .expect("no panic under the lock");
        !slot.ended
    }

    fn keep_for_removal(&self, stream: &TcpStream) -> bool {
        let mut slot = lock(&self.slot.0);
        slot.stream = stream.try_clone().ok();
        slot.inserted && !slot.ended
    }

    /// Answers the driver until the card is pulled by a fault of its own (`Ok`) or the connection ends (`Err`).
    fn serve(&self, mut stream: TcpStream) -> io::Result<()> {
        stream.set_nodelay(true)?;
        loop {
            let message = read_message(&mut stream)?;
            let answer = match message.as_slice() {
                [0] => {
                    lock(&self.card).power_off();
                    self.tell(SlotEvent::PowerOff)
                }
                [1] => {
                    lock(&self.card).power_on();
                    self.tell(SlotEvent::PowerOn)
                }
                [2] => {
                    lock(&self.card).warm_reset();
                    self.tell(SlotEvent::WarmReset)
                }
                [4] => Some(lock(&self.card).atr().to_vec()),
                [_] | [] => None,
                apdu => match lock(&self.card).transmit(apdu) {
                    Ok(answer) if answer.is_empty() => Some(vec![0]), // the driver waits for ever on an empty message
                    Ok(answer) => Some(answer),
                    Err(_) => return Ok(()),
                },
            };
            if let Some(answer) = answer {
                write_message(&mut stream, &answer)?;
            }
        }
    }

    fn tell(&self, event: SlotEvent) -> Option<Vec<u8>> {
        (self.listener)(event);
        None
    }
}

/// Whether the driver has not yet closed its end of the connection from `port`: it does so when it looks and finds no card.
fn is_half_closed(port: u16) -> bool {
    let table = std::fs::read_to_string("/proc/self/net/tcp").unwrap_or_default();
    let from = format!(":{port:04X}");
    table.lines().any(|line| {
        let mut fields = line.split_whitespace().skip(1);
        let (local, state) = (fields.next().unwrap_or_default(), fields.nth(1).unwrap_or_default());
        local.ends_with(&from) && HALF_CLOSED.contains(&state)
    })
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().expect("no panic under the lock")
}

fn read_message(stream: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut length = [0; 2];
    stream.read_exact(&mut length)?;
    // The driver sends length and payload apart, so its kernel holds the payload back until ours acknowledges the length,
    // which it would do only after 40 ms.
    set_tcp_quickack(&*stream, true)?;
    let mut message = vec![0; usize::from(u16::from_be_bytes(length))];
    stream.read_exact(&mut message)?;
    Ok(message)
}

fn write_message(stream: &mut impl Write, message: &[u8]) -> io::Result<()> {
    let length = u16::try_from(message.len()).map_err(io::Error::other)?;
    stream.write_all(&[&length.to_be_bytes(), message].concat())
}
