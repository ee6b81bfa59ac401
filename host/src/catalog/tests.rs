//! Every language has every place, and no text is empty.

use openjpki::jpki::KeyKind;

use super::*;

/// Every text of a catalog, in one order.
fn texts(catalog: &Catalog) -> Vec<&'static str> {
    let purpose = &catalog.purpose;
    let mut texts = vec![
        catalog.title,
        catalog.domain,
        purpose.authenticate,
        purpose.register,
        purpose.certificate,
        catalog.own.certificate,
        catalog.own.stays,
        catalog.tries.one,
        catalog.tries.other,
        catalog.no_try_used,
        catalog.last_try,
        catalog.last_try_continue,
        catalog.blocked,
        catalog.ok,
        catalog.cancel,
    ];
    let change = &catalog.change;
    texts.extend([
        change.purpose,
        change.steps,
        change.kept,
        change.current,
        change.new,
        change.repeat,
        change.repeat_advice,
        change.settle_advice,
        change.same_as_current,
        change.not_mixed,
        change.not_repeated,
        change.not_the_new_one,
        change.done_heading,
        change.done,
        change.unchanged_heading,
        change.unchanged,
        change.doubt_heading,
        change.doubt,
        change.unknown,
        change.refused,
    ]);
    let documents = &catalog.documents;
    texts.extend([
        documents.ask.one,
        documents.ask.other,
        documents.unseen,
        documents.more.one,
        documents.more.other,
    ]);
    let window = &catalog.window;
    texts.extend([
        window.folded,
        window.not_entered,
        window.no_paste,
        window.working,
        window.last_try_heading,
        window.last_try_stop,
        window.blocked_heading,
        window.close,
    ]);
    for key in [KeyKind::UserAuthentication, KeyKind::DigitalSignature] {
        let missing = window.missing.of(key);
        texts.extend([
            *window.advice.of(key),
            *change.advice.of(key),
            missing.one,
            missing.other,
            *window.complete.of(key),
        ]);
        let (leaves, pin, mistake) = (catalog.leaves.of(key), catalog.pin.of(key), catalog.mistake.of(key));
        texts.extend([
            leaves.with_signature,
            leaves.certificate,
            pin.name,
            pin.shape,
            pin.field,
        ]);
        texts.extend([
            mistake.wrong,
            mistake.same_again,
            mistake.empty,
            mistake.too_short,
            mistake.too_long,
        ]);
        texts.extend([mistake.forbidden_character, mistake.other_pin]);
    }
    texts
}

fn places(text: &str) -> Vec<&str> {
    let mut places: Vec<_> = text
        .split('{')
        .skip(1)
        .map(|after| after.split_once('}').unwrap().0)
        .collect();
    places.sort_unstable();
    places
}

#[test]
fn every_language_has_the_places_of_english() {
    let english = texts(&en::EN);
    assert_eq!(
        english.iter().filter(|text| !places(text).is_empty()).count(),
        22,
        "domain, documents (4), tries (2), last try, blocked, missing (4), change (9)"
    );
    for catalog in Catalog::all() {
        for (text, english) in texts(catalog).into_iter().zip(&english) {
            assert!(!text.trim().is_empty(), "{}", catalog.lang);
            assert_eq!(places(text), places(english), "{}: {text}", catalog.lang);
            assert!(!text.contains("  "), "{}: {text}", catalog.lang);
        }
    }
}

#[test]
fn the_nearest_language_is_chosen() {
    for (wanted, lang) in [
        ("ja", "ja"),
        ("ja-JP", "ja"),
        ("JA_jp", "ja"),
        ("ja-Jpan-JP", "ja"),
        ("en-GB", "en"),
        ("ja-simple", "ja-simple"),
        ("ja-Simple-JP", "ja-simple"),
        ("vi-VN", "vi"),
        ("zh-Hans", "zh-Hans"),
        ("zh", "zh-Hans"),
        ("zh_CN", "zh-Hans"),
        ("zh-Hans-SG", "zh-Hans"),
        ("zh-TW", "zh-Hans"),
        ("zh_hk", "zh-Hans"),
        ("zh-Hant", "zh-Hans"),
        ("zh-Hant-MO", "zh-Hans"),
        ("ko-KR", "ko"),
        ("pt", "pt-BR"),
        ("pt-PT", "pt-BR"),
        ("ne-NP", "ne"),
        ("id", "id"),
        ("in-ID", "id"),
        ("fil-PH", "fil"),
        ("tl", "fil"),
        ("th", "en"),
        ("", "en"),
        ("-", "en"),
        ("jav", "en"),
    ] {
        assert_eq!(Catalog::for_lang(wanted).lang, lang, "{wanted:?}");
    }
}

#[test]
fn a_number_chooses_its_text() {
    let english = Catalog::for_lang("en");
    assert_eq!(fill(english.tries.of(1), &[("tries", "1")]), "1 try left.");
    assert_eq!(fill(english.tries.of(5), &[("tries", "5")]), "5 tries left.");
}

#[test]
fn values_are_put_in_once() {
    assert_eq!(
        fill("a {x} b {y}", &[("x", "{y}"), ("y", "2")]),
        "a {y} b 2",
        "a value is not a text"
    );
    assert_eq!(fill("none", &[("x", "1")]), "none");
    assert_eq!(fill("a {x", &[("x", "1")]), "a {x");
}

#[test]
fn people_with_little_japanese_see_the_japanese_names_too() {
    for (key, name) in [
        (KeyKind::UserAuthentication, "利用者証明用パスワード"),
        (KeyKind::DigitalSignature, "署名用パスワード"),
    ] {
        for catalog in Catalog::all() {
            assert!(catalog.pin.of(key).name.contains(name), "{}", catalog.lang);
        }
        assert!(Catalog::sentence_at_the_counter(key).contains(name));
    }
}

#[test]
fn the_counter_reads_the_sentence_of_the_extension() {
    let official = include_str!("../../../extension/words/official.json");
    let official: serde_json::Value = serde_json::from_str(official).unwrap();
    for (key, name) in [
        (KeyKind::UserAuthentication, "locked_user_authentication"),
        (KeyKind::DigitalSignature, "locked_digital_signature"),
    ] {
        assert_eq!(official[name], Catalog::sentence_at_the_counter(key));
    }
}

/// In Japanese itself, in easy Japanese with readings, or in parentheses: what a person finds on paper and says at the counter.
#[test]
fn official_names_stay_findable_in_every_language() {
    for catalog in Catalog::all().filter(|catalog| catalog.lang != "ja") {
        for name in ["在留カード", "市区町村の窓口"] {
            assert!(catalog.blocked.contains(name), "{}: {name}", catalog.lang);
        }
        if catalog.lang == "ja-simple" {
            continue;
        }
        for (key, official) in [
            (KeyKind::UserAuthentication, "利用者証明用パスワード"),
            (KeyKind::DigitalSignature, "署名用パスワード"),
        ] {
            let name = catalog.pin.of(key).name;
            let both = [format!("({official})"), format!("（{official}）")];
            assert!(
                both.iter().any(|aside| name.contains(aside)),
                "{}: {name}",
                catalog.lang
            );
        }
    }
}

#[test]
fn the_languages_are_those_of_the_extension() {
    let words = concat!(env!("CARGO_MANIFEST_DIR"), "/../extension/words");
    let mut files: Vec<_> = std::fs::read_dir(words)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter_map(|name| name.strip_suffix(".json").map(str::to_owned))
        .filter(|name| name != "official")
        .collect();
    let mut ours: Vec<_> = Catalog::all().map(|catalog| catalog.lang).collect();
    files.sort();
    ours.sort_unstable();
    assert_eq!(ours, files);
}

/// The terms of the extension's glossary, which its tests find in its own words.
#[test]
fn terms_are_those_of_the_glossary() {
    let glossary = include_str!("../../../docs/GLOSSARY.md");
    let rows: Vec<Vec<_>> = glossary
        .lines()
        .filter(|line| line.starts_with('|'))
        .map(|line| line.split('|').map(str::trim).collect())
        .collect();
    for term in [
        "card",
        "password of the signing key",
        "PIN of the authentication key",
        "signing certificate",
        "certificate of the authentication key",
        "counter for the card",
        "residence card",
        "locked",
    ] {
        let row = rows.iter().find(|row| row[1] == term).unwrap();
        for catalog in Catalog::all() {
            let column = rows[0].iter().position(|head| *head == catalog.lang).unwrap();
            let all = texts(catalog).join("\n").to_lowercase();
            let word = row[column].to_lowercase();
            let easy = (catalog.lang == "ja-simple" && term == "counter for the card").then_some("市区町村の窓口");
            assert!(all.contains(easy.unwrap_or(&word)), "{}, {term}: {word}", catalog.lang);
        }
    }
}

#[test]
fn easy_japanese_has_the_reading_of_every_kanji() {
    let kanji = |letter: char| ('\u{4e00}'..='\u{9fff}').contains(&letter);
    let kana = |letter: char| ('\u{3041}'..='\u{30ff}').contains(&letter);
    for text in texts(Catalog::for_lang("ja-simple")) {
        for word in text
            .split_inclusive([' ', '。', '、', '：', '）'])
            .filter(|word| word.contains(kanji))
        {
            let reading = word
                .split_once('（')
                .and_then(|(_, reading)| reading.strip_suffix('）'));
            assert!(
                reading.is_some_and(|reading| reading.chars().all(kana)),
                "{word} in {text}"
            );
        }
    }
}

/// Native windows give these a meaning: a letter behind them is pressed together with Alt.
#[test]
fn no_text_makes_a_shortcut_of_its_own() {
    for catalog in Catalog::all() {
        for text in texts(catalog) {
            assert!(!text.contains(['&', '_']), "{}: {text}", catalog.lang);
        }
    }
}
