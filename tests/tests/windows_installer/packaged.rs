//! What Windows Installer put there.

use openjpki_tests::packages::package;
use openjpki_tests::windows::windows_program;

use crate::computer::{Computer, concerns};

fn computer_with(msi: &str) -> Computer {
    let computer = Computer::new();
    let host = windows_program("openjpki-host.exe");
    let binaries = ["--binaries".as_ref(), host.parent().unwrap().as_os_str()];
    package("windows", &binaries, computer.folder());
    assert!(computer.run("msiexec", &["/i", msi, "/qn"], "en_US.UTF-8").good);
    computer
}

fn is_known_and_left_alone(computer: &Computer, scope: &str) {
    let (answer, good) = computer.status("chrome");
    assert_eq!(
        (answer["verdict"].as_str().unwrap(), good),
        ("ready", true),
        "{answer:#}"
    );
    let findings = answer["findings"].as_array().unwrap();
    let taken = findings.iter().find(|finding| finding["taken"] == true).unwrap();
    assert_eq!(taken["installed_by"], "package");
    assert!(concerns(taken).is_empty(), "{taken:#}");
    let before = computer.state();
    for verb in ["install", "uninstall"] {
        computer
            .installer(&[verb, scope])
            .expect_refusal("Settings > Apps > Installed apps");
    }
    computer.state().expect_same(&before);
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn a_package_of_the_computer_is_known_and_left_to_windows_installer() {
    let computer = computer_with(concat!("openjpki-", env!("CARGO_PKG_VERSION"), "-x64.msi"));
    is_known_and_left_alone(&computer, "--system");
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn a_package_of_an_account_is_known_and_left_to_windows_installer() {
    let computer = computer_with(concat!("openjpki-", env!("CARGO_PKG_VERSION"), "-x64-user.msi"));
    is_known_and_left_alone(&computer, "--user");
}
