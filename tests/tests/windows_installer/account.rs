//! Installing for one account.

use std::fs;

use crate::computer::Computer;

const CHROME: &str = r"HKCU\Software\Google\Chrome\NativeMessagingHosts\org.openjpki.host";
const EDGE: &str = r"HKCU\Software\Microsoft\Edge\NativeMessagingHosts\org.openjpki.host";

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn installs_twice_and_leaves_nothing() {
    let computer = Computer::new();
    computer.use_browser("Google/Chrome");
    computer.use_browser("Microsoft/Edge");
    let before = computer.state();
    let out = computer.installer(&["install"]).expect_good();
    assert!(out.contains("skipped        Brave: not used on this account"), "{out}");

    let manifest = computer.value(CHROME, 64).unwrap();
    assert!(
        manifest.starts_with(r"C:\users\")
            && manifest.ends_with(r"\AppData\Local\Programs\OpenJPKI\org.openjpki.host.json"),
        "{manifest}"
    );
    for (key, bits) in [(CHROME, 32), (EDGE, 64), (EDGE, 32)] {
        assert_eq!(computer.value(key, bits).as_ref(), Some(&manifest), "{key} {bits}");
    }
    assert_eq!(
        fs::read(computer.programs().join("openjpki-host.exe")).unwrap(),
        fs::read(computer.folder().join("openjpki-host.exe")).unwrap()
    );
    let beyond = computer.state().beyond(&before);
    assert!(
        !beyond.iter().any(|line| line.contains("HKEY_LOCAL_MACHINE")),
        "{beyond:?}"
    );

    let installed = computer.state();
    let out = computer.installer(&["install"]).expect_good();
    assert!(out.ends_with("Everything is already in place.\n"), "{out}");
    computer.state().expect_same(&installed);
    let out = computer.installer(&["status"]).expect_good();
    assert!(
        out.contains("Google Chrome: ready\n") && out.contains(&format!("names {manifest}")),
        "{out}"
    );

    let out = computer.installer(&["uninstall"]).expect_good();
    assert!(out.ends_with("OpenJPKI is uninstalled.\n"), "{out}");
    computer.state().expect_same(&before);
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn an_account_with_letters_of_its_own_is_served_in_japanese() {
    let computer = Computer::new();
    let ja = |words: &[&str]| computer.run("openjpki-installer.exe", words, "ja_JP.UTF-8");
    fs::create_dir(computer.folder().join("住所")).unwrap();
    fs::copy(
        computer.folder().join("openjpki-host.exe"),
        computer.folder().join("住所/openjpki-host.exe"),
    )
    .unwrap();
    let out = ja(&[
        "install",
        "--browser",
        "vivaldi",
        "--in-place",
        "--host",
        r"住所\openjpki-host.exe",
    ])
    .expect_good();
    assert!(
        out.contains("この場所のまま使います") && out.contains(r"\住所\openjpki-host.exe"),
        "{out}"
    );
    let out = ja(&["status", "--browser", "vivaldi"]).expect_good();
    assert!(
        out.contains("使えます") && out.contains(r"\住所\openjpki-host.exe を起動します"),
        "{out}"
    );
    ja(&["install", "--profile", "x"]).expect_refusal("--profile を外してください");
    ja(&["uninstall"]).expect_good();
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn what_belongs_to_other_systems_is_refused() {
    let computer = Computer::new();
    let before = computer.state();
    computer
        .installer(&["install", "--profile", "x"])
        .expect_refusal("Leave --profile out.");
    computer
        .installer(&["status", "--profile", "x"])
        .expect_refusal("Leave --profile out.");
    computer
        .installer(&["install", "--system", "--root", "x"])
        .expect_refusal("Leave --root out.");
    computer
        .installer(&["install"])
        .expect_refusal("Name one with --browser");
    computer.state().expect_same(&before);
}

/// The commands for a person in README's section on Windows.
fn readme_lines() -> Vec<&'static str> {
    let (_, section) = include_str!("../../../README.md")
        .split_once("## Install (Windows)")
        .unwrap();
    let (_, block) = section.split_once("```bat\n").unwrap();
    let (block, _) = block.split_once("```").unwrap();
    block.lines().collect()
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn the_readmes_lines_for_a_person_do_what_they_say() {
    let computer = Computer::new();
    computer.use_browser("Google/Chrome");
    let before = computer.state();
    let lines = readme_lines();
    assert_eq!(lines.len(), 3, "{lines:?}");
    let mut said = Vec::new();
    for line in lines {
        assert!(line.starts_with("openjpki-installer "), "{line}");
        fs::write(computer.folder().join("line.bat"), format!("@echo off\r\n{line}\r\n")).unwrap();
        said.push(computer.run("cmd", &["/c", "line.bat"], "en_US.UTF-8").expect_good());
    }
    assert!(
        said[0].contains(r"\AppData\Local\Programs\OpenJPKI\openjpki-host.exe"),
        "{}",
        said[0]
    );
    assert!(said[1].contains("Google Chrome: ready"), "{}", said[1]);
    computer.state().expect_same(&before);
}
