//! The field that a PIN is typed into: what a key may do there.

use super::rule::Note;
use super::win32::{FIRST_FULL_WIDTH, LAST_FULL_WIDTH, Listener, Spoken, Verdict};

/// What becomes of one UTF-16 unit from the keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stroke {
    /// Goes to the field: a letter, a digit, backspace.
    Enters(u16),
    /// A full-width one, which goes to the field as this.
    Folded(u16),
    /// What a person cannot mean by typing a PIN: explained.
    Refused,
    /// Paste, from the keyboard.
    Paste,
    /// Control characters that a PIN field has no use for.
    Nothing,
}

impl Stroke {
    fn of(unit: u16) -> Self {
        const BACKSPACE: u16 = 0x08;
        const CONTROL_V: u16 = 0x16;
        const CONTROL_BACKSPACE: u16 = 0x7F;
        match unit {
            BACKSPACE => Self::Enters(unit),
            CONTROL_V => Self::Paste,
            0..0x20 | CONTROL_BACKSPACE => Self::Nothing,
            FIRST_FULL_WIDTH..=LAST_FULL_WIDTH => match Self::of(unit - FIRST_FULL_WIDTH + 0x21) {
                Self::Enters(half) => Self::Folded(half),
                other => other,
            },
            _ => match u8::try_from(unit) {
                Ok(byte) if byte.is_ascii_alphanumeric() => Self::Enters(byte.to_ascii_uppercase().into()),
                _ => Self::Refused,
            },
        }
    }
}

/// Hears what the field is told before the field does, and passes on what is worth a word.
pub(super) struct Guard<N>(pub(super) N);

impl<N: Fn(Note)> Listener for Guard<N> {
    fn hears(&self, spoken: Spoken) -> Verdict {
        let note = &self.0;
        match spoken {
            Spoken::Character(unit) => match Stroke::of(unit) {
                Stroke::Enters(unit) => Verdict::PassAs(usize::from(unit)),
                Stroke::Folded(unit) => {
                    note(Note::Folded);
                    Verdict::PassAs(usize::from(unit))
                }
                Stroke::Refused => {
                    note(Note::Refused);
                    Verdict::Swallow
                }
                Stroke::Paste => {
                    note(Note::NoPaste);
                    Verdict::Swallow
                }
                Stroke::Nothing => Verdict::Swallow,
            },
            Spoken::Paste => {
                note(Note::NoPaste);
                Verdict::Swallow
            }
            Spoken::Clipboard | Spoken::Menu | Spoken::FromOutside | Spoken::Balloon => Verdict::Swallow,
            Spoken::Rung | Spoken::Other => Verdict::Pass,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_raised_and_full_width_ones_folded() {
        for (typed, stroke) in [
            ('a', Stroke::Enters(u16::from(b'A'))),
            ('Z', Stroke::Enters(u16::from(b'Z'))),
            ('7', Stroke::Enters(u16::from(b'7'))),
            ('７', Stroke::Folded(u16::from(b'7'))),
            ('ａ', Stroke::Folded(u16::from(b'A'))),
            ('-', Stroke::Refused),
            ('－', Stroke::Refused),
            (' ', Stroke::Refused),
            ('あ', Stroke::Refused),
            ('ß', Stroke::Refused),
            ('\u{16}', Stroke::Paste),
            ('\u{3}', Stroke::Nothing),
            ('\u{8}', Stroke::Enters(8)),
        ] {
            let mut units = [0; 2];
            assert_eq!(Stroke::of(typed.encode_utf16(&mut units)[0]), stroke, "{typed:?}");
        }
    }
}
