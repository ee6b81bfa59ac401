//! A site of its own for each test.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::SystemTime;

use openjpki::origin::Origin;
use openjpki::time::UnixTime;
use openjpki_portal::metrics::Metrics;
use openjpki_portal::ocsp::Responders;
use openjpki_portal::outbox::Outbox;
use openjpki_portal::password::Passwords;
use openjpki_portal::store::{DatabaseAddress, Engine, Store};
use openjpki_portal::{Portal, anchors, router};
use openjpki_tests::pki::{Authority, Generation, Hierarchy, Purpose};
use openjpki_tests::postgres::Cluster;
use sqlx::AnyPool;
use sqlx::any::AnyPoolOptions;
use tempfile::TempDir;

use crate::ENGINE;
use crate::browser::Browser;

pub(crate) const ORIGIN: &str = "http://localhost:8080";

/// A site with test anchors, whose clock stands still until the test moves it.
pub(crate) struct Stage {
    pub(crate) portal: Arc<Portal>,
    pub(crate) folder: TempDir,
    pub(crate) database: DatabaseAddress,
    ahead: Arc<AtomicI64>,
}

impl Stage {
    pub(crate) async fn new() -> Self {
        Self::at(ORIGIN, true).await
    }

    /// A site for real cards.
    pub(crate) async fn production() -> Self {
        Self::at(ORIGIN, false).await
    }

    pub(crate) async fn at(origin: &str, test: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let roots = folder.path().join("roots");
        write_roots(&roots);
        fs::create_dir(folder.path().join("outbox")).unwrap();
        let origin = Origin::parse(origin).unwrap();
        let database = new_database(folder.path());
        let start = UnixTime::from(SystemTime::now());
        let ahead = Arc::new(AtomicI64::new(0));
        let moved = Arc::clone(&ahead);
        let portal = Portal {
            verifier: if test {
                anchors::test(&roots, origin.clone()).unwrap()
            } else {
                anchors::production(origin.clone())
            },
            origin,
            store: Store::open(&database).await.unwrap(),
            outbox: Outbox::new(&folder.path().join("outbox")),
            responders: Responders::default(),
            passwords: Passwords::new().unwrap(),
            metrics: Metrics::default(),
            clock: Arc::new(move || UnixTime(start.0 + moved.load(Ordering::SeqCst))),
        };
        Self {
            portal: Arc::new(portal),
            folder,
            database,
            ahead,
        }
    }

    /// A new browser, which knows nothing of the site yet.
    pub(crate) fn browser(&self) -> Browser {
        Browser::new(router(Arc::clone(&self.portal)), self.portal.origin.as_str())
    }

    pub(crate) fn pass(&self, seconds: i64) {
        self.ahead.fetch_add(seconds, Ordering::SeqCst);
    }

    /// Closes the database and returns all that it holds, as text.
    pub(crate) async fn stored(&self) -> String {
        self.portal.store.close().await;
        contents(&self.database)
    }

    /// What the site does after its answers: mails go out. Every mail in the outbox, as [`Self::outbox`].
    pub(crate) async fn mails(&self) -> Vec<String> {
        self.portal.send_due_mails().await.unwrap();
        self.outbox()
    }

    /// Every mail that is in the outbox now, decoded: its headers, then its text.
    pub(crate) fn outbox(&self) -> Vec<String> {
        let outbox = self.folder.path().join("outbox");
        let files = fs::read_dir(outbox).unwrap().map(|entry| entry.unwrap().path());
        files
            .filter(|path| path.extension().is_some_and(|kind| kind == "eml"))
            .map(|path| decoded(&fs::read(path).unwrap()))
            .collect()
    }
}

/// The address of an empty database.
pub(crate) fn new_database(folder: &Path) -> DatabaseAddress {
    let address = match ENGINE {
        Engine::Sqlite => folder.join("portal.sqlite").display().to_string(),
        Engine::Postgres => Cluster::of_this_process().schema(),
    };
    address.parse().unwrap()
}

/// A connection that knows nothing of the site's rules.
pub(crate) async fn raw(database: &DatabaseAddress) -> AnyPool {
    sqlx::any::install_default_drivers();
    let url = match database {
        DatabaseAddress::File(file) => format!("sqlite:{}", file.display()),
        DatabaseAddress::Postgres(url) => url.clone(),
    };
    AnyPoolOptions::new().max_connections(1).connect(&url).await.unwrap()
}

/// All that a database holds.
pub(crate) fn contents(database: &DatabaseAddress) -> String {
    match database {
        DatabaseAddress::File(path) => String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned(),
        DatabaseAddress::Postgres(url) => {
            let (_, schema) = url.split_once("search_path]=").unwrap();
            let arguments = ["--data-only", "--inserts", "--schema", schema, "postgres"];
            let dump = Cluster::of_this_process().run("pg_dump", &arguments);
            // Lines with a backslash hold a word that is another one each time.
            let lines = dump.lines().filter(|line| !line.starts_with('\\'));
            lines.map(|line| format!("{line}\n")).collect()
        }
    }
}

pub(crate) fn write_roots(folder: &Path) {
    write_roots_of(folder, Hierarchy::Test);
}

pub(crate) fn write_roots_of(folder: &Path, hierarchy: Hierarchy) {
    fs::create_dir(folder).unwrap();
    for (purpose, name) in [
        (Purpose::Signature, "signature-ca.der"),
        (Purpose::Authentication, "authentication-ca.der"),
    ] {
        let root = Authority::new(hierarchy, purpose, Generation::Third).certificate();
        fs::write(folder.join(name), root).unwrap();
    }
}

/// The mail's headers, then its text without its transfer encoding (quoted-printable or base64).
pub(crate) fn decoded(mail: &[u8]) -> String {
    let mail = String::from_utf8(mail.to_vec()).unwrap();
    let (headers, body) = mail.split_once("\r\n\r\n").unwrap();
    format!("{headers}\r\n\r\n{}", part_of(headers, body, "text/plain"))
}

/// One of the mail's two parts, decoded: `text/plain` or `text/html`.
pub(crate) fn part(mail: &[u8], kind: &str) -> String {
    let mail = String::from_utf8(mail.to_vec()).unwrap();
    let (headers, body) = mail.split_once("\r\n\r\n").unwrap();
    part_of(headers, body, kind)
}

fn part_of(headers: &str, body: &str, kind: &str) -> String {
    let (_, boundary) = headers.split_once("boundary=\"").unwrap();
    let (boundary, _) = boundary.split_once('"').unwrap();
    let mark = format!("--{boundary}");
    let part = body.split(&mark).find(|part| part.contains(kind)).unwrap();
    let (head, text) = part.trim_start().split_once("\r\n\r\n").unwrap();
    if head.contains("Content-Transfer-Encoding: base64") {
        use base64::Engine;
        let text: String = text.split_whitespace().collect();
        String::from_utf8(base64::engine::general_purpose::STANDARD.decode(text).unwrap()).unwrap()
    } else if head.contains("Content-Transfer-Encoding: quoted-printable") {
        quoted_printable(text)
    } else {
        text.to_owned()
    }
}

fn quoted_printable(body: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = body.replace("=\r\n", "").into_bytes().into_iter();
    while let Some(byte) = rest.next() {
        if byte == b'=' {
            let digits = [rest.next().unwrap(), rest.next().unwrap()];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}
