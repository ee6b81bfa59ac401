//! Hiragana to Latin letters, as passports write names (Hepburn without long vowels; ヘボン式ローマ字綴方表).

/// A place in Latin letters: `札幌市中央区`, `さっぽろし ちゅうおうく` gives `Sapporo-shi Chuo-ku`.
pub(super) fn of_place(name: &str, reading: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut parts = reading.split(' ').peekable();
    while let Some(part) = parts.next() {
        // Before a ward stands its city; otherwise the last character says what it is.
        let ending = if parts.peek().is_some() {
            Some('市')
        } else {
            name.chars().last()
        };
        words.push(of_word(part, ending));
    }
    words.join(" ")
}

fn of_word(reading: &str, ending: Option<char>) -> String {
    let endings: &[&str] = match ending {
        Some('都') => &["と"],
        Some('府') => &["ふ"],
        Some('県') => &["けん"],
        Some('市') => &["し"],
        Some('区') => &["く"],
        Some('町') => &["ちょう", "まち"],
        Some('村') => &["むら", "そん"],
        _ => &[],
    };
    let split = endings
        .iter()
        .find_map(|ending| Some((reading.strip_suffix(ending)?, *ending)));
    match split {
        Some((stem, ending)) => format!("{}-{}", capitalised(&latin(stem)), latin(ending)),
        None => capitalised(&latin(reading)),
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn latin(kana: &str) -> String {
    let letters: Vec<char> = kana.chars().collect();
    let mut text = String::new();
    let mut rest = letters.as_slice();
    while let [first, tail @ ..] = rest {
        let (sound, after) = match tail {
            [second, after @ ..] if small(*second).is_some() => (contracted(*first, *second), after),
            _ => (syllable(*first).to_owned(), tail),
        };
        rest = after;
        let next = tail.first().map_or("", |kana| syllable(*kana)).chars().next();
        match (first, next) {
            ('ん', Some('b' | 'm' | 'p')) => text.push('m'),
            ('っ', Some('c')) => text.push('t'), // っち is written tch
            ('っ', Some(next)) => text.push(next),
            ('う', _) if text.ends_with(['o', 'u']) => {}
            ('お', _) if text.ends_with('o') => {}
            _ => text.push_str(&sound),
        }
    }
    text
}

fn small(kana: char) -> Option<char> {
    match kana {
        'ゃ' => Some('a'),
        'ゅ' => Some('u'),
        'ょ' => Some('o'),
        _ => None,
    }
}

/// き and ゃ give kya; し and ゃ give sha.
fn contracted(first: char, second: char) -> String {
    let stem = syllable(first).trim_end_matches('i');
    let glide = if matches!(stem, "sh" | "ch" | "j") { "" } else { "y" };
    format!("{stem}{glide}{}", small(second).unwrap_or_default())
}

fn syllable(kana: char) -> &'static str {
    #[rustfmt::skip]
    const SYLLABLES: [(char, &str); 75] = [
        ('あ', "a"), ('い', "i"), ('う', "u"), ('え', "e"), ('お', "o"),
        ('か', "ka"), ('き', "ki"), ('く', "ku"), ('け', "ke"), ('こ', "ko"),
        ('が', "ga"), ('ぎ', "gi"), ('ぐ', "gu"), ('げ', "ge"), ('ご', "go"),
        ('さ', "sa"), ('し', "shi"), ('す', "su"), ('せ', "se"), ('そ', "so"),
        ('ざ', "za"), ('じ', "ji"), ('ず', "zu"), ('ぜ', "ze"), ('ぞ', "zo"),
        ('た', "ta"), ('ち', "chi"), ('つ', "tsu"), ('て', "te"), ('と', "to"),
        ('だ', "da"), ('ぢ', "ji"), ('づ', "zu"), ('で', "de"), ('ど', "do"),
        ('な', "na"), ('に', "ni"), ('ぬ', "nu"), ('ね', "ne"), ('の', "no"),
        ('は', "ha"), ('ひ', "hi"), ('ふ', "fu"), ('へ', "he"), ('ほ', "ho"),
        ('ば', "ba"), ('び', "bi"), ('ぶ', "bu"), ('べ', "be"), ('ぼ', "bo"),
        ('ぱ', "pa"), ('ぴ', "pi"), ('ぷ', "pu"), ('ぺ', "pe"), ('ぽ', "po"),
        ('ま', "ma"), ('み', "mi"), ('む', "mu"), ('め', "me"), ('も', "mo"),
        ('や', "ya"), ('ゆ', "yu"), ('よ', "yo"),
        ('ら', "ra"), ('り', "ri"), ('る', "ru"), ('れ', "re"), ('ろ', "ro"),
        ('わ', "wa"), ('ゐ', "i"), ('ゑ', "e"), ('を', "o"), ('ん', "n"),
        ('っ', ""), ('ー', ""),
    ];
    SYLLABLES
        .iter()
        .find(|(letter, _)| *letter == kana)
        .map_or("", |(_, latin)| latin)
}

#[cfg(test)]
mod tests {
    use super::of_place;

    #[test]
    fn places_as_their_signs_write_them() {
        for (name, reading, latin) in [
            ("東京都", "とうきょうと", "Tokyo-to"),
            ("北海道", "ほっかいどう", "Hokkaido"),
            ("大阪府", "おおさかふ", "Osaka-fu"),
            ("千代田区", "ちよだく", "Chiyoda-ku"),
            ("札幌市中央区", "さっぽろし ちゅうおうく", "Sapporo-shi Chuo-ku"),
            ("新潟市", "にいがたし", "Niigata-shi"),
            ("那覇市", "なはし", "Naha-shi"),
            ("丹波篠山市", "たんばささやまし", "Tambasasayama-shi"),
            ("本別町", "ほんべつちょう", "Hombetsu-cho"),
            ("八丈町", "はちじょうまち", "Hachijo-machi"),
            ("読谷村", "よみたんそん", "Yomitan-son"),
            ("八丁町", "はっちょうまち", "Hatcho-machi"),
            ("町田市", "まちだし", "Machida-shi"),
            ("四街道市", "よつかいどうし", "Yotsukaido-shi"),
            ("ニセコ町", "にせこちょう", "Niseko-cho"),
        ] {
            assert_eq!(of_place(name, reading), latin);
        }
    }
}
