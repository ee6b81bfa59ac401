//! What is still missing while somebody types, in words that say nothing about what was typed but its length.

use openjpki::jpki::{DigitalSignature, Key, KeyKind, Pin, PinEntry, PinFormatError, PinRule, UserAuthentication};

use crate::catalog::{Catalog, fill};
use crate::prompt::wording;

/// The rule of one PIN, in one language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule {
    pub(super) catalog: &'static Catalog,
    pub(super) key: KeyKind,
    /// Whether it is typed for the first time, and must look like a new one.
    pub(super) is_new: bool,
}

/// What happened at the keyboard besides what is in the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Note {
    /// A full-width character was taken as a half-width one.
    Folded,
    /// A character that no PIN has was not entered.
    Refused,
    /// Pasting was refused.
    NoPaste,
}

/// What the hint says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hint {
    pub(super) text: String,
    /// Whether something has to change, not only to be added.
    pub(super) wrong: bool,
}

impl Rule {
    /// Checks what is in the field.
    ///
    /// # Errors
    /// What the card's own rule says about it.
    pub(super) fn check(self, entry: &PinEntry) -> Result<(), PinFormatError> {
        match self.key {
            KeyKind::UserAuthentication => self.check_as::<UserAuthentication>(entry),
            KeyKind::DigitalSignature => self.check_as::<DigitalSignature>(entry),
        }
    }

    fn check_as<K: Key>(self, entry: &PinEntry) -> Result<(), PinFormatError> {
        let pin = Pin::<K>::parse(entry)?;
        if self.is_new { pin.check_new() } else { Ok(()) }
    }

    /// What to say about a field of which the rule says `checked`.
    pub(super) fn hint(self, checked: Result<(), PinFormatError>, note: Option<Note>) -> Hint {
        let window = &self.catalog.window;
        let state = self.state(checked);
        let before = match note {
            None => return state,
            Some(Note::NoPaste) => {
                return Hint {
                    text: window.no_paste.to_owned(),
                    wrong: true,
                };
            }
            Some(Note::Refused) => {
                let why = wording::format_error(self.catalog, self.key, PinFormatError::ForbiddenCharacter);
                return Hint {
                    text: self.join(why, window.not_entered),
                    wrong: true,
                };
            }
            Some(Note::Folded) => window.folded,
        };
        Hint {
            text: self.join(before, &state.text),
            wrong: state.wrong,
        }
    }

    /// Every text that a hint can have, for a place that is large enough.
    pub(super) fn hints(self) -> Vec<String> {
        use PinFormatError::{Empty, LooksLikeOtherPin, NotDigits, NotMixed, TooLong, TooShort};
        let states = [
            Ok(()),
            Err(Empty),
            Err(TooShort { length: 1 }),
            Err(TooLong { length: 17 }),
            Err(NotDigits),
            Err(LooksLikeOtherPin),
            Err(NotMixed),
        ];
        let notes = [None, Some(Note::Folded), Some(Note::Refused), Some(Note::NoPaste)];
        let hints = states
            .into_iter()
            .flat_map(|state| notes.map(|note| self.hint(state, note).text));
        let refusals = states.map(|state| self.refusal(state).text);
        hints
            .chain(refusals)
            .chain([self.catalog.window.working.to_owned()])
            .collect()
    }

    fn state(self, checked: Result<(), PinFormatError>) -> Hint {
        let right = |text: String| Hint { text, wrong: false };
        let password = self.key.rule() == PinRule::SixToSixteenAlphanumeric;
        match checked {
            Ok(()) => right((*self.catalog.window.complete.of(self.key)).to_owned()),
            Err(PinFormatError::Empty) => right(self.missing(0)),
            Err(PinFormatError::TooShort { length }) => right(self.missing(length)),
            // Every password that begins with four digits looks like this for a moment.
            Err(PinFormatError::LooksLikeOtherPin) if password => right(self.missing(4)),
            Err(error @ PinFormatError::NotMixed) => {
                right(wording::format_error(self.catalog, self.key, error).to_owned())
            }
            Err(error) => Hint {
                text: wording::format_error(self.catalog, self.key, error).to_owned(),
                wrong: true,
            },
        }
    }

    /// What to say when somebody presses Enter before the rule is met.
    pub(super) fn refusal(self, checked: Result<(), PinFormatError>) -> Hint {
        let error = checked.err().unwrap_or(PinFormatError::Empty);
        Hint {
            text: wording::format_error(self.catalog, self.key, error).to_owned(),
            wrong: true,
        }
    }

    fn missing(self, typed: usize) -> String {
        let wanted: usize = match self.key.rule() {
            PinRule::FourDigits => 4,
            PinRule::SixToSixteenAlphanumeric => 6,
        };
        let missing = u8::try_from(wanted.saturating_sub(typed)).unwrap_or(u8::MAX);
        let text = self.catalog.window.missing.of(self.key).of(missing);
        fill(text, &[("missing", &missing.to_string())])
    }

    /// Two sentences on one line: with a space where the language writes one.
    fn join(self, first: &str, second: &str) -> String {
        let space = if first.ends_with('。') { "" } else { " " };
        format!("{first}{space}{second}")
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::*;

    fn hint(key: KeyKind, typed: &str, note: Option<Note>) -> Hint {
        let rule = Rule {
            catalog: Catalog::for_lang("en"),
            key,
            is_new: false,
        };
        let mut entry = PinEntry::new();
        typed.bytes().for_each(|byte| entry.push_byte(byte).unwrap());
        rule.hint(rule.check(&entry), note)
    }

    #[test]
    fn what_is_missing_is_counted() {
        let (pin, password) = (KeyKind::UserAuthentication, KeyKind::DigitalSignature);
        for (key, typed, text, wrong) in [
            (pin, "", "4 more digits.", false),
            (pin, "123", "1 more digit.", false),
            (pin, "1234", "Press OK to go on.", false),
            (pin, "12345", "Too long: the PIN has 4 digits.", true),
            (pin, "12A", "The PIN has only digits.", true),
            (password, "ABC", "At least 3 more characters.", false),
            (password, "1234", "At least 2 more characters.", false),
            (password, "12345", "At least 1 more character.", false),
            (password, "ABC123", "When you have typed all of it, press OK.", false),
        ] {
            let expected = Hint {
                text: text.to_owned(),
                wrong,
            };
            assert_eq!(hint(key, typed, None), expected, "{typed}");
        }
    }

    #[test]
    fn a_new_password_needs_letters_and_digits() {
        let (catalog, key, is_new) = (Catalog::for_lang("en"), KeyKind::DigitalSignature, true);
        let rule = Rule { catalog, key, is_new };
        for (typed, text) in [
            ("ABC", "At least 3 more characters."),
            ("ABCDEF", catalog.change.not_mixed),
            ("ABCDEF1", "When you have typed all of it, press OK."),
        ] {
            let mut entry = PinEntry::new();
            typed.bytes().for_each(|byte| entry.push_byte(byte).unwrap());
            let hint = rule.hint(rule.check(&entry), None);
            assert_eq!((hint.text.as_str(), hint.wrong), (text, false), "{typed}");
        }
    }

    #[test]
    fn what_the_keyboard_did_is_explained() {
        let key = KeyKind::UserAuthentication;
        assert_eq!(
            hint(key, "12", Some(Note::Folded)).text,
            "Full-width characters were entered as half-width ones. 2 more digits."
        );
        let refused = hint(key, "12", Some(Note::Refused));
        assert_eq!(refused.text, "The PIN has only digits. That character was not entered.");
        assert!(refused.wrong);
        assert!(hint(key, "12", Some(Note::NoPaste)).wrong);
    }

    #[test]
    fn sentences_are_apart_as_each_language_has_it() {
        for (lang, expected) in [
            ("ja", "数字だけを入力してください。その文字は入力していません。"),
            ("vi", "Mã PIN chỉ có chữ số. Ký tự đó không được nhập."),
            ("ne", "पिनमा अङ्क (0-9) मात्र हुन्छ। त्यो अक्षर टाइप भएन।"),
            ("zh-Hans", "密码只有数字。该字符没有输入。"),
        ] {
            let (catalog, key) = (Catalog::for_lang(lang), KeyKind::UserAuthentication);
            let is_new = false;
            let rule = Rule { catalog, key, is_new };
            let texts = catalog.mistake.of(key);
            let joined = rule.join(texts.forbidden_character, catalog.window.not_entered);
            assert_eq!(joined, expected);
        }
    }

    #[test]
    fn no_hint_is_forgotten_when_room_is_made() {
        for catalog in Catalog::all() {
            for key in [KeyKind::UserAuthentication, KeyKind::DigitalSignature] {
                let is_new = true;
                let rule = Rule { catalog, key, is_new };
                let hints = rule.hints();
                assert!(hints.contains(&rule.refusal(Err(PinFormatError::NotDigits)).text));
                assert!(hints.iter().any(|text| text == catalog.window.working));
                assert!(hints.iter().all(|text| !text.is_empty() && !text.contains('{')));
            }
        }
    }
}
