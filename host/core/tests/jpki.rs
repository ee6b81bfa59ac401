//! The conversation with a card that answers from a script: what is sent, and which answers are not believed.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::VecDeque;

use openjpki::certificate::AuthenticationCertificate;
use openjpki::evidence::{AuthenticateStatement, Nonce, SignError};
use openjpki::iso7816::{Command, Response, StatusWord, Transport, TransportError};
use openjpki::jpki::{
    ChangeError, Changed, DigitalSignature, Error, Jpki, Key, KeyKind, NewPin, NewPinError, Pin, PinEntry,
    PinFormatError, Rejected, SelectError, Token, Tries, Unconfirmed, UserAuthentication,
};
use openjpki::origin::Origin;

const AUTHENTICATION: &[u8] = include_bytes!("data/test-card/authentication.der");
const LABEL: &[u8] = b"JPKIAPICCTOKEN2                 ";

/// Answers in order; notes the commands.
struct Script {
    answers: VecDeque<(u16, Vec<u8>)>,
    sent: Vec<Vec<u8>>,
}

impl Transport for &mut Script {
    fn transmit(&mut self, command: &Command) -> Result<Response, TransportError> {
        self.sent.push(command.as_bytes().to_vec());
        let (status, body) = self.answers.pop_front().ok_or(TransportError::Removed)?;
        let status = StatusWord(status);
        Ok(Response { body, status })
    }
}

/// A status word and what comes before it.
type Answer<'a> = (u16, &'a [u8]);

fn script(answers: &[Answer<'_>]) -> Script {
    let selected = [(0x9000, &[][..]), (0x9000, LABEL)];
    let answers = selected.iter().chain(answers);
    Script {
        answers: answers.map(|(status, body)| (*status, body.to_vec())).collect(),
        sent: Vec::new(),
    }
}

fn pin() -> Pin<UserAuthentication> {
    typed("1234")
}

fn typed<K: Key>(text: &str) -> Pin<K> {
    let mut entry = PinEntry::new();
    text.bytes().for_each(|byte| entry.push_byte(byte).unwrap());
    Pin::parse(&entry).unwrap()
}

fn read(answers: &[Answer<'_>]) -> (Result<Vec<u8>, Error>, Vec<Vec<u8>>) {
    let mut script = script(answers);
    let read = Jpki::select(&mut script).unwrap().read_authentication_certificate();
    (read, script.sent.split_off(2))
}

/// A SEQUENCE of `length` bytes in all, from 256 to 65,535.
fn sequence(length: u16) -> Vec<u8> {
    let mut bytes = vec![0x30, 0x82];
    bytes.extend_from_slice(&(length - 4).to_be_bytes());
    bytes.resize(usize::from(length), 0xA5);
    bytes
}

#[test]
fn a_certificate_is_read_to_its_last_byte_and_no_further() {
    let file = sequence(600);
    let (bytes, sent) = read(&[
        (0x9000, &file[..256]),
        (0x9000, &file[256..512]),
        (0x9000, &file[512..]),
    ]);
    assert_eq!(bytes.unwrap(), file);
    let expected: [&[u8]; 3] = [&[0, 0xB0, 0x8A, 0, 0], &[0, 0xB0, 1, 0, 0], &[0, 0xB0, 2, 0, 88]];
    assert_eq!(sent, expected);

    let mut short = sequence(256);
    short[..3].copy_from_slice(&[0x30, 0x81, 247]);
    assert_eq!(read(&[(0x9000, &short)]).0.unwrap(), short[..250], "filler is cut off");
}

#[test]
fn a_card_that_answers_less_is_read_on_where_it_stopped() {
    let file = sequence(300);
    let (bytes, sent) = read(&[
        (0x9000, &file[..256]),
        (0x9000, &file[256..260]),
        (0x9000, &file[260..]),
    ]);
    assert_eq!(bytes.unwrap(), file);
    assert_eq!(sent[2], [0, 0xB0, 1, 4, 40]);
}

#[test]
fn answers_that_cannot_be_a_certificate_end_the_reading() {
    let file = sequence(300);
    let malformed = Error::Malformed { what: "certificate" };
    for (answers, commands) in [
        (vec![(0x9000, &file[..256]), (0x9000, &[][..])], 2),
        (vec![(0x9000, &file[..256]), (0x9000, &[0; 45][..])], 2),
        (vec![(0x9000, &sequence(4097)[..256])], 1),
        (vec![(0x9000, &sequence(65_535)[..256])], 1),
        (vec![(0x9000, &[0xFF; 256][..])], 1),
        (vec![(0x9000, &[][..])], 1),
    ] {
        let (read, sent) = read(&answers);
        assert_eq!((read, sent.len()), (Err(malformed.clone()), commands));
    }
    assert_eq!(read(&[(0x6A82, &[])]).0, Err(Error::Missing));
    assert!(matches!(read(&[(0x6982, &[])]).0, Err(Error::Status { .. })));
}

#[test]
fn what_a_card_answers_to_verify_is_right_wrong_blocked_or_a_failure() {
    for (status, wanted) in [
        (0x9000, "verified"),
        (0x63C2, "Wrong { remaining: 2 }"),
        (0x63C0, "Blocked"),
        (0x6983, "Blocked"),
        (0x6984, "Blocked"),
        (0x6300, "Failed"),
        (0x6F00, "Failed"),
        (0x6982, "Failed"),
    ] {
        let mut script = script(&[(0x63C3, &[]), (status, &[])]);
        let mut card = Jpki::select(&mut script).unwrap();
        assert_eq!(card.tries(KeyKind::UserAuthentication), Ok(Tries::Left(3)));
        let outcome = card.verify(pin());
        let said = outcome.map_or_else(|rejected| format!("{rejected:?}"), |_| "verified".to_owned());
        assert!(said.starts_with(wanted), "{status:04X}: {said}");
        assert_eq!(script.sent.len(), 4, "one VERIFY");
    }
}

#[test]
fn a_pin_is_named_as_the_card_understood_it() {
    let short = [0, 0x20, 0, 0x98, 4, b'1', b'2', b'3', b'4'];
    let selected = [0, 0x20, 0, 0x80, 4, b'1', b'2', b'3', b'4'];
    let [known, refused, done]: [Answer<'_>; 3] = [(0x63C3, &[]), (0x6A86, &[]), (0x9000, &[])];

    let mut once = script(&[known, done]);
    let mut card = Jpki::select(&mut once).unwrap();
    card.tries(KeyKind::UserAuthentication).unwrap();
    assert!(card.verify(pin()).is_ok());
    assert_eq!(once.sent.last().unwrap(), &short);

    let mut mixed = script(&[known, refused, done, known, done, done]);
    let mut card = Jpki::select(&mut mixed).unwrap();
    card.tries(KeyKind::UserAuthentication).unwrap();
    card.tries(KeyKind::DigitalSignature).unwrap();
    assert!(card.verify(pin()).is_ok());
    assert_eq!(mixed.sent.last().unwrap(), &selected);

    let mut missing = script(&[refused, (0x6A82, &[])]);
    let mut card = Jpki::select(&mut missing).unwrap();
    assert_eq!(card.tries(KeyKind::DigitalSignature), Err(Error::Missing));

    let mut gone = script(&[(0x6A82, &[])]);
    let card = Jpki::select(&mut gone).unwrap();
    assert!(matches!(card.verify(pin()), Err(Rejected::Failed(Error::Missing))));
    assert!(
        gone.sent.iter().all(|command| command[1] != 0x20),
        "no PIN is sent for a file that is not there"
    );
}

#[test]
fn only_a_signature_of_256_bytes_that_verifies_leaves() {
    let certificate = AuthenticationCertificate::from_der(AUTHENTICATION).unwrap();
    let origin = Origin::parse("https://portal.example.go.jp").unwrap();
    let nonce = Nonce::parse(&"A".repeat(43)).unwrap();
    let sign = |length: usize| {
        let signature = vec![1; length];
        let mut script = script(&[(0x9000, &[]), (0x9000, &[]), (0x9000, &[]), (0x9000, &signature)]);
        let mut verified = Jpki::select(&mut script).unwrap().verify(pin()).unwrap();
        AuthenticateStatement::new(&origin, &nonce, &certificate).sign(&mut verified)
    };
    let malformed = SignError::Card(Error::Malformed { what: "signature" });
    assert_eq!(sign(255).unwrap_err(), malformed);
    assert_eq!(sign(257).unwrap_err(), malformed);
    assert!(matches!(sign(256).unwrap_err(), SignError::Mismatch(_)));
}

/// The headers of what VERIFY and this many signatures send.
fn sent_for(signatures: usize, for_several: bool, answers: &[Answer<'_>]) -> Vec<String> {
    let certificate = AuthenticationCertificate::from_der(AUTHENTICATION).unwrap();
    let origin = Origin::parse("https://portal.example.go.jp").unwrap();
    let nonce = Nonce::parse(&"A".repeat(43)).unwrap();
    let mut script = script(answers);
    let mut card = Jpki::select(&mut script).unwrap();
    card.tries(KeyKind::UserAuthentication).unwrap();
    let verified = if for_several {
        card.verify_for_several(pin())
    } else {
        card.verify(pin())
    };
    let mut verified = verified.unwrap();
    for _ in 0..signatures {
        // The script's signatures are none; what is sent for them is what matters.
        let _ = AuthenticateStatement::new(&origin, &nonce, &certificate).sign(&mut verified);
    }
    let header = |command: &Vec<u8>| command.iter().take(2).map(|byte| format!("{byte:02X}")).collect();
    script.sent.iter().skip(3).map(header).collect()
}

#[test]
fn an_accepted_pin_is_shown_again_only_before_another_signature_that_asks_for_it() {
    let (tries, ok, signature): (Answer<'_>, Answer<'_>, Answer<'_>) =
        ((0x63C3, &[]), (0x9000, &[]), (0x9000, &[1; 256]));
    let (unsatisfied, wrong): (Answer<'_>, Answer<'_>) = ((0x6982, &[]), (0x63C2, &[]));
    let (verify, select, sign) = ("0020", "00A4", "802A");

    let one_verify = sent_for(2, true, &[tries, ok, ok, signature, ok, signature]);
    assert_eq!(one_verify, [verify, select, sign, select, sign]);

    let one_each = [tries, ok, ok, signature, ok, unsatisfied, ok, ok, signature];
    let sent = sent_for(2, true, &one_each);
    assert_eq!(sent, [verify, select, sign, select, sign, verify, select, sign]);
    let sent = sent_for(2, false, &one_each[..6]);
    assert_eq!(
        sent,
        [verify, select, sign, select, sign],
        "one typing for one signature"
    );

    let never_signs = [tries, ok, ok, unsatisfied, ok, unsatisfied];
    assert_eq!(
        sent_for(2, true, &never_signs),
        [verify, select, sign, select, sign],
        "a card that does not sign after VERIFY is not shown the PIN for nothing"
    );

    let refused = [tries, ok, ok, signature, ok, unsatisfied, wrong, ok, unsatisfied];
    assert_eq!(
        sent_for(3, true, &refused),
        [verify, select, sign, select, sign, verify, select, sign],
        "what was refused once is not sent again"
    );
}

#[test]
fn a_pin_that_another_program_left_verified_is_forgotten_before_the_card_counts() {
    let done: Answer<'_> = (0x9000, &[]);
    let mut left = script(&[done, done, done, (0x63C1, &[])]);
    let mut card = Jpki::select(&mut left).unwrap();
    assert_eq!(card.tries(KeyKind::DigitalSignature), Ok(Tries::Left(1)));
    let query = vec![0x00, 0x20, 0x00, 0x9B];
    assert_eq!((&left.sent[2], &left.sent[5]), (&query, &query));
    assert_eq!(
        left.sent[3][..5],
        [0x00, 0xA4, 0x04, 0x0C, 7],
        "SELECT of the issuer domain"
    );
    assert_eq!(
        left.sent[4], left.sent[0],
        "SELECT of the application, as in the beginning"
    );

    let mut insists = script(&[done; 6]);
    let mut card = Jpki::select(&mut insists).unwrap();
    let tries = card.tries(KeyKind::DigitalSignature);
    assert!(matches!(tries, Err(Error::Status { .. })), "{tries:?}");
    assert!(insists.sent.len() <= 8, "and is not asked for ever");
}

#[test]
fn other_tokens_are_known_by_their_label() {
    let mut phone = script(&[]);
    phone.answers[1].1 = b"JPKIAPGPSETOKEN                 ".to_vec();
    assert_eq!(*Jpki::select(&mut phone).unwrap().token(), Token::AndroidPhone);
    let mut other = script(&[]);
    other.answers[0].0 = 0x6A82;
    let error = Jpki::select(&mut other).err().unwrap();
    assert_eq!(error, SelectError::NotJpki(StatusWord::FILE_NOT_FOUND));
    assert_eq!(other.sent.len(), 1, "nothing else is asked of another kind of card");
}

type Changing = Result<Result<(), Unconfirmed>, ChangeError<UserAuthentication>>;

/// Changes 1234 to 5678 on a card that accepts 1234 and then answers so.
fn change(answers: &[Answer<'_>]) -> (Changing, Vec<Vec<u8>>) {
    let answers: Vec<_> = [(0x9000, &[][..]); 2]
        .into_iter()
        .chain(answers.iter().copied())
        .collect();
    let mut script = script(&answers);
    let verified = Jpki::select(&mut script).unwrap().verify(pin()).unwrap();
    let new = NewPin::repeated(typed("5678"), typed("5678")).unwrap();
    let changed = verified.change(new).map(Changed::confirm);
    (changed, script.sent.split_off(4))
}

#[test]
fn a_pin_is_changed_once_and_shown_by_the_card() {
    let done: Answer<'_> = (0x9000, &[]);
    let (changed, sent) = change(&[done; 6]);
    assert_eq!(changed.unwrap(), Ok(()));
    let expected: [&[u8]; 6] = [
        &[0, 0xA4, 2, 0x0C, 2, 0, 0x18],
        &[0, 0x24, 1, 0x80, 4, b'5', b'6', b'7', b'8'],
        &[0, 0xA4, 4, 0x0C, 7, 0xA0, 0, 0, 1, 0x51, 0, 0],
        &[0, 0xA4, 4, 0x0C, 10, 0xD3, 0x92, 0xF0, 0, 0x26, 1, 0, 0, 0, 1],
        &[0, 0xA4, 2, 0x0C, 2, 0, 0x18],
        &[0, 0x20, 0, 0x80, 4, b'5', b'6', b'7', b'8'],
    ];
    assert_eq!(sent, expected);
}

#[test]
fn which_pin_counts_is_in_every_outcome_of_a_change() {
    let done: Answer<'_> = (0x9000, &[]);
    let refused: Answer<'_> = (0x6A80, &[]);
    for answers in [&[][..], &[refused], &[done, refused]] {
        let (changed, sent) = change(answers);
        assert!(
            matches!(changed, Err(ChangeError::Unchanged(_))),
            "{answers:?}: {changed:?}"
        );
        assert!(sent.iter().filter(|command| command[1] == 0x24).count() <= 1);
    }
    for (answers, expected) in [
        (&[done][..], Error::Transport(TransportError::Removed)),
        (
            &[done, (0x6581, &[])],
            Error::Status {
                status: StatusWord(0x6581),
                command: "CHANGE REFERENCE DATA",
            },
        ),
    ] {
        let (changed, sent) = change(answers);
        let Err(ChangeError::Uncertain { error, new }) = changed else {
            panic!("{changed:?}")
        };
        assert_eq!((error, sent.len()), (expected, 2), "nothing is sent again");
        assert!(new.is(&typed("5678")) && !new.is(&pin()));
    }
    for known in 2..6 {
        let (changed, _) = change(&vec![done; known]);
        assert!(
            matches!(changed, Ok(Err(Unconfirmed::NoAnswer(TransportError::Removed)))),
            "{known}: {changed:?}"
        );
        // The VERIFY that should confirm it has counters and blocks.
        for status in [0x6F00, 0x63C2, 0x63C0, 0x6984] {
            let answers = [vec![done; known], vec![(status, &[][..])]].concat();
            let unconfirmed = change(&answers).0.unwrap().unwrap_err();
            match (known, status) {
                (5, 0x63C2) => assert_eq!(unconfirmed, Unconfirmed::Refused),
                (5, 0x63C0 | 0x6984) => assert_eq!(unconfirmed, Unconfirmed::Blocked),
                _ => assert!(
                    matches!(unconfirmed, Unconfirmed::Unclear(_)),
                    "{known}: {unconfirmed:?}"
                ),
            }
        }
    }
}

#[test]
fn a_new_pin_is_typed_twice_alike() {
    let new = NewPin::<DigitalSignature>::repeated(typed("abc123"), typed("ABC123")).unwrap();
    assert!(new.is(&typed("ABC123")) && !new.is(&typed("ABC124")));
    assert_eq!(format!("{new:?}"), "NewPin { first: Pin(..), second: Pin(..) }");
    let different = NewPin::<DigitalSignature>::repeated(typed("ABC123"), typed("ABC124"));
    assert_eq!(different.unwrap_err(), NewPinError::Different);
    let letters = NewPin::<DigitalSignature>::repeated(typed("ABCDEF"), typed("ABCDEF"));
    assert_eq!(letters.unwrap_err(), NewPinError::Format(PinFormatError::NotMixed));
}
