//! The tables of the Windows packages, read on any computer. What Windows makes of them is tried in `windows_msi`.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use openjpki_manifests::{Browser, EXTENSION_ID, Family, Hive, HostPath, host_manifest};
use openjpki_tests::packages::{msi_rows, package, printed};
use openjpki_tests::stage::root;
use tempfile::TempDir;

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Both packages, with something in the place of the programs.
fn packages(version: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let binaries = folder.path().join("programs");
    std::fs::create_dir(&binaries).unwrap();
    for name in ["openjpki-host.exe", "openjpki-installer.exe"] {
        std::fs::write(binaries.join(name), name).unwrap();
    }
    let arguments = [
        "--binaries".as_ref(),
        binaries.as_os_str(),
        "--package-version".as_ref(),
        version.as_ref(),
    ];
    package("windows", &arguments, folder.path());
    folder
}

fn both(folder: &TempDir, version: &str) -> [std::path::PathBuf; 2] {
    ["", "-user"].map(|suffix| folder.path().join(format!("openjpki-{version}-x64{suffix}.msi")))
}

/// The keys of host manifests, as a 64-bit program sees them. Attribute 256: 64-bit component; root 1: account, 2: computer.
fn host_keys(msi: &Path) -> BTreeSet<String> {
    let components = msi_rows(msi, "Component");
    let rows = msi_rows(msi, "Registry")
        .into_iter()
        .filter(|row| row[2].contains("NativeMessagingHosts"));
    rows.map(|row| {
        assert_eq!(
            (row[3].as_str(), row[4].as_str()),
            ("", "[INSTALLDIR]org.openjpki.host.json")
        );
        let component = components.iter().find(|component| component[0] == row[5]).unwrap();
        let is_wide = component[3].parse::<u32>().unwrap() & 256 != 0;
        let hive = if row[1] == "1" {
            Hive::CurrentUser
        } else {
            Hive::LocalMachine
        };
        let path = if is_wide {
            row[2].clone()
        } else {
            row[2].replacen("Software", r"Software\WOW6432Node", 1)
        };
        format!(r"{}\{path}", hive.name())
    })
    .collect()
}

#[test]
fn the_keys_are_those_that_the_browsers_ask() {
    let folder = packages(VERSION);
    for (msi, hive) in both(&folder, VERSION)
        .iter()
        .zip([Hive::LocalMachine, Hive::CurrentUser])
    {
        let wanted = Browser::ALL
            .iter()
            .flat_map(|browser| browser.windows().registered(hive));
        assert_eq!(
            host_keys(msi),
            wanted.map(|key| key.to_string()).collect(),
            "{}",
            msi.display()
        );
    }
    let [machine, account] = both(&folder, VERSION);
    // bit 8 of the word count: no administrator is asked for
    for (msi, word_count) in [(&machine, "Source: 2 "), (&account, "Source: 10 ")] {
        let about = printed(Command::new("msiinfo").arg("suminfo").arg(msi));
        assert!(about.contains(word_count), "{about}");
    }
    let forced: Vec<Vec<String>> = msi_rows(&machine, "Registry")
        .into_iter()
        .filter(|row| row[2].ends_with("ExtensionInstallForcelist"))
        .collect();
    assert_eq!(forced.len(), 2, "Chrome and Edge");
    for row in forced {
        assert!(
            row[3] == "5754" && row[4].starts_with(&format!("{EXTENSION_ID};[")),
            "{row:?}"
        );
    }
    assert!(
        msi_rows(&account, "Registry")
            .iter()
            .all(|row| !row[2].contains("Policies")),
        "accounts have no say in policy"
    );
}

#[test]
fn manifests_are_those_that_the_crate_writes() {
    let text = |file: &str| std::fs::read_to_string(root().join("packaging").join(file)).unwrap();
    let written = |path: &str| host_manifest(Family::Chromium, &HostPath::parse(Path::new(path)).unwrap());
    // Windows takes a path relative to the manifest: Chrome developer documentation, "Native messaging", field `path`
    let beside = written("/beside").replace("/beside", "openjpki-host.exe");
    assert_eq!(text("windows/org.openjpki.host.json"), beside);
    assert_eq!(
        text("deb/org.openjpki.host.json"),
        written("/usr/lib/openjpki/openjpki-host")
    );
}

#[test]
fn a_newer_package_replaces_an_older_one_and_never_the_other_way() {
    let later = "1.2.3";
    let (folder, later_folder) = (packages(VERSION), packages(later));
    let mut products = BTreeSet::new();
    for (old, new) in both(&folder, VERSION).iter().zip(both(&later_folder, later).iter()) {
        let property = |msi: &Path, name: &str| {
            let rows = msi_rows(msi, "Property");
            rows.into_iter().find(|row| row[0] == name).unwrap()[1].clone()
        };
        assert_eq!(property(old, "UpgradeCode"), property(new, "UpgradeCode"));
        products.extend([property(old, "ProductCode"), property(new, "ProductCode")]);
        let upgrades = msi_rows(new, "Upgrade");
        assert!(upgrades.iter().all(|row| row[0] == property(new, "UpgradeCode")));
        assert!(
            upgrades
                .iter()
                .any(|row| row[2] == later && row[6] == "WIX_UPGRADE_DETECTED"),
            "{upgrades:?}"
        );
        assert!(
            upgrades
                .iter()
                .any(|row| row[1] == later && row[6] == "WIX_DOWNGRADE_DETECTED"),
            "{upgrades:?}"
        );
        for program in msi_rows(new, "File").iter().filter(|row| row[2].ends_with(".exe")) {
            assert_eq!(
                program[4],
                format!("{later}.0"),
                "Windows keeps the file of the later version"
            );
        }
    }
    assert_eq!(
        products.len(),
        4,
        "each version of each package is a product of its own: {products:?}"
    );
}

#[test]
fn what_a_person_reads_is_in_both_languages() {
    let folder = packages(VERSION);
    for msi in both(&folder, VERSION) {
        let page = printed(Command::new("msiinfo").arg("export").arg(&msi).arg("_ForceCodepage"));
        assert!(page.contains("932"), "{page}");
        let mut sentences: Vec<String> = msi_rows(&msi, "LaunchCondition")
            .into_iter()
            .map(|row| row[1].clone())
            .collect();
        let comments = msi_rows(&msi, "Property")
            .into_iter()
            .find(|row| row[0] == "ARPCOMMENTS")
            .unwrap();
        sentences.push(comments[1].clone());
        assert!(sentences.len() >= 2);
        for sentence in sentences {
            let (japanese, english) = sentence.split_once(" / ").unwrap_or_else(|| panic!("{sentence}"));
            assert!(
                japanese.chars().any(|letter| ('ぁ'..='ヿ').contains(&letter)),
                "{japanese}"
            );
            assert!(english.is_ascii() && english.len() > 20, "{english}");
        }
        let about = printed(Command::new("msiinfo").arg("suminfo").arg(&msi));
        assert!(about.contains("Template: x64;0"), "{about}");
    }
}

#[test]
fn order_is_search_recall_conditions_and_the_old_goes_within_the_transaction() {
    let folder = packages(VERSION);
    let [machine, account] = both(&folder, VERSION);
    for (msi, recalls) in [(machine, 2), (account, 0)] {
        let mut actions: Vec<(u32, String)> = msi_rows(&msi, "InstallExecuteSequence")
            .into_iter()
            .map(|row| (row[2].parse().unwrap(), row[0].clone()))
            .collect();
        actions.sort();
        let at = |name: &str| {
            actions
                .iter()
                .position(|(_, action)| action == name)
                .unwrap_or_else(|| panic!("{name}"))
        };
        assert_eq!(at("RemoveExistingProducts"), at("InstallInitialize") + 1);
        let recalling = actions
            .iter()
            .filter(|(number, action)| action.starts_with("Recall") && (50..100).contains(number));
        assert_eq!(recalling.count(), recalls);
        let numbers: BTreeSet<u32> = actions.iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers.len(), actions.len(), "two actions at once");
    }
}
