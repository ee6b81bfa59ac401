//! What is said while a PIN is changed, and which one counts afterwards.

use openjpki::jpki::KeyKind;

use super::capitalized;
use crate::catalog::{Catalog, fill};
use crate::prompt::{ChangeStep, Mistake, Notice};

/// What the person wants.
pub(in super::super) fn purpose(catalog: &Catalog, key: KeyKind) -> String {
    about(catalog, key, catalog.change.purpose)
}

/// What they will type, and that nothing leaves the computer. Whoever typed a wrong current one has typed the new one already.
pub(in super::super) fn steps(catalog: &Catalog, step: ChangeStep, mistake: Option<Mistake>) -> String {
    let texts = &catalog.change;
    let steps = match (step, mistake) {
        (ChangeStep::Settle, _) => return catalog.own.stays.to_owned(),
        (ChangeStep::Current, Some(Mistake::Wrong | Mistake::SameAgain)) => texts.kept,
        _ => texts.steps,
    };
    format!("{steps}\n{}", catalog.own.stays)
}

/// The name of what is typed.
pub(in super::super) fn label(catalog: &Catalog, key: KeyKind, step: ChangeStep) -> String {
    let texts = &catalog.change;
    let label = match step {
        ChangeStep::Current => texts.current,
        ChangeStep::New => texts.new,
        ChangeStep::Repeat | ChangeStep::Settle => texts.repeat,
    };
    about(catalog, key, label)
}

/// What it looks like, or why it is asked for; nothing where windows of different platforms say different things.
pub(in super::super) fn advice(catalog: &Catalog, key: KeyKind, step: ChangeStep) -> Option<&'static str> {
    let texts = &catalog.change;
    match step {
        ChangeStep::Current => None,
        ChangeStep::New => Some(texts.advice.of(key)),
        ChangeStep::Repeat => Some(texts.repeat_advice),
        ChangeStep::Settle => Some(texts.settle_advice),
    }
}

/// Heading and text about which PIN counts; nothing for what is said about a PIN that is blocked.
pub(in super::super) fn outcome(catalog: &Catalog, notice: Notice) -> Option<(&'static str, String)> {
    let texts = &catalog.change;
    let (key, heading, text) = match notice {
        Notice::PinBlocked(_) => return None,
        Notice::PinChanged(key) => (key, texts.done_heading, texts.done),
        Notice::PinUnchanged(key) => (key, texts.unchanged_heading, texts.unchanged),
        Notice::PinInDoubt(key) => (key, texts.doubt_heading, texts.doubt),
        Notice::PinUnknown(key) => (key, texts.doubt_heading, texts.unknown),
        Notice::PinRefused(key) => (key, texts.doubt_heading, texts.refused),
    };
    Some((heading, about(catalog, key, text)))
}

fn about(catalog: &Catalog, key: KeyKind, text: &str) -> String {
    let values = [("pin", catalog.pin.of(key).name), ("ok", catalog.ok)];
    capitalized(&fill(text, &values))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prompt::{MessageRequest, PinRequest, Purpose, wording};

    const KEYS: [KeyKind; 2] = [KeyKind::UserAuthentication, KeyKind::DigitalSignature];
    const STEPS: [ChangeStep; 4] = [
        ChangeStep::Current,
        ChangeStep::New,
        ChangeStep::Repeat,
        ChangeStep::Settle,
    ];

    fn request(catalog: &Catalog, step: ChangeStep) -> PinRequest<'_> {
        PinRequest {
            catalog,
            origin: None,
            purpose: Purpose::ChangePin(step),
            tries: 3,
            mistake: None,
            documents: &[],
        }
    }

    /// For the current one, after the card refused it.
    fn again(catalog: &Catalog, mistake: Mistake) -> PinRequest<'_> {
        PinRequest {
            mistake: Some(mistake),
            ..request(catalog, ChangeStep::Current)
        }
    }

    /// Everything that a window of a pinentry program says; first what stands in a PIN window.
    fn texts(catalog: &Catalog, key: KeyKind) -> Vec<String> {
        let windows = STEPS.map(|step| wording::pin(&request(catalog, step), key));
        let again = wording::pin(&again(catalog, Mistake::Wrong), key);
        let mistakes = [Mistake::SameAsCurrent, Mistake::NotRepeated, Mistake::NotTheNewOne];
        let mistakes = mistakes.map(|mistake| wording::mistake(catalog, key, mistake));
        let notices = [
            Notice::PinChanged(key),
            Notice::PinUnchanged(key),
            Notice::PinInDoubt(key),
            Notice::PinUnknown(key),
            Notice::PinRefused(key),
        ];
        let notices = notices.map(|notice| wording::notice(&MessageRequest { catalog, notice }));
        [&windows[..], &[again], &mistakes, &notices].concat()
    }

    #[test]
    fn a_window_says_what_is_typed_and_shows_tries_only_where_one_can_be_lost() {
        let catalog = Catalog::for_lang("en");
        let said = STEPS.map(|step| wording::pin(&request(catalog, step), KeyKind::UserAuthentication));
        assert_eq!(
            said[0],
            "OpenJPKI\n\n\
             You want to change the user authentication PIN (利用者証明用パスワード).\n\
             First type the one you have now, then a new one twice. Only then is your card asked.\n\
             Nothing leaves this computer.\n\n\
             The user authentication PIN (利用者証明用パスワード) you have now: 4 digits\n3 tries left."
        );
        for (step, said) in STEPS.into_iter().zip(&said) {
            let compared = Purpose::ChangePin(step).is_compared();
            assert_eq!(said.contains("3 tries left."), compared, "{said}");
        }
        assert!(
            said[1].ends_with(catalog.change.advice.user_authentication),
            "{}",
            said[1]
        );
    }

    #[test]
    fn whoever_mistypes_the_current_one_reads_that_the_new_one_is_kept() {
        for catalog in Catalog::all() {
            for key in KEYS {
                for mistake in [Mistake::Wrong, Mistake::SameAgain] {
                    let said = wording::pin(&again(catalog, mistake), key);
                    assert!(said.contains(catalog.change.kept), "{said}");
                    assert!(!said.contains(catalog.change.steps), "{said}");
                }
                let begun = wording::pin(&request(catalog, ChangeStep::Current), key);
                assert!(!begun.contains(catalog.change.kept), "{begun}");
            }
        }
    }

    /// The pinentry protocol takes lines of at most 1,000 bytes, in which a line feed takes three.
    #[test]
    fn every_text_fits_into_a_line() {
        for catalog in Catalog::all() {
            for text in KEYS.into_iter().flat_map(|key| texts(catalog, key)) {
                let length = "SETERROR ".len() + text.len() + 2 * text.matches(['\n', '%']).count();
                assert!(length <= 1000, "{}, {length} bytes: {text}", catalog.lang);
                assert!(!text.contains(['{', '}']), "{}: {text}", catalog.lang);
            }
        }
    }

    /// As the lines of other PIN windows (`wording::tests`); messages are broken by every program.
    #[test]
    fn no_line_of_a_pin_window_is_wider_than_a_small_screen() {
        let wide =
            |letter: char| ('\u{1100}'..='\u{11ff}').contains(&letter) || ('\u{2e80}'..='\u{ffe6}').contains(&letter);
        for catalog in Catalog::all() {
            for text in KEYS.into_iter().flat_map(|key| texts(catalog, key).into_iter().take(8)) {
                for line in text.lines() {
                    let columns: usize = line.chars().map(|letter| 1 + usize::from(wide(letter))).sum();
                    assert!(columns <= 140, "{}, {columns} columns: {line}", catalog.lang);
                }
            }
        }
    }
}
