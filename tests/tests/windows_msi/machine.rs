//! The package for the whole computer.

use openjpki_manifests::{Browser, EXTENSION_ID, Hive};

use crate::computer::{Computer, LATER, VERSION};

const FOLDER: &str = r"C:\Program Files\OpenJPKI";
const CHROME_FORCELIST: &str = r"HKLM\Software\Policies\Google\Chrome\ExtensionInstallForcelist";
const EDGE_FORCELIST: &str = r"HKLM\Software\Policies\Microsoft\Edge\ExtensionInstallForcelist";
const UPDATES: &str = "https://updates.example/openjpki.xml";

/// Our line in a browser's list. An administrator's own lines are numbered from 1.
const LINE: &str = "5754";

fn package(version: &str) -> String {
    format!("openjpki-{version}-x64.msi")
}

/// The manifest that every browser finds, in both views of the registry.
fn manifest(computer: &Computer) -> String {
    let mut found = Vec::new();
    for browser in Browser::ALL {
        for key in browser.windows().registered(Hive::LocalMachine) {
            let narrow = key.path().contains("WOW6432Node");
            let path = key.path().replace("\\WOW6432Node", "");
            let value = computer.value(&format!("HKLM\\{path}"), None, if narrow { 32 } else { 64 });
            found.push(value.unwrap_or_else(|| panic!("{key} is not there")));
        }
    }
    assert!(found.len() >= 10, "five browsers, two views each");
    found.dedup();
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn installs_for_everybody_and_leaves_nothing() {
    let computer = Computer::new();
    let before = computer.state();
    assert!(computer.msiexec(&["/i", &package(VERSION)]));
    let manifest = manifest(&computer);
    assert_eq!(manifest, format!(r"{FOLDER}\org.openjpki.host.json"));
    assert_eq!(
        computer.host_says_hello(&manifest),
        format!(r"{FOLDER}\openjpki-host.exe")
    );
    for file in [
        "openjpki-installer.exe",
        "LICENSE-MIT.txt",
        "LICENSE-APACHE.txt",
        "THIRD-PARTY.txt",
    ] {
        assert!(computer.outside(&format!(r"{FOLDER}\{file}")).is_file(), "{file}");
    }
    assert_eq!(
        computer.value(CHROME_FORCELIST, Some(LINE), 64),
        None,
        "nobody asked for the extension"
    );
    assert_eq!(computer.value(EDGE_FORCELIST, Some(LINE), 64), None);
    assert!(
        !computer.state().beyond(&before).is_empty(),
        "this can see what is left"
    );

    assert!(computer.msiexec(&["/x", &package(VERSION)]));
    let mut left = computer.state().beyond(&before);
    // what the host itself wrote down belongs to the person
    left.retain(|path| !path.contains("/AppData/Local/openjpki"));
    assert_eq!(left, Vec::<String>::new());
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn upgrades_in_place_and_refuses_to_go_back() {
    let computer = Computer::new();
    let before = computer.state();
    assert!(computer.msiexec(&["/i", &package(VERSION)]));
    let first = computer.state();
    assert!(computer.msiexec(&["/i", &package(LATER)]));
    let manifest = manifest(&computer);
    computer.host_says_hello(&manifest);
    let entries: Vec<String> = computer.state().beyond(&before);
    let shown: Vec<&String> = entries
        .iter()
        .filter(|line| line.contains("\\Uninstall\\") && line.contains("\"DisplayVersion\""))
        .collect();
    assert!(
        shown.len() == 1 && shown[0].contains(LATER),
        "one product, the later one: {shown:?}"
    );

    assert!(!computer.msiexec(&["/i", &package(VERSION)]), "an older one is refused");
    computer.host_says_hello(&manifest);
    assert!(!first.beyond(&computer.state()).is_empty(), "the first is gone");

    assert!(computer.msiexec(&["/x", &package(LATER)]));
    let mut left = computer.state().beyond(&before);
    left.retain(|path| !path.contains("/AppData/Local/openjpki"));
    assert_eq!(left, Vec::<String>::new());
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn repairs_what_was_deleted() {
    let computer = Computer::new();
    assert!(computer.msiexec(&["/i", &package(VERSION)]));
    let whole = computer.state();
    let manifest = manifest(&computer);
    for file in ["openjpki-host.exe", "org.openjpki.host.json"] {
        std::fs::remove_file(computer.outside(&format!(r"{FOLDER}\{file}"))).unwrap();
    }
    let key = r"HKLM\Software\Google\Chrome\NativeMessagingHosts\org.openjpki.host";
    assert!(computer.run("reg", &["delete", key, "/f", "/reg:64"]).0);
    assert_eq!(computer.value(key, None, 64), None);

    // what `msiexec /f` stands for; Wine's knows only the long form
    assert!(computer.msiexec(&["/i", &package(VERSION), "REINSTALL=ALL", "REINSTALLMODE=omus"]));
    computer.host_says_hello(&manifest);
    assert_eq!(computer.value(key, None, 64).as_ref(), Some(&manifest));
    let mut missing = whole.beyond(&computer.state());
    missing.retain(|line| !line.contains("\"LastUsedSource\"")); // where Windows Installer found the package this time
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn puts_the_extension_among_the_administrators_own() {
    let computer = Computer::new();
    let own = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa;https://own.example/updates.xml";
    let add = ["add", CHROME_FORCELIST, "/v", "1", "/d", own, "/f"];
    assert!(computer.run("reg", &add).0);
    let before = computer.state();
    let ours = Some(format!("{EXTENSION_ID};{UPDATES}"));
    let lines = || {
        (
            computer.value(CHROME_FORCELIST, Some(LINE), 64),
            computer.value(EDGE_FORCELIST, Some(LINE), 64),
        )
    };

    let chrome = format!("CHROME_EXTENSION_URL={UPDATES}");
    assert!(computer.msiexec(&["/i", &package(VERSION), &chrome]));
    assert_eq!(lines(), (ours.clone(), None));
    assert_eq!(computer.value(CHROME_FORCELIST, Some("1"), 64).as_deref(), Some(own));

    assert!(computer.msiexec(&["/i", &package(VERSION), "REINSTALL=ALL", "REINSTALLMODE=omus"]));
    assert_eq!(lines(), (ours.clone(), None), "a repair knows the address");
    assert!(computer.msiexec(&["/i", &package(LATER)]));
    assert_eq!(lines(), (ours.clone(), None), "and so does an upgrade");
    assert!(computer.msiexec(&["/x", &package(LATER)]));
    assert_eq!(computer.state().beyond(&before), Vec::<String>::new());
    assert_eq!(computer.value(CHROME_FORCELIST, Some("1"), 64).as_deref(), Some(own));

    assert!(computer.msiexec(&[
        "/i",
        &package(VERSION),
        &chrome,
        &format!("EDGE_EXTENSION_URL={UPDATES}")
    ]));
    assert_eq!(lines(), (ours.clone(), ours.clone()));
    assert!(computer.msiexec(&["/i", &package(LATER), "CHROME_EXTENSION_URL=none"]));
    assert_eq!(lines(), (None, ours), "an upgrade takes back what it is told to");
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn refuses_an_address_that_no_browser_takes() {
    let computer = Computer::new();
    let before = computer.state();
    for address in ["updates.example", "http://updates.example/u.xml", "1"] {
        assert!(!computer.msiexec(&["/i", &package(VERSION), &format!("CHROME_EXTENSION_URL={address}")]));
        assert!(!computer.msiexec(&["/i", &package(VERSION), &format!("EDGE_EXTENSION_URL={address}")]));
    }
    let left = computer.state().beyond(&before);
    assert_eq!(left, Vec::<String>::new());

    assert!(computer.msiexec(&["/i", &package(VERSION), &format!("CHROME_EXTENSION_URL={UPDATES}")]));
    let spoil = [
        "add",
        r"HKLM\Software\OpenJPKI",
        "/v",
        "ChromeExtensionUrl",
        "/d",
        "spoilt",
        "/f",
    ];
    assert!(computer.run("reg", &spoil).0);
    assert!(
        computer.msiexec(&["/x", &package(VERSION)]),
        "whatever the registry says by then, it goes"
    );
}
