//! Mails over SMTP, to a server that somebody else wrote.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use openjpki_portal::Portal;
use openjpki_portal::outbox::Outbox;
use openjpki_portal::smtp::SmtpAddress;
use openjpki_tests::tls::write_certificate;
use tempfile::TempDir;

use crate::mail::link;
use crate::password::{Person, lawyer_in};
use crate::process::Program;
use crate::service::until_logged;
use crate::stage::{Stage, decoded, new_database, part};

/// A running aiosmtpd; what it took lies in its folder.
struct Server {
    process: Child,
    folder: TempDir,
    port: u16,
}

impl Server {
    fn start(way: &str, refusals: u32) -> Self {
        let folder = tempfile::tempdir().unwrap();
        write_certificate(folder.path(), "DNS:localhost");
        fs::write(folder.path().join("credentials"), "portal\nmail-secret\n").unwrap();
        let mut process = Command::new("/usr/bin/python3")
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/site/smtp.py"))
            .arg(folder.path())
            .args([way, &refusals.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // It warns of what we ask for: a password where TLS is not its own.
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        output.read_line(&mut line).unwrap();
        let port = line.trim().parse().unwrap();
        Self { process, folder, port }
    }

    fn address(&self, scheme: &str) -> String {
        format!("{scheme}://localhost:{}", self.port)
    }

    fn file(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    fn outbox(&self, scheme: &str, credentials: &str) -> Outbox {
        let address: SmtpAddress = self.address(scheme).parse().unwrap();
        let credentials = self.file(credentials);
        let roots = self.file("cert.pem");
        let server = address.transport(Some(&credentials), Some(&roots)).unwrap();
        Outbox::to_server(server).from_address("portal@example.jp").unwrap()
    }

    /// Every mail that was taken: the envelope, then the mail.
    fn taken(&self) -> Vec<(String, Vec<u8>)> {
        let mails = fs::read_dir(self.folder.path())
            .unwrap()
            .map(|file| file.unwrap().path());
        let mails = mails.filter(|path| path.extension().is_some_and(|kind| kind == "eml"));
        mails.map(|path| envelope_and_mail(&path)).collect()
    }
}

fn envelope_and_mail(path: &Path) -> (String, Vec<u8>) {
    let all = fs::read(path).unwrap();
    let end = all.windows(2).position(|two| two == b"\n\n").unwrap();
    (String::from_utf8(all[..end].to_vec()).unwrap(), all[end + 2..].to_vec())
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The stage's site with this outbox in place of its folder.
fn with_outbox(stage: &Stage, outbox: Outbox) -> Portal {
    Portal {
        outbox,
        ..Portal::clone(&stage.portal)
    }
}

#[tokio::test]
async fn the_mail_goes_out_by_tls_and_by_starttls_as_text_and_as_html() {
    for (way, scheme, language) in [("tls", "smtps", "en"), ("starttls", "smtp", "ja")] {
        let (stage, server) = (Stage::new().await, Server::start(way, 0));
        let portal = with_outbox(&stage, server.outbox(scheme, "credentials"));
        let mut browser = stage.browser();
        browser.language = language;
        let Person { id, .. } = lawyer_in(browser).await;
        assert!(server.taken().is_empty(), "not within the request");
        portal.send_due_mails().await.unwrap();
        portal.send_due_mails().await.unwrap();
        let taken = server.taken();
        let [(envelope, mail)] = taken.as_slice() else {
            panic!("{} mails", taken.len())
        };
        assert_eq!(envelope, "from portal@example.jp\nto lee@example.jp");
        let (text, html) = (decoded(mail), part(mail, "text/html"));
        assert!(text.contains("To: lee@example.jp\r\n") && text.contains("Auto-Submitted: auto-generated"));
        assert!(text.contains(&id) && html.contains(&id));
        assert_eq!(link(&text), link(&html));
        assert!(html.contains(&format!("<html lang=\"{language}\">")) && !html.contains("src="));
        let page = stage.browser().open(&link(&text)).await;
        assert_eq!(page.status, 200);
    }
}

/// A server that says "later" gets the mail later, once; one that is not who it says, or that is not given the right password, none.
#[tokio::test]
async fn a_mail_that_is_refused_stays_due_and_one_that_is_unsafe_is_not_sent() {
    let (stage, server) = (Stage::new().await, Server::start("tls", 1));
    let portal = with_outbox(&stage, server.outbox("smtps", "credentials"));
    lawyer_in(stage.browser()).await;
    portal.send_due_mails().await.unwrap();
    assert!(server.taken().is_empty());
    stage.pass(14);
    portal.send_due_mails().await.unwrap();
    assert!(server.taken().is_empty(), "not yet");
    stage.pass(1);

    fs::write(server.file("wrong"), "portal\nwrong\n").unwrap();
    let unknown: SmtpAddress = server.address("smtps").parse().unwrap();
    let unknown = unknown.transport(Some(&server.file("credentials")), None).unwrap();
    // It offers no STARTTLS, and would take anything.
    let plain = Server::start("plain", 0);
    for outbox in [
        server.outbox("smtps", "wrong"),
        Outbox::to_server(unknown),
        plain.outbox("smtp", "credentials"),
    ] {
        with_outbox(&stage, outbox).send_due_mails().await.unwrap();
        assert!(server.taken().is_empty() && plain.taken().is_empty());
        stage.pass(60 * 60);
    }
    let (one, other) = (portal.clone(), portal.clone());
    let (first, second) = tokio::join!(one.send_due_mails(), other.send_due_mails());
    first.unwrap();
    second.unwrap();
    assert_eq!(server.taken().len(), 1);
    portal.send_due_mails().await.unwrap();
    assert_eq!(server.taken().len(), 1);
    let counted = stage.portal.metrics.exposition();
    assert!(
        counted.contains("openjpki_portal_mails_total{outcome=\"failed\"} 4"),
        "{counted}"
    );
}

/// The program: killed before its mail is out, it sends it when it runs again; and no log names the person or the password.
#[tokio::test]
async fn a_mail_survives_a_restart_of_the_program() {
    let (folder, server) = (tempfile::tempdir().unwrap(), Server::start("starttls", 0));
    let database = new_database(folder.path());
    let settings = |port: u16| {
        let file = format!(
            "smtp = \"smtp://localhost:{port}\"\nsmtp-ca = \"{}\"\nsmtp-credentials = \"{}\"\n",
            server.file("cert.pem").display(),
            server.file("credentials").display()
        );
        fs::write(folder.path().join("portal.toml"), file).unwrap();
        let arguments = ["--config", "portal.toml"];
        Program::start_at(folder.path(), &database, "127.0.0.1:0", "trace", &arguments)
    };
    // Nobody listens on port 1.
    let first = settings(1);
    let browser = crate::browser::Browser::over_socket(&first.address, crate::stage::ORIGIN);
    lawyer_in(browser).await;
    drop(first);
    let pool = crate::stage::raw(&database).await;
    sqlx::query("UPDATE mails_due SET next_at = 0")
        .execute(&pool)
        .await
        .unwrap();
    pool.close().await;
    let second = settings(server.port);
    for _ in 0..6000 {
        if !server.taken().is_empty() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    second.stop();
    assert_eq!(server.taken().len(), 1);
    let log = fs::read_to_string(folder.path().join("log")).unwrap();
    assert!(log.contains("mails go to this server"));
    assert!(!log.contains("lee@example.jp") && !log.contains("mail-secret"));
}

/// A stop comes while the mail server has the mail and has not said so yet.
#[tokio::test]
async fn a_mail_that_is_on_its_way_is_sent_once_and_then_the_program_ends() {
    let folder = tempfile::tempdir().unwrap();
    let database = new_database(folder.path());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let server = format!("smtp-plain://{}", listener.local_addr().unwrap());
    let site = Program::start_at(folder.path(), &database, "127.0.0.1:0", "info", &["--smtp", &server]);
    let browser = crate::browser::Browser::over_socket(&site.address, crate::stage::ORIGIN);
    lawyer_in(browser).await;
    let mut client = BufReader::new(listener.accept().unwrap().0);
    client.get_mut().write_all(b"220 here\r\n").unwrap();
    let mut line = String::new();
    while line != ".\r\n" {
        line.clear();
        assert_ne!(client.read_line(&mut line).unwrap(), 0, "cut off");
        let answer: &[u8] = match line.split([' ', '\r']).next() {
            Some("EHLO" | "MAIL" | "RCPT") => b"250 yes\r\n",
            Some("DATA") => b"354 go on\r\n",
            _ => b"",
        };
        client.get_mut().write_all(answer).unwrap();
    }
    site.tell_to_stop();
    until_logged(folder.path(), "told to stop");
    client.get_mut().write_all(b"250 taken\r\n").unwrap();
    drop(client);
    site.ended();
    let pool = crate::stage::raw(&database).await;
    let due: i64 = sqlx::query_scalar("SELECT count(*) FROM mails_due")
        .fetch_one(&pool)
        .await
        .unwrap();
    assert_eq!(due, 0, "it would be sent again");
    pool.close().await;
}
