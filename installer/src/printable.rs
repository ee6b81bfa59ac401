//! What others say (programs, files, drivers) and how they name things, fit for a terminal.

/// How much of what somebody says is shown, in characters.
const LONGEST: usize = 200;

/// One line of at most 200 characters without control characters, blanks drawn together.
pub(crate) fn one_line(text: &str) -> String {
    let line = printable(text).split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(LONGEST).collect()
}

/// One line, whole: the same as [`printable`], line feeds too.
pub(crate) fn line(text: &str) -> String {
    printable(text).replace('\n', " ")
}

/// The text without characters that move the cursor, change colours or turn the order of letters around; line feeds stay.
pub(crate) fn printable(text: &str) -> String {
    let shown = |c: char| {
        if c != '\n' && (c.is_control() || is_invisible(c)) {
            ' '
        } else {
            c
        }
    };
    text.chars().map(shown).collect()
}

/// Unicode: `Bidi_Control`, zero width, line and paragraph separator.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_say_cannot_play_with_the_terminal() {
        assert_eq!(one_line("\x1b[2Jall\tis\r\nwell\u{202E}\u{200B}!"), "[2Jall is well !");
        assert_eq!(one_line(&"あ".repeat(500)).chars().count(), 200);
        assert_eq!(one_line("\n \r\n"), "");
        assert_eq!(printable("a\x1b[1m\nb\u{85}"), "a [1m\nb ");
        assert_eq!(line("a  b\x1b\n"), "a  b  ");
    }
}
