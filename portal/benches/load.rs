//! What the site bears: the release binary over real HTTP, evidence that the keys of test cards really signed, both databases with a
//! thousand and with a million accounts. Prints a Markdown table. Run by `cargo xtask bench portal`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::as_conversions,
    dead_code,
    unused_imports,
    reason = "a measurement stops at the first surprise; it borrows the tests' browser and cards, and not all of them"
)]

#[path = "../tests/site/browser.rs"]
mod browser;
#[path = "../tests/site/card.rs"]
mod card;
#[path = "load/people.rs"]
mod people;
#[path = "load/seed.rs"]
mod seed;
#[path = "load/verify.rs"]
mod verify;
#[path = "../tests/site/wire.rs"]
mod wire;

/// What the borrowed modules expect of the tests' stage.
mod stage {
    pub(crate) const ORIGIN: &str = "http://localhost:8080";
}

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use openjpki_portal::password::Passwords;
use openjpki_portal::store::{DatabaseAddress, Store};
use openjpki_tests::pki::{Authority, Generation, Hierarchy, Purpose};
use openjpki_tests::postgres::Cluster;

use people::Crowd;

/// How many people register, and sign in afterwards.
const PEOPLE: usize = 240;
/// How many of them at a time.
const AT_ONCE: usize = 8;
const ACCOUNTS: [u32; 2] = [1_000, 1_000_000];

fn main() {
    // `cargo test --all-targets` starts benches to see whether they start.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    write_roots(&folder.path().join("roots"));
    verify::report(&folder.path().join("roots"));
    println!("| database | accounts | what | a second | p50 | p99 |");
    println!("|---|---|---|---|---|---|");
    for accounts in ACCOUNTS {
        let file = folder.path().join(format!("{accounts}.sqlite"));
        measure("SQLite", accounts, folder.path(), &DatabaseAddress::File(file.clone()));
        fs::remove_file(file).unwrap();
    }
    let cluster = Cluster::durable();
    for accounts in ACCOUNTS {
        measure(
            "PostgreSQL",
            accounts,
            folder.path(),
            &cluster.database().parse().unwrap(),
        );
    }
}

fn measure(name: &str, accounts: u32, folder: &Path, database: &DatabaseAddress) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let password = runtime.block_on(async {
        let hash = Passwords::new()
            .unwrap()
            .hash(people::PASSWORD.to_owned())
            .await
            .unwrap();
        Store::open(database).await.unwrap().close().await;
        seed::accounts(database, accounts, &hash).await;
        hash
    });
    let site = Site::start(folder, database);
    let crowd = Crowd::of(PEOPLE, AT_ONCE, &site.address);
    let row = |what, (total, mut times): (Duration, Vec<Duration>)| {
        times.sort();
        let at = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1000.0;
        let rate = times.len() as f64 / total.as_secs_f64();
        println!(
            "| {name} | {accounts} | {what} | {rate:.1} | {:.0} ms | {:.0} ms |",
            at(50),
            at(99)
        );
    };
    let (registered, ids) = crowd.register();
    row("registrations", registered);
    runtime.block_on(seed::set_passwords(database, &password));
    row("sign-ins", crowd.sign_in(&ids));
}

/// The program, as `cargo bench` builds it: with the release profile.
struct Site {
    process: Child,
    address: String,
}

impl Site {
    fn start(folder: &Path, database: &DatabaseAddress) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_openjpki-portal"));
        match database {
            DatabaseAddress::File(file) => command.arg("--database").arg(file),
            DatabaseAddress::Postgres(url) => command.env("DATABASE_URL", url),
        };
        let mut process = command
            .args([
                "--listen",
                "127.0.0.1:0",
                "--origin",
                stage::ORIGIN,
                "--test-anchors",
                "roots",
            ])
            .current_dir(folder)
            .stdout(Stdio::piped())
            .stderr(fs::File::create(folder.join("log")).unwrap())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line.trim().strip_prefix("listening on http://").unwrap().to_owned();
        Self { process, address }
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn write_roots(folder: &Path) {
    fs::create_dir(folder).unwrap();
    for (purpose, name) in [
        (Purpose::Signature, "signature-ca.der"),
        (Purpose::Authentication, "authentication-ca.der"),
    ] {
        let root = Authority::new(Hierarchy::Test, purpose, Generation::Third).certificate();
        fs::write(folder.join(name), root).unwrap();
    }
}
