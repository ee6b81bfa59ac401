//! What works, and how many commands it takes.

use super::*;

#[test]
fn authenticate_takes_14_commands_and_its_evidence_verifies() {
    let run = run("authenticate", card("hanako"), right("authenticate", "hanako"));
    let Ok(Answer::Authenticate(evidence)) = &run.outcome else {
        panic!("{:?}", run.code())
    };
    let verified = verifier().authenticate(evidence, &nonce(), now()).unwrap();
    assert_eq!(verified.certificate.der(), evidence.authentication_certificate);
    assert!(run.log().count() <= 14, "{:?}", run.log().headers());
    assert_eq!(
        after_last_ok(&run.log()),
        ["00200098", "00A4020C", "802A0080", "00A4040C"]
    );
    assert!(run.log().read_again().is_empty(), "{:?}", run.log().read_again());
    assert_left_clean(&run.cards);
    let stages = ["reading", "waiting-for-pin", "signing"];
    assert_eq!(run.listener.stages(), stages);
}

#[test]
fn register_takes_at_most_30_commands_and_its_evidence_verifies() {
    let run = run("register", card("hanako"), right("register", "hanako"));
    let verified = verifier().register(registered(&run.outcome), &nonce(), now()).unwrap();
    assert_eq!(
        verified.signature_certificate.holder().name.as_deref(),
        Some("日本　花子")
    );
    assert!(
        run.log().count() <= 30,
        "{} {:?}",
        run.log().count(),
        run.log().headers()
    );
    assert_eq!(
        after_last_ok(&run.log()),
        ["00200098", "00A4020C", "802A0080", "00A4040C"]
    );
    assert!(run.log().read_again().is_empty(), "{:?}", run.log().read_again());
    assert_left_clean(&run.cards);
    assert_eq!(run.log().pins_sent(), 2);
}

#[test]
fn while_the_person_types_the_card_works() {
    let card = card("hanako");
    let log = card.log();
    let read = |file: u16| {
        let log = log.clone();
        Act::TypeWhen(
            persona("hanako").pins.authentication,
            Arc::new(move || log.reads(file).len() > 1400),
        )
    };
    let authenticate = run("authenticate", card, vec![read(0x000A)]);
    assert!(
        authenticate.outcome.is_ok(),
        "the certificate is not read before the PIN window closes"
    );

    let card = self::card("hanako");
    let log = card.log();
    let certificate_read = {
        let log = log.clone();
        Act::TypeWhen(
            persona("hanako").pins.signature,
            Arc::new(move || log.reads(0x000A).len() > 1400),
        )
    };
    let signed = Act::TypeWhen(
        persona("hanako").pins.authentication,
        Arc::new(move || log.reads(0x0001).len() > 1400 && log.headers().last().is_some_and(|last| last == "802A0080")),
    );
    let register = run("register", card, vec![certificate_read, signed]);
    assert!(
        register.outcome.is_ok(),
        "the signing key has not signed before the second PIN window closes"
    );
}

#[test]
fn every_persona_with_both_keys_registers() {
    for name in [
        "hanako",
        "mai",
        "paul",
        "no-name",
        "unknown-birth-date",
        "partial-birth-date",
    ] {
        let run = run("register", card(name), right("register", name));
        let verified = verifier().register(registered(&run.outcome), &nonce(), now()).unwrap();
        assert_eq!(
            verified.signature_certificate.holder().name,
            persona(name).holder().name,
            "{name}"
        );
    }
}

#[test]
fn status_tells_what_is_there_without_a_pin() {
    let mut out = card("hanako");
    out.remove();
    let cards = Cards::new([card("hanako"), card("foreign-card"), out]);
    let run = run_with("status", cards, vec![], Listener::default(), &Cancel::new());
    let Ok(Answer::Status(status)) = &run.outcome else {
        panic!("{:?}", run.code())
    };
    let states: Vec<_> = status.readers.iter().map(|reader| reader.card).collect();
    assert_eq!(states, [CardState::Jpki, CardState::Unsupported, CardState::None]);
    let hanako = &status.readers[0];
    assert_eq!(hanako.applet.as_deref(), Some("JPKIAPICCTOKEN2"));
    let tries = hanako.tries.unwrap();
    assert_eq!((tries.user_authentication, tries.digital_signature), (3, Some(5)));
    assert!(
        hanako
            .authentication_certificate
            .as_ref()
            .unwrap()
            .not_after
            .ends_with("T14:59:59Z")
    );
    assert_eq!(run.log().pins_sent(), 0);
}
