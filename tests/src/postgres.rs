//! A PostgreSQL of its own for the tests of one process: private folder, a Unix socket and usually no port, nothing kept.
//!
//! Needs the Debian package `postgresql`. It is started once, and goes when the process ends, however it ends: a shell between them
//! waits for its standard input to close. PostgreSQL refuses to run as root, so root starts it as the user `postgres`.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::tls::write_certificate;

/// Made once for each process.
static CLUSTER: OnceLock<Cluster> = OnceLock::new();
/// Where Debian has the server's programs, below a folder for each version.
const VERSIONS: &str = "/usr/lib/postgresql";

/// Nothing here has to survive a loss of power: what is tested of that is what the site asks for, not what the disk does.
const SETTINGS: &str = "\
listen_addresses = ''
max_connections = 200
fsync = off
full_page_writes = off
autovacuum = off
";

/// As an operator would have it, but for the port: what is measured should be what is run.
const DURABLE: &str = "\
listen_addresses = ''
max_connections = 50
shared_buffers = 512MB
max_wal_size = 4GB
";

/// Files of the folder above the cluster's.
const TLS: &str = "\
ssl = on
ssl_cert_file = '../cert.pem'
ssl_key_file = '../key.pem'
fsync = off
autovacuum = off
";

/// Makes the cluster, starts it, and ends it when standard input closes. `$1`: the programs' folder, `$2`: ours, `$3`: settings.
const KEEPER: &str = r#"
set -e
trap '' INT TERM HUP
umask 077
"$1/initdb" --no-sync --auth=trust --username=postgres --encoding=UTF8 --locale=C.UTF-8 --pgdata="$2/cluster" >"$2/log" 2>&1
printf '%s' "$3" >>"$2/cluster/postgresql.conf"
"$1/postgres" -D "$2/cluster" -k "$2" <&- >>"$2/log" 2>&1 &
server=$!
while ! "$1/pg_isready" -q -h "$2" -U postgres; do kill -0 $server; sleep 0.05; done
echo ready
cat >/dev/null
kill -QUIT $server
wait $server || true
rm -rf "$2"/* || true
rmdir "$2" 2>/dev/null || true
"#;

/// A running PostgreSQL.
#[derive(Debug)]
pub struct Cluster {
    folder: PathBuf,
    programs: PathBuf,
    databases: AtomicU32,
    keeper: Child,
}

impl Cluster {
    /// The cluster of this process; the first call starts it.
    ///
    /// # Panics
    /// If PostgreSQL is not installed or does not start; the message says what to do.
    pub fn of_this_process() -> &'static Self {
        CLUSTER.get_or_init(|| Self::start(SETTINGS, |_| ()))
    }

    /// A cluster that keeps what it has committed, for measuring. It goes when it is dropped.
    ///
    /// # Panics
    /// As [`Self::of_this_process`].
    pub fn durable() -> Self {
        Self::start(DURABLE, |_| ())
    }

    /// A cluster that can also be reached by TCP, with TLS, at two addresses. Its certificate, `cert.pem` in [`Self::folder`], is its own
    /// root and names the first of them only. It goes when it is dropped.
    ///
    /// # Panics
    /// As [`Self::of_this_process`].
    pub fn with_tls() -> (Self, [String; 2]) {
        // Of the loopback's addresses two that nobody else listens on: so the usual port is free.
        let number = std::process::id() % 0x1_0000;
        let addresses = [91, 92].map(|second| format!("127.{second}.{}.{}", number / 0x100, number % 0x100));
        let [named, other] = &addresses;
        let settings = format!("listen_addresses = '{named},{other}'\n{TLS}");
        let cluster = Self::start(&settings, |folder| write_certificate(folder, &format!("IP:{named}")));
        (cluster, addresses)
    }

    /// Where its socket is.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The URL of a new, empty database.
    ///
    /// # Panics
    /// If the server refuses.
    pub fn database(&self) -> String {
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::SeqCst));
        self.run("createdb", &[&name]);
        self.url(&name)
    }

    /// The URL of a new, empty schema in the one database that all tests share: cheaper than a database.
    ///
    /// # Panics
    /// If the server refuses.
    pub fn schema(&self) -> String {
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::SeqCst));
        self.run(
            "psql",
            &["--quiet", "--command", &format!("CREATE SCHEMA {name}"), "postgres"],
        );
        format!("{}&options[search_path]={name}", self.url("postgres"))
    }

    /// Runs one of PostgreSQL's programs (`psql`, `pg_dump`) with these arguments, and returns what it wrote.
    ///
    /// # Panics
    /// If it fails.
    pub fn run(&self, program: &str, arguments: &[&str]) -> String {
        let output = Command::new(self.programs.join(program))
            .args(arguments)
            .env("PGHOST", &self.folder)
            .env("PGUSER", "postgres")
            .output()
            .unwrap_or_else(|error| panic!("{program}: {error}"));
        assert!(
            output.status.success(),
            "{program} {arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    fn url(&self, database: &str) -> String {
        format!(
            "postgres://postgres@localhost/{database}?host={}",
            self.folder.display()
        )
    }

    fn start(settings: &str, prepare: impl FnOnce(&Path)) -> Self {
        let programs = programs().unwrap_or_else(|| panic!("PostgreSQL is missing: apt-get install postgresql"));
        let folder = tempfile::Builder::new()
            .prefix("openjpki-postgres-")
            .tempdir()
            .unwrap_or_else(|error| panic!("no folder for PostgreSQL: {error}"))
            .keep();
        prepare(&folder);
        let mut command = if rustix::process::geteuid().is_root() {
            give_away(&folder);
            let mut command = Command::new("setpriv");
            command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "sh"]);
            command
        } else {
            Command::new("sh")
        };
        let mut keeper = command
            .args(["-c", KEEPER, "postgres-keeper"])
            .args([programs.as_os_str(), folder.as_os_str()])
            .arg(settings)
            .current_dir("/")
            .env("LC_ALL", "C.UTF-8")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("PostgreSQL does not start: {error}"));
        let mut line = String::new();
        if let Some(output) = keeper.stdout.take() {
            let _ = BufReader::new(output).read_line(&mut line);
        }
        let log = || fs::read_to_string(folder.join("log")).unwrap_or_default();
        assert_eq!(line, "ready\n", "PostgreSQL does not start:\n{}", log());
        Self {
            folder,
            programs,
            databases: AtomicU32::new(0),
            keeper,
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
    }
}

/// The newest version that is installed.
fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir(VERSIONS).ok()?.filter_map(Result::ok);
    versions
        .filter_map(|entry| {
            Some((
                entry.file_name().to_str()?.parse::<u32>().ok()?,
                entry.path().join("bin"),
            ))
        })
        .filter(|(_, programs)| programs.join("initdb").exists())
        .max()
        .map(|(_, programs)| programs)
}

/// The folder with all in it is the user's who runs the server; others see nothing in it.
fn give_away(folder: &Path) {
    let done = Command::new("chown")
        .args(["--recursive", "postgres:"])
        .arg(folder)
        .status();
    assert!(done.is_ok_and(|status| status.success()), "there is no user postgres");
    let _ = fs::set_permissions(folder, fs::Permissions::from_mode(0o700));
}
