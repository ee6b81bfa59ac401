//! Installing, for one account and for the computer.

use std::fs;

use openjpki_installer::{Error, Event, Location, Scope, install};
use openjpki_manifests::{Browser, Hive, RegistryKey};
use windows_registry::CURRENT_USER;

use crate::computer::Computer;

fn json(path: &std::path::Path) -> serde_json::Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

#[test]
fn an_account_gets_host_manifest_and_keys_of_the_browsers_that_it_used() {
    let computer = Computer::new(&[Browser::Chrome, Browser::Edge]);
    let events = computer.install(&Scope::User, &[]).unwrap();
    let host = computer.installed(&Scope::User, "openjpki-host.exe");
    let manifest = computer.installed(&Scope::User, "org.openjpki.host.json");
    assert_eq!(fs::read(&host).unwrap(), b"MZ one");
    assert_eq!(json(&manifest)["path"], "openjpki-host.exe");
    for vendor in ["Google\\Chrome", "Microsoft\\Edge"] {
        assert_eq!(
            computer.registered(Hive::CurrentUser, vendor),
            Some(manifest.clone()),
            "{vendor}"
        );
    }
    assert_eq!(computer.registered(Hive::CurrentUser, "Chromium"), None);
    assert_eq!(computer.registered(Hive::LocalMachine, "Google\\Chrome"), None);
    assert!(events.contains(&Event::Created(Location::File(host))), "{events:?}");
    assert!(events.contains(&Event::Skipped(Browser::Vivaldi)), "{events:?}");
    assert_eq!(events.last(), Some(&Event::Installed(true)));
}

#[test]
fn the_computer_gets_both_views() {
    let computer = Computer::new(&[]);
    computer.install(&Scope::System, &[]).unwrap();
    let manifest = computer.installed(&Scope::System, "org.openjpki.host.json");
    for vendor in ["Google\\Chrome", "Microsoft\\Edge", "Chromium"] {
        for view in [vendor.to_owned(), format!("WOW6432Node\\{vendor}")] {
            assert_eq!(
                computer.registered(Hive::LocalMachine, &view),
                Some(manifest.clone()),
                "{view}"
            );
        }
        assert_eq!(computer.registered(Hive::CurrentUser, vendor), None);
    }
}

#[test]
fn a_second_run_changes_nothing_and_says_so() {
    let computer = Computer::new(&[Browser::Brave]);
    computer.install(&Scope::User, &[]).unwrap();
    let before = computer.state();
    let events = computer.install(&Scope::User, &[]).unwrap();
    assert_eq!(computer.state(), before);
    assert!(
        events
            .iter()
            .all(|event| matches!(event, Event::Unchanged(_) | Event::Skipped(_) | Event::Installed(false))),
        "{events:?}"
    );
}

#[test]
fn firefox_reads_a_manifest_of_its_own() {
    let computer = Computer::new(&[]);
    computer
        .install(&Scope::User, &[Browser::Chrome, Browser::Firefox])
        .unwrap();
    let firefox = computer.registered(Hive::CurrentUser, "Mozilla").unwrap();
    assert_eq!(
        firefox,
        computer.installed(&Scope::User, "org.openjpki.host.firefox.json")
    );
    assert!(json(&firefox)["allowed_extensions"].is_array());
    let chrome = computer.registered(Hive::CurrentUser, "Google\\Chrome").unwrap();
    assert!(json(&chrome)["allowed_origins"].is_array());
}

#[test]
fn in_place_names_the_host_where_it_lies() {
    let computer = Computer::new(&[Browser::Chrome]);
    let mut request = computer.request(&Scope::User, &[]);
    request.in_place = true;
    install(&computer.places(), &request).unwrap();
    let manifest = computer.installed(&Scope::User, "org.openjpki.host.json");
    assert_eq!(json(&manifest)["path"], computer.host().to_str().unwrap());
    assert!(!computer.installed(&Scope::User, "openjpki-host.exe").exists());
}

#[test]
fn another_programs_registration_is_left_alone_unless_told() {
    let computer = Computer::new(&[Browser::Chrome, Browser::Edge]);
    let other = computer.write_manifest("other.json", r"C:\other.exe");
    computer.register(Hive::CurrentUser, "Microsoft\\Edge", other.to_str().unwrap());
    let before = computer.state();
    let Err(Error::Foreign { path, starts }) = computer.install(&Scope::User, &[]) else {
        panic!("not refused")
    };
    assert!(
        path.to_string()
            .starts_with(r"HKEY_CURRENT_USER\Software\Microsoft\Edge"),
        "{path}"
    );
    assert_eq!(starts, r"C:\other.exe");
    assert_eq!(computer.state(), before);

    let mut request = computer.request(&Scope::User, &[]);
    request.replace = true;
    install(&computer.places(), &request).unwrap();
    assert_eq!(
        computer.registered(Hive::CurrentUser, "Microsoft\\Edge"),
        Some(computer.installed(&Scope::User, "org.openjpki.host.json"))
    );
}

#[test]
fn a_registry_that_refuses_half_way_leaves_nothing_behind() {
    let computer = Computer::new(&[Browser::Chromium, Browser::Edge]);
    // No lasting key can be made below one that goes with the session.
    let edge = RegistryKey::new(Hive::CurrentUser, "Software\\Microsoft");
    CURRENT_USER
        .options()
        .write()
        .create()
        .volatile()
        .open(computer.below(&edge))
        .unwrap();
    let before = computer.state();
    let error = computer.install(&Scope::User, &[]).unwrap_err();
    assert!(error.to_string().contains("Microsoft\\Edge"), "{error}");
    assert!(!matches!(error, Error::Remains { .. }), "{error}");
    assert_eq!(computer.state(), before);
}

#[test]
fn what_is_no_program_is_no_host() {
    let computer = Computer::new(&[Browser::Chrome]);
    computer.write_host(b"#!/bin/sh");
    let before = computer.state();
    assert!(matches!(
        computer.install(&Scope::User, &[]),
        Err(Error::HostNotExecutable(_))
    ));
    assert_eq!(computer.state(), before);
}

#[test]
fn profile_folders_play_no_part() {
    let computer = Computer::new(&[Browser::Chrome]);
    let profile = Scope::Profile(computer.path("profile"));
    assert!(matches!(computer.install(&profile, &[]), Err(Error::NoProfiles)));
    assert!(matches!(computer.uninstall(&profile, &[]), Err(Error::NoProfiles)));
}
