//! The PIN window of Linux and macOS with whole pinentry programs: a scripted one, hostile ones and a real graphical one.
#![allow(clippy::unwrap_used, reason = "a broken stage should stop the test at once")]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use openjpki::jpki::{DigitalSignature, KeyKind, UserAuthentication};
use openjpki::origin::Origin;
use openjpki_host::cancel::Cancel;
use openjpki_host::catalog::Catalog;
use openjpki_host::prompt::{
    ConfirmRequest, MessageRequest, Mistake, Notice, PinPrompt, PinRequest, Pinentry, PromptError, Purpose,
};
use openjpki_tests::pcscd::program;
use openjpki_tests::pinentry::{ScriptedPinentry, Step};
use tempfile::TempDir;

/// A program that is this shell script.
fn shell(folder: &Path, script: &str) -> PathBuf {
    let path = folder.join("pinentry");
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path
}

struct Stage {
    folder: TempDir,
    person: ScriptedPinentry,
    origin: Origin,
}

impl Stage {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let person = ScriptedPinentry::new(folder.path());
        let origin = Origin::parse("https://portal.example.go.jp").unwrap();
        Self { folder, person, origin }
    }

    fn prompt(&self) -> Pinentry {
        let variables = self.person.environment();
        let exports = variables.map(|(name, file)| format!("export {name}='{}'", file.display()));
        let scripted = program("openjpki-scripted-pinentry").unwrap();
        let script = format!("{}\nexec '{}'", exports.join("\n"), scripted.display());
        Pinentry::new(Some(shell(self.folder.path(), &script)))
    }

    fn request(&self, mistake: Option<Mistake>) -> PinRequest<'_> {
        PinRequest {
            catalog: Catalog::for_lang("en"),
            origin: Some(&self.origin),
            purpose: Purpose::Register,
            tries: 4,
            mistake,
            documents: &[],
        }
    }

    fn confirm(&self) -> ConfirmRequest<'_> {
        ConfirmRequest {
            catalog: Catalog::for_lang("ja"),
            origin: Some(&self.origin),
            key: KeyKind::DigitalSignature,
        }
    }
}

#[test]
fn what_cannot_be_the_pin_is_explained_and_asked_for_again() {
    let stage = Stage::new();
    let typed = [
        "",
        "1234",
        "ABC12",
        "AB%12\u{3042}",
        &"A".repeat(17),
        &"9".repeat(200),
        "abc123",
    ];
    stage.person.will(typed.map(|pin| Step::Pin(pin.to_owned())));
    let request = stage.request(Some(Mistake::Wrong));
    stage
        .prompt()
        .ask::<DigitalSignature>(&request, &|| (), &Cancel::new())
        .unwrap();
    stage.person.went_as_written().unwrap();

    let shown = stage.person.dialogues();
    let errors: Vec<_> = shown
        .iter()
        .map(|dialogue| dialogue.error.lines().next().unwrap_or_default())
        .collect();
    let mistakes = &request.catalog.mistake.digital_signature;
    let expected = [
        mistakes.wrong,
        mistakes.empty,
        mistakes.other_pin,
        mistakes.too_short,
        mistakes.forbidden_character,
        mistakes.too_long,
        mistakes.too_long,
    ];
    assert_eq!(errors, expected);
    for dialogue in &shown {
        let lines: Vec<_> = dialogue.description.lines().take(2).collect();
        assert_eq!(lines, ["https://portal.example.go.jp", "Domain: example.go.jp"]);
        assert!(
            dialogue.description.contains("4 tries left."),
            "{}",
            dialogue.description
        );
    }
}

#[test]
fn the_person_can_stop_anywhere() {
    let stage = Stage::new();
    stage
        .person
        .will([Step::Cancel, Step::Decline, Step::Cancel, Step::Confirm, Step::Confirm]);
    let (mut prompt, cancel) = (stage.prompt(), Cancel::new());
    let asked = prompt.ask::<UserAuthentication>(&stage.request(None), &|| (), &cancel);
    assert_eq!(asked.unwrap_err(), PromptError::Cancelled);
    assert!(!prompt.confirm_last_try(&stage.confirm(), &cancel).unwrap());
    assert!(!prompt.confirm_last_try(&stage.confirm(), &cancel).unwrap());
    assert!(prompt.confirm_last_try(&stage.confirm(), &cancel).unwrap());
    let notice = Notice::PinBlocked(KeyKind::UserAuthentication);
    let message = MessageRequest {
        catalog: Catalog::for_lang("ja"),
        notice,
    };
    prompt.message(&message, &cancel).unwrap();
    stage.person.went_as_written().unwrap();
}

#[test]
fn cancelling_closes_the_window() {
    let stage = Stage::new();
    stage.person.will([Step::Hang]);
    let (mut prompt, cancel) = (stage.prompt(), Cancel::new());
    let asked = thread::scope(|scope| {
        scope.spawn(|| {
            stage.person.wait_for(1);
            cancel.cancel();
        });
        prompt.ask::<UserAuthentication>(&stage.request(None), &|| (), &cancel)
    });
    assert_eq!(asked.unwrap_err(), PromptError::Stopped);
    ScriptedPinentry::wait_until_closed(&stage.person.wait_for(1));
    let again = prompt.ask::<UserAuthentication>(&stage.request(None), &|| (), &cancel);
    assert_eq!(again.unwrap_err(), PromptError::Stopped, "no window opens afterwards");
    assert_eq!(stage.person.dialogues().len(), 1);
}

#[test]
fn programs_that_show_no_window_are_failures() {
    let stage = Stage::new();
    for (script, reason) in [
        ("exit 1", "it ended"),
        ("echo hello", "protocol"),
        ("echo OK; read x; exit 3", "it ended"),
        ("head -c 5000 /dev/zero", "more than 1000 bytes"),
        (
            "echo OK; while read x; do echo ERR 83918950 Inappropriate ioctl for device; done",
            "Inappropriate ioctl",
        ),
    ] {
        let mut prompt = Pinentry::new(Some(shell(stage.folder.path(), script)));
        let start = Instant::now();
        match prompt.ask::<UserAuthentication>(&stage.request(None), &|| (), &Cancel::new()) {
            Err(PromptError::Failed { reason: given, .. }) => assert!(given.contains(reason), "{script}: {given}"),
            other => panic!("{script}: {other:?}"),
        }
        assert!(start.elapsed() < Duration::from_secs(5), "{script}");
    }
    let mut missing = Pinentry::new(Some(stage.folder.path().join("none")));
    let error = missing
        .ask::<UserAuthentication>(&stage.request(None), &|| (), &Cancel::new())
        .unwrap_err();
    assert!(error.to_string().contains("No such file"), "{error}");
}

#[test]
fn only_what_a_window_needs_is_passed_on() {
    let stage = Stage::new();
    let seen = stage.folder.path().join("environment");
    let script = format!("env > '{}'; echo OK; read x; echo ERR 99", seen.display());
    let mut prompt = Pinentry::new(Some(shell(stage.folder.path(), &script)));
    prompt
        .ask::<UserAuthentication>(&stage.request(None), &|| (), &Cancel::new())
        .unwrap_err();
    let environment = fs::read_to_string(seen).unwrap();
    assert!(
        std::env::vars().any(|(name, _)| name.starts_with("CARGO")),
        "the test itself has more"
    );
    for line in environment.lines() {
        let name = line.split_once('=').map_or(line, |(name, _)| name);
        assert!(!name.starts_with("CARGO") && !name.starts_with("LD_"), "{line}");
    }
}
