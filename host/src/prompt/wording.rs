//! What the windows say, put together from the catalog: the same on every platform.

use std::net::IpAddr;

use openjpki::jpki::{KeyKind, PinFormatError};
use openjpki::origin::Origin;

use super::{ConfirmRequest, MessageRequest, Mistake, Notice, PinRequest, Purpose};
use crate::catalog::{Catalog, fill};

/// Who asks, what for, what leaves the computer, which PIN, tries left.
pub(super) fn pin(request: &PinRequest<'_>, key: KeyKind) -> String {
    let catalog = request.catalog;
    let purpose = match request.purpose {
        Purpose::Authenticate => catalog.purpose.authenticate,
        Purpose::Register => catalog.purpose.register,
        Purpose::Sign => catalog.purpose.sign,
        Purpose::Certificate => catalog.purpose.certificate,
    };
    let leaves = catalog.leaves.of(key);
    let leaves = match request.purpose {
        Purpose::Certificate => leaves.certificate,
        Purpose::Authenticate | Purpose::Register | Purpose::Sign => leaves.with_signature,
    };
    let (who, texts, tries) = (
        site(request.origin, catalog),
        catalog.pin.of(key),
        tries(catalog, request.tries),
    );
    format!(
        "{who}\n\n{purpose}\n{leaves}\n\n{}: {}\n{tries}",
        capitalized(texts.name),
        texts.shape
    )
}

/// What was wrong the last time, and what that cost.
pub(super) fn mistake(request: &PinRequest<'_>, key: KeyKind, mistake: Mistake) -> String {
    let (catalog, texts) = (request.catalog, request.catalog.mistake.of(key));
    let what = match mistake {
        Mistake::Wrong => return texts.wrong.to_owned(),
        Mistake::SameAgain => texts.same_again,
        Mistake::Format(PinFormatError::Empty) => texts.empty,
        Mistake::Format(PinFormatError::TooShort { .. }) => texts.too_short,
        Mistake::Format(PinFormatError::TooLong { .. }) => texts.too_long,
        Mistake::Format(PinFormatError::LooksLikeOtherPin) => texts.other_pin,
        Mistake::Format(_) => texts.forbidden_character,
    };
    format!("{what}\n{}", catalog.no_try_used)
}

/// The warning before the last try.
pub(super) fn last_try(request: &ConfirmRequest<'_>) -> String {
    let catalog = request.catalog;
    let text = fill(catalog.last_try, &[("pin", catalog.pin.of(request.key).name)]);
    format!("{}\n\n{}", site(request.origin, catalog), capitalized(&text))
}

/// What happened, and what to do.
pub(super) fn notice(request: &MessageRequest<'_>) -> String {
    let catalog = request.catalog;
    match request.notice {
        Notice::PinBlocked(key) => {
            let (pin, sentence) = (catalog.pin.of(key).name, Catalog::sentence_at_the_counter(key));
            capitalized(&fill(catalog.blocked, &[("pin", pin), ("sentence", sentence)]))
        }
    }
}

fn tries(catalog: &Catalog, left: u8) -> String {
    fill(catalog.tries.of(left), &[("tries", &left.to_string())])
}

/// The origin as it is, on a line of its own; below it the part that tells whose site it is.
fn site(origin: &Origin, catalog: &Catalog) -> String {
    match registrable_domain(origin.host()) {
        Some(domain) => format!("{origin}\n{}", fill(catalog.domain, &[("domain", domain)])),
        None => origin.to_string(),
    }
}

/// The part of a host name that somebody registered; nothing for addresses and for names like `localhost`.
fn registrable_domain(host: &str) -> Option<&str> {
    let is_address = host.starts_with('[') || host.parse::<IpAddr>().is_ok();
    if is_address { None } else { psl::domain_str(host) }
}

fn capitalized(text: &str) -> String {
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
            origin,
            purpose,
            tries: 5,
            mistake: None,
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
        let origin = origin("https://example.com");
        for catalog in Catalog::all() {
            let request = request(catalog, &origin, Purpose::Authenticate);
            for key in KEYS {
                assert!(!mistake(&request, key, Mistake::Wrong).contains(catalog.no_try_used));
                for what in [
                    Mistake::SameAgain,
                    Mistake::Format(PinFormatError::Empty),
                    Mistake::Format(PinFormatError::LooksLikeOtherPin),
                    Mistake::Format(PinFormatError::NotDigits),
                ] {
                    assert!(mistake(&request, key, what).contains(catalog.no_try_used), "{what:?}");
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
                    origin: &origin,
                    key,
                });
                assert!(length(&last) <= 1000, "{} bytes: {last}", length(&last));
                let blocked = notice(&MessageRequest {
                    catalog,
                    notice: Notice::PinBlocked(key),
                });
                assert!(length(&blocked) <= 1000, "{} bytes: {blocked}", length(&blocked));
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
