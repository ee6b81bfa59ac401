//! docs/PAGES.md, walked through by a newcomer: every line of it is run, in its order.

use std::cell::Cell;
use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use openjpki_tests::browser::{Browser, PATIENCE, Page};
use openjpki_tests::kit::ORIGIN;
use openjpki_tests::pcscd::program;
use openjpki_tests::stage::visit::ceremony_window;
use openjpki_tests::stage::{Stage, root};
use serde_json::Value;

use crate::Step;

/// One fenced block of the guide.
#[derive(Debug, PartialEq, Eq)]
struct Block {
    language: String,
    text: String,
}

/// The blocks of a guide, in order.
fn blocks(name: &str) -> Vec<Block> {
    let guide = std::fs::read_to_string(root().join("docs").join(name)).unwrap();
    let parts: Vec<&str> = guide.split("\n```").collect();
    let fenced = parts.iter().skip(1).step_by(2);
    fenced
        .map(|part| part.split_once('\n').unwrap())
        .map(|(language, text)| Block {
            language: language.to_owned(),
            text: text.to_owned(),
        })
        .collect()
}

fn of<'a>(blocks: &'a [Block], language: &str) -> Vec<&'a str> {
    let wanted = blocks.iter().filter(|block| block.language == language);
    wanted.map(|block| block.text.as_str()).collect()
}

#[test]
fn every_line_of_the_guide_works() {
    let guide = blocks("PAGES.md");
    let (stage, _card) = Stage::with_card("mai");
    let newcomer = Newcomer {
        folder: stage.folder(),
        run: Cell::new(0),
    };
    newcomer.checks_out();
    let shell = of(&guide, "sh");
    newcomer.runs(shell[0], &[]);
    let page = of(&guide, "html")[0];
    std::fs::write(stage.folder().join("my-site/index.html"), page).unwrap();

    let _kit = stage.kit(Some(&stage.folder().join("my-site")));
    let browser = stage.browser("en");
    signs_in(&stage, &browser);
    calls(&stage, &browser, &of(&guide, "js"));

    newcomer.runs(shell[1], &[]);
    let nonce = evidence(&stage, &browser);
    newcomer.runs(shell[2], &[("ORIGIN", ORIGIN), ("NONCE", &nonce)]);
    newcomer.runs(shell[3], &[]);
    newcomer.runs(shell[4], &[]);
    assert_eq!((shell.len(), newcomer.run.get()), (5, 5), "a block that nobody ran");
    stage.pinentry.went_as_written().unwrap();

    let judge = include_str!("../../src/kit/judge.rs");
    for shown in of(&guide, "rust") {
        assert!(judge.contains(shown), "the kit's server does not do this:\n{shown}");
    }
}

#[test]
fn the_guide_says_the_same_in_japanese() {
    assert_eq!(blocks("PAGES.md"), blocks("PAGES.ja.md"));
    let types = std::fs::read_to_string(root().join("extension/page/openjpki.d.ts")).unwrap();
    let (_, codes) = types.split_once("export type ErrorCode =").unwrap();
    let codes: Vec<&str> = codes.split('"').skip(1).step_by(2).collect();
    assert!(codes.len() >= 16, "{codes:?}");
    let kit = std::fs::read_to_string(root().join("tests/kit/kit.js")).unwrap();
    for name in ["PAGES.md", "PAGES.ja.md"] {
        let guide = std::fs::read_to_string(root().join("docs").join(name)).unwrap();
        for code in &codes {
            assert!(guide.contains(&format!("`{code}`")), "{name} does not explain {code}");
            let told = kit.contains(&format!("\"{code}\": [")) || kit.contains(&format!("  {code}: ["));
            assert!(told, "the kit does not show {code}");
        }
    }
}

/// A person with a checkout and a shell.
struct Newcomer<'a> {
    folder: &'a Path,
    run: Cell<usize>,
}

impl Newcomer<'_> {
    /// What a checkout has, once `cargo xtask kit` has built it.
    fn checks_out(&self) {
        let link = |from: &Path, name: &str| std::os::unix::fs::symlink(from, self.folder.join(name)).unwrap();
        link(&root().join("extension"), "extension");
        std::fs::create_dir_all(self.folder.join("target/debug")).unwrap();
        let card = program("openjpki-virtual-card").unwrap();
        link(&card, "target/debug/openjpki-virtual-card");
    }

    /// Runs a block line by line; `cargo xtask kit` is the stage's own kit, started so as the line says. That the command takes the line
    /// is for its own tests: it would build, and take the locks of who is building beside us.
    fn runs(&self, block: &str, environment: &[(&str, &str)]) {
        self.run.set(self.run.get() + 1);
        for line in block.lines() {
            if line == "cargo xtask kit --site my-site" {
                continue;
            }
            let mut shell = Command::new("sh");
            shell.args(["-ec", line]).current_dir(self.folder);
            let output = shell.envs(environment.iter().copied()).output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(output.status.success(), "{line}\n{said}");
        }
    }
}

/// Section 2: the page of the guide, its button pressed.
fn signs_in(stage: &Stage, browser: &Browser) {
    stage.pinentry.will([pin("4649")]);
    let page = browser.open(&format!("{ORIGIN}/site/index.html")).unwrap();
    page.click("#sign-in").unwrap();
    page.wait_for_text("#answer", "You are signed in.").unwrap();
    browser.wait_until_closed(&ceremony_window()).unwrap();
}

/// Section 3: every call, on that page.
fn calls(stage: &Stage, browser: &Browser, scripts: &[&str]) {
    let downloads = stage.folder().to_owned();
    let says: [(&str, &[&str]); 5] = [
        ("status true true true", &[]),
        ("registered true", &["SAKURA2026", "4649"]),
        ("signed agreement.txt", &["SAKURA2026"]),
        ("signed true", &["SAKURA2026"]),
        ("ended user-cancelled", &[]),
    ];
    assert_eq!(scripts.len(), says.len(), "a script that nobody ran");
    let page = browser.open(&format!("{ORIGIN}/site/index.html")).unwrap();
    let saved = serde_json::json!({ "behavior": "allow", "downloadPath": downloads });
    page.call("Page.setDownloadBehavior", saved).unwrap();
    for (script, (said, pins)) in scripts.iter().zip(says) {
        for value in pins {
            stage.pinentry.will([pin(value)]);
        }
        if pins.is_empty() && script.contains("timeout") {
            stage.pinentry.will([Step::Hang]);
        }
        let heard = heard(&page, script);
        assert!(heard.last().is_some_and(|last| last == said), "{script}\n{heard:?}");
        browser.wait_until_closed(&ceremony_window()).unwrap();
    }
    let content = "The tenant pays 80,000 yen a month.\n";
    std::fs::write(downloads.join("agreement.txt"), content).unwrap();
    for name in ["agreement.txt.p7s", "lease-signed.pdf"] {
        wait_for_file(&downloads.join(name));
    }
}

/// The browser writes what is saved in its own time, under another name until it is whole.
fn wait_for_file(path: &Path) {
    let deadline = Instant::now() + PATIENCE;
    while !path.is_file() {
        assert!(Instant::now() < deadline, "{} was not saved", path.display());
        sleep(Duration::from_millis(20));
    }
}

/// Runs a script of the guide as from a click, and gives what it wrote to the console.
fn heard(page: &Page, script: &str) -> Vec<String> {
    let whole = format!(
        "(async () => {{
           const openjpki = await import('/site/openjpki.js');
           const heard = [];
           const console = {{ log: (...words) => heard.push(words.join(' ')) }};
           {script}
           return heard;
         }})()"
    );
    let heard = page.evaluate_as_person(&whole).unwrap();
    let lines = heard.as_array().unwrap().iter();
    lines.map(|line| line.as_str().unwrap().to_owned()).collect()
}

/// Puts the members of an evidence into files of their names, as section 5 begins; gives the nonce.
fn evidence(stage: &Stage, browser: &Browser) -> String {
    stage.pinentry.will([pin("4649")]);
    let page = browser.open(&format!("{ORIGIN}/site/index.html")).unwrap();
    let script = "(async () => {
        const openjpki = await import('/site/openjpki.js');
        const nonce = await (await fetch('/nonce', { method: 'POST' })).text();
        return { nonce, ...await openjpki.authenticate({ nonce }) };
    })()";
    let evidence = page.evaluate_as_person(script).unwrap();
    for name in ["authenticationCertificate", "authenticationSignature"] {
        let base64 = evidence[name].as_str().unwrap();
        assert!(STANDARD.decode(base64).is_ok());
        std::fs::write(stage.folder().join(name), base64).unwrap();
    }
    evidence.get("nonce").and_then(Value::as_str).unwrap().to_owned()
}

fn pin(value: &str) -> Step {
    Step::Pin(value.to_owned())
}
