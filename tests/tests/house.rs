//! The house rules that a compiler does not check: floors, and which applications of the card the code knows.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// Floors of `host/core/src`, lowest first. Source: docs/ARCHITECTURE.md.
const CORE: &[&[&str]] = &[
    &["iso7816", "origin", "time"],
    &["pkcs1"],
    &["jpki", "certificate"],
    &["evidence"],
    &["verify"],
];

/// Floors of `host/src`, lowest first. Source: docs/ARCHITECTURE.md.
const HOST: &[&[&str]] = &[
    &[
        "wire",
        "config",
        "log",
        "cancel",
        "caller",
        "hardening",
        "terminal",
        "pdf",
    ],
    &["catalog"],
    &["prompt", "reader"],
    &["ceremony"],
    &["session"],
    &["main"],
];

/// What every other application of the card starts with: text input support, card face, resident register, common. Four bytes,
/// because a compiler moves a name in pieces of four or eight.
const OTHER_APPLICATIONS: [u8; 4] = [0xD3, 0x92, 0x10, 0x00];

#[test]
fn arrows_between_floors_point_down() {
    let (core_arrows, core_faults) = arrows("host/core/src", "crate::", CORE);
    let (host_arrows, host_faults) = arrows("host/src", "crate::", HOST);
    let (main_arrows, main_faults) = arrows("host/src", "openjpki_host::", HOST);
    let faults = [core_faults, host_faults, main_faults].concat();
    assert!(
        faults.is_empty(),
        "arrows that do not point down:\n{}",
        faults.join("\n")
    );
    assert!(
        core_arrows >= 10 && host_arrows >= 20 && main_arrows >= 5,
        "too few arrows: is this looking at the source?"
    );
}

/// Counts the references to other modules below `folder` and describes those that point up or sideways.
fn arrows(folder: &str, prefix: &str, floors: &[&[&str]]) -> (usize, Vec<String>) {
    let floor = |module: &str| floors.iter().position(|names| names.contains(&module));
    let (mut count, mut faults) = (0, Vec::new());
    let root = Path::new(ROOT).join(folder);
    for file in sources(&root, &["rs"]) {
        let within = file.strip_prefix(&root).unwrap();
        let module = within
            .components()
            .next()
            .unwrap()
            .as_os_str()
            .to_str()
            .unwrap()
            .trim_end_matches(".rs")
            .to_owned();
        if module == "lib" {
            continue;
        }
        let from =
            floor(&module).unwrap_or_else(|| panic!("{module} of {folder} has no floor: add it to the plan and here"));
        for target in references(&fs::read_to_string(&file).unwrap(), prefix) {
            let Some(to) = floor(&target) else {
                panic!("{}: {prefix}{target} has no floor", file.display())
            };
            count += 1;
            if target != module && to >= from {
                faults.push(format!(
                    "{}: {module} (floor {}) -> {target} (floor {})",
                    file.display(),
                    from + 1,
                    to + 1
                ));
            }
        }
    }
    (count, faults)
}

/// Names of the modules that code (not comments) refers to after `prefix`, also inside `use crate::{a, b::C}`.
fn references(source: &str, prefix: &str) -> Vec<String> {
    let code: String = source
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n");
    let name = |text: &str| {
        text.trim_start()
            .chars()
            .take_while(|c| c.is_ascii_lowercase() || *c == '_' || c.is_ascii_digit())
            .collect::<String>()
    };
    let mut found = Vec::new();
    for (at, _) in code.match_indices(prefix) {
        let is_whole_path = !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let rest = &code[at + prefix.len()..];
        if !is_whole_path {
            continue;
        }
        match rest.strip_prefix('{') {
            Some(list) => found.extend(top_level_items(list).iter().map(|item| name(item))),
            None => found.push(name(rest)),
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

/// The items of `a, b::{c, d}, e}...` up to the closing brace.
fn top_level_items(list: &str) -> Vec<String> {
    let (mut items, mut item, mut depth) = (Vec::new(), String::new(), 0);
    for character in list.chars() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                items.push(std::mem::take(&mut item));
                continue;
            }
            _ => {}
        }
        item.push(character);
    }
    items.push(item);
    items
}

#[test]
fn arrows_are_recognised() {
    let source = "use crate::{a::B, c::{d, e}};\n// crate::f\nlet x = crate::g::H; mycrate::i;";
    assert_eq!(references(source, "crate::"), ["a", "c", "g"]);
}

#[test]
fn source_knows_no_application_but_jpki_and_the_issuer_domain() {
    let mut looked_at = 0;
    for room in ["host", "installer", "portal", "manifests", "extension"] {
        for file in sources(
            &Path::new(ROOT).join(room),
            &["rs", "js", "mjs", "html", "json", "toml", "sql"],
        ) {
            let text = fs::read_to_string(&file).unwrap().to_uppercase().replace("0X", "");
            let digits: String = text.chars().filter(char::is_ascii_hexdigit).collect();
            let pattern: String = OTHER_APPLICATIONS.iter().map(|byte| format!("{byte:02X}")).collect();
            assert!(
                !digits.contains(&pattern),
                "{} names another application of the card",
                file.display()
            );
            looked_at += 1;
        }
    }
    assert!(looked_at > 50, "only {looked_at} files: is this looking at the source?");
}

#[test]
fn the_shipped_binary_knows_no_application_but_jpki_and_the_issuer_domain() {
    let path = openjpki_tests::stage::host_program();
    let binary = fs::read(&path).unwrap();
    let contains = |pattern: &[u8]| binary.windows(pattern.len()).any(|window| window == pattern);
    for ours in [openjpki::jpki::JPKI_APPLICATION, openjpki::jpki::ISSUER_DOMAIN] {
        assert!(
            contains(&ours.as_bytes()[..4]),
            "{ours:?} is not found: does this look in the right way?"
        );
    }
    assert!(
        !contains(&OTHER_APPLICATIONS),
        "{} names another application of the card",
        path.display()
    );
}

/// What each package says of the oldest compiler that builds it is not less than what the crates say that it is built from.
#[test]
fn no_dependency_wants_a_newer_compiler_than_we_say() {
    let cargo = |words: &str| {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        let output = cargo.args(words.split(' ')).current_dir(ROOT).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let metadata = cargo("metadata --locked --format-version 1 --filter-platform x86_64-unknown-linux-gnu");
    let metadata: Value = serde_json::from_str(&metadata).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let oldest: HashMap<&str, Vec<u64>> = packages
        .iter()
        .map(|package| (text(&package["id"]), release(package)))
        .collect();
    for package in packages.iter().filter(|package| package["source"].is_null()) {
        let ours = &oldest[text(&package["id"])];
        for id in built_from(&metadata["resolve"]["nodes"], text(&package["id"])) {
            assert!(
                &oldest[id] <= ours,
                "{} says {ours:?}, {id} {:?}",
                package["name"],
                oldest[id]
            );
        }
    }
}

/// The numbers of `rust-version`; none wants nothing.
fn release(package: &Value) -> Vec<u64> {
    let numbers = package["rust_version"].as_str().unwrap_or("0").split('.');
    let mut numbers: Vec<u64> = numbers.map(|number| number.parse().unwrap()).collect();
    numbers.resize(3, 0);
    numbers
}

/// Every package that the package `root` is built from, but not what only its tests use.
fn built_from<'a>(nodes: &'a Value, root: &'a str) -> BTreeSet<&'a str> {
    let (mut found, mut open) = (BTreeSet::new(), vec![root]);
    while let Some(id) = open.pop() {
        let node = nodes.as_array().unwrap().iter().find(|node| node["id"] == id).unwrap();
        if found.insert(id) {
            let needed = |needed: &&Value| {
                needed["dep_kinds"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .any(|kind| kind["kind"] != "dev")
            };
            let needed = node["deps"].as_array().unwrap().iter().filter(needed);
            open.extend(needed.map(|needed| text(&needed["pkg"])));
        }
    }
    found
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// Files below `folder` with one of `endings`, without what is built or downloaded.
fn sources(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if !path.ends_with("node_modules") && !path.ends_with("target") {
                found.extend(sources(&path, endings));
            }
        } else if path
            .extension()
            .is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted))
        {
            found.push(path);
        }
    }
    found
}
