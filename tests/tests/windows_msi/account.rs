//! The package for one account.

use openjpki_manifests::{Browser, Hive};

use crate::computer::{Computer, LATER, VERSION};

fn package(version: &str) -> String {
    format!("openjpki-{version}-x64-user.msi")
}

/// The manifest that every browser finds. The software keys of an account have one view; both show it.
fn manifest(computer: &Computer) -> String {
    let mut found = Vec::new();
    for browser in Browser::ALL {
        for key in browser.windows().registered(Hive::CurrentUser) {
            let path = format!("HKCU\\{}", key.path());
            found.extend([32, 64].map(|bits| computer.value(&path, None, bits).unwrap_or_else(|| panic!("no {path}"))));
        }
    }
    assert!(found.len() >= 10, "five browsers, two views each");
    found.dedup();
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn installs_upgrades_repairs_and_leaves_nothing() {
    let computer = Computer::new();
    let before = computer.state();
    assert!(computer.msiexec(&["/i", &package(VERSION)]));
    let manifest = manifest(&computer);
    let (folder, _) = manifest.rsplit_once('\\').unwrap();
    assert!(
        folder.starts_with(r"C:\users\") && folder.ends_with(r"\AppData\Local\Programs\OpenJPKI"),
        "{folder}"
    );
    assert_eq!(
        computer.host_says_hello(&manifest),
        format!(r"{folder}\openjpki-host.exe")
    );
    let new = computer.state().beyond(&before);
    let keys = new.iter().filter_map(|line| line.split(']').next());
    let others = keys.filter(|key| key.contains("HKEY_LOCAL_MACHINE") && key.contains("NativeMessagingHosts"));
    assert_eq!(others.count(), 0, "nothing for other accounts");

    assert!(computer.msiexec(&["/i", &package(LATER)]));
    computer.host_says_hello(&manifest);
    assert!(!computer.msiexec(&["/i", &package(VERSION)]), "an older one is refused");
    std::fs::remove_file(computer.outside(&manifest)).unwrap();
    assert!(computer.msiexec(&["/i", &package(LATER), "REINSTALL=ALL", "REINSTALLMODE=omus"]));
    computer.host_says_hello(&manifest);

    let logs = manifest.replace(r"Programs\OpenJPKI\org.openjpki.host.json", r"openjpki\log");
    for log in std::fs::read_dir(computer.outside(&logs)).unwrap() {
        std::fs::remove_file(log.unwrap().path()).unwrap(); // the package says `*`, which Wine takes for a name
    }
    assert!(computer.msiexec(&["/x", &package(LATER)]));
    assert_eq!(
        computer.state().beyond(&before),
        Vec::<String>::new(),
        "not even the folder of the log"
    );
}
