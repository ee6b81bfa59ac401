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
        purpose.sign,
        purpose.certificate,
        catalog.tries.one,
        catalog.tries.other,
        catalog.no_try_used,
        catalog.last_try,
        catalog.last_try_continue,
        catalog.blocked,
        catalog.ok,
        catalog.cancel,
    ];
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
        9,
        "domain, tries (2), last try, blocked, missing (4)"
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
        ("vi", "en"),
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
