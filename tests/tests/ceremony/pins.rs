//! Wrong, worn and locked PINs.

use super::*;

#[test]
fn a_wrong_pin_is_told_with_the_tries_left() {
    let acts = vec![pin("WRONG1"), pin("ABC123"), pin("0000"), pin("1234")];
    let run = run("register", card("hanako"), acts);
    assert!(run.outcome.is_ok());
    let asked = |key, tries, mistake| Asked::Pin { key, tries, mistake };
    let (signature, authentication) = (KeyKind::DigitalSignature, KeyKind::UserAuthentication);
    let expected = [
        asked(signature, 5, None),
        asked(signature, 4, Some(Mistake::Wrong)),
        asked(authentication, 3, None),
        asked(authentication, 2, Some(Mistake::Wrong)),
    ];
    assert_eq!(run.person.asked(), expected);
    assert_eq!(
        (run.tries(PinChoice::Signature), run.tries(PinChoice::Authentication)),
        (5, 3)
    );
    assert_eq!(run.log().pins_sent(), 4);
    assert!(run.listener.stages().contains(&"waiting-for-pin pin-wrong".to_owned()));
}

#[test]
fn the_same_wrong_pin_is_not_sent_twice() {
    let (wrong, other) = (pin("0000"), pin("1111"));
    let acts = vec![wrong.clone(), wrong.clone(), other, Act::Confirm, wrong, Act::Decline];
    let run = run("authenticate", card("hanako"), acts);
    assert_eq!(run.code(), Some(Code::UserCancelled));
    assert_eq!((run.person.typed(), run.log().pins_sent()), (4, 2));
    assert_eq!(run.tries(PinChoice::Authentication), 1);
    let key = KeyKind::UserAuthentication;
    let asked = |tries, mistake| Asked::Pin { key, tries, mistake };
    let expected = [
        asked(3, None),
        asked(2, Some(Mistake::Wrong)),
        asked(2, Some(Mistake::SameAgain)),
        Asked::LastTry { key },
        asked(1, Some(Mistake::Wrong)),
        Asked::LastTry { key },
    ];
    assert_eq!(run.person.asked(), expected);
}

#[test]
fn the_last_try_is_confirmed_first() {
    let worn = || {
        let mut card = card("hanako");
        card.jpki().unwrap().set_tries(PinChoice::Authentication, 1);
        card
    };
    let declined = run("authenticate", worn(), vec![Act::Decline]);
    assert_eq!(
        (declined.code(), declined.log().pins_sent()),
        (Some(Code::UserCancelled), 0)
    );
    assert_eq!(
        declined.person.asked(),
        [Asked::LastTry {
            key: KeyKind::UserAuthentication
        }]
    );

    let confirmed = run("authenticate", worn(), vec![Act::Confirm, pin("1234")]);
    assert!(confirmed.outcome.is_ok());
    assert_eq!(confirmed.tries(PinChoice::Authentication), 3);

    let lost = run("authenticate", worn(), vec![Act::Confirm, pin("0000")]);
    assert_eq!((lost.code(), lost.log().pins_sent()), (Some(Code::PinBlocked), 1));
    assert_eq!(
        lost.person.asked().last(),
        Some(&Asked::Blocked {
            key: KeyKind::UserAuthentication
        })
    );
}

#[test]
fn a_blocked_pin_is_known_before_anybody_types() {
    for (method, choice) in [
        ("authenticate", PinChoice::Authentication),
        ("register", PinChoice::Signature),
        ("register", PinChoice::Authentication),
        ("certificate-of-signature", PinChoice::Signature),
        ("sign", PinChoice::Signature),
        ("web-eid-authenticate", PinChoice::Authentication),
    ] {
        let mut card = card("hanako");
        card.jpki().unwrap().set_tries(choice, 0);
        let run = run(method, card, vec![]);
        assert_eq!(
            (run.code(), run.log().pins_sent()),
            (Some(Code::PinBlocked), 0),
            "{method}"
        );
        assert!(run.person.asked().is_empty());
    }
}
