//! Text strings of PDF. Source: PDF 1.7 section 7.9.2.2.

/// Longest title that is told, in characters.
const LONGEST_TITLE: usize = 200;
const UTF_16: &[u8] = &[0xFE, 0xFF];
const UTF_8: &[u8] = &[0xEF, 0xBB, 0xBF];

/// A title as a person may see it: UTF-16, UTF-8 or Latin letters; without what is not shown itself. Nothing if nothing is left.
pub(super) fn title(bytes: &[u8]) -> Option<String> {
    let text = if let Some(units) = bytes.strip_prefix(UTF_16) {
        let units = units
            .chunks_exact(2)
            .filter_map(|pair| Some(u16::from_be_bytes(pair.try_into().ok()?)));
        char::decode_utf16(units)
            .map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect()
    } else if let Some(utf_8) = bytes.strip_prefix(UTF_8) {
        String::from_utf8_lossy(utf_8).into_owned()
    } else {
        // PDFDocEncoding is Latin-1 but for some thirty signs.
        bytes.iter().map(|byte| char::from(*byte)).collect::<String>()
    };
    let shown: String = text
        .chars()
        .filter(|letter| shows_itself(*letter))
        .take(LONGEST_TITLE)
        .collect();
    let shown = shown.trim();
    (!shown.is_empty()).then(|| shown.to_owned())
}

/// Not a control, nor a separator of lines, nor one that turns the direction of the text around it.
fn shows_itself(letter: char) -> bool {
    !letter.is_control()
        && !matches!(
            letter,
            '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_to_write_a_title_is_read() {
        for (bytes, text) in [
            (&b"Lease"[..], Some("Lease")),
            (b"Caf\xE9 ", Some("Café")),
            (b"\xFE\xFF\x59\x51\x7D\x04\x66\xF8", Some("契約書")),
            (b"\xEF\xBB\xBF\xE5\xA5\x91\xE7\xB4\x84\xE6\x9B\xB8", Some("契約書")),
            (b"\xFE\xFF\x20\x2E\0a", Some("a")),
            (b"two\nlines", Some("twolines")),
            (b" \t", None),
            (b"", None),
        ] {
            assert_eq!(title(bytes).as_deref(), text, "{bytes:?}");
        }
        assert_eq!(title(&[b'a'; 1000]).unwrap().len(), LONGEST_TITLE);
    }
}
