//! The host's reader on Windows: the probe, built for Windows, run by Wine, whose WinSCard is over a real `pcscd`.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a broken stage should stop the test at once"
)]

#[path = "../reader/probe.rs"]
mod probe;
#[path = "../reader/scenes.rs"]
mod scenes;

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::time::Duration;

use openjpki_host::wire::{Frame, read_frame, write_frame};
use openjpki_manifests::EXTENSION_ORIGIN;
use openjpki_tests::pcscd::PrivatePcscd;
use openjpki_tests::stage::root;
use openjpki_tests::windows::{WinePrefix, windows_program};
use serde_json::json;
use tempfile::TempDir;

use self::probe::{System, busy, first_slot};

/// A Windows computer with a private service.
struct Windows {
    prefix: WinePrefix,
    pcscd: PrivatePcscd,
    _folder: TempDir,
}

impl System for Windows {
    fn pcscd(&mut self) -> &mut PrivatePcscd {
        &mut self.pcscd
    }

    fn probe(&self) -> Command {
        self.command(&*PROBE)
    }

    fn waits_without_service(&self) -> &'static str {
        "Reader"
    }
}

impl Windows {
    fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        self.prefix.command(&|program| self.pcscd.command(program), program)
    }
}

fn windows() -> Windows {
    let folder = tempfile::tempdir().unwrap();
    let pcscd = PrivatePcscd::start().unwrap();
    let prefix = WinePrefix::start(&folder.path().join("prefix"), &|program| pcscd.command(program));
    Windows {
        prefix,
        pcscd,
        _folder: folder,
    }
}

/// The probe, which is an example of the host's: Cargo builds it if anything changed.
static PROBE: LazyLock<PathBuf> = LazyLock::new(|| {
    let target = "x86_64-pc-windows-gnu";
    let name = "openjpki-reader-probe";
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo)
        .args([
            "build",
            "--quiet",
            "--package",
            "openjpki-host",
            "--example",
            name,
            "--target",
            target,
        ])
        .current_dir(root())
        .status();
    assert!(built.unwrap().success(), "the probe does not build for Windows");
    root().join(format!("target/{target}/debug/examples/{name}.exe"))
});

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn a_wait_goes_from_the_service_to_the_card() {
    scenes::a_wait_goes_from_the_service_to_the_card(&mut windows());
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn a_card_that_is_left_is_clean() {
    scenes::a_card_that_is_left_is_clean(&mut windows());
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn a_panic_leaves_the_card_clean() {
    scenes::a_panic_leaves_the_card_clean(&mut windows());
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn a_card_in_use_is_waited_for() {
    scenes::a_card_in_use_is_waited_for(&mut windows());
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn a_card_pulled_in_use_is_removed_and_another_is_waited_for() {
    scenes::a_card_pulled_in_use_is_removed_and_another_is_waited_for(&mut windows());
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn a_card_that_leaves_is_noticed() {
    scenes::a_card_that_leaves_is_noticed(&mut windows());
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn a_service_that_stops_is_waited_for() {
    scenes::a_service_that_stops_is_waited_for(&mut windows());
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn a_wait_ends_when_it_is_cancelled() {
    scenes::a_wait_ends_when_it_is_cancelled(&mut windows());
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn a_service_that_somebody_disabled_is_named() {
    let mut system = windows();
    system.pcscd.stop_service().unwrap();
    let mut probe = system.start();
    probe.does("survey", json!("[]"));
    disable_service(&system);
    probe.does("survey", json!({ "error": "ServiceStopped" }));
    probe.say("wait");
    probe.hears("waiting", json!("Service"));
    system.pcscd.start_service().unwrap();
    probe.hears("waiting", json!("Card"));
    let _card = system.hanako();
    probe.hears("wait", first_slot());
}

/// Windows' own services look at a new card before anybody else can.
#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn a_card_that_is_in_use_for_a_moment_is_not_worth_a_word() {
    let mut system = windows();
    let _card = system.hanako();
    let (mut probe, mut other) = (system.start(), system.start());
    other.does("wait", first_slot());
    other.does("open", json!("opened"));
    probe.say("wait");
    assert!(probe.is_silent_for(Duration::from_secs(1)), "told too early");
    other.does("close", json!("closed"));
    probe.hears("wait", first_slot());
    other.does("open", json!("opened"));
    probe.does("open", json!({ "error": "Busy" }));
    probe.say("wait");
    probe.hears("waiting", busy());
}

/// Wine's service returns from every wait at once; ours must not spin.
#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn waiting_costs_next_to_nothing() {
    let mut system = windows();
    let (mut probe, mut other) = (system.start(), system.start());
    probe.say("wait");
    probe.hears("waiting", json!("Card"));
    assert_idle(&probe, "no card");
    let card = system.hanako();
    probe.hears("wait", first_slot());
    other.does("wait", first_slot());
    other.does("open", json!("opened"));
    probe.say("wait");
    probe.hears("waiting", busy());
    assert_idle(&probe, "a card in use");
    other.does("close", json!("closed"));
    probe.hears("wait", first_slot());
    probe.does("except", json!("except"));
    probe.say("wait");
    assert_idle(&probe, "nothing but an unsuitable card");
    drop(card);
}

/// Ten seconds must not cost one of the processor's.
fn assert_idle(probe: &probe::Probe, what: &str) {
    const TICKS: u64 = 100; // a second, in the clock ticks of proc_pid_stat(5)
    let before = ticks(probe.process.id());
    assert!(probe.is_silent_for(Duration::from_secs(10)), "{what}");
    let spent = ticks(probe.process.id()) - before;
    assert!(spent < TICKS, "{what}: {spent} ticks in ten seconds");
}

/// User and system time that a process used until now.
fn ticks(process: u32) -> u64 {
    let line = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    let after_name = line.rsplit_once(") ").unwrap().1;
    let fields: Vec<_> = after_name.split(' ').collect();
    fields[11..13].iter().map(|field| field.parse::<u64>().unwrap()).sum()
}

/// Windows gives the names of readers in the program's code page, which is UTF-8 by the host's application manifest.
#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn a_reader_can_have_a_japanese_name() {
    let mut system = windows();
    system.pcscd.stop_service().unwrap();
    let rename = "sed -i 's/Virtual PCD/仮想カードリーダー/' /run/pcscd/reader.conf";
    assert!(
        system
            .pcscd
            .command("sh")
            .args(["-c", rename])
            .status()
            .unwrap()
            .success()
    );
    system.pcscd.start_service().unwrap();
    let _card = system.hanako();
    let mut host = system
        .command(windows_program("openjpki-host.exe"))
        .arg(EXTENSION_ORIGIN)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let (mut input, mut output) = (host.stdin.take().unwrap(), host.stdout.take().unwrap());
    let mut read = || match read_frame(&mut output).unwrap() {
        Some(Frame::Message(message)) => serde_json::from_slice::<serde_json::Value>(&message).unwrap(),
        other => panic!("{other:?}"),
    };
    read(); // the greeting
    write_frame(&mut input, br#"{"jsonrpc":"2.0","id":1,"method":"status","params":{}}"#).unwrap();
    let answer = read();
    let reader = &answer["result"]["readers"][0];
    assert_eq!(reader["name"], "仮想カードリーダー 00 00", "{answer}");
    assert_eq!(reader["card"], "jpki", "it was connected by its name: {answer}");
    drop(input);
    assert!(host.wait().unwrap().success());
}

fn disable_service(system: &Windows) {
    let key = r"HKLM\SYSTEM\CurrentControlSet\Services\SCardSvr";
    let mut command = system.command("reg");
    command.args(["add", key, "/v", "Start", "/t", "REG_DWORD", "/d", "4", "/f"]);
    assert!(command.stdout(Stdio::null()).status().unwrap().success());
}
