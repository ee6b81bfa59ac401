//! What an operator sees of the running program: health, metrics, log, settings, the end.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::browser::Browser;
use crate::password::lawyer;
use crate::process::{Program, program};
use crate::stage::{ORIGIN, Stage, new_database};

fn log(folder: &Path) -> String {
    fs::read_to_string(folder.join("log")).unwrap()
}

/// Waits until the log says it.
pub(crate) fn until_logged(folder: &Path, words: &str) {
    let begin = Instant::now();
    while !log(folder).contains(words) {
        assert!(
            begin.elapsed() < Duration::from_secs(60),
            "{words} is not in\n{}",
            log(folder)
        );
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[tokio::test]
async fn it_is_healthy_as_long_as_the_database_answers() {
    let stage = Stage::new().await;
    let answer = stage.browser().open("/healthz").await;
    assert_eq!((answer.status.as_u16(), answer.body.as_str()), (200, "ok\n"));
    stage.portal.store.close().await;
    assert_eq!(stage.browser().open("/healthz").await.status, 503);
}

#[tokio::test]
async fn what_happens_is_counted_by_route_and_outcome() {
    let stage = Stage::new().await;
    let lee = lawyer(&stage).await;
    stage.browser().open(&lee.link).await;
    crate::sign_in::enter(&mut stage.browser(), &lee.id, "wrong horse 7").await;
    let text = stage.portal.metrics.exposition();
    for line in [
        "openjpki_portal_registrations_total{outcome=\"agent\"} 1",
        "openjpki_portal_sign_ins_total{outcome=\"refused\"} 1",
        "openjpki_portal_mails_total{outcome=\"sent\"} 1",
        "openjpki_portal_answers_total{route=\"/password/{token}\",status=\"200\"} 1",
    ] {
        assert!(text.lines().any(|found| found == line), "{line} is not in\n{text}");
    }
    assert!(!text.contains(&lee.id) && !text.contains(&lee.link));
}

/// Metrics have a listener of their own; settings come from arguments before environment before file; the log is JSON; and a request
/// that is under way when the site is told to stop is answered.
#[tokio::test]
async fn one_run_from_its_settings_to_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let metrics = free_address();
    let settings =
        format!("listen = \"never read\"\nmetrics = \"{metrics}\"\noutbox = \"mails\"\norigin = \"{ORIGIN}\"\n");
    fs::write(folder.path().join("portal.toml"), settings).unwrap();
    let database = new_database(folder.path());
    let site = Program::start_at(
        folder.path(),
        &database,
        "127.0.0.1:0",
        "info",
        &["--config", "portal.toml"],
    );
    let mode = |name: &str| fs::metadata(folder.path().join(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("mails"), 0o700, "who reads a mail can set a password");
    if database.file().is_some() {
        assert_eq!(mode("portal.sqlite"), 0o600);
    }
    let mut browser = Browser::over_socket(&site.address, ORIGIN);
    assert_eq!(browser.open("/").await.status, 200);
    assert_eq!(browser.open("/metrics").await.status, 404, "not for visitors");
    let counted = Browser::over_socket(&metrics, ORIGIN).open("/metrics").await;
    assert!(
        counted.has("openjpki_portal_answers_total{route=\"/\",status=\"200\"} 1"),
        "{}",
        counted.body
    );

    let mut slow = TcpStream::connect(&site.address).unwrap();
    slow.write_all(b"POST /registration/begin HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 12\r\ncontent-type: application/x-www-form-urlencoded\r\n\r\nkind=")
        .unwrap();
    // A second answer tells that the first request has been taken up.
    browser.open("/").await;
    site.tell_to_stop();
    until_logged(folder.path(), "told to stop");
    slow.write_all(b"counter").unwrap();
    let mut answer = String::new();
    slow.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 403 "), "answered (no token): {answer}");
    assert_eq!(site.ended(), "");
    for line in log(folder.path()).lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        assert!(line["timestamp"].is_string() && line["level"].is_string() && line["message"].is_string());
    }
    assert!(log(folder.path()).contains("\"route\":\"/metrics\"") || log(folder.path()).contains("\"route\":\"none\""));
}

#[test]
fn what_is_wrong_with_the_settings_is_said_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let database = new_database(folder.path());
    fs::write(
        folder.path().join("wrong.toml"),
        "listen = \"127.0.0.1:0\"\ncolour = \"red\"\n",
    )
    .unwrap();
    for (arguments, said) in [
        (&["--listen", "8080"][..], "write for example 127.0.0.1:8080"),
        (&["--config", "nowhere.toml"], "name the file with --config"),
        (&["--config", "wrong.toml"], "line 2: unknown field"),
        (&["--origin", "portal.example.jp"], "https://portal.example.jp"),
        (&["--listen", "192.0.2.1:1"], "choose another address with --listen"),
        (
            &["--listen", "127.0.0.1:0", "--outbox", "wrong.toml/x"],
            "folder of mails",
        ),
    ] {
        let output = program(folder.path(), &database).args(arguments).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && told.contains(said), "{arguments:?}: {told}");
    }
}

#[test]
fn a_database_that_is_not_there_is_said_without_its_password() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!(
        "postgres://portal:secret-word@localhost/portal?host={}",
        folder.path().display()
    );
    let output = program(folder.path(), &url.parse().unwrap())
        .args(["--listen", "127.0.0.1:0"])
        .env("RUST_LOG", "trace")
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        !output.status.success() && told.contains("see --database, DATABASE_URL"),
        "{told}"
    );
    assert!(!told.contains("secret-word"));
}

/// systemd reads the unit and finds nothing wrong with it; and it keeps the site away from most of the computer.
#[test]
fn systemd_takes_the_unit() {
    let Ok(version) = Command::new("systemd-analyze").arg("--version").output() else {
        println!("left out: systemd-analyze is not here");
        return;
    };
    assert!(version.status.success());
    let folder = tempfile::tempdir().unwrap();
    let unit = fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/packaging/openjpki-portal.service"
    ))
    .unwrap();
    let here = unit.replace("/usr/bin/openjpki-portal", env!("CARGO_BIN_EXE_openjpki-portal"));
    assert_ne!(here, unit);
    let file = folder.path().join("openjpki-portal.service");
    fs::write(&file, here).unwrap();
    let judged = Command::new("systemd-analyze")
        .args(["verify", "--man=no"])
        .arg(&file)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&judged.stderr).into_owned();
    assert!(judged.status.success() && !told.contains("openjpki-portal"), "{told}");
    let exposure = Command::new("systemd-analyze")
        .args(["security", "--offline=true", "--threshold=20"])
        .arg(&file)
        .output()
        .unwrap();
    assert!(
        exposure.status.success(),
        "{}",
        String::from_utf8_lossy(&exposure.stdout)
    );
}

/// What the program is built from is brought into the image: the workspace's members, and every file that they take in.
#[test]
fn the_container_is_built_from_what_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let recipe = fs::read_to_string(root.join("portal/packaging/Containerfile")).unwrap();
    let copies = recipe.lines().filter_map(|line| line.strip_prefix("COPY "));
    let from_here = copies.filter(|copy| !copy.starts_with("--from"));
    let brought: Vec<PathBuf> = from_here
        .flat_map(|copy| copy.split(' ').rev().skip(1))
        .map(|path| root.join(path).canonicalize().unwrap())
        .collect();
    let workspace: toml::Table = fs::read_to_string(root.join("Cargo.toml")).unwrap().parse().unwrap();
    let members = workspace["workspace"]["members"].as_array().unwrap().iter();
    let mut needed: Vec<PathBuf> = members.map(|member| root.join(member.as_str().unwrap())).collect();
    needed.extend(["Cargo.toml", "Cargo.lock"].map(|file| root.join(file)));
    let before = needed.len();
    for folder in ["portal/src", "host/core/src"] {
        taken_in(&root.join(folder), &mut needed);
    }
    assert!(needed.len() > before + 10, "{needed:?}");
    for path in needed {
        let path = path.canonicalize().unwrap();
        let is_brought = brought.iter().any(|brought| path.starts_with(brought));
        assert!(is_brought, "{} is not brought", path.display());
    }
}

/// The files that `include_str!` and `include_bytes!` name in sources below a folder.
fn taken_in(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            taken_in(&path, files);
            continue;
        }
        let source = fs::read_to_string(&path).unwrap();
        let named = ["include_str!(\"", "include_bytes!(\""]
            .into_iter()
            .flat_map(|word| source.split(word).skip(1));
        files.extend(named.map(|rest| folder.join(rest.split('"').next().unwrap())));
    }
}

/// An address that nobody listens on.
fn free_address() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().to_string()
}
