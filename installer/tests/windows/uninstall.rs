//! Uninstalling removes what was put, and nothing else.

use std::fs;

use openjpki_installer::{Event, KeptBecause, Location, Scope};
use openjpki_manifests::{Browser, Hive, RegistryKey};

use crate::computer::{Computer, HOST_KEY};

fn key(hive: Hive, vendor: &str) -> RegistryKey {
    RegistryKey::new(hive, format!("Software\\{vendor}\\{HOST_KEY}"))
}

#[test]
fn afterwards_the_computer_is_what_it_was() {
    let computer = Computer::new(&[Browser::Chrome, Browser::Vivaldi]);
    // Keys of others, one of them beside ours.
    computer.register(
        Hive::LocalMachine,
        "Chromium\\NativeMessagingHosts\\org.other",
        r"C:\other.json",
    );
    computer.key(&RegistryKey::new(
        Hive::CurrentUser,
        "Software\\Google\\Chrome\\Extensions",
    ));
    let before = computer.state();
    for scope in [Scope::User, Scope::System] {
        computer.install(&scope, &[]).unwrap();
    }
    assert_ne!(computer.state(), before);
    for scope in [Scope::System, Scope::User] {
        let events = computer.uninstall(&scope, &[]).unwrap();
        assert_eq!(events.last(), Some(&Event::Uninstalled(true)));
    }
    assert_eq!(computer.state(), before);
    assert_eq!(
        computer.uninstall(&Scope::User, &[]).unwrap(),
        [Event::Uninstalled(false)]
    );
}

#[test]
fn a_registration_that_names_something_else_by_now_is_kept() {
    let computer = Computer::new(&[Browser::Chrome]);
    computer.install(&Scope::User, &[]).unwrap();
    computer.register(Hive::CurrentUser, "Google\\Chrome", r"C:\other.json");
    let events = computer.uninstall(&Scope::User, &[]).unwrap();
    let chrome = Location::Key(key(Hive::CurrentUser, "Google\\Chrome"));
    assert!(
        events.contains(&Event::Kept(chrome, KeptBecause::Changed)),
        "{events:?}"
    );
    assert_eq!(
        computer
            .registered(Hive::CurrentUser, "Google\\Chrome")
            .unwrap()
            .to_str(),
        Some(r"C:\other.json")
    );
    assert!(!computer.installed(&Scope::User, "").exists());
}

#[test]
fn a_key_that_two_browsers_ask_is_kept_for_the_other() {
    let computer = Computer::new(&[Browser::Chrome, Browser::Brave]);
    computer.install(&Scope::User, &[]).unwrap();
    let events = computer.uninstall(&Scope::User, &[Browser::Brave]).unwrap();
    let chrome = Location::Key(key(Hive::CurrentUser, "Google\\Chrome"));
    let still = KeptBecause::StillRead(vec!["chrome".to_owned()]);
    assert!(events.contains(&Event::Kept(chrome, still)), "{events:?}");
    assert!(computer.registered(Hive::CurrentUser, "Google\\Chrome").is_some());
    computer.uninstall(&Scope::User, &[Browser::Chrome]).unwrap();
    assert!(computer.registered(Hive::CurrentUser, "Google\\Chrome").is_none());
    assert!(!computer.installed(&Scope::User, "").exists());
}

#[test]
fn a_lost_record_still_lets_our_registrations_be_found() {
    let computer = Computer::new(&[Browser::Chrome]);
    computer.register(Hive::CurrentUser, "Chromium", r"C:\other.json");
    computer.install(&Scope::User, &[Browser::Chrome]).unwrap();
    fs::remove_file(computer.installed(&Scope::User, "installed.json")).unwrap();
    let events = computer.uninstall(&Scope::User, &[]).unwrap();
    assert_eq!(computer.registered(Hive::CurrentUser, "Google\\Chrome"), None);
    assert!(!computer.installed(&Scope::User, "org.openjpki.host.json").exists());
    let other = Location::Key(key(Hive::CurrentUser, "Chromium"));
    assert!(
        events.contains(&Event::Kept(other, KeptBecause::NotRecorded)),
        "{events:?}"
    );
}

#[test]
fn a_forged_record_removes_nothing_of_the_persons() {
    let computer = Computer::new(&[Browser::Chrome]);
    computer.install(&Scope::User, &[]).unwrap();
    let precious = RegistryKey::new(Hive::CurrentUser, "Software\\Precious");
    computer.key(&precious).set_string("", "mine").unwrap();
    computer.key(&RegistryKey::new(Hive::CurrentUser, "Software\\Empty"));
    let path = computer.installed(&Scope::User, "installed.json");
    let mut record: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    record["registrations"]["HKEY_CURRENT_USER\\Software\\Precious"] =
        serde_json::json!({ "manifest": "mine", "browsers": [] });
    record["keys"]
        .as_array_mut()
        .unwrap()
        .push("HKEY_CURRENT_USER\\Software\\Empty".into());
    fs::write(&path, record.to_string()).unwrap();
    computer.uninstall(&Scope::User, &[]).unwrap();
    assert_eq!(computer.key(&precious).get_string("").unwrap(), "mine");
    let keys = computer.state().1;
    assert!(keys.contains_key("\\HKEY_CURRENT_USER\\Software\\Empty"), "{keys:?}");
}
