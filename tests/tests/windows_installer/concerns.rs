//! What is strange about what browsers find.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;

use crate::computer::{Computer, concerns};

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn what_other_accounts_may_change_is_named() {
    let computer = Computer::new();
    computer.installer(&["install", "--browser", "chrome"]).expect_good();
    let (answer, good) = computer.status("chrome");
    assert_eq!((concerns(&answer["findings"][0]), good), (vec![], true), "{answer:#}");
    assert!(
        answer["findings"][0]["owner"].as_str().unwrap().ends_with("\\root"),
        "{answer:#}"
    );

    // Wine makes an access control list of the permission bits.
    for (file, mode) in [
        ("openjpki-host.exe", 0o777),
        ("org.openjpki.host.json", 0o666),
        ("", 0o777),
    ] {
        let path = computer.programs().join(file);
        let before = fs::metadata(&path).unwrap().permissions();
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        let (answer, _) = computer.status("chrome");
        let finding = &answer["findings"][0];
        assert_eq!(concerns(finding), ["others-may-write"], "{file}");
        let named = finding["concerns"][0]["detail"].as_str().unwrap();
        assert!(
            named
                .trim_end_matches('\\')
                .ends_with(if file.is_empty() { "OpenJPKI" } else { file }),
            "{named}"
        );
        fs::set_permissions(&path, before).unwrap();
    }
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn a_registration_that_hides_ours_is_an_alarm() {
    let computer = Computer::new();
    computer.installer(&["install", "--system"]).expect_good();
    computer.register(
        r"HKCU\Software\Google\Chrome\NativeMessagingHosts\org.openjpki.host",
        r"C:\nowhere\other.json",
    );
    let run = computer.installer(&["status", "--browser", "chrome"]);
    assert!(!run.good);
    for sentence in [
        "SHADOWED: another manifest hides OpenJPKI's.",
        "names C:\\nowhere\\other.json",
        "! it names a file that is not there, and the browser looks no further",
    ] {
        assert!(run.out.contains(sentence), "not said: {sentence}\n{}", run.out);
    }
    computer
        .installer(&["install", "--browser", "chrome"])
        .expect_refusal("which OpenJPKI did not put there");
}
