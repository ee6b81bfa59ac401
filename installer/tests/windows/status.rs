//! Status: what each browser would find, in its order.

use std::fs;

use openjpki_installer::{Concern, Level, Scope, Verdict};
use openjpki_manifests::{Browser, Hive};

use crate::computer::{Computer, found};

#[test]
fn the_account_comes_before_the_computer_and_the_32_bit_view_before_the_64_bit_view() {
    let computer = Computer::new(&[Browser::Edge]);
    for (hive, vendor) in [
        (Hive::LocalMachine, "Microsoft\\Edge"),
        (Hive::LocalMachine, "WOW6432Node\\Google\\Chrome"),
        (Hive::LocalMachine, "WOW6432Node\\Microsoft\\Edge"),
        (Hive::CurrentUser, "Google\\Chrome"),
        (Hive::CurrentUser, "Chromium"),
    ] {
        computer.register(hive, vendor, &format!(r"C:\{}.json", vendor.replace('\\', "-")));
    }
    let status = computer.status(Browser::Edge);
    let texts: Vec<String> = found(&status)
        .into_iter()
        .map(|(level, path)| format!("{level:?} {}", path.file_stem().unwrap().to_string_lossy()))
        .collect();
    assert_eq!(
        texts,
        [
            "User Chromium",
            "User Google-Chrome",
            "System WOW6432Node-Microsoft-Edge",
            "System WOW6432Node-Google-Chrome",
            "System Microsoft-Edge",
        ]
    );
    assert!(status.used);
    assert_eq!(status.findings.iter().position(|finding| finding.taken), Some(1));
}

#[test]
fn a_registration_of_the_account_that_hides_ours_is_an_alarm() {
    let computer = Computer::new(&[Browser::Chrome]);
    computer.install(&Scope::System, &[]).unwrap();
    assert_eq!(computer.status(Browser::Chrome).verdict, Verdict::Ready);
    let other = computer.write_manifest("other.json", computer.host().to_str().unwrap());
    computer.register(Hive::CurrentUser, "Google\\Chrome", other.to_str().unwrap());
    let status = computer.status(Browser::Chrome);
    assert_eq!(status.verdict, Verdict::Shadowed);
    let taken = &status.findings[0];
    assert_eq!((taken.level, taken.taken, taken.ours), (Level::User, true, false));
    assert!(taken.concerns.contains(&Concern::NotRecorded), "{taken:?}");
    assert_eq!(taken.host_sha256.as_ref().unwrap().len(), 64);
}

#[test]
fn our_manifest_named_by_a_key_that_is_not_ours_is_not_ours() {
    let computer = Computer::new(&[Browser::Chrome]);
    computer.install(&Scope::User, &[Browser::Edge]).unwrap();
    let manifest = computer.installed(&Scope::User, "org.openjpki.host.json");
    computer.register(Hive::CurrentUser, "Google\\Chrome", manifest.to_str().unwrap());
    assert_eq!(computer.status(Browser::Chrome).verdict, Verdict::Foreign);
    assert_eq!(computer.status(Browser::Edge).verdict, Verdict::Ready);
}

#[test]
fn the_first_value_counts_even_if_it_leads_nowhere() {
    let computer = Computer::new(&[Browser::Chrome]);
    computer.install(&Scope::System, &[]).unwrap();
    for (text, concern) in [
        (r"C:\nowhere\org.openjpki.host.json", Concern::ManifestMissing),
        ("org.openjpki.host.json", Concern::ManifestNotAbsolute),
    ] {
        computer.register(Hive::CurrentUser, "Google\\Chrome", text);
        let status = computer.status(Browser::Chrome);
        assert_eq!(status.verdict, Verdict::Shadowed, "{text}");
        assert!(status.findings[0].concerns.contains(&concern), "{status:?}");
        assert!(!status.findings[0].works());
    }
}

#[test]
fn a_number_is_no_registration() {
    let computer = Computer::new(&[Browser::Chrome]);
    computer.install(&Scope::System, &[]).unwrap();
    let key = &Browser::Chrome.windows().registered(Hive::CurrentUser)[0];
    computer.key(key).set_u32("", 1).unwrap();
    let status = computer.status(Browser::Chrome);
    assert_eq!((status.findings[0].present, status.verdict), (false, Verdict::Ready));
}

#[test]
fn brave_and_vivaldi_find_what_is_registered_for_them() {
    for browser in [Browser::Brave, Browser::Vivaldi] {
        let computer = Computer::new(&[browser]);
        computer.install(&Scope::User, &[]).unwrap();
        assert_eq!(computer.status(browser).verdict, Verdict::Ready, "{browser:?}");
    }
}

#[test]
fn a_missing_host_is_named() {
    let computer = Computer::new(&[Browser::Chrome]);
    computer.install(&Scope::User, &[]).unwrap();
    fs::remove_file(computer.installed(&Scope::User, "openjpki-host.exe")).unwrap();
    let status = computer.status(Browser::Chrome);
    assert_eq!(status.verdict, Verdict::Broken);
    assert_eq!(status.findings[0].concerns, [Concern::HostMissing]);
}
