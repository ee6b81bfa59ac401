//! The documents that are to be signed, as the windows list them.
//!
//! Names and types are what the page says: they are cut short, and nothing in them is taken for more than text.

use crate::catalog::{Catalog, Plural, fill};
use crate::wire::Listed;

/// Columns of the longest name that is shown whole; wide letters take two.
const LONGEST_NAME: usize = 48;
/// Characters of the longest media type that is shown whole.
const LONGEST_TYPE: usize = 40;
/// Bytes of a digest that are shown, each as two digits: enough to compare by eye with the whole one in the ceremony window.
const SHOWN_OF_DIGEST: usize = 8;

/// What the site asks for: how many documents there are to sign.
pub(super) fn ask(catalog: &Catalog, documents: &[Listed]) -> String {
    numbered(&catalog.documents.ask, "count", documents.len())
}

/// Every document, each on a line of its own.
#[cfg(any(windows, test))]
pub(super) fn all(catalog: &Catalog, documents: &[Listed]) -> Vec<String> {
    let lines = documents.iter().enumerate();
    lines
        .map(|(before, listed)| line(catalog, before + 1, listed))
        .collect()
}

/// As many documents as fit; where the rest are, if there is a rest.
///
/// - `room`: how long the text may be, as `length` counts.
#[cfg(any(unix, test))]
pub(super) fn within(catalog: &Catalog, documents: &[Listed], room: usize, length: impl Fn(&str) -> usize) -> String {
    let mut text = String::new();
    for (before, listed) in documents.iter().enumerate() {
        let line = line(catalog, before + 1, listed) + "\n";
        let rest = match documents.len() - before - 1 {
            0 => String::new(),
            rest => more(catalog, rest),
        };
        if length(&text) + length(&line) + length(&rest) > room {
            text.push_str(&more(catalog, documents.len() - before));
            break;
        }
        text.push_str(&line);
    }
    text
}

#[cfg(any(unix, test))]
fn more(catalog: &Catalog, number: usize) -> String {
    numbered(&catalog.documents.more, "more", number) + "\n"
}

fn numbered(texts: &Plural, place: &str, number: usize) -> String {
    let text = texts.of(u8::try_from(number).unwrap_or(u8::MAX));
    fill(text, &[(place, &number.to_string())])
}

/// `2. lease.pdf (application/pdf, 132 kB, SHA-256 1f0c8a4e5b7d9032…)`.
fn line(catalog: &Catalog, number: usize, listed: &Listed) -> String {
    let name = shortened(&plain(&listed.name));
    let what = match (&listed.media_type, listed.size) {
        (Some(media_type), Some(bytes)) => {
            let media_type: String = plain(media_type).chars().take(LONGEST_TYPE).collect();
            format!("{media_type}, {}", size(bytes))
        }
        _ => catalog.documents.unseen.to_owned(),
    };
    let digest = listed.digest.iter().take(SHOWN_OF_DIGEST);
    let digest: String = digest.map(|byte| format!("{byte:02x}")).collect();
    format!("{number}. {name} ({what}, SHA-256 {digest}…)")
}

/// Some windows take what looks like HTML for HTML: without angle brackets nothing does.
fn plain(text: &str) -> String {
    text.replace('<', "‹").replace('>', "›")
}

/// A name that is too long without its middle: its ending says what it is for.
fn shortened(name: &str) -> String {
    if columns(name) <= LONGEST_NAME {
        return name.to_owned();
    }
    let letters: Vec<char> = name.chars().collect();
    let beginning = fitting(letters.iter());
    let mut ending = fitting(letters.iter().rev());
    ending = ending.chars().rev().collect();
    format!("{beginning}…{ending}")
}

/// As many letters as fit into half a name.
fn fitting<'a>(letters: impl Iterator<Item = &'a char>) -> String {
    let mut wide = 0;
    letters
        .take_while(|letter| {
            wide += width(**letter);
            wide < LONGEST_NAME / 2
        })
        .collect()
}

fn columns(text: &str) -> usize {
    text.chars().map(width).sum()
}

/// Letters of East Asia take two columns. Source: Unicode standard annex 11, roughly.
fn width(letter: char) -> usize {
    1 + usize::from(('\u{1100}'..='\u{11ff}').contains(&letter) || letter >= '\u{2e80}')
}

/// `812 B`, `132 kB`, `3.4 MB`: the units of ISO 80000-13.
fn size(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use openjpki::jpki::KeyKind;
    use openjpki::origin::Origin;

    use super::*;
    use crate::prompt::{PinRequest, Purpose, wording};

    fn listed(name: &str, size: Option<usize>) -> Listed {
        Listed {
            name: name.to_owned(),
            media_type: size.map(|_| "application/pdf".to_owned()),
            size,
            digest: [0x1F; 32],
            pages: None,
            title: None,
        }
    }

    #[test]
    fn a_line_says_name_type_size_and_the_beginning_of_the_digest() {
        let catalog = Catalog::for_lang("en");
        for (document, expected) in [
            (
                listed("lease.pdf", Some(131_200)),
                "1. lease.pdf (application/pdf, 132 kB, SHA-256 1f1f1f1f1f1f1f1f…)",
            ),
            (
                listed("lease", None),
                "1. lease (the site did not show what this is, SHA-256 1f1f1f1f1f1f1f1f…)",
            ),
            (
                listed("<b>", Some(812)),
                "1. ‹b› (application/pdf, 812 B, SHA-256 1f1f1f1f1f1f1f1f…)",
            ),
        ] {
            assert_eq!(line(catalog, 1, &document), expected);
        }
        assert_eq!((size(3_450_000).as_str(), size(999).as_str()), ("3.4 MB", "999 B"));
    }

    #[test]
    fn a_long_name_keeps_its_beginning_and_its_ending() {
        for letter in ["a", "契", "क"] {
            let name = format!("{}.pdf", letter.repeat(200));
            let short = shortened(&name);
            assert!(short.starts_with(letter) && short.ends_with(".pdf") && short.contains('…'));
            assert!(columns(&short) <= LONGEST_NAME + 1, "{short}");
        }
        assert_eq!(shortened("lease.pdf"), "lease.pdf");
    }

    #[test]
    fn what_does_not_fit_is_counted() {
        let documents = vec![listed(&"a".repeat(255), Some(5_000_000)); 20];
        for catalog in Catalog::all() {
            for room in [120, 300, 450, 10_000] {
                let text = within(catalog, &documents, room, str::len);
                let shown = text.lines().filter(|line| line.contains("SHA-256")).count();
                let more = more(catalog, 20 - shown);
                assert_eq!(text.ends_with(&more), shown < 20, "{text}");
                assert!(
                    shown == 0 || text.len() <= room,
                    "{}: {} of {room}",
                    catalog.lang,
                    text.len()
                );
            }
            assert_eq!(all(catalog, &documents).len(), 20);
            assert!(within(catalog, &[], 0, str::len).is_empty());
        }
    }

    /// A pinentry takes 1,000 bytes, and `pinentry-gtk-2` breaks no line: see the tests of the other texts.
    #[test]
    fn twenty_documents_fit_into_a_window_of_every_language() {
        let label = "a".repeat(61);
        let short = Origin::parse("https://portal.example.go.jp").unwrap();
        let long = Origin::parse(&format!("https://{label}.{label}.{label}.{label}.go.jp:65535")).unwrap();
        for catalog in Catalog::all() {
            for (origin, fewest) in [(&short, 1), (&long, 0)] {
                for name in ["%".repeat(255), "契".repeat(255), "lease.pdf".to_owned()] {
                    for size in [Some(12_000_000), None] {
                        let documents = vec![listed(&name, size); 20];
                        let request = PinRequest {
                            catalog,
                            origin: Some(origin),
                            purpose: Purpose::Sign,
                            tries: 5,
                            mistake: None,
                            documents: &documents,
                        };
                        let text = wording::pin(&request, KeyKind::DigitalSignature);
                        let bytes = text.len() + 2 * text.matches(['\n', '%']).count();
                        assert!(bytes + "SETDESC ".len() <= 1000, "{}: {bytes}: {text}", catalog.lang);
                        assert!(text.contains(&ask(catalog, &documents)), "{text}");
                        let shown = text.lines().filter(|line| line.contains("SHA-256"));
                        let spiteful = name.starts_with('%');
                        assert!(spiteful || shown.clone().count() >= fewest, "{}: {text}", catalog.lang);
                        for line in shown {
                            assert!(columns(line) <= 140, "{}: {line}", catalog.lang);
                        }
                    }
                }
            }
        }
    }
}
