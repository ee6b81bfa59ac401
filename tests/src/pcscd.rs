//! A PC/SC service of one's own: `pcscd` with the virtual reader driver `vpcd` in a mount and a network namespace that
//! nobody else sees, so that any number of tests run at once and the machine's own service stays untouched.

mod plugged;

use std::ffi::OsStr;
use std::io::{self, BufRead, BufReader};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

pub use plugged::{CardSetup, PluggedCard, Pull, TriesLeft};

/// The port of the first slot of `vpcd`; the second listens on the next one.
pub const VPCD_PORT: u16 = 0x8C7B;

/// Runs inside the new namespaces and holds them: sets up loopback, a private `/run/pcscd` and the reader's
/// configuration, and at the end of its standard input (also when the test was killed or interrupted) ends the service. One that
/// was interrupted together with its clients may wait for them for ever.
const HOLDER: &str = r#"
trap '' INT TERM HUP
ip link set lo up &&
mkdir -p /run/pcscd && mount -t tmpfs tmpfs /run/pcscd &&
printf '%s\n' 'FRIENDLYNAME "Virtual PCD"' 'DEVICENAME /dev/null:0x8C7B' \
  'LIBPATH /usr/lib/pcsc/drivers/serial/libifdvpcd.so' 'CHANNELID 0x8C7B' > /run/pcscd/reader.conf &&
echo ready && read -r never
[ -s /run/pcscd/pcscd.pid ] || exit
service=$(tr -d '\0' < /run/pcscd/pcscd.pid)
kill "$service"
for tenth in $(seq 20); do kill -0 "$service" 2>/dev/null || exit; sleep 0.1; done
kill -KILL "$service"
"#;

/// How long `pcscd` may take to open its socket, and to close it.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running `pcscd` with two empty virtual slots, `Virtual PCD 00 00` and `Virtual PCD 00 01`.
///
/// Needs root (namespaces), and the packages `pcscd`, `vsmartcard-vpcd`, `iproute2` and `util-linux`. Dropping it ends
/// the service; programs that were started with [`command`](Self::command) are the caller's to end.
#[derive(Debug)]
pub struct PrivatePcscd {
    holder: Child,
    service: Option<Child>,
}

impl PrivatePcscd {
    /// Makes the namespaces and starts the service in them. Returns when programs can connect.
    pub fn start() -> io::Result<Self> {
        let mut pcscd = Self::without_service()?;
        pcscd.start_service()?;
        Ok(pcscd)
    }

    /// Makes the namespaces but starts no service: what a computer looks like where it is stopped.
    pub fn without_service() -> io::Result<Self> {
        let mut holder = Command::new("unshare")
            .args(["--mount", "--net", "--propagation", "private", "--", "sh", "-c", HOLDER])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        BufReader::new(holder.stdout.take().expect("stdout is piped")).read_line(&mut line)?;
        if line != "ready\n" {
            holder.kill()?;
            let said = holder.wait_with_output()?.stderr;
            return Err(io::Error::other(format!(
                "no namespaces for pcscd: {}. Are we root, are iproute2 and util-linux installed, is / a mount point (a folder of \
                 chroot is not, until it is bound to itself)?",
                String::from_utf8_lossy(&said).trim()
            )));
        }
        Ok(Self { holder, service: None })
    }

    /// A command that runs `program` where it sees this service (and only the network of this namespace: a server that
    /// it shall reach has to run in here as well).
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let here = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("/"));
        let mut command = Command::new("nsenter");
        command
            .arg(format!("--target={}", self.holder.id()))
            .args(["--mount", "--net"]);
        command.arg(format!("--wdns={}", here.display())).arg("--").arg(program);
        command
    }

    /// Starts `pcscd`, if it does not run.
    pub fn start_service(&mut self) -> io::Result<()> {
        if self.service.is_some() {
            return Ok(());
        }
        let mut command = self.command("pcscd");
        command.args(["--foreground", "-c", "/run/pcscd/reader.conf"]);
        let service = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        self.service = Some(service);
        let socket = self.socket(); // is there before anybody listens
        let listens = || UnixStream::connect(&socket).is_ok();
        wait_for(listens, "pcscd opened no socket: is it installed?")
    }

    /// Ends `pcscd`, as when the service is stopped under a program that uses it. Cards stay plugged and reconnect.
    pub fn stop_service(&mut self) -> io::Result<()> {
        self.end_service()?;
        wait_for(|| !self.socket().exists(), "pcscd left its socket behind")
    }

    /// Starts a virtual card in its own process and waits until the service has powered it. The card that was in this slot before has
    /// been seen to leave by then.
    pub fn plug(&self, setup: &CardSetup) -> io::Result<PluggedCard> {
        wait_for(
            || !self.holds_a_gone_card(setup.slot),
            "the driver does not see that the last card is gone",
        )?;
        PluggedCard::start(self, setup)
    }

    /// Whether the driver still holds the connection of a card that ended. Source: Linux, `include/net/tcp_states.h`, CLOSE_WAIT.
    fn holds_a_gone_card(&self, slot: u16) -> bool {
        let table = std::fs::read_to_string(format!("/proc/{}/net/tcp", self.holder.id())).unwrap_or_default();
        let slot = format!(":{:04X}", VPCD_PORT + slot);
        table.lines().any(|line| {
            let fields: Vec<&str> = line.split_whitespace().take(4).collect();
            matches!(fields.as_slice(), [_, local, _, "08"] if local.ends_with(&slot))
        })
    }

    fn end_service(&mut self) -> io::Result<()> {
        let Some(mut service) = self.service.take() else {
            return Ok(());
        };
        Command::new("kill").arg(service.id().to_string()).status()?;
        service.wait().map(drop)
    }

    /// The service's socket, as a path outside of its namespace.
    pub fn socket(&self) -> PathBuf {
        PathBuf::from(format!("/proc/{}/root/run/pcscd/pcscd.comm", self.holder.id()))
    }
}

impl Drop for PrivatePcscd {
    fn drop(&mut self) {
        let _ = self.end_service();
        drop(self.holder.stdin.take());
        let _ = self.holder.wait();
    }
}

/// The path of a program of this workspace: beside the running one, or one folder up (tests run in `deps/`).
pub fn program(name: &str) -> io::Result<PathBuf> {
    let running = std::env::current_exe()?;
    let folders = running.ancestors().skip(1).take(2).map(Path::to_path_buf);
    let mut candidates = folders.map(|folder| folder.join(name));
    candidates
        .find(|path| path.is_file())
        .ok_or_else(|| io::Error::other(format!("{name} is not built")))
}

fn wait_for(mut condition: impl FnMut() -> bool, otherwise: &str) -> io::Result<()> {
    let end = Instant::now() + PATIENCE;
    while !condition() {
        if Instant::now() > end {
            return Err(io::Error::new(io::ErrorKind::TimedOut, otherwise));
        }
        thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}
