use std::path::PathBuf;

use super::DoctorWords;
use crate::catalog::{English, Japanese};
use crate::doctor::{Card, Key, NextStep, Os, Trouble, Verdict, What};

const LANGUAGES: [&dyn DoctorWords; 2] = [&English, &Japanese];

fn steps() -> Vec<NextStep> {
    let path = || PathBuf::from("/p");
    vec![
        NextStep::InstallBrowser,
        NextStep::Install,
        NextStep::InstallFor("edge".to_owned()),
        NextStep::InstallAgain,
        NextStep::UseNewerInstaller,
        NextStep::RemoveManifest(path().into()),
        NextStep::RemoveHiddenManifest(path().into()),
        NextStep::TakeRightsAway(path()),
        NextStep::AskOwner(path()),
        NextStep::MoveRecordAway(path()),
        NextStep::InstallPcscLibrary,
        NextStep::HostFirst,
        NextStep::LookAgain,
        NextStep::StartService,
        NextStep::UseHere,
        NextStep::ConnectReader,
        NextStep::PlaceCard,
        NextStep::PlaceOtherCard,
        NextStep::PlaceCardNotPhone,
        NextStep::CloseOtherProgram,
        NextStep::PlaceAgain,
        NextStep::Unblock(Key::UserAuthentication),
        NextStep::Unblock(Key::DigitalSignature),
        NextStep::MindLastTry(Key::UserAuthentication),
        NextStep::HaveIssued,
        NextStep::Renew,
        NextStep::SetClock,
    ]
}

fn troubles() -> Vec<Trouble> {
    vec![
        Trouble::NotStarted("why".to_owned()),
        Trouble::Ended {
            code: Some(3),
            said: Some("said".to_owned()),
        },
        Trouble::Ended { code: None, said: None },
        Trouble::Silent(5),
        Trouble::TooLong(9),
        Trouble::Nonsense,
        Trouble::OtherProtocol(2),
        Trouble::Refused("busy".to_owned()),
        Trouble::Lingers,
    ]
}

#[test]
fn no_two_steps_and_no_two_troubles_have_one_sentence() {
    for words in LANGUAGES {
        for os in [Os::Linux, Os::Windows, Os::MacOs] {
            let mut sentences: Vec<String> = steps().iter().map(|step| words.next(step, os)).collect();
            let program = PathBuf::from("/h");
            sentences.extend(troubles().into_iter().map(|trouble| {
                let program = program.clone();
                words.what(&What::HostFails { program, trouble })
            }));
            let all = sentences.len();
            assert!(
                sentences
                    .iter()
                    .all(|sentence| !sentence.is_empty() && !sentence.contains('\n'))
            );
            sentences.sort();
            sentences.dedup();
            assert_eq!(sentences.len(), all, "{sentences:#?}");
        }
    }
}

#[test]
fn windows_people_get_no_linux_commands() {
    for words in LANGUAGES {
        for step in steps().iter().filter(|step| **step != NextStep::InstallPcscLibrary) {
            for os in [Os::Windows, Os::MacOs] {
                let sentence = words.next(step, os);
                assert!(!sentence.contains("sudo") && !sentence.contains("apt"), "{sentence}");
            }
        }
        assert!(
            !words
                .next(&NextStep::TakeRightsAway("/p".into()), Os::Windows)
                .contains("chmod")
        );
    }
}

#[test]
fn what_to_show_at_the_counter_is_japanese_in_every_language() {
    for words in LANGUAGES {
        let shown = words.next(&NextStep::Unblock(Key::DigitalSignature), Os::Windows);
        assert!(
            shown.contains("「署名用パスワードの初期化をお願いします。」"),
            "{shown}"
        );
    }
}

#[test]
fn japanese_is_japanese_and_english_is_not() {
    let is_japanese = |text: &str| text.chars().any(|c| matches!(c, '\u{3041}'..='\u{30FF}'));
    let name = "R".to_owned();
    let card = Card::Busy;
    for what in [
        What::NoBrowser,
        What::Unchecked,
        What::ServiceClosed,
        What::NoReader,
        What::Reader { name, card },
    ] {
        assert!(is_japanese(&Japanese.what(&what)), "{what:?}");
        assert!(!is_japanese(&English.what(&what)), "{what:?}");
    }
    assert!(is_japanese(&Japanese.summary(2)) && !is_japanese(&English.summary(2)));
}

#[test]
fn blocked_and_last_tries_are_told_apart() {
    let key = Key::UserAuthentication;
    for words in LANGUAGES {
        let say = |left| words.what(&What::Tries { key, left });
        let said = [say(None), say(Some(0)), say(Some(1)), say(Some(2)), say(Some(3))];
        assert!((1..said.len()).all(|n| !said[..n].contains(&said[n])), "{said:?}");
        let marks = [Verdict::Good, Verdict::Hint, Verdict::Todo].map(|verdict| words.mark(verdict));
        assert!(marks[0] != marks[1] && marks[1] != marks[2] && marks[0] != marks[2]);
    }
}
