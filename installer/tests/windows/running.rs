//! A host that runs while it is replaced or removed.

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use openjpki_installer::{Error, Event, Location, Scope};
use openjpki_manifests::Browser;

use crate::computer::Computer;

/// Windows' own command processor stands in for the host: it waits for its standard input as the host does.
fn waiting_program() -> PathBuf {
    PathBuf::from(std::env::var_os("ComSpec").unwrap())
}

struct Running(Child);

impl Running {
    fn start(program: PathBuf) -> Self {
        let mut command = Command::new(program);
        command.stdin(Stdio::piped()).stdout(Stdio::null());
        Self(command.spawn().unwrap())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn computer_with_running_host() -> (Computer, Running) {
    let computer = Computer::new(&[Browser::Chrome]);
    computer.write_host(&fs::read(waiting_program()).unwrap());
    computer.install(&Scope::User, &[]).unwrap();
    let running = Running::start(computer.installed(&Scope::User, "openjpki-host.exe"));
    (computer, running)
}

#[test]
fn a_host_is_replaced_while_a_browser_runs_it_and_the_old_one_goes_later() {
    let (computer, mut running) = computer_with_running_host();
    computer.write_host(b"MZ newer");
    let events = computer.install(&Scope::User, &[]).unwrap();
    let host = computer.installed(&Scope::User, "openjpki-host.exe");
    let old = computer.installed(&Scope::User, "openjpki-host.exe.1.old");
    assert_eq!(fs::read(&host).unwrap(), b"MZ newer");
    assert!(events.contains(&Event::OldStillRuns(old.clone())), "{events:?}");
    assert!(running.0.try_wait().unwrap().is_none(), "the old host ended");

    drop(running);
    let events = computer.install(&Scope::User, &[]).unwrap();
    assert!(!old.exists());
    assert_eq!(events.last(), Some(&Event::Installed(false)));
}

#[test]
fn a_running_host_stays_on_record_until_the_browser_is_closed() {
    let (computer, running) = computer_with_running_host();
    let host = computer.installed(&Scope::User, "openjpki-host.exe");
    let Err(Error::Remains { cause, remains }) = computer.uninstall(&Scope::User, &[]) else {
        panic!("a running program was removed")
    };
    assert!(matches!(*cause, Error::Running(_)), "{cause}");
    assert_eq!(remains, [Location::File(host.clone())]);
    assert_eq!(
        computer.registered(openjpki_manifests::Hive::CurrentUser, "Google\\Chrome"),
        None
    );
    assert!(!computer.installed(&Scope::User, "org.openjpki.host.json").exists());

    drop(running);
    computer.uninstall(&Scope::User, &[]).unwrap();
    assert!(!host.parent().unwrap().exists());
}

#[test]
fn an_old_program_that_still_runs_keeps_uninstalling_from_ending_well() {
    let (computer, running) = computer_with_running_host();
    computer.write_host(b"MZ newer");
    computer.install(&Scope::User, &[]).unwrap();
    let old = computer.installed(&Scope::User, "openjpki-host.exe.1.old");
    let Err(Error::Remains { remains, .. }) = computer.uninstall(&Scope::User, &[]) else {
        panic!("a running program was removed")
    };
    assert_eq!(remains, [Location::File(old.clone())]);
    drop(running);
    computer.uninstall(&Scope::User, &[]).unwrap();
    assert!(!old.parent().unwrap().exists());
}
