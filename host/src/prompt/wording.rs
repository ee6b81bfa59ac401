//! What the windows say, put together from the catalog: the same on every platform.

pub(super) mod change;

use std::net::IpAddr;

use openjpki::jpki::{KeyKind, PinFormatError};
#[cfg(any(unix, test))]
use openjpki::origin::Origin;

use super::{ConfirmRequest, Mistake, PinRequest, Purpose, listing};
#[cfg(any(unix, test))]
use super::{MessageRequest, Notice};
use crate::catalog::{Catalog, fill};

/// Longest text of one window, [`escaped`]: a line of 1,000 bytes after its verb. Source: libassuan manual, "Server responses".
#[cfg(any(unix, test))]
const LONGEST_TEXT: usize = 1000 - "SETERROR ".len();
/// Who asks where no site does: nobody's language changes this name.
pub(super) const OWN_PAGE: &str = "OpenJPKI";

/// Who asks, what for, what leaves the computer, which PIN, tries left: one text, for windows that have one place for all.
#[cfg(any(unix, test))]
pub(super) fn pin(request: &PinRequest<'_>, key: KeyKind) -> String {
    let catalog = request.catalog;
    let who = site(request.origin, catalog);
    let about = match advice(request, key) {
        Some(advice) => format!("\n{advice}"),
        None => format!(": {}", catalog.pin.of(key).shape),
    };
    let tries = tries_shown(request).map_or_else(String::new, |tries| format!("\n{tries}"));
    let before = format!("{who}\n\n{}\n", purpose(request, key));
    let after = format!("{}\n\n{}{about}{tries}", leaves(request, key), label(request, key));
    let room = LONGEST_TEXT.saturating_sub(escaped(&before) + escaped(&after));
    let documents = listing::within(catalog, request.documents, room, escaped);
    format!("{before}{documents}{after}")
}

/// How long a text is where a line feed and a percent sign take three bytes each. Source: libassuan manual, "Server responses".
#[cfg(any(unix, test))]
fn escaped(text: &str) -> usize {
    text.len() + 2 * text.matches(['\n', '%']).count()
}

/// What is typed, by name.
pub(super) fn label(request: &PinRequest<'_>, key: KeyKind) -> String {
    match request.purpose {
        Purpose::ChangePin(step) => change::label(request.catalog, key, step),
        _ => capitalized(request.catalog.pin.of(key).name),
    }
}

/// What else there is to say about what is typed.
pub(super) fn advice(request: &PinRequest<'_>, key: KeyKind) -> Option<&'static str> {
    match request.purpose {
        Purpose::ChangePin(step) => change::advice(request.catalog, key, step),
        _ => None,
    }
}

/// What the site asks for, or the person wants.
pub(super) fn purpose(request: &PinRequest<'_>, key: KeyKind) -> String {
    let texts = &request.catalog.purpose;
    let purpose = match request.purpose {
        Purpose::ChangePin(_) => return change::purpose(request.catalog, key),
        Purpose::Certificate if request.origin.is_none() => request.catalog.own.certificate,
        Purpose::Authenticate => texts.authenticate,
        Purpose::Register => texts.register,
        Purpose::Sign => return listing::ask(request.catalog, request.documents),
        Purpose::Certificate => texts.certificate,
    };
    purpose.to_owned()
}

/// What leaves the computer when the PIN is right.
pub(super) fn leaves(request: &PinRequest<'_>, key: KeyKind) -> String {
    let texts = request.catalog.leaves.of(key);
    let leaves = match request.purpose {
        Purpose::ChangePin(step) => return change::steps(request.catalog, step, request.mistake),
        _ if request.origin.is_none() => request.catalog.own.stays,
        Purpose::Certificate => texts.certificate,
        Purpose::Authenticate | Purpose::Register | Purpose::Sign => texts.with_signature,
    };
    leaves.to_owned()
}

/// What was wrong the last time, and what that cost.
pub(super) fn mistake(catalog: &Catalog, key: KeyKind, mistake: Mistake) -> String {
    let texts = catalog.mistake.of(key);
    let what = match mistake {
        Mistake::Wrong => return texts.wrong.to_owned(),
        Mistake::SameAgain => texts.same_again,
        Mistake::SameAsCurrent => catalog.change.same_as_current,
        Mistake::NotRepeated => catalog.change.not_repeated,
        Mistake::NotTheNewOne => catalog.change.not_the_new_one,
        Mistake::Format(error) => format_error(catalog, key, error),
    };
    format!("{what}\n{}", catalog.no_try_used)
}

/// Why what was typed cannot be this PIN.
pub(super) fn format_error(catalog: &Catalog, key: KeyKind, error: PinFormatError) -> &'static str {
    let texts = catalog.mistake.of(key);
    match error {
        PinFormatError::Empty => texts.empty,
        PinFormatError::TooShort { .. } => texts.too_short,
        PinFormatError::TooLong { .. } => texts.too_long,
        PinFormatError::LooksLikeOtherPin => texts.other_pin,
        PinFormatError::NotMixed => catalog.change.not_mixed,
        _ => texts.forbidden_character,
    }
}

/// The warning before the last try, below the site: one text, as [`pin()`].
#[cfg(any(unix, test))]
pub(super) fn last_try(request: &ConfirmRequest<'_>) -> String {
    format!(
        "{}\n\n{}",
        site(request.origin, request.catalog),
        last_try_warning(request)
    )
}

/// The warning before the last try.
pub(super) fn last_try_warning(request: &ConfirmRequest<'_>) -> String {
    let catalog = request.catalog;
    capitalized(&fill(catalog.last_try, &[("pin", catalog.pin.of(request.key).name)]))
}

/// What happened, what to do, and the sentence to show: one text, as [`pin()`].
#[cfg(any(unix, test))]
pub(super) fn notice(request: &MessageRequest<'_>) -> String {
    let catalog = request.catalog;
    match request.notice {
        Notice::PinBlocked(key) => blocked(catalog, key, Catalog::sentence_at_the_counter(key)),
        notice => change::outcome(catalog, notice).map_or_else(String::new, |(_, text)| text),
    }
}

/// That the PIN of `key` is blocked, and what to do, with `sentence` where the one to show belongs.
pub(super) fn blocked(catalog: &Catalog, key: KeyKind, sentence: &str) -> String {
    let pin = catalog.pin.of(key).name;
    capitalized(&fill(catalog.blocked, &[("pin", pin), ("sentence", sentence)]))
}

/// How often the PIN may still be wrong.
pub(super) fn tries(catalog: &Catalog, left: u8) -> String {
    fill(catalog.tries.of(left), &[("tries", &left.to_string())])
}

/// The same, where the card compares what is typed.
pub(super) fn tries_shown(request: &PinRequest<'_>) -> Option<String> {
    let compared = request.purpose.is_compared();
    compared.then(|| tries(request.catalog, request.tries))
}

/// The origin as it is, on a line of its own; below it the part that tells whose site it is.
#[cfg(any(unix, test))]
fn site(origin: Option<&Origin>, catalog: &Catalog) -> String {
    let Some(origin) = origin else {
        return OWN_PAGE.to_owned();
    };
    match registrable_domain(origin.host()) {
        Some(domain) => format!("{origin}\n{}", fill(catalog.domain, &[("domain", domain)])),
        None => origin.to_string(),
    }
}

/// The part of a host name that somebody registered; nothing for addresses and for names like `localhost`.
pub(super) fn registrable_domain(host: &str) -> Option<&str> {
    let is_address = host.starts_with('[') || host.parse::<IpAddr>().is_ok();
    if is_address { None } else { psl::domain_str(host) }
}

/// The same with its first letter raised.
pub(super) fn capitalized(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .map(|first| first.to_uppercase().chain(characters).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: [KeyKind; 2] = [KeyKind::UserAuthentication, KeyKind::DigitalSignature];
    const PURPOSES: [Purpose; 4] = [
        Purpose::Authenticate,
        Purpose::Register,
        Purpose::Sign,
        Purpose::Certificate,
    ];

    fn origin(text: &str) -> Origin {
        Origin::parse(text).unwrap()
    }

    fn request<'a>(catalog: &'a Catalog, origin: &'a Origin, purpose: Purpose) -> PinRequest<'a> {
        PinRequest {
            catalog,
            origin: Some(origin),
            purpose,
            tries: 5,
            mistake: None,
            documents: &[],
        }
    }

    #[test]
    fn a_pin_window_says_who_what_and_how_often() {
        let origin = origin("https://portal.example.go.jp");
        let text = pin(
            &request(Catalog::for_lang("en"), &origin, Purpose::Register),
            KeyKind::DigitalSignature,
        );
        assert_eq!(
            text,
            "https://portal.example.go.jp\nDomain: example.go.jp\n\n\
             This site asks you to register with your My Number Card.\n\
             It will receive: your signing certificate with your name, address, date of birth and sex, and a signature.\n\n\
             Signature password (署名用パスワード): 6 to 16 letters and digits\n5 tries left."
        );
    }

    #[test]
    fn domains_are_those_that_somebody_registered() {
        for (host, domain) in [
            ("portal.example.go.jp", Some("example.go.jp")),
            ("a.b.example.com", Some("example.com")),
            ("www.xn--fiqs8s.example.lg.jp", Some("example.lg.jp")),
            ("go.jp", None),
            ("localhost", None),
            ("127.0.0.1", None),
            ("[::1]", None),
        ] {
            assert_eq!(registrable_domain(host), domain, "{host}");
        }
    }

    #[test]
    fn only_a_wrong_pin_costs_a_try() {
        for catalog in Catalog::all() {
            for key in KEYS {
                assert!(!mistake(catalog, key, Mistake::Wrong).contains(catalog.no_try_used));
                for what in [
                    Mistake::SameAgain,
                    Mistake::Format(PinFormatError::Empty),
                    Mistake::Format(PinFormatError::LooksLikeOtherPin),
                    Mistake::Format(PinFormatError::NotDigits),
                ] {
                    assert!(mistake(catalog, key, what).contains(catalog.no_try_used), "{what:?}");
                }
            }
        }
    }

    /// The pinentry protocol takes lines of at most 1,000 bytes, in which a line feed takes three.
    #[test]
    fn every_text_fits_into_a_line_with_the_longest_origin() {
        let label = "a".repeat(61);
        let host = format!("{label}.{label}.{label}.{label}.go.jp");
        let origin = origin(&format!("https://{host}:65535"));
        let length = |text: &str| "SETERROR ".len() + text.len() + 2 * text.matches(['\n', '%']).count();
        for catalog in Catalog::all() {
            for key in KEYS {
                for purpose in PURPOSES {
                    let text = pin(&request(catalog, &origin, purpose), key);
                    assert!(length(&text) <= 1000, "{} bytes: {text}", length(&text));
                }
                let last = last_try(&ConfirmRequest {
                    catalog,
                    origin: Some(&origin),
                    key,
                });
                assert!(length(&last) <= 1000, "{} bytes: {last}", length(&last));
                let blocked = notice(&MessageRequest {
                    catalog,
                    notice: Notice::PinBlocked(key),
                });
                assert!(length(&blocked) <= 1000, "{} bytes: {blocked}", length(&blocked));
                for format in [PinFormatError::Empty, PinFormatError::LooksLikeOtherPin] {
                    let mistake = mistake(catalog, key, Mistake::Format(format));
                    assert!(length(&mistake) <= 1000, "{} bytes: {mistake}", length(&mistake));
                }
            }
        }
    }

    /// `pinentry-gtk-2` breaks no line of a PIN window: some 6.5 pixels a column on a screen of 1,024, less its sign and margins.
    #[test]
    fn no_line_is_wider_than_a_small_screen() {
        let wide =
            |letter: char| ('\u{1100}'..='\u{11ff}').contains(&letter) || ('\u{2e80}'..='\u{ffe6}').contains(&letter);
        let columns = |line: &str| -> usize { line.chars().map(|letter| 1 + usize::from(wide(letter))).sum() };
        let origin = origin("https://portal.example.go.jp");
        for catalog in Catalog::all() {
            for key in KEYS {
                let mut texts: Vec<_> = PURPOSES
                    .map(|purpose| pin(&request(catalog, &origin, purpose), key))
                    .into();
                for format in [PinFormatError::Empty, PinFormatError::LooksLikeOtherPin] {
                    texts.push(mistake(catalog, key, Mistake::Format(format)));
                }
                for line in texts.iter().flat_map(|text| text.lines()) {
                    assert!(
                        columns(line) <= 140,
                        "{}, {} columns: {line}",
                        catalog.lang,
                        columns(line)
                    );
                }
            }
        }
    }

    #[test]
    fn a_blocked_pin_is_explained_with_the_sentence_to_show() {
        for catalog in Catalog::all() {
            for key in KEYS {
                let text = notice(&MessageRequest {
                    catalog,
                    notice: Notice::PinBlocked(key),
                });
                assert!(text.contains(Catalog::sentence_at_the_counter(key)), "{text}");
                assert!(text.contains("市区町村の窓口"), "{text}");
            }
        }
    }
}
