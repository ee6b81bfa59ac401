//! Searching a municipality by a part of its name: in kanji, hiragana, katakana or Latin letters of any usual romanisation.

use super::{Place, prefectures};

/// Between the spellings in a key; nobody types it.
const APART: char = '\n';

/// The municipalities of a prefecture (of all, if its code is empty) whose name holds every word of `part` in any letters, in the order of their
/// codes; none if both are empty. The one with the code `chosen` is always among them.
pub fn search(prefecture: &str, part: &str, chosen: &str) -> Vec<Place> {
    let words: Vec<String> = part.split_whitespace().map(folded).collect();
    let searched = !(prefecture.is_empty() && words.is_empty());
    prefectures()
        .iter()
        .filter(|candidate| prefecture.is_empty() || candidate.code == prefecture)
        .flat_map(|prefecture| {
            let of = move |municipality| Place {
                prefecture,
                municipality,
            };
            prefecture.municipalities.iter().map(of)
        })
        .filter(|place| {
            let key = &place.municipality.key;
            let found = searched && words.iter().all(|word| key.contains(word));
            found || place.municipality.code == chosen
        })
        .collect()
}

/// All spellings of a municipality, in the form in which they are compared.
pub(super) fn key(name: &str, reading: &str, latin: &str) -> String {
    [name, reading, latin].map(folded).join(&APART.to_string())
}

/// Without spaces, hyphens and the difference between katakana and hiragana, full and half width, capital and small; Latin letters
/// as one romanisation, whichever was used: `Shinjuku`, `sinzyuku` and `shinjyuku` are the same, and so are `Ōsaka`, `Oosaka`, `Osaka`.
fn folded(text: &str) -> String {
    let letters: String = text.chars().filter_map(letter).collect();
    const SPELLINGS: [(&str, &str); 21] = [
        ("shi", "si"),
        ("sh", "sy"),
        ("tch", "tty"),
        ("chi", "ti"),
        ("ch", "ty"),
        ("tsu", "tu"),
        ("fu", "hu"),
        ("jy", "zy"),
        ("ji", "zi"),
        ("j", "zy"),
        ("dzu", "zu"),
        ("du", "zu"),
        ("di", "zi"),
        ("tyi", "ti"),
        ("mb", "nb"),
        ("mp", "np"),
        ("mm", "nm"),
        ("n'", "n"),
        ("ou", "o"),
        ("oo", "o"),
        ("uu", "u"),
    ];
    SPELLINGS
        .iter()
        .fold(letters, |text, (spelling, one)| text.replace(spelling, one))
}

fn letter(letter: char) -> Option<char> {
    let narrow = match letter {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(letter).saturating_sub(0xFEE0))?,
        other => other,
    };
    Some(match narrow {
        ' ' | '\u{3000}' | '-' | '.' => return None,
        'Ō' | 'ō' | 'Ô' | 'ô' => 'o',
        'Ū' | 'ū' | 'Û' | 'û' => 'u',
        // Katakana stand 96 places behind hiragana.
        'ァ'..='ヶ' => char::from_u32(u32::from(narrow).saturating_sub(96))?,
        other => other.to_ascii_lowercase(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(prefecture: &str, part: &str) -> Vec<String> {
        search(prefecture, part, "").iter().map(Place::name).collect()
    }

    #[test]
    fn a_name_in_any_letters() {
        for part in [
            "新宿",
            "しんじゅく",
            "シンジュク",
            "shinjuku",
            "Sinzyuku",
            "SHINJYUKU",
            "ｓｈｉｎｊｕｋｕ-ku",
            "新宿区",
        ] {
            assert_eq!(names("13", part), ["東京都新宿区"], "{part}");
        }
        for part in ["Chōfu", "choufu", "tyohu", "ちょうふ"] {
            assert_eq!(names("13", part), ["東京都調布市"], "{part}");
        }
        assert_eq!(names("28", "tanba sasayama"), ["兵庫県丹波篠山市"]);
        assert_eq!(names("01", "ニセコ"), ["北海道ニセコ町"]);
        assert_eq!(names("14", "yokohama naka"), ["神奈川県横浜市中区"]);
    }

    #[test]
    fn everywhere_and_nowhere() {
        assert_eq!(names("", "府中"), ["東京都府中市", "広島県府中市", "広島県府中町"]);
        assert_eq!(names("", ""), Vec::<String>::new());
        assert_eq!(names("13", "paris"), Vec::<String>::new());
        assert_eq!(names("13", "").len(), 62);
        assert_eq!(names("99", ""), Vec::<String>::new());
        let kept = search("13", "paris", "131016");
        assert_eq!(kept.iter().map(Place::name).collect::<Vec<_>>(), ["東京都千代田区"]);
    }
}
