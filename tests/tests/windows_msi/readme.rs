//! README's section for administrators of Windows computers, followed line by line.

use crate::computer::{Computer, VERSION};

const README: &str = include_str!("../../../README.md");

/// Where the lines are: the first block of commands after this heading.
const HEADING: &str = "### Windows, for an administrator";

fn lines() -> Vec<String> {
    let (_, section) = README
        .split_once(HEADING)
        .unwrap_or_else(|| panic!("README has no \"{HEADING}\""));
    let (_, block) = section.split_once("```bat\n").unwrap();
    let (block, _) = block.split_once("```").unwrap();
    block
        .lines()
        .map(|line| line.replace("VERSION", VERSION))
        .filter(|line| !line.is_empty())
        .collect()
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn every_line_does_what_it_says() {
    let computer = Computer::new();
    let before = computer.state();
    let lines = lines();
    assert!(lines.len() >= 4, "{lines:?}");
    for (number, line) in lines.iter().enumerate() {
        std::fs::write(computer.folder().join("line.bat"), format!("@echo off\r\n{line}\r\n")).unwrap();
        let (succeeds, said) = computer.run("cmd", &["/c", "line.bat"]);
        assert!(succeeds, "line {}: {line}\n{said}", number + 1);
        if line.contains(" /i ") {
            let key = r"HKLM\Software\Google\Chrome\NativeMessagingHosts\org.openjpki.host";
            let manifest = computer
                .value(key, None, 64)
                .unwrap_or_else(|| panic!("after {line}: no {key}"));
            computer.host_says_hello(&manifest);
        }
    }
    let mut left = computer.state().beyond(&before);
    left.retain(|path| !path.contains("/AppData/Local/openjpki") && !path.contains("line.bat"));
    assert_eq!(left, Vec::<String>::new(), "the last line takes everything away");
}
