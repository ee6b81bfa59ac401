//! Certificates that are missing, cannot be used, or are asked for by themselves.

use super::*;

#[test]
fn certificates_that_cannot_be_used_are_refused_with_a_reason() {
    for (method, name, code) in [
        ("register", "under-fifteen", Code::CertificateMissing),
        ("register", "under-fifteen-blank", Code::CertificateMissing),
        ("certificate-of-signature", "under-fifteen", Code::CertificateMissing),
        ("register", "expired", Code::CertificateExpired),
        ("authenticate", "expired-authentication", Code::CertificateExpired),
        ("authenticate", "wrong-policy", Code::CardUnsupported),
        ("register", "wrong-policy", Code::CardUnsupported),
        ("authenticate", "wrong-key-usage", Code::CardUnsupported),
    ] {
        let mut acts = right(method, name);
        acts.push(Act::Cancel);
        let run = run(method, card(name), acts);
        assert_eq!(run.code(), Some(code), "{method} {name}");
        assert_left_clean(&run.cards);
    }
    let child = run(
        "authenticate",
        card("under-fifteen"),
        right("authenticate", "under-fifteen"),
    );
    assert!(child.outcome.is_ok(), "a child signs in: {:?}", child.code());
}

#[test]
fn the_bare_certificates_are_given_after_their_pin() {
    for (method, file) in [
        ("certificate-of-authentication", 0x000A),
        ("certificate-of-signature", 0x0001),
    ] {
        let run = run(method, card("hanako"), right(method, "hanako"));
        let Ok(Answer::Certificate {
            certificate,
            details: None,
        }) = &run.outcome
        else {
            panic!("{method}: {:?}", run.code())
        };
        let length = certificate.trim_end_matches('=').len() * 3 / 4;
        assert_eq!(run.log().reads(file).len().min(length), length, "{method}");
        assert_eq!(run.log().pins_sent(), 1);
        let refused = self::run(method, card("hanako"), vec![Act::Cancel]);
        assert_eq!(refused.code(), Some(Code::UserCancelled));
    }
}

#[test]
fn a_missing_certificate_is_told_with_its_key() {
    // The fourth command of `authenticate` reads the certificate, the third asks for the tries.
    for fault in [
        vec![Fault::Status(4, 0x6A82)],
        vec![Fault::Status(3, 0x6A86), Fault::Status(4, 0x6A82)],
    ] {
        let card = fault.iter().fold(card("hanako"), |card, fault| card.with_fault(*fault));
        let problem = run("authenticate", card, vec![Act::Hang])
            .outcome
            .err()
            .unwrap()
            .problem();
        let expected = (Code::CertificateMissing, Some(KeyKind::UserAuthentication));
        assert_eq!((problem.code, problem.key), expected, "{fault:?}");
    }
}

#[test]
fn a_card_that_hides_which_certificates_it_has_may_still_register() {
    let hiding = card("hanako").with_fault(Fault::Status(3, 0x6982));
    assert!(run("register", hiding, right("register", "hanako")).outcome.is_ok());
    let pulled = card("hanako").with_fault(Fault::RemoveBefore(3));
    assert_eq!(run("register", pulled, vec![]).code(), Some(Code::CardRemoved));
}
