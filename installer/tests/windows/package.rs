//! What Windows Installer put there: known, and left to Windows Installer.

use std::fs;

use openjpki_installer::{Error, InstalledBy, Scope, Verdict};
use openjpki_manifests::{Browser, Family, Hive, HostPath, RegistryKey, host_manifest};

use crate::computer::Computer;

const PRODUCT: &str = "Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\{7AEC38C4-4B1C-4C04-9FD0-000100000000}";

/// Does what the package does for the whole computer.
fn computer_with_package() -> Computer {
    let computer = Computer::new(&[Browser::Chrome]);
    let product = computer.key(&RegistryKey::new(Hive::LocalMachine, PRODUCT));
    product.set_u32("WindowsInstaller", 1).unwrap();
    let manifest = computer.installed(&Scope::System, "org.openjpki.host.json");
    fs::create_dir(manifest.parent().unwrap()).unwrap();
    fs::write(computer.installed(&Scope::System, "openjpki-host.exe"), "MZ").unwrap();
    let host = HostPath::beside_manifest("openjpki-host.exe").unwrap();
    fs::write(&manifest, host_manifest(Family::Chromium, &host)).unwrap();
    for vendor in ["Google\\Chrome", "WOW6432Node\\Google\\Chrome"] {
        computer.register(Hive::LocalMachine, vendor, manifest.to_str().unwrap());
    }
    computer
}

#[test]
fn it_counts_as_ours() {
    let computer = computer_with_package();
    let status = computer.status(Browser::Chrome);
    assert_eq!(status.verdict, Verdict::Ready, "{status:?}");
    let taken = status.findings.iter().find(|finding| finding.taken).unwrap();
    assert_eq!(taken.installed_by, Some(InstalledBy::Package));
    assert!(taken.concerns.is_empty(), "{taken:?}");
    assert_eq!(
        taken.host.as_deref(),
        Some(computer.installed(&Scope::System, "openjpki-host.exe").as_path())
    );
}

#[test]
fn another_product_of_that_name_is_none_of_ours() {
    let computer = computer_with_package();
    let other = PRODUCT.replace("7AEC38C4", "00000000");
    let before = RegistryKey::new(Hive::LocalMachine, PRODUCT);
    windows_registry::CURRENT_USER
        .remove_tree(computer.below(&before))
        .unwrap();
    let product = computer.key(&RegistryKey::new(Hive::LocalMachine, other));
    product.set_string("DisplayName", "OpenJPKI").unwrap();
    product.set_u32("WindowsInstaller", 1).unwrap();
    assert_eq!(computer.status(Browser::Chrome).verdict, Verdict::Foreign);
}

#[test]
fn a_manifest_that_was_changed_since_does_not() {
    let computer = computer_with_package();
    let manifest = computer.installed(&Scope::System, "org.openjpki.host.json");
    let changed = fs::read_to_string(&manifest)
        .unwrap()
        .replace("openjpki-host.exe", "other.exe");
    fs::write(&manifest, changed).unwrap();
    assert_eq!(computer.status(Browser::Chrome).verdict, Verdict::Foreign);
}

#[test]
fn the_installer_touches_nothing_of_it() {
    let computer = computer_with_package();
    let before = computer.state();
    for answer in [
        computer.install(&Scope::System, &[]),
        computer.uninstall(&Scope::System, &[]),
    ] {
        let Err(Error::Packaged(folder)) = answer else {
            panic!("not refused: {answer:?}")
        };
        assert_eq!(
            folder,
            computer.installed(&Scope::System, "").with_file_name("OpenJPKI")
        );
    }
    assert_eq!(computer.state(), before);
    computer.install(&Scope::User, &[]).unwrap();
    computer.uninstall(&Scope::User, &[]).unwrap();
    assert_eq!(computer.state(), before);
}
