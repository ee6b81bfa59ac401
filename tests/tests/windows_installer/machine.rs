//! Installing for the whole computer.

use crate::computer::Computer;

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn registers_in_both_views_and_leaves_nothing() {
    let computer = Computer::new();
    computer.register(
        r"HKLM\Software\Chromium\NativeMessagingHosts\org.other",
        r"C:\other.json",
    );
    let before = computer.state();
    computer.installer(&["install", "--system"]).expect_good();
    for vendor in ["Google\\Chrome", "Microsoft\\Edge", "Chromium"] {
        let key = format!(r"HKLM\Software\{vendor}\NativeMessagingHosts\org.openjpki.host");
        for bits in [32, 64] {
            assert_eq!(
                computer.value(&key, bits).as_deref(),
                Some(r"C:\Program Files\OpenJPKI\org.openjpki.host.json"),
                "{key} {bits}"
            );
        }
        assert_eq!(computer.value(&key.replace("HKLM", "HKCU"), 64), None);
    }
    assert!(computer.drive_c("Program Files/OpenJPKI/openjpki-host.exe").exists());
    let (answer, good) = computer.status("brave");
    assert_eq!(
        (answer["verdict"].as_str().unwrap(), good),
        ("ready", true),
        "{answer:#}"
    );
    computer.installer(&["uninstall", "--system"]).expect_good();
    computer.state().expect_same(&before);
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn account_and_computer_come_and_go_by_themselves() {
    let computer = Computer::new();
    let before = computer.state();
    computer.installer(&["install", "--system"]).expect_good();
    let system = computer.state();
    computer.installer(&["install", "--browser", "chrome"]).expect_good();
    let (answer, _) = computer.status("chrome");
    let levels: Vec<_> = answer["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["level"].as_str().unwrap())
        .collect();
    assert_eq!(levels, ["user", "system", "system"]);
    assert_eq!(answer["findings"][0]["taken"], true);
    computer.installer(&["uninstall"]).expect_good();
    computer.state().expect_same(&system);
    computer.installer(&["uninstall", "--system"]).expect_good();
    computer.state().expect_same(&before);
}
